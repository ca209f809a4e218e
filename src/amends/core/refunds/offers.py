"""Money that is no refund of returned goods: a partial refund offered, a repair quoted, postage paid back.

Laws: an offer stays inside the limits of the terms and is never all unless they allow it; what shop and customer bear
of a repair sums to what it costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from amends.core.errors import MoneyInvalid, Place
from amends.core.money import format_amount, percent_of, rounded
from amends.core.orders import Order
from amends.core.refunds.paid import ARITHMETIC, Arithmetic, paid
from amends.core.refunds.quote import RefundQuote, quote_refund
from amends.core.refunds.routes import ROUTING, Routing
from amends.core.refunds.terms import UNSAID, Payer, Terms
from amends.core.refunds.units import Ask, Refunded, Units, take


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A partial refund that staff offer for goods the customer keeps: an amount, or a percentage of what was paid."""

    units: tuple[Units, ...]
    percent: Decimal | None = None
    amount_minor: int | None = None
    lane: str = "fault"


def quote_offer(
    order: Order,
    offer: Offer,
    terms: Terms = UNSAID,
    earlier: Sequence[Refunded] = (),
    *,
    routing: Routing = ROUTING,
    arithmetic: Arithmetic = ARITHMETIC,
) -> RefundQuote:
    """This function will compute a partial refund; outside the limits of the terms it raises."""
    if not offer.units or (offer.percent is None) == (offer.amount_minor is None):
        raise MoneyInvalid(
            "an offer names units, and either an amount or a percentage.", place=Place(field="percent, amount_minor")
        )
    bought = paid(order, arithmetic)
    units = take(order, bought, offer.units, earlier)
    worth = sum(bought.lines[one.line_id].unit(one.unit).gross_minor for one in units)
    amount = offer.amount_minor if offer.percent is None else rounded(percent_of(worth, offer.percent))
    _check_offer(amount or 0, worth, terms, order.currency)
    ask = Ask(units=offer.units, amount_minor=amount, lane=offer.lane)
    return quote_refund(order, ask, terms, earlier, routing=routing, arithmetic=arithmetic)


def _check_offer(amount_minor: int, worth_minor: int, terms: Terms, currency: str) -> None:
    least = rounded(percent_of(worth_minor, terms.offer_from_percent or 0))
    whole = worth_minor if terms.offer_to_percent is None else rounded(percent_of(worth_minor, terms.offer_to_percent))
    most = worth_minor - 1 if terms.offer_to_percent is None else whole
    least = max(least, 1)
    if not least <= amount_minor <= most:
        amount, worth, low, high = (format_amount(one, currency) for one in (amount_minor, worth_minor, least, most))
        raise MoneyInvalid(
            f"{amount} may not be offered for goods that cost {worth}.",
            place=Place(field="amount_minor"),
            hint=f"Offer from {low} to {high}." if most >= least else "There is nothing to offer.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairCost:
    """What a repair costs, as staff estimate it, before anyone asks who pays."""

    labour_minor: int = 0
    materials_minor: int = 0
    postage_in_minor: int = 0  # to the workshop
    postage_out_minor: int = 0  # back to the customer


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairItem:
    """One row of a repair quote."""

    kind: Literal["labour", "materials", "postage_in", "postage_out"]
    amount_minor: int
    payer: Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairQuote:
    """What a repair costs the customer; `agree_first` where nothing is sent or charged before the customer agrees."""

    currency: str
    items: tuple[RepairItem, ...]
    to_pay_minor: int
    shop_bears_minor: int
    agree_first: bool


def quote_repair(currency: str, cost: RepairCost, terms: Terms = UNSAID) -> RepairQuote:
    """This function will divide the cost of a repair between shop and customer by the terms.

    Where the customer pays anything, agreement comes first whatever the terms say.
    """
    rows = (
        RepairItem(kind="labour", amount_minor=cost.labour_minor, payer=terms.labour),
        RepairItem(kind="materials", amount_minor=cost.materials_minor, payer=terms.materials),
        RepairItem(kind="postage_in", amount_minor=cost.postage_in_minor, payer=terms.repair_postage),
        RepairItem(kind="postage_out", amount_minor=cost.postage_out_minor, payer=terms.repair_postage),
    )
    negative = next((item.kind for item in rows if item.amount_minor < 0), None)
    if negative:
        raise MoneyInvalid("a repair cannot cost less than nothing.", place=Place(field=f"{negative}_minor"))
    items = tuple(item for item in rows if item.amount_minor)
    to_pay = sum(item.amount_minor for item in items if item.payer == "customer")
    return RepairQuote(
        currency=currency,
        items=items,
        to_pay_minor=to_pay,
        shop_bears_minor=sum(item.amount_minor for item in items) - to_pay,
        agree_first=terms.quote_first or to_pay > 0,
    )


def postage_payout(laid_out_minor: int, terms: Terms) -> int:
    """This function will return how much of the postage on a receipt is paid back, a payout of its own."""
    if laid_out_minor <= 0:
        raise MoneyInvalid(f"`{laid_out_minor}` is no amount on a receipt.", place=Place(field="laid_out_minor"))
    return min(laid_out_minor, terms.postage_receipt_up_to_minor or 0)
