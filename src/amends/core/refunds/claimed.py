"""What a claim that is granted comes to, and the figures of the order that it is worked out from.

One arithmetic, for whoever promises the amount and for whoever derives it again from a receipt. The figures are those
of the order and name nobody and nothing: no name, no address, no payment, no product.
Law: from its figures alone, a claim comes to what it came to on the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from amends.core.orders import Line, Order, Parcel, Payment, Shipping, Tax
from amends.core.refunds.left import payable
from amends.core.refunds.quote import RefundQuote, quote_cancel, quote_gift_credit, quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Refunded, Units

MONEY_BACK = ("refund", "cancel", "store_credit")
GIFT_RECIPIENT = "gift_recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What is asked for: so many units of a line, by whom and by which remedy."""

    remedy: str  # one of `MONEY_BACK`
    by: str
    lane: str
    line_id: str
    quantity: int
    is_whole: bool = False  # all that was bought, of which nothing was asked for before


class Sold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the order, in figures."""

    id: str
    quantity: int
    unit_minor: int
    price_minor: int | None = None  # all units, where a unit's price is finer than the smallest coin
    discount_minor: int = 0
    discountable: bool = True
    taxes: tuple[Tax, ...] = ()


class Sent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One charge for shipping; what is in the parcel that it names stands in the figures, too."""

    id: str
    price_minor: int
    discount_minor: int = 0
    taxes: tuple[Tax, ...] = ()
    parcel_id: str = ""


class Figures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an amount is worked out from, beside the terms that were decided, and what it came to."""

    currency: str
    amount_minor: int
    line_id: str  # what is given back: so many units of this line
    quantity: int
    is_whole: bool = False
    lines: tuple[Sold, ...]
    discount_minor: int = 0  # on the whole order
    shipping: tuple[Sent, ...] = ()
    parcels: dict[str, dict[str, int]] = {}  # parcel -> line -> units, where shipping was charged by the parcel
    earlier: tuple[Refunded, ...] = ()  # what had been granted before, and counts
    left_minor: int | None = None  # what the payments could still give back, where that is less than what is owed


def quote_claim(order: Order, claimed: Claimed, terms: Terms, earlier: Sequence[Refunded]) -> RefundQuote:
    """This function will compute what the claim comes to on those terms, or raise `MoneyInvalid`."""
    units = (Units(line_id=claimed.line_id, quantity=claimed.quantity),)
    if claimed.remedy == "store_credit" and claimed.by == GIFT_RECIPIENT:
        return quote_gift_credit(order, units, terms, earlier)
    if claimed.remedy == "cancel":
        if claimed.is_whole:
            return quote_cancel(order, earlier)
        terms = replace(terms, refund_shipping="pro_rata")  # the other pieces are still sent
    to_credit = claimed.remedy == "store_credit"
    return quote_refund(order, Ask(units=units, lane=claimed.lane, to="credit" if to_credit else ""), terms, earlier)


def figures_of(
    order: Order, claimed: Claimed, terms: Terms, earlier: Sequence[Refunded], quote: RefundQuote
) -> Figures:
    """This function will return what the quote was worked out from, and no more of the order."""
    figures = Figures(
        currency=order.currency,
        amount_minor=quote.total_minor,
        line_id=claimed.line_id,
        quantity=claimed.quantity,
        is_whole=claimed.is_whole,
        lines=tuple(
            Sold(
                id=one.id, quantity=one.quantity, unit_minor=one.unit_price_minor, price_minor=one.price_minor,
                discount_minor=one.discount_minor, discountable=one.discountable, taxes=one.taxes,
            )
            for one in order.lines
        ),
        discount_minor=order.discount_minor,
        shipping=tuple(
            Sent(id=one.id, price_minor=one.price_minor, discount_minor=one.discount_minor, taxes=one.taxes,
                 parcel_id=one.parcel_id)
            for one in order.shipping
        ),
        parcels=_parcels(order),
        earlier=tuple(earlier),
    )  # fmt: skip
    if amount_of(figures, claimed, terms) == quote.total_minor:
        return figures
    return msgspec.structs.replace(figures, left_minor=payable(order, earlier))


def amount_of(figures: Figures, claimed: Claimed, terms: Terms) -> int:
    """This function will compute the amount from its figures alone, or raise `MoneyInvalid`."""
    return quote_claim(_order(figures), claimed, terms, figures.earlier).total_minor


def _parcels(order: Order) -> dict[str, dict[str, int]]:
    if not any(one.parcel_id for one in order.shipping):
        return {}
    return {one.id: dict(one.contents) for one in order.parcels}


def _order(figures: Figures) -> Order:
    return Order(
        number="",
        currency=figures.currency,
        lines=tuple(
            Line(
                id=one.id, product_id="", sku="", name="", quantity=one.quantity, unit_price_minor=one.unit_minor,
                price_minor=one.price_minor, discount_minor=one.discount_minor, discountable=one.discountable,
                taxes=one.taxes,
            )
            for one in figures.lines
        ),
        discount_minor=figures.discount_minor,
        shipping=tuple(
            Shipping(id=one.id, price_minor=one.price_minor, discount_minor=one.discount_minor, taxes=one.taxes,
                     parcel_id=one.parcel_id)
            for one in figures.shipping
        ),
        parcels=tuple(Parcel(id=name, contents=contents) for name, contents in figures.parcels.items()),
        payments=_payments(figures),
    )  # fmt: skip


def _payments(figures: Figures) -> tuple[Payment, ...]:
    """One payment that can still give back what is left; none where that was no bound."""
    if figures.left_minor is None:
        return ()
    gone = sum(one.paid_minor for one in figures.earlier)
    credit = sum(one.credit_minor for one in figures.earlier)
    captured = figures.left_minor + gone + credit
    return (Payment(id="left", method="", captured_minor=captured, refunded_minor=gone),)
