"""What a claim that is granted comes to, and the figures that it is worked out from.

One arithmetic, for whoever promises the amount and for whoever derives it again from a receipt. The figures are those
of the order, with what an exchange brings, what was offered or what a repair is reckoned to cost, and they name nobody
and nothing: no name, no address, no payment, no product.
Law: from its figures alone, a claim comes to what it came to on the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec

from amends.core.errors import MoneyInvalid, Place
from amends.core.orders import Line, Order, Parcel, Payment, Shipping, Tax
from amends.core.refunds.exchange import ExchangeQuote, Swap, quote_exchange
from amends.core.refunds.left import payable
from amends.core.refunds.offers import Offer, RepairCost, RepairQuote, quote_offer, quote_repair
from amends.core.refunds.quote import RefundQuote, quote_cancel, quote_gift_credit, quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Refunded, Units
from amends.core.vocabulary import GIFT_RECIPIENT

MONEY_BACK = ("refund", "cancel", "store_credit")
OFFERED = ("partial_refund", "price_adjustment")  # a part of the price, which a person offers inside the terms' limits
MADE = ("repair", "remake")  # what a workshop reckons it costs is divided by the terms
MOST_DIGITS = 20  # of a share, after its point: nobody offers finer ones, and a receipt may hold anything

Quote = RefundQuote | ExchangeQuote | RepairQuote


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Either a share of what was paid for the goods, or an amount."""

    percent: Decimal | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What is asked for: so many units of a line, by whom and by which remedy."""

    remedy: str  # one of `MONEY_BACK`, `OFFERED` and `MADE`, or an exchange
    by: str
    lane: str
    line_id: str
    quantity: int
    is_whole: bool = False  # all that was bought, of which nothing was asked for before
    new: tuple[Line, ...] = ()  # that an exchange brings
    offered: Part | None = None
    cost: RepairCost | None = None


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
    """What an amount is worked out from, beside the terms that were decided, and what it came to.

    `parts` are what the amount is made of, or what comes with it; older figures have none.
    """

    currency: str
    amount_minor: int  # that the customer gets; below zero: pays
    parts: dict[str, int] | None = None
    line_id: str  # what is given back, or made: so many units of this line
    quantity: int
    is_whole: bool = False
    new: tuple[Sold, ...] = ()  # that an exchange brings
    offered: Part | None = None
    cost: RepairCost | None = None
    lines: tuple[Sold, ...] = ()
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


def quote_of(order: Order, claimed: Claimed, terms: Terms, earlier: Sequence[Refunded]) -> Quote:
    """This function will compute what the claim comes to, whatever its remedy, or raise `MoneyInvalid`."""
    units = (Units(line_id=claimed.line_id, quantity=claimed.quantity),)
    if claimed.remedy == "exchange":
        return quote_exchange(order, Swap(units=units, new=claimed.new, lane=claimed.lane), terms, earlier)
    if claimed.remedy in OFFERED:
        part = _checked(claimed.offered or Part())
        offer = Offer(units=units, percent=part.percent, amount_minor=part.amount_minor, lane=claimed.lane)
        return quote_offer(order, offer, terms, earlier)
    if claimed.remedy in MADE:
        return quote_repair(order.currency, claimed.cost or RepairCost(), terms)
    return quote_claim(order, claimed, terms, earlier)


def comes_to(quote: Quote) -> tuple[int, dict[str, int]]:
    """This function will return what the customer gets, or below zero pays, and what that is made of."""
    if isinstance(quote, RepairQuote):
        made_of: dict[str, int] = {one.kind: one.amount_minor for one in quote.items}
        return -quote.to_pay_minor, made_of | {"to_pay": quote.to_pay_minor, "shop_bears": quote.shop_bears_minor}
    credit = sum(way.amount_minor for way in quote.routes if way.to == "credit")
    made_of = {"credit": credit, "bonus": sum(way.bonus_minor for way in quote.routes)}
    if isinstance(quote, RefundQuote):
        return quote.total_minor, _some(made_of)
    charged: dict[str, int] = {one.kind: one.amount.gross_minor for one in quote.charges}
    back = quote.refund_minor + quote.credit_minor - credit
    return -quote.difference_minor, _some(
        {"given_up": quote.back.gross_minor, "new": quote.new.gross_minor}
        | charged
        | {"to_pay": quote.to_pay_minor, "refund": back}
        | made_of
    )


def _some(parts: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in parts.items() if amount}


def figures_of(order: Order, claimed: Claimed, terms: Terms, earlier: Sequence[Refunded], quote: Quote) -> Figures:
    """This function will return what the quote was worked out from, and no more of the order."""
    amount, parts = comes_to(quote)
    figures = Figures(
        currency=order.currency, amount_minor=amount, parts=parts, line_id=claimed.line_id, quantity=claimed.quantity,
        is_whole=claimed.is_whole, new=tuple(_sold(one) for one in claimed.new), offered=claimed.offered,
        cost=claimed.cost,
    )  # fmt: skip
    if claimed.remedy in MADE:  # whatever the order: nothing of it is needed
        return figures
    figures = msgspec.structs.replace(
        figures,
        lines=tuple(_sold(one) for one in order.lines),
        discount_minor=order.discount_minor,
        shipping=tuple(
            Sent(id=one.id, price_minor=one.price_minor, discount_minor=one.discount_minor, taxes=one.taxes,
                 parcel_id=one.parcel_id)
            for one in order.shipping
        ),
        parcels=_parcels(order),
        earlier=tuple(earlier),
    )  # fmt: skip
    if _follows(figures, claimed, terms) == (amount, parts):
        return figures
    return msgspec.structs.replace(figures, left_minor=payable(order, earlier))


def claimed_in(figures: Figures, remedy: str, by: str, lane: str) -> Claimed:
    """This function will return the claim that the figures are of, with what was decided of it."""
    return Claimed(
        remedy=remedy, by=by, lane=lane, line_id=figures.line_id, quantity=figures.quantity, is_whole=figures.is_whole,
        new=tuple(_line(one) for one in figures.new), offered=figures.offered, cost=figures.cost,
    )  # fmt: skip


def amount_of(figures: Figures, claimed: Claimed, terms: Terms) -> tuple[int, dict[str, int]]:
    """This function will compute the amount and its parts from the figures alone, or raise `MoneyInvalid`."""
    return comes_to(quote_of(_order(figures), claimed, terms, figures.earlier))


def _follows(figures: Figures, claimed: Claimed, terms: Terms) -> tuple[int, dict[str, int]] | None:
    """What follows where the payments are no bound; nothing where they have to be known."""
    try:
        return amount_of(figures, claimed, terms)
    except MoneyInvalid:
        return None


def _checked(part: Part) -> Part:
    share = part.percent
    if share is not None and not (share.is_finite() and 0 <= share <= 100 and _digits(share) <= MOST_DIGITS):
        hint = "Write a share from 0 to 100."
        raise MoneyInvalid("this is no share of a price.", place=Place(field="percent"), hint=hint)
    return part


def _digits(share: Decimal) -> int:
    exponent = share.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _sold(line: Line) -> Sold:
    return Sold(
        id=line.id, quantity=line.quantity, unit_minor=line.unit_price_minor, price_minor=line.price_minor,
        discount_minor=line.discount_minor, discountable=line.discountable, taxes=line.taxes,
    )  # fmt: skip


def _line(sold: Sold) -> Line:
    return Line(
        id=sold.id, product_id="", sku="", name="", quantity=sold.quantity, unit_price_minor=sold.unit_minor,
        price_minor=sold.price_minor, discount_minor=sold.discount_minor, discountable=sold.discountable,
        taxes=sold.taxes,
    )  # fmt: skip


def _parcels(order: Order) -> dict[str, dict[str, int]]:
    if not any(one.parcel_id for one in order.shipping):
        return {}
    return {one.id: dict(one.contents) for one in order.parcels}


def _order(figures: Figures) -> Order:
    return Order(
        number="",
        currency=figures.currency,
        lines=tuple(_line(one) for one in figures.lines),
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
