"""What somebody can want of a case. What came of it is told by events (`handle`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.core.cases.events import CaseOpened, Event
from amends.core.cases.states import State
from amends.core.cases.values import Answer, Pay
from amends.core.dates import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Open the case; the items bring their first answers."""

    opened: CaseOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerItem:
    """Give an item another answer: the policy's on new facts, or a person's with a reason."""

    item: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptQuote:
    """Accept what the work costs; it is to be paid then."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """Take in goods of these items that came back, whatever is still open about them."""

    items: tuple[str, ...]
    authorised: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspect:
    """Say what was found: how many units are accepted, and on which grounds the others are not."""

    item: str
    accepted: int
    grounds: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    grade: str = ""
    disposition: str = ""
    give_minor: int | None = None  # what the accepted units come to, where they are not all ...
    due_minor: int | None = None  # ... and what is to be paid for them before they are exchanged
    overruled: tuple[str, ...] = ()
    reason: str = ""
    kept_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOnTurnedDown:
    """Have sent back what was not accepted, or give it up."""

    item: str
    wish: Literal["send_back", "give_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    """Let the money go: exactly these payments and this credit."""

    item: str
    person: str
    pays: tuple[Pay, ...] = ()
    credit_minor: int = 0
    credit_id: str = ""
    bonus_minor: int = 0  # store credit on top
    credit_expires_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPostage:
    """Pay back postage on a receipt, as far as the limit of the terms goes."""

    item: str
    person: str
    pay: str
    laid_out_minor: int
    limit_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackPostage:
    """Take back a postage receipt that was entered wrongly and is not paid."""

    item: str
    person: str
    pay: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take the wish back."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A date has come on which the item is to be looked at (see `timers`); without one, a message that waits."""

    item: str
    state: State
    what: Literal["remind", "late", "expire"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Put down what has happened: outside, or by somebody's hand. Told twice, it is put down once."""

    event: Event


Command = (
    Open | AnswerItem | AcceptQuote | Receive | Inspect | DecideOnTurnedDown | Approve | PayPostage
    | TakeBackPostage | Withdraw | Ring | Record
)  # fmt: skip
