"""Mails on their way: to an SMTP server, or into a folder where there is none.

Laws: an answer that was lost is `Unclear`, never taken for a yes or a no (the id of the mail makes a second copy the
same mail); a password never leaves over a line that others can read.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from amends.core.errors import AmendsError, Place
from amends.integrations.mail.message import ascii_domain, bytes_of, is_international
from amends.ports.answers import Declined, NotNow, Unclear
from amends.ports.mail import Mail

_SECONDS = 20  # that a server may take for each answer
_PORTS = {"smtp": 587, "smtps": 465}
Clock = Callable[[], datetime]


class MailServerInvalid(AmendsError):
    """The address of the mail server cannot be meant."""

    code = "mail_server_invalid"


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server: `smtps` speaks TLS from the first byte, `smtp` asks for it where the server offers it."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls_first: bool = False

    @property
    def is_local(self) -> bool:
        """This property will say whether it runs on this machine, where nobody else reads the line."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port})"  # never the password, which a log might keep


def read_server(text: str) -> Server:
    """This function will read `smtp://user:password@host:587`, or raise `MailServerInvalid`."""
    hint = "Write it as `smtp://user:password@mail.example.com:587`; special characters in it as `%40`."
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise MailServerInvalid("it is no address.", place=Place(field="AMENDS_MAIL_SERVER"), hint=hint) from error
    if parts.scheme not in _PORTS or not host or parts.path not in {"", "/"}:
        raise MailServerInvalid("it is no address.", place=Place(field="AMENDS_MAIL_SERVER"), hint=hint)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(host, port or _PORTS[parts.scheme], user, password, parts.scheme == "smtps")


def _now() -> datetime:
    return datetime.now(UTC)


class SmtpMailer:
    """Hands mails to an SMTP server, one connection a mail."""

    def __init__(
        self, server: Server, *, clock: Clock = _now, tls: ssl.SSLContext | None = None, seconds: int = _SECONDS
    ) -> None:
        self._server = server
        self._clock = clock
        self._seconds = seconds
        self._tls = tls or ssl.create_default_context()

    def send(self, mail: Mail) -> None:
        """This function will hand the mail over, or raise `Declined`, `NotNow` or `Unclear`."""
        content = bytes_of(mail, self._clock())
        sender, recipient = ascii_domain(mail.sender.address), ascii_domain(mail.recipient.address)
        options = ["SMTPUTF8"] if is_international(mail) else []
        with _session(self._server, self._tls, self._seconds) as session:
            if options and not session.has_extn("smtputf8"):
                raise Declined(f"the mail server takes no address such as `{recipient}`.")
            _agree(session.mail(sender, options), f"the sender `{sender}`")
            _agree(session.rcpt(recipient), f"the recipient `{recipient}`")
            try:
                answer = session.data(content)
            except smtplib.SMTPDataError as error:  # refused before any of it was sent
                answer = (error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")
            except (smtplib.SMTPException, OSError, ssl.SSLError) as error:
                session.close()
                raise Unclear(f"the mail server did not say whether it keeps the mail `{mail.id}`.") from error
            _agree(answer, f"the mail `{mail.id}`")


class FolderMailer:
    """Writes mails into a folder, where there is no server: for the demo and for trying things out.

    Law: they are their owner's alone to read; links stand in them.
    """

    def __init__(self, folder: Path, *, clock: Clock = _now) -> None:
        self._folder = folder
        self._clock = clock

    def send(self, mail: Mail) -> None:
        """This function will write the mail as a file, named by its id: sent twice it is one file."""
        content = bytes_of(mail, self._clock())
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._folder / name_of(mail.id)
            partly = path.with_suffix(f".{os.getpid()}.part")
            with os.fdopen(os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            partly.replace(path)
        except OSError as error:
            raise NotNow(f"the mail `{mail.id}` cannot be written: {error.strerror}.") from error


def name_of(mail_id: str) -> str:
    """This function will return the name of the file that a mail is kept in."""
    plain = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in mail_id.partition("@")[0])
    return f"{plain.strip('-')[:80]}-{sha256(mail_id.encode()).hexdigest()[:12]}.eml"


@contextmanager
def _session(server: Server, tls: ssl.SSLContext, seconds: int) -> Iterator[smtplib.SMTP]:
    """This function will keep a session open that is ready for a mail. What fails in it before the mail is `NotNow`."""
    session: smtplib.SMTP | None = None
    try:
        session = _opened(server, tls, seconds)
        yield session
    except AmendsError:
        raise
    except (smtplib.SMTPException, OSError) as error:
        raise NotNow(f"the mail server {server.host}:{server.port} does not take mail: {_short(error)}.") from error
    finally:
        if session is not None:
            _close(session)


def _opened(server: Server, tls: ssl.SSLContext, seconds: int) -> smtplib.SMTP:
    if server.tls_first:
        session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=tls)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=seconds)
    try:
        session.ehlo_or_helo_if_needed()
        private = server.tls_first
        if not private and session.has_extn("starttls"):
            session.starttls(context=tls)
            session.ehlo()
            private = True
        if server.user:
            _check_private(server, private=private)
            session.login(server.user, server.password)
    except BaseException:
        _close(session)
        raise
    return session


def _check_private(server: Server, *, private: bool) -> None:
    if not private and not server.is_local:
        what = f"the mail server {server.host} offers no TLS, and its password would be readable on the way."
        raise NotNow(what, place=Place(field="AMENDS_MAIL_SERVER"), hint="Ask its owner to turn TLS on.")


def _agree(answer: tuple[int, bytes], what: str) -> None:
    code, said = answer
    if code < 300:
        return
    words = said.decode("utf-8", "replace").replace("\n", " ")[:300]
    if 400 <= code < 500 or code < 0:
        raise NotNow(f"the mail server does not take {what} now: {code} {words}")
    raise Declined(f"the mail server refuses {what}: {code} {words}")


def _close(session: smtplib.SMTP) -> None:
    try:
        session.quit()
    except (smtplib.SMTPException, OSError):
        session.close()


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
