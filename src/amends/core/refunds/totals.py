"""What all refunds of an order come to together, computed from all of them at once.

A refund is the difference of two such totals, so that parts in any order add up to the whole. Nothing in here depends
on the order of the refunds: sums, the largest fee, the goods kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from amends.core.money import percent_of, rounded
from amends.core.orders import Order
from amends.core.refunds.paid import Paid
from amends.core.refunds.shipping import shipping_back
from amends.core.refunds.units import Refunded, Unit, given_by_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Every component of what the refunds of an order come to; deductions are positive numbers."""

    goods_minor: int
    shipping: Mapping[str, int]
    free_minor: int
    over_minor: int  # what amounts that named nothing gave beforehand
    restocking_minor: int
    fee_minor: int
    clawback_minor: int
    charges_minor: int

    @property
    def total_minor(self) -> int:
        """This property will hold what is owed; below zero where deductions exceed everything given."""
        given = self.goods_minor + sum(self.shipping.values()) + self.free_minor - self.over_minor
        return given - self.restocking_minor - self.fee_minor - self.clawback_minor - self.charges_minor


def totals(order: Order, paid: Paid, refunds: Sequence[Refunded]) -> Totals:
    """This function will add up what the refunds come to under the terms of each."""
    real = [refund for refund in refunds if not refund.exchanged]
    moved = given_by_unit(refund for refund in refunds if refund.exchanged)
    goods = sum(part.amount_minor for refund in real for part in refund.units)
    shipping = shipping_back(order, paid, real, moved)
    free = sum(refund.free_minor for refund in real)
    moved_minor = sum(part.amount_minor for part in moved.values())
    return Totals(
        goods_minor=goods,
        shipping=shipping,
        free_minor=free,
        over_minor=max(0, goods + sum(shipping.values()) + free - (paid.total_minor - moved_minor)),
        restocking_minor=_restocking(real),
        fee_minor=fee_of(refunds),
        clawback_minor=clawback(paid, real, moved_minor),
        charges_minor=sum(refund.charges_minor for refund in real),
    )


def _restocking(refunds: Sequence[Refunded]) -> int:
    exact = Fraction()
    for refund in refunds:
        if not refund.fixed and refund.terms.restocking_percent:
            exact += percent_of(sum(part.amount_minor for part in refund.units), refund.terms.restocking_percent)
    return rounded(exact)


def fee_of(refunds: Sequence[Refunded]) -> int:
    """This function will return all fees the refunds deduct: once an order, or for each return, as the terms say."""
    charged = [refund for refund in refunds if refund.units and not refund.fixed]
    each = sum(one.terms.fee_minor for one in charged if one.terms.fee_per == "return" and not one.exchanged)
    once = [one for one in charged if one.terms.fee_per == "order"]
    paid_before = sum(one.fee_paid_minor for one in once)
    return each + max(0, max((one.terms.fee_minor for one in once), default=0) - paid_before)


def clawback(paid: Paid, refunds: Sequence[Refunded], moved_minor: int = 0) -> int:
    """This function will return the shipping, free before, that is deducted because too little of the order is kept.

    Taken once an order, and only where shipping was free because the goods had reached the minimum. Goods returned
    for a fault, or on terms without this deduction, count as kept; goods are counted as paid, after discounts. What
    an exchange moved into a replacement is counted there, not twice.
    """
    goods = paid.goods_minor - moved_minor
    counted = [one for one in refunds if one.lane == "change_of_mind" and not one.fixed]
    if paid.shipping_minor:
        return 0
    returned: set[Unit] = set()
    minimums: list[tuple[int, int]] = []
    for refund in counted:
        free_from = refund.terms.clawback_free_from_minor
        units = {(part.line_id, part.unit) for part in refund.units if part.whole}
        if free_from is not None and units and goods + paid.discounts_minor >= free_from:
            returned |= units
            minimums.append((free_from, refund.terms.clawback_rate_minor))
    kept = goods - sum(paid.gross_of(*unit) for unit in returned)
    return min((rate for free_from, rate in minimums if kept < free_from), default=0)
