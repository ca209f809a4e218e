"""From a row to an order of the core, with every problem of the row named.

An order is checked by what the core itself asks of it: parcels hold what was bought, discounts do not exceed prices.
What the file does not say stays unknown: a parcel without dates is posted nobody knows when, and is referred later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from amends.core.claims import pieces_of
from amends.core.errors import AmendsError
from amends.core.money import format_amount
from amends.core.orders import Line, Order, Payment, Shipping
from amends.core.postal import ADDRESS, told_of
from amends.core.provinces import province_of
from amends.core.refunds.paid import paid
from amends.core.refunds.payments import Action, PaymentEvent, standing
from amends.imports.cells import NO, YES, Cells, Fault, Settings
from amends.imports.lines import ReadLines, read_lines, with_tax
from amends.imports.mapping import OrderMap, PaymentMap
from amends.imports.parcels import read_parcels
from amends.imports.rows import Row

KINDS: Mapping[str, Action] = {"payment": "charge", "refund": "refund"}  # of entries in a list of payments


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """An order, and what somebody should look at though it can be imported."""

    order: Order
    remark: str = ""


def read_order(row: Row, spec: OrderMap, settings: Settings) -> tuple[ReadOrder | None, list[Fault]]:
    """This function will return the order of a row, or nothing and every fault found."""
    faults: list[Fault] = []
    cells = Cells(row.values, settings, faults)
    number = cells.text("number", spec.number)
    if not number:
        faults.append(Fault("number", "this row belongs to no order: it has no number.", "Fill in the order's number."))
    currency = cells.text("currency", spec.currency) or settings.currency
    if currency.upper() != settings.currency:
        what = f"the order is in `{currency}`, the shop's currency is {settings.currency}."
        faults.append(Fault("currency", what, "Amounts of another currency cannot be imported into this shop."))
    found = read_lines(row, cells, spec)
    if not found.lines and not faults:
        faults.append(Fault("lines", "the order has no lines."))
    order = _order(cells, spec, number, settings.currency, found)
    said = cells.amount("total", spec.total)
    if said is not None and spec.tax_included is None and not faults:
        order = _as_the_total_shows(order, said)
    total = _total(order) if not faults else 0
    if isinstance(total, Fault):
        faults.append(total)
        return None, faults
    remark = _remark(order, said, total)
    return (None, faults) if faults else (ReadOrder(order, remark), [])


def _order(cells: Cells, spec: OrderMap, number: str, currency: str, found: ReadLines) -> Order:
    discount = cells.amount("discount", spec.discount) or 0
    tax = cells.amount("tax", spec.tax)
    lines = with_tax(found.lines, tax, included=bool(spec.tax_included)) if tax else found.lines
    coupon_said = cells.raw(spec.coupon) if isinstance(spec.coupon, str) else None
    is_word = isinstance(coupon_said, str) and coupon_said.strip().lower() not in YES | NO
    country, address = _country(cells.text("country", spec.country)), _address(cells, spec)
    used = {f"order.{name}": cells.whole(f"used.{name}", source) or 0 for name, source in spec.used.items()}
    return Order(
        number=number,
        currency=currency,
        lines=lines,
        placed_at=cells.moment("placed_at", spec.placed_at),
        state=cells.text("state", spec.state),
        production_started_at=cells.moment("production_started_at", spec.production_started_at),
        country=country,
        postcode=cells.text("postcode", spec.postcode),
        email=cells.text("email", spec.email),
        customer_id=cells.text("customer_id", spec.customer_id),
        customer_name=cells.text("customer_name", spec.customer_name),
        gift=bool(cells.flag("gift", spec.gift)),
        gift_code=cells.text("gift_code", spec.gift_code),
        coupon=True if is_word else bool(cells.flag("coupon", spec.coupon)),
        discount_minor=discount,
        shipping=_shipping(cells, spec),
        parcels=read_parcels(cells, spec, found),
        payments=_payments(cells, spec.payments) if spec.payments else _payment(cells, spec),
        attributes={**_region(cells, spec, country, address), **cells.attributes(spec.attributes), **address},
        used={name: count for name, count in used.items() if count},
    )


def _region(cells: Cells, spec: OrderMap, country: str, address: Mapping[str, str]) -> dict[str, str]:
    """The state or province, by itself: a law may ask for it, and for nothing else of the address."""
    region = province_of(country, (cells.text("region", spec.region), *told_of(address, "region")), "")
    return {"region": region} if region else {}


def _address(cells: Cells, spec: OrderMap) -> dict[str, str]:
    """Where the order goes, word by word, as attributes that no policy asks about."""
    said = {f"{ADDRESS}{name}": cells.text(f"address.{name}", source) for name, source in spec.address.items()}
    return said if any(said.values()) else {}


def address_of(order: Order) -> dict[str, str]:
    """This function will return the address that the order goes to, as far as the shop's system told it."""
    said = order.attributes.items()
    return {name.removeprefix(ADDRESS): str(value) for name, value in said if name.startswith(ADDRESS)}


