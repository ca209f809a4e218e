"""Reading scenario data into the core's values. Amounts are text in major units; taxes read `23 excl` or `20 incl`."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from amends.core.dates import NOT_YET
from amends.core.money import Rounding, Split, parse_amount
from amends.core.orders import Line, Order, Parcel, Payment, Product, Shipping, Tax, Variant
from amends.core.refunds.exchange import Swap
from amends.core.refunds.paid import Arithmetic, paid, taxed
from amends.core.refunds.payments import PaymentEvent
from amends.core.refunds.returns import Asked, Rules
from amends.core.refunds.routes import Routing
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Charge, ShippingPart, Units

CURRENCY: ContextVar[str] = ContextVar("currency", default="USD")  # of the scenario that is played
Data = Mapping[str, Any]


def minor(text: str | int) -> int:
    """This function will read an amount in major units."""
    return parse_amount(str(text), CURRENCY.get())


def maybe(data: Data, key: str) -> int | None:
    """This function will read an amount that may be missing."""
    return minor(data[key]) if key in data else None


def taxes_of(texts: Any) -> tuple[Tax, ...]:
    """This function will read `23 excl`, or a list of such."""
    texts = [texts] if isinstance(texts, str) else texts or []
    pairs = [text.split() for text in texts]
    return tuple(Tax(rate_ppm=int(Decimal(rate) * 10_000), included=kind == "incl") for rate, kind in pairs)


def line_of(line_id: str, data: Data) -> Line:
    """This function will read one line of an order."""
    return Line(
        id=line_id,
        product_id=line_id,
        sku=data.get("sku", line_id),
        name=line_id,
        quantity=data.get("quantity", 1),
        unit_price_minor=minor(data.get("price", "0")),
        price_minor=maybe(data, "line_price"),
        discount_minor=minor(data.get("discount", "0")),
        discountable=data.get("discountable", True),
        taxes=taxes_of(data.get("tax")),
        marks=frozenset(data.get("marks", ())),
        serials=tuple(data.get("serials", ())),
    )


def shipping_of(charge_id: str, data: Data) -> Shipping:
    """This function will read one shipping charge."""
    return Shipping(
        id=charge_id,
        price_minor=minor(data["price"]),
        discount_minor=minor(data.get("discount", "0")),
        taxes=taxes_of(data.get("tax")),
        parcel_id=data.get("parcel", ""),
    )


def order_of(data: Data) -> Order:
    """This function will read an order; without `payments` one card paid what it comes to, to the cent."""
    order = Order(
        number=data.get("number", "O-1"),
        currency=CURRENCY.get(),
        lines=tuple(line_of(line_id, line) for line_id, line in data["lines"].items()),
        discount_minor=minor(data.get("discount", "0")),
        shipping=tuple(shipping_of(one, charge) for one, charge in data.get("shipping", {}).items()),
        parcels=tuple(
            Parcel(id=one, contents=parcel["contents"], shipped_at=NOT_YET if parcel.get("sent") is False else None)
            for one, parcel in data.get("parcels", {}).items()
        ),
        state=data.get("state", ""),
    )
    if "payments" not in data:
        card = Payment(id="card", method="card", captured_minor=paid(order, arithmetic_of(data)).total_minor)
        return with_payments(order, (card,))
    return with_payments(order, tuple(payment_of(one, payment) for one, payment in data["payments"].items()))


def payment_of(payment_id: str, data: Data) -> Payment:
    """This function will read one payment."""
    captured = minor(data["captured"])
    refunded, pending = minor(data.get("refunded", "0")), minor(data.get("pending", "0"))
    method = data.get("method", "card")
    return Payment(
        id=payment_id, method=method, captured_minor=captured, refunded_minor=refunded, pending_minor=pending
    )


def with_payments(order: Order, payments: tuple[Payment, ...]) -> Order:
    """This function will return the order with other payments."""
    names = (name for name in Order.__slots__ if name != "payments")
    return Order(payments=payments, **{name: getattr(order, name) for name in names})


def terms_of(data: Data) -> Terms:
    """This function will read terms; amounts and percentages are text."""
    read: dict[str, Any] = {}
    for name, value in data.items():
        if name.endswith("_minor"):
            read[name] = None if value is None else minor(value)
        else:
            read[name] = Decimal(str(value)) if name.endswith("_percent") else value
    return Terms(**read)


def units_of(data: Data) -> Units:
    """This function will read `{line: a, quantity: 1}`, or units, or serials, or an amount."""
    return Units(
        line_id=data["line"],
        quantity=data.get("quantity"),
        numbers=tuple(data.get("numbers", ())),
        serials=tuple(data.get("serials", ())),
        amount_minor=maybe(data, "amount"),
    )


def ask_of(data: Data) -> Ask:
    """This function will read what a refund is to give back."""
    return Ask(
        units=tuple(map(units_of, data.get("units", ()))),
        shipping=tuple(ShippingPart(id=one["id"], amount_minor=maybe(one, "amount")) for one in data.get("ship", ())),
        amount_minor=maybe(data, "amount"),
        charges=charges_of(data),
        lane=data.get("lane", "change_of_mind"),
        to=data.get("to", ""),
    )


def charges_of(data: Data) -> tuple[Charge, ...]:
    """This function will read `charges: {return_postage: {price: "1.00", tax: 20 excl}}`."""
    return tuple(
        Charge(kind=kind, amount=taxed(minor(charge["price"]), taxes_of(charge.get("tax"))))
        for kind, charge in data.get("charges", {}).items()
    )


def swap_of(data: Data) -> Swap:
    """This function will read what goes back in an exchange and what comes instead."""
    return Swap(
        units=tuple(map(units_of, data["units"])),
        new=tuple(line_of(line_id, line) for line_id, line in data["new"].items()),
        charges=charges_of(data),
    )


def routing_of(data: Data) -> Routing:
    """This function will read in which order payments are paid back to."""
    order = data.get("order", "as_paid")
    return Routing(order=order, first=tuple(data.get("first", ())), only=tuple(data.get("only", ())))


def arithmetic_of(data: Data) -> Arithmetic:
    """This function will read how the shop's own system computes."""
    named = data.get("arithmetic", {})
    kinds = {"tax_rounding": Rounding, "tax_per": str, "discount_split": Split, "unit_split": Split}
    return Arithmetic(**{name: kinds[name](value) for name, value in named.items()})


def rules_of(data: Data) -> Rules:
    """This function will read what a shop asks of returns."""
    read: dict[str, Any] = dict(data)
    if "reasons" in read:
        read["reasons"] = {name: tuple(finer) for name, finer in read["reasons"].items()}
    if "refused_marks" in read:
        read["refused_marks"] = frozenset(read["refused_marks"])
    return Rules(**read)


def asked_of(data: Data) -> Asked:
    """This function will read one line of a return request."""
    return Asked(
        line_id=data["line"],
        quantity=data.get("quantity", 1),
        reason=data.get("reason", ""),
        order_number=data.get("order", ""),
    )


def event_of(text: str) -> PaymentEvent:
    """This function will read `refund requested 11.00 r1`; the reference may be missing."""
    words: list[Any] = text.split()
    return PaymentEvent(action=words[0], outcome=words[1], amount_minor=minor(words[2]), reference="".join(words[3:]))


def product_of(data: Data) -> Product:
    """This function will read a product whose variants are told by their options."""
    variants = tuple(
        Variant(sku=sku, price_minor=0, options=one["options"], available=one.get("available", True))
        for sku, one in data.items()
    )
    return Product(id="product", name="product", category="", variants=variants)
