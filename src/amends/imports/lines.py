"""The lines of an order: what was bought, at which price, with which taxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from amends.core.money import allocate
from amends.core.orders import Line, Tax
from amends.imports.cells import Cells, Fault
from amends.imports.mapping import LineMap, OrderMap
from amends.imports.rows import MOST_LINES, Row

_PPM_OF_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class ReadLines:
    """The lines of an order, and which of them the file says were not posted yet."""

    lines: tuple[Line, ...] = ()
    unsent: frozenset[str] = frozenset()


def read_lines(row: Row, cells: Cells, spec: OrderMap) -> ReadLines:
    """This function will return the lines of an order; faults of a CSV line carry its own line number."""
    if not row.lines:
        parts = cells.parts(spec.lines.at)
        if len(parts) > MOST_LINES:
            cells.fault(spec.lines.at, f"the order has {len(parts)} lines; {MOST_LINES} is the most.")
            return ReadLines()
        return _read(parts, spec)
    parts = [Cells(values, cells.settings, []) for _, values in row.lines]
    found = _read(parts, spec)
    for (number, _), part in zip(row.lines, parts, strict=True):
        cells.faults.extend(Fault(one.field, one.what, one.hint, number) for one in part.faults)
    return found


def _read(parts: Sequence[Cells], spec: OrderMap) -> ReadLines:
    lines = tuple(_line(part, spec, place) for place, part in enumerate(parts, 1))
    sent = [part.flag("sent", spec.lines.sent) for part in parts]
    return ReadLines(lines, frozenset(line.id for line, one in zip(lines, sent, strict=True) if one is False))


def _line(cells: Cells, order: OrderMap, place: int) -> Line:
    spec: LineMap = order.lines
    before = len(cells.faults)
    unit = cells.amount("unit_price", spec.unit_price)
    whole = cells.amount("price", spec.price)
    if unit is None and whole is None and len(cells.faults) == before:
        cells.fault("unit_price", "the line has no price.")
    quantity = cells.whole("quantity", spec.quantity)
    count = 1 if quantity is None else quantity
    sku = cells.text("sku", spec.sku)
    return Line(
        id=cells.text("id", spec.id) or str(place),
        product_id=cells.text("product", spec.product),
        sku=sku,
        name=cells.text("name", spec.name) or sku,
        quantity=count,
        unit_price_minor=unit if unit is not None else (whole or 0) // max(count, 1),
        price_minor=whole,
        discount_minor=cells.amount("discount", spec.discount) or 0,
        taxes=_taxes(cells, spec, included=bool(order.tax_included)),
        category=cells.text("category", spec.category),
        marks=frozenset(cells.texts("marks", spec.marks)),
        attributes=cells.attributes(spec.attributes),
        customisation=cells.text("customisation", spec.customisation),
    )


def _taxes(cells: Cells, spec: LineMap, *, included: bool) -> tuple[Tax, ...]:
    amount = cells.amount("tax", spec.tax)
    percent = cells.text("tax_percent", spec.tax_percent)
    if not percent:
        return () if amount is None else (Tax(rate_ppm=0, included=included, amount_minor=amount),)
    whole, _, fraction = percent.removesuffix("%").strip().partition(".")
    fraction = fraction.rstrip("0")
    is_number = whole.isascii() and whole.isdigit() and (not fraction or (fraction.isascii() and fraction.isdigit()))
    if not is_number or len(whole) > 3 or len(fraction) > 4:
        cells.fault("tax_percent", f"`{percent[:40]}` is no percentage.", "Write it as `19` or `7.25`.")
        return ()
    rate = int(whole) * _PPM_OF_PERCENT + int(fraction.ljust(4, "0"))
    return (Tax(rate_ppm=rate, included=included, amount_minor=amount),)


def with_tax(lines: tuple[Line, ...], tax: int, *, included: bool) -> tuple[Line, ...]:
    """This function will lay the order's tax over its lines by their prices, where the lines say nothing of taxes."""
    if any(line.taxes for line in lines) or not lines:
        return lines
    weights = [max(0, line.unit_price_minor * line.quantity - line.discount_minor) for line in lines]
    parts = allocate(tax, weights if any(weights) else [1] * len(lines))
    return tuple(
        replace(line, taxes=(Tax(rate_ppm=0, included=included, amount_minor=part),))
        for line, part in zip(lines, parts, strict=True)
    )
