"""What is asked back, and what was given back before, unit by unit.

Units of a line are counted from 1 and keep their number for ever, so that parts in any order add up to the whole.
Laws: no unit is given back twice, and never more of it than was paid for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from amends.core.errors import MoneyInvalid, Place, did_you_mean
from amends.core.orders import Line, Order
from amends.core.refunds.paid import Amount, Paid
from amends.core.refunds.routes import Destination
from amends.core.refunds.terms import UNSAID, Terms

Unit = tuple[str, int]  # the line's id, the unit's number


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Units of one line: so many, or these numbers, or these serials; none of the three means all that are left."""

    line_id: str
    quantity: int | None = None
    numbers: tuple[int, ...] = ()
    serials: tuple[str, ...] = ()
    amount_minor: int | None = None  # so much of them together; None: all that is left of them


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingPart:
    """One shipping charge asked back by name, or part of it."""

    id: str
    amount_minor: int | None = None  # None: all that is left of it


ChargeKind = Literal["new_postage", "fee", "restocking", "return_postage", "loss_of_value", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Something the customer bears besides the goods: postage, a fee, worth lost by use, with its own taxes."""

    kind: ChargeKind
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What one refund is to give back."""

    units: tuple[Units, ...] = ()
    shipping: tuple[ShippingPart, ...] = ()  # by name; shipping that the terms refund comes by itself
    amount_minor: int | None = None  # exactly so much, of what is named or of the order; the terms then deduct nothing
    charges: tuple[Charge, ...] = ()  # deducted besides what the terms deduct, each time
    lane: str = "change_of_mind"
    to: Destination = ""  # what the customer chose, where there is a choice


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRefund:
    """How much of one unit a refund gave back; `whole` where the unit is thereby settled."""

    line_id: str
    unit: int
    amount_minor: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded:
    """One refund (or exchange) as later ones must see it; keep it with the decision."""

    units: tuple[UnitRefund, ...] = ()
    shipping: tuple[tuple[str, int], ...] = ()  # given back by name
    free_minor: int = 0  # an amount that named nothing
    charges_minor: int = 0  # deducted besides the terms
    fixed: bool = False  # the amount was given, so no terms apply
    exchanged: bool = False  # the units' worth went into another thing
    lane: str = "change_of_mind"
    terms: Terms = UNSAID
    paid_minor: int = 0  # went back to payments
    credit_minor: int = 0  # went to credit or another card, without bonus
    fee_paid_minor: int = 0  # the fee of an exchange, paid by the customer

    @property
    def given_minor(self) -> int:
        """This property will hold all that left the shop."""
        return self.paid_minor + self.credit_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitShare:
    """What of one unit is given back, with its taxes."""

    unit: int
    serial: str
    amount: Amount


def given_by_unit(earlier: Iterable[Refunded]) -> dict[Unit, UnitRefund]:
    """This function will add up what every unit was given, over all refunds."""
    sums: dict[Unit, UnitRefund] = {}
    for refund in earlier:
        for part in refund.units:
            before = sums.get((part.line_id, part.unit))
            sums[part.line_id, part.unit] = part if before is None else _plus(before, part)
    return sums


def _plus(one: UnitRefund, two: UnitRefund) -> UnitRefund:
    amount = one.amount_minor + two.amount_minor
    return UnitRefund(line_id=one.line_id, unit=one.unit, amount_minor=amount, whole=one.whole or two.whole)


def left_of(line_id: str, number: int, paid: Paid, given: Mapping[Unit, UnitRefund]) -> int | None:
    """This function will return what can still be given for a unit, or nothing where it is settled."""
    gross = paid.gross_of(line_id, number)
    before = given.get((line_id, number))
    if before is None:
        return gross
    return None if before.amount_minor >= gross else gross - before.amount_minor


def take(order: Order, paid: Paid, wanted: Sequence[Units], earlier: Sequence[Refunded]) -> tuple[UnitRefund, ...]:
    """This function will number the units wanted and say how much of each is given, or raise `MoneyInvalid`."""
    given = given_by_unit(earlier)
    taken: list[UnitRefund] = []
    for asked in wanted:
        line = _line(order, paid, asked.line_id)
        numbers = _numbers(line, asked, paid, given)
        parts = _amounts(line, asked, [(number, left_of(line.id, number, paid, given) or 0) for number in numbers])
        for part in parts:
            before = given.get((line.id, part.unit))
            given[line.id, part.unit] = part if before is None else _plus(before, part)
        taken.extend(parts)
    return tuple(taken)


def unit_shares(paid: Paid, units: Iterable[UnitRefund], earlier: Iterable[Refunded]) -> dict[str, list[UnitShare]]:
    """This function will return, by line, what of each unit is given back now, after what was given before."""
    given = given_by_unit(earlier)
    shares: dict[str, list[UnitShare]] = {}
    for part in units:
        line = paid.lines[part.line_id]
        before = given.get((part.line_id, part.unit))
        start = before.amount_minor if before else 0
        amount = line.unit(part.unit).slice(start, start + part.amount_minor)
        serials = line.line.serials
        serial = serials[part.unit - 1] if part.unit <= len(serials) else ""
        shares.setdefault(part.line_id, []).append(UnitShare(unit=part.unit, serial=serial, amount=amount))
        given[part.line_id, part.unit] = part if before is None else _plus(before, part)
    return shares


def _line(order: Order, paid: Paid, line_id: str) -> Line:
    if line_id not in paid.lines:
        hint = did_you_mean(line_id, paid.lines) or "Name lines of this order only."
        raise MoneyInvalid(f"order `{order.number}` has no line `{line_id}`.", place=Place(field="units"), hint=hint)
    return paid.lines[line_id].line


def _numbers(line: Line, asked: Units, paid: Paid, given: Mapping[Unit, UnitRefund]) -> list[int]:
    where = Place(field=f"units.{line.id}")
    if sum((asked.quantity is not None, bool(asked.numbers), bool(asked.serials))) > 1:
        raise MoneyInvalid("units are named in one way only.", place=where, hint="Give quantity, numbers or serials.")
    if asked.numbers or asked.serials:
        numbers = [*asked.numbers, *_numbers_of(line, asked.serials)]
        for number, count in Counter(numbers).items():
            _check_open(line, number, count, paid, given)
        return numbers
    still = [number for number in range(1, line.quantity + 1) if left_of(line.id, number, paid, given) is not None]
    wanted = len(still) if asked.quantity is None else check_count(asked.quantity, where)
    if wanted > len(still) or not still:
        raise MoneyInvalid(
            f"{len(still)} of {line.quantity} units of `{line.id}` are left, {wanted or 'more'} were asked for.",
            place=where,
            hint="Units already given back cannot be given back again.",
        )
    return still[:wanted]


def is_count(count: object) -> bool:
    """This function will say whether something is a number of units: whole, and at least one."""
    return isinstance(count, int) and not isinstance(count, bool) and count >= 1


def check_count(count: int, where: Place) -> int:
    """This function will return the number of units, or raise `MoneyInvalid` where it is none that can be given."""
    if not is_count(count):
        raise MoneyInvalid(
            f"`{count}` is no number of units to give back.", place=where, hint="Write a whole number from 1."
        )
    return count


def _numbers_of(line: Line, serials: Sequence[str]) -> list[int]:
    numbers = {serial: number for number, serial in enumerate(line.serials, start=1)} if serials else {}
    unknown = next((serial for serial in serials if serial not in numbers), None)
    if unknown is not None:
        hint = did_you_mean(unknown, line.serials)
        raise MoneyInvalid(
            f"`{line.id}` has no unit with the serial `{unknown}`.", place=Place(field="serials"), hint=hint
        )
    return [numbers[serial] for serial in serials]


def _check_open(line: Line, number: int, count: int, paid: Paid, given: Mapping[Unit, UnitRefund]) -> None:
    where = Place(field=f"units.{line.id}")
    check_count(number, where)
    if number > line.quantity:
        raise MoneyInvalid(f"`{line.id}` has {line.quantity} units, there is no unit {number}.", place=where)
    if count > 1 or left_of(line.id, number, paid, given) is None:
        raise MoneyInvalid(
            f"unit {number} of `{line.id}` was given back already.", place=where, hint="Name another unit."
        )


def _amounts(line: Line, asked: Units, lefts: Sequence[tuple[int, int]]) -> list[UnitRefund]:
    most = sum(left for _, left in lefts)
    rest = most if asked.amount_minor is None else check_amount(asked.amount_minor, most, f"units.{line.id}")
    is_all = rest == most  # so what costs nothing is settled, too
    parts = []
    for number, left in lefts:
        amount = min(rest, left)
        rest -= amount
        if amount or is_all:
            parts.append(UnitRefund(line_id=line.id, unit=number, amount_minor=amount, whole=amount == left))
    return parts


def check_amount(amount: object, most: int, field: str) -> int:
    """This function will return the amount, or raise `MoneyInvalid` where it is none, or above what is left."""
    where = Place(field=field)
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise MoneyInvalid(
            f"`{amount}` is no amount to give back.", place=where, hint="Write whole minor units above zero."
        )
    if amount > most:
        hint = f"Give back {most} at most." if most > 0 else "Nothing is left to give back."
        raise MoneyInvalid(
            f"{amount} is more than the {max(most, 0)} (minor units) that are left.", place=where, hint=hint
        )
    return amount
