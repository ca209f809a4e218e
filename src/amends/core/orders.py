"""What was sold: orders, lines, parcels, charges and payments, as the shop's system knows them.

Amounts are integer minor units of the order's currency. Moments are `dates.Instant` (microseconds since 1970 UTC);
`NOT_YET` says that something is known not to have happened, `None` that nobody knows. Tax rates are parts per million.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from amends.core.dates import Moment

Attributes = Mapping[str, "str | int | bool"]
NO_ATTRIBUTES: Attributes = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """One tax on a charge: 100_000 parts per million is 10 %; included in the price or added on top of it."""

    rate_ppm: int
    included: bool
    amount_minor: int | None = None  # what was charged, where the shop's system says so; None: computed from the rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One thing that can be bought: a product in one size, colour and material."""

    sku: str
    price_minor: int
    options: Mapping[str, str] = field(default_factory=dict)
    available: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product of the catalogue; `attributes` become facts (`metal` is read as `item.metal`)."""

    id: str
    name: str
    category: str
    marks: frozenset[str] = frozenset()  # final_sale, gift_card, gift_with_purchase, sample_sale ...
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES)
    variants: tuple[Variant, ...] = ()
    picture: str = ""

    def variant(self, sku: str) -> Variant | None:
        """This function will return the variant with that number, or nothing."""
        return next((one for one in self.variants if one.sku == sku), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an order: some units of one thing at one price, with the product's attributes when it was sold."""

    id: str
    product_id: str
    sku: str
    name: str
    quantity: int
    unit_price_minor: int
    price_minor: int | None = None  # all units before discounts, where a unit's price is finer than the smallest coin
    discount_minor: int = 0  # discounts on this line alone, all units together, as a positive number
    discountable: bool = True  # shares in order-wide discounts
    taxes: tuple[Tax, ...] = ()
    category: str = ""
    marks: frozenset[str] = frozenset()
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES)
    customisation: str = ""
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """What was charged for sending one parcel (or the whole order, where `parcel_id` is empty)."""

    id: str
    price_minor: int
    discount_minor: int = 0
    taxes: tuple[Tax, ...] = ()
    parcel_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One parcel on its way to the customer, and which units of which lines are in it."""

    id: str
    contents: Mapping[str, int]  # line id -> units
    shipped_at: Moment = None
    delivered_at: Moment = None
    tracking: str = ""
    attributes: Attributes = field(
        default_factory=lambda: NO_ATTRIBUTES
    )  # becomes parcel.* facts: sent_to, carrier_finding, customs ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment of an order; money goes back to it up to what was captured and is not yet on its way back."""

    id: str
    method: str  # card, paypal, gift_card, bank ...
    captured_minor: int
    refunded_minor: int = 0
    pending_minor: int = 0  # refunds that the provider has accepted and not finished
    label: str = ""  # what the customer recognises: Visa •• 42
    ref: str = ""  # the payment provider's own name of it; empty: money goes back by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as placed and as it stands; the engine, the money and the portal all read this one value."""

    number: str
    currency: str
    lines: tuple[Line, ...]
    placed_at: Moment = None
    state: str = ""  # pending, processed, shipped, delivered, cancelled
    production_started_at: Moment = None
    country: str = ""  # ship-to, ISO 3166-1 alpha-2
    postcode: str = ""
    email: str = ""
    customer_id: str = ""
    customer_name: str = ""
    gift: bool = False
    gift_code: str = ""
    coupon: bool = False  # an order-wide coupon was used
    discount_minor: int = 0  # order-wide discounts, apportioned over the discountable lines
    shipping: tuple[Shipping, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    payments: tuple[Payment, ...] = ()
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES)
    used: Mapping[str, int] = field(default_factory=dict)  # "order.exchange" -> how often it was used

    def line(self, line_id: str) -> Line | None:
        """This function will return the line with that id, or nothing."""
        return next((line for line in self.lines if line.id == line_id), None)
