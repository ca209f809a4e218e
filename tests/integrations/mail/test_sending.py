"""Mails through a real SMTP server: what it receives, what it refuses, and what is never known."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.integrations.mail.sample_mail import AT, FULL, mail

from amends.integrations.mail.message import bytes_of
from amends.integrations.mail.send import FolderMailer, MailServerInvalid, Server, SmtpMailer, read_server
from amends.ports.answers import Declined, NotNow, Unclear
from amends.ports.mail import Mailbox

LOCAL = "127.0.0.1"


@dataclass
class Desk:
    """Receives mails, and answers as it was told."""

    answers: list[str] = field(default_factory=list)
    to: dict[str, str] = field(default_factory=dict)
    got: list[Envelope] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.to.get(address, "250 fine")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.got.append(envelope)
        answer = self.answers.pop(0) if self.answers else "250 kept"
        if answer == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer

    def knows(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"s@cret")


Start = Callable[..., tuple[Desk, Server]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers, each in a thread of its own, and stops them."""
    running: list[Controller] = []

    def begin(user: str = "", password: str = "", **settings: Any) -> tuple[Desk, Server]:
        desk = Desk()
        # Port 0 is given out by the machine; the library wants to know it beforehand.
        with socket.socket() as probe:
            probe.bind((LOCAL, 0))
            port = probe.getsockname()[1]
        controller = Controller(desk, hostname=LOCAL, port=port, authenticator=desk.knows, **settings)
        controller.start()
        running.append(controller)
        return desk, Server(LOCAL, port, user, password)

    yield begin
    for one in running:
        one.stop()


def mailer(server: Server) -> SmtpMailer:
    return SmtpMailer(server, clock=lambda: AT)


def received(envelope: Envelope) -> bytes:
    """This function will return the bytes of a mail that came in."""
    assert isinstance(envelope.content, bytes)
    return envelope.content


def parts(content: bytes) -> list[tuple[str, object]]:
    """This function will return what a mail's parts hold, without the marks between them, which are new each time."""
    message = message_from_bytes(content, policy=default)
    return [(one.get_content_type(), one.get_content()) for one in message.walk() if not one.is_multipart()]


def test_the_server_receives_what_was_written(start: Start) -> None:
    desk, server = start(enable_SMTPUTF8=True)
    mailer(server).send(FULL)
    (got,) = desk.got
    assert got.mail_from == FULL.sender.address
    assert got.rcpt_tos == [FULL.recipient.address]
    content = received(got)
    taken, written = (message_from_bytes(one, policy=default) for one in (content, bytes_of(FULL, AT)))
    for name in set(written.keys()) - {"Content-Type"}:
        assert taken[name] == written[name]
    assert parts(content) == parts(bytes_of(FULL, AT))
    assert all(len(line) < 999 for line in content.split(b"\r\n"))


def test_lines_that_begin_with_a_dot_arrive(start: Start) -> None:
    desk, server = start()
    mailer(server).send(mail(paragraphs=(".\n..\n.end\nFrom me",)))
    assert b"\r\n.\r\n..\r\n.end\r\nFrom me\r\n" in received(desk.got[0])


@pytest.mark.parametrize(("answer", "error"), [("550 no such person", Declined), ("451 come back later", NotNow),
                                               ("452 full", NotNow), ("552 too large", Declined)])  # fmt: skip
def test_a_refused_recipient(start: Start, answer: str, error: type[Exception]) -> None:
    desk, server = start()
    desk.to[FULL.recipient.address] = answer
    with pytest.raises(error, match=answer[4:]):
        mailer(server).send(FULL)
    assert not desk.got


@pytest.mark.parametrize(("answer", "error"), [("554 looks like spam", Declined), ("451 come back later", NotNow)])
def test_a_refused_mail(start: Start, answer: str, error: type[Exception]) -> None:
    desk, server = start()
    desk.answers.append(answer)
    with pytest.raises(error, match=answer[4:]):
        mailer(server).send(FULL)


def test_a_line_that_breaks_after_the_mail_is_unclear_and_the_second_copy_is_the_same_mail(start: Start) -> None:
    desk, server = start()
    desk.answers.append("drop")
    with pytest.raises(Unclear):
        mailer(server).send(FULL)
    mailer(server).send(FULL)
    ids = [message_from_bytes(received(one))["Message-ID"] for one in desk.got]
    assert ids == [FULL.id, FULL.id]


def test_nobody_there_is_not_now() -> None:
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        port = probe.getsockname()[1]
    with pytest.raises(NotNow):
        mailer(Server(LOCAL, port)).send(FULL)


