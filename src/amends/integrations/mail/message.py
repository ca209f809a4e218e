"""A mail as it travels: headers and parts (RFC 5322, 2045, 3834).

Laws: no word of a mail can begin a header of its own; the same mail gives the same id; whoever answers by machine is
told that a machine wrote.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from email.utils import format_datetime

from amends.integrations.mail.render import MailNotWritten, cid, html_of, text_of
from amends.ports.mail import Attachment, Mail, Mailbox, Picture

_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,200}@[A-Za-z0-9.:\[\]-]{1,255}>")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,254}")
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}")
_LONGEST_SUBJECT = 200


class _Ids(str):
    """Ids of mails as a header. The library would encode those that are longer than a line, and break the thread."""

    name: str
    __slots__ = ("name",)

    def fold(self, *, policy: EmailPolicy) -> str:
        """This function will return the header, one id a line."""
        return f"{self.name}: {(policy.linesep + ' ').join(self.split())}{policy.linesep}"


def message_of(mail: Mail, at: datetime) -> EmailMessage:
    """This function will return the mail as a message, sent at that moment."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(mail.sender)
    message["To"] = _address(mail.recipient)
    if mail.reply_to:
        message["Reply-To"] = _address(Mailbox(mail.reply_to, mail.sender.name))
    message["Subject"] = one_line(mail.subject)[:_LONGEST_SUBJECT]
    message["Date"] = format_datetime(at)
    _set_ids(message, "Message-ID", (mail.id,))
    if mail.in_reply_to:
        _set_ids(message, "In-Reply-To", (mail.in_reply_to,))
    if mail.references:
        _set_ids(message, "References", mail.references)
    if mail.automatic:
        message["Auto-Submitted"] = mail.automatic
        message["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    message["X-Loop"] = ascii_domain(mail.sender.address)
    message["Content-Language"] = re.sub(r"[^A-Za-z0-9-]", "", mail.language)[:20] or "en"
    message.set_content(text_of(mail), cte="quoted-printable")
    message.add_alternative(html_of(mail), subtype="html", cte="quoted-printable")
    _add_pictures(message, mail)
    for one in mail.attachments:
        _attach(message, one)
    return message


def is_international(mail: Mail) -> bool:
    """This function will say whether an address has letters before the @ that not every server takes (RFC 6531)."""
    return not (ascii_domain(mail.sender.address) + ascii_domain(mail.recipient.address)).isascii()


def bytes_of(mail: Mail, at: datetime) -> bytes:
    """This function will return the mail as the bytes that travel."""
    return message_of(mail, at).as_bytes(policy=SMTPUTF8 if is_international(mail) else SMTP)


def one_line(text: str) -> str:
    """This function will return the text on one line, so that it cannot begin another header."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def ascii_domain(address: str) -> str:
    """This function will return the address with its domain as servers know it: `müller.de` is `xn--mller-kva.de`."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise MailNotWritten(f"`{address}` has a domain that there cannot be.") from error


def _address(mailbox: Mailbox) -> Address:
    if not _ADDRESS.fullmatch(mailbox.address):
        raise MailNotWritten(f"`{one_line(mailbox.address)[:100]}` is no mail address.")
    local, _, domain = ascii_domain(mailbox.address).rpartition("@")
    return Address(display_name=one_line(mailbox.name)[:100], username=local, domain=domain)


def _set_ids(message: EmailMessage, name: str, ids: tuple[str, ...]) -> None:
    for one in ids:
        if not _ID.fullmatch(one):
            raise MailNotWritten(f"`{one_line(one)[:100]}` is no id of a mail.")
    value = _Ids(" ".join(ids))
    value.name = name
    message[name] = value


def _add_pictures(message: EmailMessage, mail: Mail) -> None:
    html = message.get_body(("html",))
    named: list[tuple[str, Picture]] = [(cid(place), one) for place, one in enumerate(mail.pictures)]
    if mail.look.logo:
        named.append(("logo", mail.look.logo))
    for name, one in named:
        kind, _, subtype = _kind(one.type)
        html.add_related(  # type: ignore[union-attr]
            one.content, kind, subtype, cid=f"<{name}>", filename=one_line(one.name)[:100], disposition="inline"
        )


def _attach(message: EmailMessage, one: Attachment) -> None:
    kind, _, subtype = _kind(one.type)
    name = one_line(one.name).replace("/", "-").replace("\\", "-")[:100]
    message.add_attachment(one.content, kind, subtype, filename=name or "file")


def _kind(text: str) -> tuple[str, str, str]:
    if not _TYPE.fullmatch(text) or text.startswith(("text/", "message/", "multipart/")):
        return "application", "/", "octet-stream"
    return text.partition("/")
