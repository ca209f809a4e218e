"""What changing an order gives back or costs: the total before less the total after.

So a promotion that the smaller order no longer earns is lost by itself, and one that a larger order earns is won.
"""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.errors import MoneyInvalid, Place
from amends.core.orders import Order
from amends.core.refunds.left import payable
from amends.core.refunds.paid import ARITHMETIC, Amount, Arithmetic, paid
from amends.core.refunds.routes import Route, Routing, ways_back
from amends.core.refunds.terms import UNSAID, Terms

NEWEST_FIRST = Routing(order="newest_first")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQuote:
    """What a changed order costs; one of the two amounts is zero."""

    before: Amount
    after: Amount
    refund_minor: int
    to_pay_minor: int
    routes: tuple[Route, ...]


def quote_change(
    before: Order,
    after: Order,
    terms: Terms = UNSAID,
    *,
    routing: Routing = NEWEST_FIRST,
    arithmetic: Arithmetic = ARITHMETIC,
) -> ChangeQuote:
    """This function will compute what an order's change gives back over the payments of `after`, or costs.

    What was refunded or exchanged before stays in both orders: a unit that leaves the order is given back here.
    """
    if before.currency != after.currency:
        raise MoneyInvalid(
            f"an order in {before.currency} cannot become one in {after.currency}.", place=Place(field="currency")
        )
    old, new = paid(before, arithmetic).total, paid(after, arithmetic).total
    difference = old.gross_minor - new.gross_minor
    capacity = payable(after)
    refund = max(0, difference if capacity is None else min(difference, capacity))
    return ChangeQuote(
        before=old,
        after=new,
        refund_minor=refund,
        to_pay_minor=max(0, -difference),
        routes=ways_back(refund, after.payments, "", terms, routing),
    )
