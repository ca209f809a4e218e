"""Small orders to ask money back from, and short ways to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amends.core.orders import Line, Order, Payment, Shipping, Tax
from amends.core.refunds.paid import paid
from amends.core.refunds.quote import RefundQuote, quote_refund
from amends.core.refunds.terms import UNSAID, Terms
from amends.core.refunds.units import Ask, Refunded, Units

TEN_ON_TOP = (Tax(rate_ppm=100_000, included=False),)
TWENTY_INSIDE = (Tax(rate_ppm=200_000, included=True),)
FREE_FROM_75 = Terms(clawback_free_from_minor=7500, clawback_rate_minor=600)


def line(line_id: str, price: int, quantity: int = 1, **more: Any) -> Line:
    """This function will make a line of an order."""
    return Line(
        id=line_id, product_id=line_id, sku=line_id, name=line_id, quantity=quantity, unit_price_minor=price, **more
    )


def order_of(*lines: Line, shipping: Sequence[Shipping] = (), payments: Sequence[Payment] = (), **more: Any) -> Order:
    """This function will make an order; without payments one card paid what it comes to."""
    order = Order(number="O-1", currency="USD", lines=lines, shipping=tuple(shipping), **more)
    if not payments:
        payments = [Payment(id="card", method="card", captured_minor=paid(order).total_minor)]
    return Order(number="O-1", currency="USD", lines=lines, shipping=tuple(shipping), payments=tuple(payments), **more)


def ship(price: int, charge_id: str = "s", **more: Any) -> Shipping:
    """This function will make a shipping charge."""
    return Shipping(id=charge_id, price_minor=price, **more)


def units(*line_ids: str) -> tuple[Units, ...]:
    """This function will name lines, each with all that is left of it."""
    return tuple(Units(line_id=line_id) for line_id in line_ids)


def back(
    order: Order,
    *line_ids: str,
    terms: Terms = UNSAID,
    lane: str = "change_of_mind",
    earlier: Sequence[Refunded] = (),
) -> RefundQuote:
    """This function will quote a refund of whole lines."""
    return quote_refund(order, Ask(units=units(*line_ids), lane=lane), terms, earlier)


def totals_in_turn(
    order: Order, *turns: tuple[str, ...], terms: Terms = UNSAID, lane: str = "change_of_mind"
) -> list[int]:
    """This function will refund lines one return after the other and list what each came to."""
    earlier: list[Refunded] = []
    totals = []
    for line_ids in turns:
        made = back(order, *line_ids, terms=terms, lane=lane, earlier=earlier)
        earlier.append(made.record)
        totals.append(made.total_minor)
    return totals
