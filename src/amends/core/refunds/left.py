"""What of an order can still be given back: the question that a page asks before it offers anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from amends.core.errors import MoneyInvalid, Place
from amends.core.orders import Order
from amends.core.refunds.paid import ARITHMETIC, Arithmetic, paid
from amends.core.refunds.routes import room
from amends.core.refunds.totals import totals
from amends.core.refunds.units import Ask, Refunded, ShippingPart, Units, given_by_unit, left_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of an order: units that are not settled, shipping, and how much of it can be paid back."""

    units: Mapping[str, Mapping[int, int]]  # line id -> unit -> amount; settled units are not listed
    shipping: Mapping[str, int]  # charge id -> amount, where there is any
    total_minor: int  # never above what the payments can give back

    @property
    def settled(self) -> bool:
        """This property will say whether nothing can be given back any more."""
        return not self.total_minor

    def ask(self, lane: str = "change_of_mind") -> Ask:
        """This function will ask for everything that is left, or raise `MoneyInvalid` where nothing is."""
        if not self.units and not self.shipping:
            raise MoneyInvalid("nothing of the order is left to give back.", place=Place(field="units"))
        return Ask(
            units=tuple(Units(line_id=line_id) for line_id in self.units),
            shipping=tuple(ShippingPart(id=charge_id) for charge_id in self.shipping),
            lane=lane,
        )


def what_is_left(order: Order, earlier: Sequence[Refunded] = (), arithmetic: Arithmetic = ARITHMETIC) -> Left:
    """This function will return what of the order can still be given back, before any deduction."""
    bought = paid(order, arithmetic)
    given = given_by_unit(earlier)
    units: dict[str, dict[int, int]] = {}
    for line in order.lines:
        lefts = {number: left_of(line.id, number, bought, given) for number in range(1, line.quantity + 1)}
        still = {number: left for number, left in lefts.items() if left is not None}
        if still:
            units[line.id] = still
    before = totals(order, bought, earlier)
    shipping = {
        charge_id: amount.gross_minor - before.shipping[charge_id] for charge_id, amount in bought.shipping.items()
    }
    moved = sum(part.amount_minor for one in earlier if one.exchanged for part in one.units)
    gone = before.goods_minor + sum(before.shipping.values()) + before.free_minor - before.over_minor
    total = max(0, bought.total_minor - moved - gone)
    capacity = payable(order, earlier)
    return Left(
        units=units,
        shipping={charge_id: amount for charge_id, amount in shipping.items() if amount},
        total_minor=total if capacity is None else min(total, capacity),
    )


def payable(order: Order, earlier: Sequence[Refunded] = ()) -> int | None:
    """This function will return how much money can still leave, or nothing where no payment is on record.

    What the payments say and what the earlier refunds say may be a step apart; the smaller counts. Credit given out
    has used up what was captured as money would have.
    """
    if not order.payments:
        return None
    captured = sum(max(0, one.captured_minor) for one in order.payments)
    by_records = captured - sum(one.paid_minor for one in earlier)
    credit = sum(one.credit_minor for one in earlier)
    return max(0, min(sum(map(room, order.payments)), by_records) - credit)