def answering(lines: list[bytes]) -> Iterator[Server]:
    """This function will run a server that says these lines, one for each that it hears, and hangs up."""
    with socket.create_server((LOCAL, 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, connection.makefile("rwb") as stream:
                for line in lines:
                    stream.write(line + b"\r\n")
                    stream.flush()
                    stream.readline()

        thread = threading.Thread(target=serve)
        thread.start()
        yield Server(LOCAL, listener.getsockname()[1])
        thread.join()


@pytest.mark.parametrize("said", [1, 2, 3], ids=["greeting", "ehlo", "sender"])
def test_a_server_that_hangs_up_before_the_mail_surely_has_not_taken_it(said: int) -> None:
    for server in answering([b"220 hello", b"250 hello", b"250 fine"][:said]):
        with pytest.raises(NotNow):
            mailer(server).send(FULL)


def test_letters_outside_ascii_before_the_at_need_a_server_that_takes_them(start: Start) -> None:
    desk, server = start(enable_SMTPUTF8=False)
    with pytest.raises(Declined, match="takes no address"):
        mailer(server).send(mail(recipient=Mailbox("jürgen@b.example")))
    desk, server = start(enable_SMTPUTF8=True)
    mailer(server).send(mail(recipient=Mailbox("jürgen@b.example")))
    assert desk.got[0].rcpt_tos == ["jürgen@b.example"]


def test_a_password_is_told_on_this_machine_or_over_tls_alone(start: Start) -> None:
    desk, server = start("anna", "s@cret", auth_require_tls=False)
    mailer(server).send(FULL)
    assert desk.users == ["anna"]
    # This server says no to one way of logging in and hangs on the next, so there is a limit to waiting.
    with pytest.raises(NotNow):
        SmtpMailer(Server(server.host, server.port, "anna", "wrong"), seconds=1).send(FULL)
    assert len(desk.got) == 1


def test_a_server_elsewhere_without_tls_never_hears_the_password(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, server = start(auth_require_tls=False)
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *more, **named: real(LOCAL, *more, **named))
    with pytest.raises(NotNow, match="offers no TLS"):
        mailer(Server("mail.example.com", server.port, "anna", "s@cret")).send(FULL)
    assert desk.users == []
    assert not desk.got


def test_a_certificate_of_somebody_else_is_not_accepted(start: Start, tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    theirs.load_cert_chain(certificate)
    desk, server = start(tls_context=theirs)
    with pytest.raises(NotNow, match="certificate"):
        mailer(server).send(FULL)
    trusting = ssl.create_default_context(cafile=str(certificate))
    SmtpMailer(server, clock=lambda: AT, tls=trusting).send(FULL)
    assert len(desk.got) == 1


def self_signed(folder: Path) -> Path:
    """This function will make a certificate that nobody has vouched for, as a file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, LOCAL)])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOCAL))])
    days = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC))
    built = x509.CertificateBuilder(name, name, key.public_key(), 1, *days).add_extension(here, critical=False)
    path = folder / "both.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return path


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtp://localhost", Server("localhost", 587)),
        ("smtp://a%40b:p%2F%3Aw@mail.example.com:2525", Server("mail.example.com", 2525, "a@b", "p/:w")),
        ("smtps://mail.example.com/", Server("mail.example.com", 465, tls_first=True)),
        ("smtp://[::1]:25", Server("::1", 25)),
    ],
)
def test_addresses_of_servers(text: str, server: Server) -> None:
    assert read_server(text) == server
    assert "p/:w" not in repr(server)


@pytest.mark.parametrize(
    "text", ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://a:b", "smtp://h/path"]
)
def test_what_is_no_address_of_a_server(text: str) -> None:
    with pytest.raises(MailServerInvalid, match="AMENDS_MAIL_SERVER"):
        read_server(text)


def test_without_a_server_mails_are_files_and_one_sent_twice_is_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    to_folder = FolderMailer(folder, clock=lambda: AT)
    to_folder.send(FULL)
    to_folder.send(FULL)
    to_folder.send(mail(id="<13-mail-1.R-ABCDE.silver@wrenfold.example>"))
    files = sorted(folder.iterdir())
    assert len(files) == 2
    assert parts(files[0].read_bytes()) == parts(bytes_of(FULL, AT))
    assert [one.stat().st_mode & 0o077 for one in (folder, *files)] == [0, 0, 0]  # links stand in them


def test_a_folder_that_cannot_be_written_is_not_now(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(NotNow):
        FolderMailer(blocked / "outbox").send(FULL)
