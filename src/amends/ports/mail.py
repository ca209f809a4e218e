"""What a mail says, and whoever sends it.

Laws: the id of a mail is made from what it is about, so that one which is sent twice is one mail to its reader; a
`Mail` holds words, never markup, so that what people have written is printed as they wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Automatic = Literal["", "auto-generated", "auto-replied"]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name of whoever it belongs to; the name may be empty."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure or date with what it is."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause that decided, in the shop's own words."""

    clause: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Button:
    """Something to do, and where."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along."""

    name: str
    type: str  # such as `application/pdf`
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside the mail; `alt` says the same to whoever does not see it."""

    name: str
    type: str  # such as `image/png`
    content: bytes
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the shop's mails look: its name, its colours by light and by dark, its lines at the foot."""

    shop: str
    light: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
    heading_font: str = ""
    logo: Picture | None = None
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one reader. `in_reply_to` and `references` are ids of earlier mails: a case is one thread."""

    id: str  # `<...@...>`
    sender: Mailbox
    recipient: Mailbox
    subject: str
    headline: str
    look: Look
    reply_to: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    clauses_title: str = ""
    clauses: tuple[Cited, ...] = ()
    buttons: tuple[Button, ...] = ()
    address_title: str = ""
    address: tuple[str, ...] = ()  # where a parcel goes, line by line
    pictures: tuple[Picture, ...] = ()
    closing: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = "en"
    direction: Literal["ltr", "rtl"] = "ltr"
    automatic: Automatic = "auto-generated"  # empty: a person wrote it


class Mailer(Protocol):
    """Whoever takes mails and brings them to their readers."""

    def send(self, mail: Mail) -> None:
        """This function will hand the mail over, or raise `Declined`, `NotNow` or `Unclear`."""
        ...