def _country(text: str) -> str:
    known = {"USA": "US", "UNITED STATES": "US", "UK": "GB", "UNITED KINGDOM": "GB"}
    return known.get(text.upper(), text.upper() if len(text) == 2 else text)


def _shipping(cells: Cells, spec: OrderMap) -> tuple[Shipping, ...]:
    price = cells.amount("shipping", spec.shipping)
    discount = cells.amount("shipping_discount", spec.shipping_discount)
    return () if price is None else (Shipping(id="shipping", price_minor=price, discount_minor=discount or 0),)


def _payment(cells: Cells, spec: OrderMap) -> tuple[Payment, ...]:
    captured = cells.amount("paid", spec.paid)
    refunded = cells.amount("refunded", spec.refunded)
    method = cells.text("paid_by", spec.paid_by)
    if captured is None:
        return ()
    return (Payment(id="1", method=method or "unknown", captured_minor=captured, refunded_minor=refunded or 0),)


def _payments(cells: Cells, spec: PaymentMap) -> tuple[Payment, ...]:
    events: dict[str, list[PaymentEvent]] = {}
    named: dict[str, tuple[str, str]] = {}  # method and label, where any entry says them
    for place, part in enumerate(cells.parts(spec.at), 1):
        payment_id = part.text("id", spec.id) or str(place)
        amount = part.amount("amount", spec.amount) or 0
        refunded = part.amount("refunded", spec.refunded) or 0
        kind = part.text("kind", spec.kind) or "payment"
        if kind not in KINDS:
            part.fault("kind", f"`{kind[:40]}` is neither `payment` nor `refund`.")
        moved: tuple[tuple[Action, int], ...] = ((KINDS.get(kind, "charge"), amount), ("refund", refunded))
        events.setdefault(payment_id, []).extend(
            PaymentEvent(action=action, outcome="succeeded", amount_minor=minor) for action, minor in moved
        )
        method, label = named.get(payment_id, ("unknown", ""))
        named[payment_id] = part.text("method", spec.method) or method, part.text("label", spec.label) or label
    return tuple(standing(told).payment(payment_id, *named[payment_id]) for payment_id, told in events.items())


def _total(order: Order) -> int | Fault:
    """What the order comes to, or what the core would say of it: nothing is stored that cannot be decided about."""
    try:
        pieces_of(order)
        return paid(order).total_minor
    except AmendsError as error:
        return Fault(error.place.field, error.what, error.hint)


def _as_the_total_shows(order: Order, total: int) -> Order:
    """With its taxes inside the prices, where the total shows that: an export may say how much tax, and not where."""
    if _total(order) == total or not any(line.taxes for line in order.lines):
        return order
    inside = replace(order, lines=tuple(_tax_inside(line) for line in order.lines))
    return inside if _total(inside) == total else order


def _tax_inside(line: Line) -> Line:
    return replace(line, taxes=tuple(replace(tax, included=True) for tax in line.taxes))


def _remark(order: Order, total: int | None, comes_to: int) -> str:
    if total is None or total == comes_to:
        return ""
    said, found = (format_amount(amount, order.currency) for amount in (total, comes_to))
    return f"order `{order.number}` comes to {found}, but the file says {said}."
