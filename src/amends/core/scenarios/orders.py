"""An order as a scenario writes it, in major units and local times, and as the engine and the money take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from amends.core.dates import NOT_YET, Moment, parse_instant
from amends.core.money import parse_amount
from amends.core.orders import Line, Order, Parcel, Payment, Shipping, Tax
from amends.core.refunds.paid import paid

Amount = Annotated[str | int | Decimal, Field(description="an amount in the shop's currency, such as `6.00`")]
When = Annotated[str | None, Field(description="a date and time, or `not_yet`; nothing: unknown")]
Values = dict[str, str | bool | int | Decimal]
PPM_OF_PERCENT = 10_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TaxOf(_Part):
    """One tax on a line."""

    percent: Decimal
    included: bool = True


class LineOf(_Part):
    """One line; what is written under `attributes` becomes facts of the piece, such as `material`."""

    id: Annotated[str, Field(validation_alias=AliasChoices("id", "line"))]
    price: Annotated[
        Amount,
        Field(description="one unit before discounts", validation_alias=AliasChoices("price", "unit_price")),
    ]
    quantity: int = 1
    discount: Annotated[Amount, Field(validation_alias=AliasChoices("discount", "line_discount"))] = 0
    product: str = ""
    sku: str = ""
    name: str = ""
    customisation: str = ""
    category: str = ""
    marks: list[str] = []
    taxes: list[TaxOf] = []
    attributes: Values = {}


class ParcelOf(_Part):
    """One parcel; `lines` says what is in it, all of every line unless said."""

    id: str = "P1"
    lines: list[str] | dict[str, int] | None = None
    shipped_at: When = None
    delivered_at: When = None
    tracking: str = ""
    attributes: Values = {}


class PaymentOf(_Part):
    """One payment."""

    id: str
    method: str = "card"
    captured: Annotated[Amount, Field(validation_alias=AliasChoices("captured", "amount"))]
    label: str = ""
    refunded: Amount = 0


class ShippingOf(_Part):
    """What was charged for sending one parcel."""

    parcel: str
    price: Amount


class OrderOf(_Part):
    """An order, in the words in which orders are imported. Without `payments`, one card paid for everything."""

    number: str = "1"
    email: str = ""
    customer_name: str = ""
    postcode: str = ""
    placed_at: When = None
    production_started_at: When = None
    state: Literal["", "pending", "processed", "shipped", "delivered", "cancelled"] = ""
    country: str = ""
    coupon: bool = False
    gift: bool = False
    discount: Annotated[Amount, Field(description="taken off the whole order")] = 0
    shipping: Annotated[
        Amount | list[ShippingOf], Field(description="paid for shipping, in all or parcel by parcel")
    ] = 0
    lines: Annotated[list[LineOf], Field(min_length=1)]
    parcels: list[ParcelOf] = []
    payments: list[PaymentOf] | None = None
    used: Annotated[dict[str, int], Field(description="`order.exchange: 1`: used once before")] = {}


def order_of(written: OrderOf, zone: ZoneInfo, currency: str) -> Order:
    """This function will return the order that is written, or raise where an amount or a moment is none."""
    order = Order(
        number=written.number,
        email=written.email,
        customer_name=written.customer_name,
        postcode=written.postcode,
        currency=currency,
        lines=tuple(_line(line, currency) for line in written.lines),
        placed_at=_moment(written.placed_at, zone),
        production_started_at=_moment(written.production_started_at, zone),
        state=written.state,
        country=written.country,
        coupon=written.coupon,
        gift=written.gift,
        discount_minor=_minor(written.discount, currency),
        shipping=_shipping(written, currency),
        parcels=tuple(_parcel(parcel, written, zone) for parcel in written.parcels),
        used=written.used,
    )
    return replace(order, payments=_payments(written, order, currency))


def _line(line: LineOf, currency: str) -> Line:
    return Line(
        id=line.id,
        product_id=line.product or line.id,
        sku=line.sku or line.product or line.id,
        name=line.name or line.product or line.id,
        customisation=line.customisation,
        quantity=line.quantity,
        unit_price_minor=_minor(line.price, currency),
        discount_minor=_minor(line.discount, currency),
        taxes=tuple(Tax(rate_ppm=int(tax.percent * PPM_OF_PERCENT), included=tax.included) for tax in line.taxes),
        category=line.category,
        marks=frozenset(line.marks),
        attributes=_plain(line.attributes),
    )


def _parcel(parcel: ParcelOf, written: OrderOf, zone: ZoneInfo) -> Parcel:
    units = {line.id: line.quantity for line in written.lines}
    contents: Mapping[str, int] = units
    if isinstance(parcel.lines, dict):
        contents = parcel.lines
    elif parcel.lines is not None:
        contents = {name: units.get(name, 1) for name in parcel.lines}
    return Parcel(
        id=parcel.id,
        contents=contents,
        shipped_at=_moment(parcel.shipped_at, zone),
        delivered_at=_moment(parcel.delivered_at, zone),
        tracking=parcel.tracking,
        attributes=_plain(parcel.attributes),
    )


def _shipping(written: OrderOf, currency: str) -> tuple[Shipping, ...]:
    if isinstance(written.shipping, list):
        return tuple(
            Shipping(id=f"S{number}", price_minor=_minor(one.price, currency), parcel_id=one.parcel)
            for number, one in enumerate(written.shipping, 1)
        )
    price = _minor(written.shipping, currency)
    return (Shipping(id="S1", price_minor=price),) if price else ()


def _payments(written: OrderOf, order: Order, currency: str) -> tuple[Payment, ...]:
    if written.payments is None:
        return (Payment(id="card", method="card", captured_minor=paid(order).total_minor),)
    return tuple(
        Payment(
            id=one.id,
            method=one.method,
            captured_minor=_minor(one.captured, currency),
            refunded_minor=_minor(one.refunded, currency),
            label=one.label,
        )
        for one in written.payments
    )


def _plain(values: Values) -> dict[str, str | int | bool]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _moment(text: str | None, zone: ZoneInfo) -> Moment:
    if text is None or text == "not_yet":
        return None if text is None else NOT_YET
    return parse_instant(text, zone)


def _minor(amount: str | int | Decimal, currency: str) -> int:
    return parse_amount(str(amount), currency)
