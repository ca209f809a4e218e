"""What can have happened in a case: frozen, in the past tense, without a word that a customer wrote.

Names, notes and messages stand in tables of their own, from which they can be erased; here stand their digests. Amounts
are minor units of the case's currency, moments are instants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from amends.core.cases import money_events as m
from amends.core.cases.values import Answer, ItemAsked, Task
from amends.core.dates import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """Somebody asked for something."""

    order: str
    by: str  # buyer, gift_recipient, somebody_for_the_buyer
    channel: Literal["portal", "mail", "console", "withdrawal"] = "portal"
    currency: str
    policy: str
    items: tuple[ItemAsked, ...]
    note_digest: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)  # a withdrawal: in which words; or what the law wants told


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An item got an answer, the first one or another."""

    item: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsFound:
    """Somebody found out what the next answer rests on."""

    item: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigationOpened:
    """The carrier was asked to look for the parcel."""

    item: str
    carrier: str
    reference: str
    until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigationClosed:
    """The carrier has said what it found."""

    item: str
    finding: Literal["lost", "delivered", "none"]
    proof: str = ""  # the id of a kept file, or the carrier's own reference


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsHeld:
    """Customs hold the parcel, and ask for something."""

    item: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsReminded:
    """The customer was reminded of what customs ask for."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    """The customer has done one of the tasks."""

    item: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsEnded:
    """Customs let the parcel through, or sent it back."""

    item: str
    outcome: Literal["cleared", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMade:
    """A label for the way back was made."""

    items: tuple[str, ...]
    label: str
    carrier: str
    tracking: str
    expires_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelExpired:
    """The label cannot be used any more."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The goods were handed to a carrier."""

    item: str
    tracking: str = ""
    proof: bool = False
    posted_at: Instant | None = None  # where that was before it was told


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelMoved:
    """The carrier has said where a parcel is."""

    tracking: str
    status: str
    moved_at: Instant
    way: Literal["back", "out"] = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The goods came back."""

    item: str
    authorised: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """The goods were looked at; what was not accepted goes on as an item of its own."""

    item: str
    accepted: int
    turned_down: int = 0
    rest: str = ""  # the id of the item for what was not accepted, where some was
    grounds: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    grade: str = ""
    disposition: str = ""
    give_minor: int | None = None  # where the units accepted come to another amount
    share_minor: int | None = None  # what is due for the units accepted, where they are not all
    overruled: tuple[str, ...] = ()  # clauses that say otherwise of what was accepted ...
    reason: str = ""  # ... and why a person decided against them, or where no clause speaks
    kept_minor: int = 0  # of the money, for value lost by more than trying it on


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLost:
    """The goods were posted, as is said, and did not arrive."""

    item: str
    proof: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingBackChosen:
    """The customer wants back what was not accepted."""

    item: str
    postage_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """The customer does not want back what was not accepted."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStarted:
    """The workshop has begun."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFinished:
    """The piece is ready."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceSent:
    """The shop has posted a piece to the customer."""

    item: str
    carrier: str = ""
    tracking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDone:
    """What was to be changed is changed."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFailed:
    """The change was tried and did not work."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The customer takes the wish back."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """Nothing came in time."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """The customer was reminded."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RanLate:
    """The shop, or somebody whom it relies on, did not keep a date; without an item, that of an answer to a message."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """The customer wrote."""

    message: str
    digest: str
    answer_by: Instant | None = None  # when the shop owes an answer; an earlier message that waits has the older date


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent:
    """The shop wrote."""

    message: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoAdded:
    """A photo came in."""

    photo: str
    digest: str
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBounced:
    """A mail of ours did not arrive."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCleared:
    """A person has seen to something that was flagged."""

    ref: str
    person: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTaken:
    """Somebody of the shop took the receipt of a decision along."""

    item: str


Event = (
    CaseOpened
    | Answered
    | FactsFound
    | InvestigationOpened
    | InvestigationClosed
    | CustomsHeld
    | CustomsReminded
    | TaskDone
    | CustomsEnded
    | m.OfferMade
    | m.OfferAccepted
    | m.OfferDeclined
    | m.QuoteMade
    | m.QuoteAccepted
    | m.QuoteDeclined
    | m.DueRaised
    | m.DuePaid
    | m.DueCancelled
    | m.DueReturned
    | LabelMade
    | LabelExpired
    | Posted
    | ParcelMoved
    | Received
    | Inspected
    | ReturnLost
    | SendingBackChosen
    | GivenUp
    | m.RefundProposed
    | m.RefundApproved
    | m.PayoutDone
    | m.PayoutFailed
    | m.GiveBackFailed
    | m.GivenBack
    | m.PostageProposed
    | m.PostageGranted
    | m.PostagePaid
    | m.PostageCameBack
    | m.PostageTakenBack
    | m.CreditGiven
    | WorkStarted
    | WorkFinished
    | PieceSent
    | ChangeDone
    | ChangeFailed
    | Withdrawn
    | Expired
    | Reminded
    | RanLate
    | MessageReceived
    | MessageSent
    | PhotoAdded
    | MailBounced
    | m.RefundSeen
    | m.DisputeSeen
    | FlagCleared
    | ReceiptTaken
)
LOOKS = (ReceiptTaken,)  # that leave everything as it is: whoever has seen the case before has seen it as it is
