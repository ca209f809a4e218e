"""The parts of a mail that came in: its text, its photos, and what was left out.

Laws: never deeper than so many levels and never more than so many parts; an attached mail is a file, not text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from amends.core.mail.inbound import LeftOut, Photo
from amends.integrations.mail.from_html import text_of_html
from amends.integrations.mail.headers import decoded, plain_line, text_of

MOST_PARTS, MOST_DEPTH = 200, 20
MOST_PHOTOS = 10
MOST_TEXT = 100_000
_NAME = 100
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".gif", ".avif")
_UNTYPED = {"application/octet-stream", "application/x-unknown", "binary/octet-stream"}
# What carries no meaning for a person: signatures of mail programs, calendars' twins.
_SILENT = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}


class TooDeep(Exception):
    """Parts lie in parts in parts, deeper than anybody sends."""


@dataclass(slots=True)
class Contents:
    """What was found, gathered part by part."""

    plain: list[str] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    parts: int = 0

    @property
    def text(self) -> str:
        """This property will hold the texts, one after another."""
        return "\n".join(one.strip("\n") for one in self.plain if one.strip())[:MOST_TEXT]


def contents_of(message: Message) -> Contents:
    """This function will gather what the mail holds; `TooDeep` and too many parts are for the caller to tell."""
    contents = Contents()
    _gather(message, contents, 0)
    return contents


def subparts(message: Message) -> list[Message]:
    """This function will return the parts right inside this one."""
    payload = message.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def body_of(message: Message) -> bytes:
    """This function will return the bytes of a part as they were before wrapping; broken ones as far as read."""
    try:
        content = message.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, UnicodeError):
        content = b""
    return content if isinstance(content, bytes) else b""


def _gather(message: Message, contents: Contents, depth: int) -> None:
    contents.parts += 1
    if depth > MOST_DEPTH:
        raise TooDeep
    if contents.parts > MOST_PARTS:
        return
    kind = message.get_content_type()
    if kind == "multipart/alternative":
        _best_of(subparts(message), contents, depth)
    elif kind.startswith("multipart/"):
        for part in subparts(message):
            _gather(part, contents, depth + 1)
    elif kind in {"text/plain", "text/html"} and not _is_file(message):
        contents.plain.append(_text_of(message))
    elif kind not in _SILENT:
        _file(message, kind, contents)


def _best_of(parts: list[Message], contents: Contents, depth: int) -> None:
    """This function will take the plain one of several tellings of the same, else what has text, and all the files."""
    tried: list[Contents] = []
    for part in parts:
        told = Contents(parts=contents.parts)
        _gather(part, told, depth + 1)
        contents.parts = told.parts
        contents.photos += told.photos
        contents.left_out += told.left_out
        tried.append(told)
    contents.photos[:] = contents.photos[:MOST_PHOTOS]
    told_plainly = [one for one, part in zip(tried, parts, strict=True) if part.get_content_type() == "text/plain"]
    best = next((one for one in (*told_plainly, *tried) if one.text.strip()), None)
    if best:
        contents.plain += best.plain


def _text_of(message: Message) -> str:
    charset = message.get_param("charset", "utf-8")
    # A part without a wrapping may hold bytes outside ASCII; they come out of the parser as they went in.
    text = decoded(body_of(message), charset if isinstance(charset, str) else "utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = text_of_html(text) if message.get_content_type() == "text/html" else text
    return text.encode("utf-8", "replace").decode()


def _is_file(message: Message) -> bool:
    return message.get_content_disposition() == "attachment" or (
        message.get_content_type() == "text/html" and bool(_name_of(message))
    )


def _file(message: Message, kind: str, contents: Contents) -> None:
    name = _name_of(message)
    if kind == "message/rfc822":
        contents.left_out.append(LeftOut(name or "mail", kind, 0))
        return
    content = body_of(message)
    pictured = kind.startswith("image/") and kind != "image/svg+xml"
    named = kind in _UNTYPED and name.lower().endswith(_PICTURES)
    if (pictured or named) and content and len(contents.photos) < MOST_PHOTOS:
        contents.photos.append(Photo(name, kind, content))
    elif content or name:
        contents.left_out.append(LeftOut(name, kind, len(content)))


def _name_of(message: Message) -> str:
    try:
        name = message.get_filename("") or ""
    except (ValueError, LookupError, UnicodeError, TypeError):
        return ""
    return _short(text_of(str(name)))


def _short(name: str) -> str:
    line = plain_line(name.encode("utf-8", "replace").decode())
    return line[:_NAME]


def walk(message: Message) -> Iterator[Message]:
    """This function will yield the parts, the mail itself first, as deep and as many as are read."""
    todo = [(message, 0)]
    for _ in range(MOST_PARTS):
        if not todo:
            return
        part, depth = todo.pop(0)
        yield part
        if depth < MOST_DEPTH:
            todo += [(one, depth + 1) for one in subparts(part)]
