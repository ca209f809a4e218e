"""The payment provider as the project needs it: money back to a payment, and a page on which a customer pays.

Laws, kept by every adapter and held by one contract suite:

- `refund` with the same key moves money once, however often it is called and whatever the provider has forgotten.
- An error says whether it happened (`answers.py`): declined and not now did not, unclear nobody knows.
- Amounts are minor units of ISO 4217, moments are `Instant`s; how the provider counts stays inside the adapter.
- What an event says is a hint. Read the object again before money follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from amends.core.dates import Instant
from amends.ports.answers import Declined

RefundState = Literal["pending", "requires_action", "succeeded", "failed", "canceled"]
DisputeState = Literal["inquiry", "open", "won", "lost"]  # an inquiry has taken no money
PageState = Literal["open", "processing", "paid", "expired"]  # the last: closed, and nothing was paid
EventKind = Literal["refund", "dispute", "page", "payment", "other"]

RETURNED: frozenset[RefundState] = frozenset({"failed", "canceled"})  # the money stayed with, or came back to, the shop


class PaymentDeclined(Declined):
    """A payment provider declined; `reason` is its own short word for why, such as `charge_already_refunded`."""

    def __init__(self, what: str, *, reason: str = "", hint: str = "") -> None:
        super().__init__(what, hint=hint)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRefund:
    """A refund as it stands at the provider; without a `key` it was made by hand, or for another shop."""

    ref: str
    payment_ref: str
    amount_minor: int
    currency: str
    state: RefundState
    created_at: Instant
    other_ref: str = ""  # what else the provider calls the same payment
    key: str = ""
    failure: str = ""  # the provider's word for why it failed
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """This property will say whether the money is, or may be, on its way to the customer."""
        return self.state not in RETURNED


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDispute:
    """A customer's dispute of a payment at their bank."""

    ref: str
    payment_ref: str
    amount_minor: int
    currency: str
    state: DisputeState
    other_ref: str = ""
    reason: str = ""

    @property
    def held_minor(self) -> int:
        """This property will hold what the bank has taken back from the shop for it."""
        return self.amount_minor if self.state in {"open", "lost"} else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderPayment:
    """A payment as it stands at the provider; `refunded_minor` counts refunds made by hand, and pending ones."""

    ref: str
    currency: str
    captured_minor: int
    refunded_minor: int
    disputes: tuple[ProviderDispute, ...] = ()

    @property
    def disputed_minor(self) -> int:
        """This property will hold what open and lost disputes have taken back."""
        return sum(dispute.held_minor for dispute in self.disputes)

    @property
    def refundable_minor(self) -> int:
        """This property will hold how much can still go back."""
        return max(0, self.captured_minor - self.refunded_minor - self.disputed_minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAsked:
    """What a customer is to pay, once. `says` is what they read beside the amount.

    The page closes at `due`, but lives half an hour at least and a day at most. `asked_at` is when the row with the key
    was made, so that asking again asks for the same. `about` goes into the provider's records, with the case.
    """

    key: str
    amount_minor: int
    currency: str
    says: str
    case: str
    due: Instant
    asked_at: Instant
    return_to: str  # the address that the customer comes back to, having paid or not
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPage:
    """A page at the provider where a customer pays one amount once; `url` is empty when it is no longer open."""

    ref: str
    url: str
    state: PageState
    amount_minor: int
    currency: str
    closes_at: Instant
    payment_ref: str = ""  # once paid: what a later refund goes back to
    key: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEvent:
    """Something that the provider told us, its signature checked; at most one of the objects is there."""

    ref: str
    kind: EventKind
    type: str  # the provider's own name for it
    at: Instant
    object_ref: str
    payment_ref: str = ""
    other_ref: str = ""
    refund: ProviderRefund | None = None
    dispute: ProviderDispute | None = None
    page: PaymentPage | None = None


EventFault = Literal["unsigned", "forged", "too_old", "too_early", "too_large", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRefused:
    """A message that is not taken for an event: answer it with 401 where `forged`, else with 400."""

    fault: EventFault
    what: str

    @property
    def forged(self) -> bool:
        """This property will say whether nothing shows that the message comes from the provider, now."""
        return self.fault not in {"too_large", "unreadable"}


class PaymentProvider(Protocol):
    """What the use cases and jobs ask of a payment provider.

    Each call but `read_event` may raise `PaymentDeclined`, `NotNow` or `Unclear`, and nothing else. They speak of this
    call: after an unclear one, a later `NotNow` does not say that the first did nothing.
    """

    def refund(
        self, *, key: str, payment_ref: str, amount_minor: int, currency: str, about: Mapping[str, str]
    ) -> ProviderRefund:
        """This function will send the amount back to the payment, once for a key, and return the refund.

        It looks for a refund with that key first, because a provider forgets keys after a day. `about` goes into the
        provider's records: shop, case, payout.
        """
        ...

    def find_refund(self, *, key: str, payment_ref: str) -> ProviderRefund | None:
        """This function will look among all refunds of the payment for the one with that key."""
        ...

    def read_refund(self, ref: str) -> ProviderRefund:
        """This function will return the refund as it stands now: what an event about it is checked against."""
        ...

    def refunds_of(self, payment_ref: str) -> tuple[ProviderRefund, ...]:
        """This function will return all refunds of the payment, those made by hand as well, oldest first."""
        ...

    def refunds_since(self, at: Instant) -> Iterator[ProviderRefund]:
        """This function will yield all refunds made since then, newest first: for reconciling after a restore."""
        ...

    def payment(self, payment_ref: str) -> ProviderPayment:
        """This function will return how the payment stands: captured, refunded, disputed."""
        ...

    def ask_payment(self, asked: PaymentAsked) -> PaymentPage:
        """This function will make a page where the amount is paid, and return it with its address.

        The same key gives the same page. A debt has one open page: withdraw the old one before asking with a new key.
        """
        ...

    def find_payment_page(self, ref: str) -> PaymentPage:
        """This function will return the page as it stands now."""
        ...

    def withdraw_payment_page(self, ref: str) -> PaymentPage:
        """This function will close the page and return how it stands: `paid`, where the customer was faster."""
        ...

    def read_event(self, body: bytes, signature: str, at_seconds: int) -> ProviderEvent | EventRefused:
        """This function will check the signature over the raw bytes and return the event, or why it is refused.

        `at_seconds` is now, in seconds since 1970. Delivered twice it has the same `ref`.
        """
        ...
