"""The mails of a folder, as a page shows them where there is no mail server."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

MOST = 200
_NAME = re.compile(r"[A-Za-z0-9-]{1,120}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMail:
    """One mail of the folder, read again."""

    name: str
    to: str
    sender: str
    reply_to: str
    subject: str
    date: str
    text: str
    html: str  # whole: with its pictures inside
    files: tuple[str, ...]


def kept_mails(folder: Path) -> tuple[KeptMail, ...]:
    """This function will return the last mails, the latest first."""
    paths = sorted(folder.glob("*.eml"), key=lambda one: (one.stat().st_mtime_ns, one.name), reverse=True)
    return tuple(_read(path) for path in paths[:MOST])


def kept_mail(folder: Path, name: str) -> KeptMail | None:
    """This function will return the mail of that name, or nothing."""
    path = folder / f"{name}.eml"
    return _read(path) if _NAME.fullmatch(name) and path.is_file() else None


def _read(path: Path) -> KeptMail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - for types: that is what this policy makes
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return KeptMail(
        name=path.stem,
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        reply_to=str(message["Reply-To"] or ""),
        subject=str(message["Subject"] or ""),
        date=str(message["Date"] or ""),
        text=plain.get_content() if plain else "",
        html=_with_pictures(html.get_content(), message) if html else "",
        files=tuple(one.get_filename() or "" for one in message.iter_attachments() if not one["Content-ID"]),
    )


def _with_pictures(html: str, message: EmailMessage) -> str:
    for part in message.walk():
        name = str(part["Content-ID"] or "").strip("<>")
        if name and part.get_content_maintype() == "image":
            content = b64encode(part.get_content()).decode("ascii")
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{content}")
    return html
