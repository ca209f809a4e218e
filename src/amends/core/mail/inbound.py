"""A mail that came in, as it was understood.

Law: nothing here is markup or a command; every text is a stranger's, and is shown as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Photo:
    """A file that says it is a photo; whether it is one is found out by whoever opens it."""

    name: str  # as declared: text to show, never a path
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that came along and was not taken."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Failure:
    """What a report of a failed delivery tells: of whom, why, and whether for good."""

    recipient: str
    status: str  # such as `5.1.1`; empty: not told
    for_good: bool
    mail_ids: tuple[str, ...]  # of ours it may speak of


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMail:
    """One mail. An empty sender: it is not clear who sent it."""

    sender: str = ""  # bare, as written
    sender_name: str = ""
    recipients: tuple[str, ...] = ()  # of every header that names one, the envelope's too
    subject: str = ""
    text: str = ""  # what the sender wrote, without what was quoted and without a signature
    whole: str = ""  # all of it
    photos: tuple[Photo, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: str = ""  # as written: a stranger's clock proves nothing
    automatic: str = ""  # why it is taken for a machine's; empty: a person wrote it
    no_answer: bool = False  # wants no automatic answer, whoever wrote it
    hops: int = 0  # servers that it came through
    marks: tuple[str, ...] = ()  # X-Loop
    failure: Failure | None = None
    problems: tuple[Literal["too_large", "too_many_parts", "too_deep", "malformed"], ...] = ()
