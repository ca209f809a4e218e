"""Whoever brings parcels: labels, and what became of them.

Laws, kept by every adapter and held by one contract suite:

- `find_label(key) or make_label(key=key, ...)` always ends in the same one label, however often it is repeated. Only
  one worker at a time may ask with a key; whoever calls holds the row of the outbox that the key comes from.
- Cancelling twice is cancelling once.
- The same thing that happened to a parcel has the same `id` in every message and in every look-up.
- Nothing is taken for an event of the carrier whose signature does not show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Literal, Protocol

from amends.core.dates import Instant
from amends.ports.payments import EventRefused

Paper = Literal["a4", "letter", "4x6"]
Postage = Literal["shop", "customer"]  # who pays the carrier; the customer's own postage gives a slip, not a label


class TrackingStatus(Enum):
    """What happened to a parcel."""

    POSTED = "posted"
    ON_ITS_WAY = "on_its_way"  # says as well that it was posted: not every carrier tells that apart
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    RETURNED_TO_SENDER = "returned_to_sender"
    LOST = "lost"
    EXCEPTION = "exception"  # held up, damaged, waiting to be fetched: `says` tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a parcel comes from or goes to, as people write it; `country` is ISO 3166-1 alpha-2."""

    name: str
    lines: tuple[str, ...]  # street, house, floor; the shop's own address may stand here whole
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPiece:
    """One line of what to put into the parcel."""

    name: str
    quantity: int
    details: str = ""  # size, colour, engraving
    price_minor: int | None = None  # of all units together; never printed on a gift's slip


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWanted:
    """A parcel that needs a label. `origin` sends it and `target` gets it, also on a return."""

    case_number: str
    origin: Address
    target: Address
    weight_grams: int = 0  # 0: nobody knows
    is_return: bool = True
    language: str = "en"
    order_number: str = ""
    pieces: tuple[PackedPiece, ...] = ()
    currency: str = ""
    is_gift: bool = False
    post_by: date | None = None  # the last day, in the shop's zone
    expires_at: Instant | None = None
    advice: tuple[str, ...] = ()  # sentences of the policy to print along
    postage: Postage = "shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopLook:
    """What makes a slip the shop's: its name, its accent colour as `#rrggbb`, its logo as SVG."""

    name: str
    accent: str = ""
    logo_svg: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSlip:
    """Everything that stands on a printed return slip: the parcel, its number, the shop's look, the paper."""

    parcel: LabelWanted
    number: str  # what the barcode says
    look: ShopLook
    paper: Paper = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label that exists. `ref` is what the carrier knows it by; the cost is None where the carrier names none."""

    carrier: str
    tracking_number: str
    ref: str
    pdf: bytes = field(repr=False)
    service: str = ""
    cost_minor: int | None = None
    currency: str = ""
    expires_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingEvent:
    """Something that happened to a parcel, in the carrier's words; `id` is the same however it is learned."""

    id: str
    tracking_number: str
    status: TrackingStatus
    at: Instant
    place: str = ""
    says: str = ""


class Carrier(Protocol):
    """What the use cases and jobs ask of a carrier.

    Each call but `read_event` may raise `Declined`, `Unclear` or `NotNow`, and nothing else.
    """

    def make_label(self, *, key: str, parcel: LabelWanted) -> Label:
        """This function will return the label of that key, made now or before; it looks before it makes one."""
        ...

    def find_label(self, key: str) -> Label | None:
        """This function will return the label that was made under the key, or nothing."""
        ...

    def cancel_label(self, label: Label) -> None:
        """This function will give the label back, and its price where the carrier refunds it."""
        ...

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> tuple[TrackingEvent, ...] | EventRefused:
        """This function will check the signature over the raw bytes and return what they tell, or why they are refused.

        A message about something else tells nothing. The same happenings come again and again: go by their ids.
        """
        ...

    def tracking(self, of: Label | str) -> tuple[TrackingEvent, ...]:
        """This function will return what happened to a parcel so far, oldest first, by its label or number."""
        ...
