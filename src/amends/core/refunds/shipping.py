"""How much of every shipping charge the refunds of an order give back, by name or by their terms.

A charge pays for the units in its parcel, or for all of the order where it names none. Units fill the parcels in the
order of the parcels. Laws: no more than was paid for a charge; nothing depends on the order of the refunds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from amends.core.money import share
from amends.core.orders import Order
from amends.core.refunds.paid import Paid
from amends.core.refunds.units import Refunded, Unit, UnitRefund, given_by_unit

ALL = ""  # the parcel of a charge that names none: all that was bought
Range = tuple[str, int, int]  # of a line: after which and up to which unit


def shipping_back(
    order: Order, paid: Paid, refunds: Sequence[Refunded], moved: Mapping[Unit, UnitRefund]
) -> dict[str, int]:
    """This function will return, by charge, what the refunds give back; `moved` went into replacements."""
    named: Counter[str] = Counter()
    for refund in refunds:
        for charge_id, amount in refund.shipping:
            named[charge_id] += amount
    with_terms = [one for one in refunds if not one.fixed and one.terms.refund_shipping != "none"]
    if not with_terms:
        return {charge_id: min(charge.gross_minor, named[charge_id]) for charge_id, charge in paid.shipping.items()}
    sent = _Sent(order)
    whole = {
        parcel_id
        for one in with_terms
        if one.terms.refund_shipping == "all"
        for part in one.units
        for parcel_id in sent.parcels_of((part.line_id, part.unit))
    }
    parts = sent.by_parcel(given_by_unit(with_terms))
    gone = sent.by_parcel(moved)
    back = {}
    for charge in order.shipping:
        gross, parcel_id = paid.shipping[charge.id].gross_minor, charge.parcel_id
        if parcel_id in whole:
            back[charge.id] = gross
            continue
        given, away = parts.get(parcel_id, ()), gone.get(parcel_id, ())
        back[charge.id] = min(gross, named[charge.id] + _pro_rata(gross, paid, sent.ranges(parcel_id), given, away))
    return back


def _pro_rata(
    gross: int, paid: Paid, ranges: Iterable[Range], parts: Sequence[UnitRefund], away: Sequence[UnitRefund]
) -> int:
    if not gross or not parts:
        return 0
    ranges = tuple(ranges)
    bought = sum(paid.lines[line_id].up_to(last) - paid.lines[line_id].up_to(first) for line_id, first, last in ranges)
    worth = bought - sum(part.amount_minor for part in away)
    if not worth:  # only goods that cost nothing: each unit counts the same
        return share(gross, sum(part.whole for part in parts), sum(last - first for _, first, last in ranges))
    return share(
        gross, sum(paid.gross_of(part.line_id, part.unit) if part.whole else part.amount_minor for part in parts), worth
    )


class _Sent:
    """Which units are in which parcel."""

    def __init__(self, order: Order) -> None:
        self._lines = order.lines
        self._ranges: dict[str, list[Range]] = {}
        self._ends: dict[str, tuple[list[int], list[str]]] = {}  # by line: the last unit in each parcel, and the parcel
        for parcel in order.parcels:
            ranges = self._ranges.setdefault(parcel.id, [])
            for line_id, units in parcel.contents.items():
                lasts, parcels = self._ends.setdefault(line_id, ([], []))
                first = lasts[-1] if lasts else 0
                if units:
                    ranges.append((line_id, first, first + units))
                    lasts.append(first + units)
                    parcels.append(parcel.id)

    def parcels_of(self, unit: Unit) -> tuple[str, ...]:
        """This function will return the parcel that a unit is in, and the whole of the order."""
        lasts, parcels = self._ends.get(unit[0], ([], []))
        at = bisect_left(lasts, unit[1])
        return (ALL, parcels[at]) if at < len(lasts) else (ALL,)

    def by_parcel(self, units: Mapping[Unit, UnitRefund]) -> dict[str, list[UnitRefund]]:
        """This function will sort what was given for units by the parcels that they are in."""
        found: dict[str, list[UnitRefund]] = {}
        for unit, part in units.items():
            for parcel_id in self.parcels_of(unit):
                found.setdefault(parcel_id, []).append(part)
        return found

    def ranges(self, parcel_id: str) -> Iterable[Range]:
        """This function will return all units that are in a parcel."""
        if parcel_id == ALL:
            return ((line.id, 0, line.quantity) for line in self._lines)
        return self._ranges.get(parcel_id, ())
