"""What can have happened to the money of a case: offers, quotes, what is due, what is paid (see `events`)."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.cases.values import Pay, Quote
from amends.core.dates import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade:
    """A part of the price was offered."""

    item: str
    amount_minor: int
    percent: str = ""  # where it was chosen as a share
    until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAccepted:
    """The customer takes the offer."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDeclined:
    """The customer declines the offer."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMade:
    """The shop has said what the work costs."""

    item: str
    quote: Quote
    until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteAccepted:
    """The customer accepts the quote."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteDeclined:
    """The customer declines the quote."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRaised:
    """Something is to be paid before anything moves."""

    item: str
    due: str
    amount_minor: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePaid:
    """What was due is paid."""

    item: str
    due: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCancelled:
    """What was due is not to be paid any more."""

    item: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReturned:
    """What was paid, or a part of it, is not owed any more: it goes back to where it came from."""

    item: str
    due: str
    part: int  # which part of the payment, from 1
    amount_minor: int
    why: str  # how the item stands, or `not_needed`


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundProposed:
    """A member of staff would pay so much; another one has to approve it."""

    item: str
    total_minor: int
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundApproved:
    """The money was approved."""

    item: str
    pays: tuple[Pay, ...]
    credit_minor: int = 0
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutDone:
    """The provider, or a person by hand, has paid."""

    item: str
    pay: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutFailed:
    """The money did not get there."""

    item: str
    pay: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBackFailed:
    """Money that nobody owed did not go back by itself; a person is to pay it by hand."""

    pay: str
    amount_minor: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """Money that nobody owed, and that was to be paid back by hand, is paid back."""

    pay: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostageProposed:
    """A member of staff would pay back postage on a receipt; another one has to enter the same."""

    item: str
    laid_out_minor: int
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostageGranted:
    """Postage that the customer has laid out is to be paid back on its receipt, by hand."""

    item: str
    pay: str
    laid_out_minor: int  # what the receipt says
    amount_minor: int  # what of it is paid back
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostagePaid:
    """Postage on a receipt is paid back."""

    item: str
    pay: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostageCameBack:
    """Postage that was paid back did not get there: it is to be paid by hand anew."""

    item: str
    pay: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostageTakenBack:
    """A postage receipt that was entered wrongly is taken back: it is not paid, and uses up nothing of the limit."""

    item: str
    pay: str
    person: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditGiven:
    """Store credit was given."""

    item: str
    credit: str
    amount_minor: int
    bonus_minor: int = 0  # on top
    expires_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundSeen:
    """The provider tells of a refund that was not ours."""

    payment_id: str
    amount_minor: int
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSeen:
    """The buyer disputes a payment."""

    payment_id: str
    ref: str
    amount_minor: int = 0
