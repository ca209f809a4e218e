"""What was paid: for every line, every unit and every shipping charge, net, taxes and gross.

The order of computing is fixed: price, less the line's own discount, less its share of the order-wide discount; then
taxes on what is left. Laws: the units of a line sum to the line, the lines and the shipping sum to the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from amends.core.errors import OrderInvalid, Place
from amends.core.money import Rounding, Split, allocate, rounded, share
from amends.core.orders import Line, Order, Shipping, Tax

MILLION = 1_000_000
MOST_UNITS = 100_000  # of one line: above it somebody mistyped, and every unit is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """How the shop's own system computes, so that the same amounts come out here."""

    tax_rounding: Rounding = Rounding.HALF_UP
    tax_per: Literal["line", "unit", "order"] = "line"  # where taxes are rounded
    discount_split: Split = Split.LARGEST_REMAINDER  # the order-wide discount over the lines
    unit_split: Split = Split.RUNNING  # a line over its units


ARITHMETIC = Arithmetic()


@dataclass(frozen=True, slots=True)
class TaxPart:
    """The amount of one tax inside a gross amount."""

    rate_ppm: int
    included: bool
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A gross amount and what it is made of."""

    gross_minor: int
    taxes: tuple[TaxPart, ...] = ()

    @property
    def tax_minor(self) -> int:
        """This property will hold all taxes together."""
        return sum(tax.amount_minor for tax in self.taxes)

    @property
    def net_minor(self) -> int:
        """This property will hold the amount without taxes."""
        return self.gross_minor - self.tax_minor

    @property
    def negative(self) -> Amount:
        """This property will hold the amount as a deduction."""
        return self.with_taxes(-self.gross_minor, [-tax.amount_minor for tax in self.taxes])

    def part(self, gross_minor: int) -> Amount:
        """This function will return that much of the amount, its net and taxes in proportion; all of it is itself."""
        if gross_minor == self.gross_minor:
            return self
        weights = [self.net_minor, *(tax.amount_minor for tax in self.taxes)]
        if not self.gross_minor or not self.taxes or min(weights) < 0:
            return Amount(gross_minor)
        _, *taxes = allocate(gross_minor, weights, Split.RUNNING)
        return self.with_taxes(gross_minor, taxes)

    def slice(self, start_minor: int, end_minor: int) -> Amount:
        """This function will return what lies between two running totals; slices sum to the whole."""
        if not start_minor:
            return self.part(end_minor)
        before, after = self.part(start_minor), self.part(end_minor)
        befores = [tax.amount_minor for tax in before.taxes] or [0] * len(after.taxes)
        return after.with_taxes(
            end_minor - start_minor,
            [tax.amount_minor - earlier for tax, earlier in zip(after.taxes, befores, strict=True)],
        )

    def with_taxes(self, gross_minor: int, taxes: Sequence[int]) -> Amount:
        """This function will return another amount under the same taxes."""
        pairs = zip(self.taxes, taxes, strict=True)
        return Amount(gross_minor, tuple(TaxPart(tax.rate_ppm, tax.included, amount) for tax, amount in pairs))


def total_of(amounts: Iterable[Amount]) -> Amount:
    """This function will add amounts up, the taxes by rate."""
    gross = 0
    taxes: dict[tuple[int, bool], int] = {}
    for amount in amounts:
        gross += amount.gross_minor
        for tax in amount.taxes:
            key = (tax.rate_ppm, tax.included)
            taxes[key] = taxes.get(key, 0) + tax.amount_minor
    return Amount(gross, tuple(TaxPart(*key, amount) for key, amount in taxes.items()))


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What was paid for a line, and for each of its units (counted from 1)."""

    line: Line
    amount: Amount
    split: Split

    @property
    def gross_minor(self) -> int:
        """This property will hold what was paid for all units, taxes included."""
        return self.amount.gross_minor

    def up_to(self, units: int) -> int:
        """This function will return what was paid for the first so many units."""
        return self._up_to(self.gross_minor, units)

    def unit(self, number: int) -> Amount:
        """This function will return what was paid for one unit."""
        return self.amount.with_taxes(
            self.up_to(number) - self.up_to(number - 1),
            [
                self._up_to(tax.amount_minor, number) - self._up_to(tax.amount_minor, number - 1)
                for tax in self.amount.taxes
            ],
        )

    def _up_to(self, total: int, units: int) -> int:
        if self.split is Split.RUNNING:
            return share(total, units, self.line.quantity)
        return _ends(total, self.line.quantity, self.split)[units]


@lru_cache(maxsize=256)
def _ends(total: int, units: int, split: Split) -> tuple[int, ...]:
    return (0, *accumulate(allocate(total, [1] * units, split))) if units else (0,)


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid for an order."""

    lines: Mapping[str, PaidLine]
    shipping: Mapping[str, Amount]
    discounts_minor: int  # on goods, as positive numbers

    def gross_of(self, line_id: str, unit: int) -> int:
        """This function will return what was paid for one unit, taxes included."""
        line = self.lines[line_id]
        return line.up_to(unit) - line.up_to(unit - 1)

    @property
    def goods_minor(self) -> int:
        """This property will hold what was paid for all goods."""
        return sum(line.gross_minor for line in self.lines.values())

    @property
    def shipping_minor(self) -> int:
        """This property will hold what was paid for shipping."""
        return sum(charge.gross_minor for charge in self.shipping.values())

    @property
    def total_minor(self) -> int:
        """This property will hold what was paid for the order, shipping and taxes included."""
        return self.goods_minor + self.shipping_minor

    @property
    def total(self) -> Amount:
        """This property will hold the whole order with its taxes by rate."""
        return total_of([*(line.amount for line in self.lines.values()), *self.shipping.values()])


def paid(order: Order, arithmetic: Arithmetic = ARITHMETIC) -> Paid:
    """This function will compute what was paid for every line and shipping charge, or raise `OrderInvalid`."""
    _check(order)
    lines = [_less(_price(line), line.discount_minor, f"lines.{line.id}.discount") for line in order.lines]
    lines = _less_order_discount(order, lines, arithmetic.discount_split)
    charges = [
        _less(charge.price_minor, charge.discount_minor, f"shipping.{charge.id}.discount") for charge in order.shipping
    ]
    bases = [(line.taxes, base, line.quantity) for line, base in zip(order.lines, lines, strict=True)]
    bases += [(charge.taxes, base, 1) for charge, base in zip(order.shipping, charges, strict=True)]
    amounts = _taxed(bases, arithmetic)
    count = len(order.lines)
    return Paid(
        {
            line.id: PaidLine(line, amount, arithmetic.unit_split)
            for line, amount in zip(order.lines, amounts[:count], strict=True)
        },
        {charge.id: amount for charge, amount in zip(order.shipping, amounts[count:], strict=True)},
        order.discount_minor + sum(line.discount_minor for line in order.lines),
    )


def taxed(price_minor: int, taxes: Sequence[Tax], arithmetic: Arithmetic = ARITHMETIC) -> Amount:
    """This function will return what a price comes to with its taxes."""
    return _taxed([(tuple(taxes), price_minor, 1)], arithmetic)[0]


def _price(line: Line) -> int:
    return line.quantity * line.unit_price_minor if line.price_minor is None else line.price_minor


def _less(price: int, discount: int, field: str) -> int:
    if not 0 <= discount <= price:
        raise OrderInvalid(
            f"a discount of {discount} does not fit a price of {price} (minor units).",
            place=Place(field=field),
            hint="Write discounts as positive amounts, not above the price.",
        )
    return price - discount


def _less_order_discount(order: Order, bases: list[int], split: Split) -> list[int]:
    weights = [base if line.discountable else 0 for line, base in zip(order.lines, bases, strict=True)]
    _less(sum(weights), order.discount_minor, "discount")
    if not order.discount_minor:
        return bases
    return [base - cut for base, cut in zip(bases, allocate(order.discount_minor, weights, split), strict=True)]


Base = tuple[tuple[Tax, ...], int, int]  # taxes, the price after discounts, units


def _taxed(bases: Sequence[Base], arithmetic: Arithmetic) -> list[Amount]:
    rows = [[_tax(tax, base, arithmetic) for tax in base[0]] for base in bases]
    if arithmetic.tax_per == "order":
        _round_by_rate(bases, rows, arithmetic.tax_rounding)
    amounts = []
    for (taxes, price, _), row in zip(bases, rows, strict=True):
        parts = tuple(
            TaxPart(tax.rate_ppm, tax.included, rounded(exact, arithmetic.tax_rounding))
            for tax, exact in zip(taxes, row, strict=True)
        )
        amounts.append(Amount(price + sum(part.amount_minor for part in parts if not part.included), parts))
    return amounts


def _tax(tax: Tax, base: Base, arithmetic: Arithmetic) -> Fraction:
    taxes, price, units = base
    if tax.amount_minor is not None:
        return Fraction(tax.amount_minor)
    inside = MILLION + sum(one.rate_ppm for one in taxes if one.included)
    if arithmetic.tax_per != "unit":
        return Fraction(price * tax.rate_ppm, inside)
    each = (share(price, number + 1, units) - share(price, number, units) for number in range(units))
    return Fraction(sum(rounded(Fraction(one * tax.rate_ppm, inside), arithmetic.tax_rounding) for one in each))


def _round_by_rate(bases: Sequence[Base], rows: list[list[Fraction]], mode: Rounding) -> None:
    """Taxes rounded once an order and rate: the rounded sum is given back to the charges by what they owe exactly."""
    places: dict[tuple[int, bool], list[tuple[int, int]]] = {}
    for row, (taxes, _, _) in enumerate(bases):
        for column, tax in enumerate(taxes):
            if tax.amount_minor is None:
                places.setdefault((tax.rate_ppm, tax.included), []).append((row, column))
    for spots in places.values():
        exact = [rows[row][column] for row, column in spots]
        for (row, column), part in zip(spots, allocate(rounded(sum(exact, Fraction()), mode), exact), strict=True):
            rows[row][column] = Fraction(part)


def _check(order: Order) -> None:
    for kind, ids in (
        ("line", [line.id for line in order.lines]),
        ("shipping charge", [one.id for one in order.shipping]),
    ):
        twice = [one for one, count in Counter(ids).items() if count > 1]
        if twice:
            raise OrderInvalid(f"the {kind} `{twice[0]}` is there twice.", hint="Give each its own id.")
    for line in order.lines:
        where = Place(field=f"lines.{line.id}")
        if not _whole(line.quantity) or not 0 <= line.quantity <= MOST_UNITS:
            hint = f"Write a whole number from 0 to {MOST_UNITS}."
            raise OrderInvalid(f"`{line.quantity}` is no number of units.", place=where, hint=hint)
        if not _whole(_price(line)) or _price(line) < 0 or (not line.quantity and _price(line)):
            raise OrderInvalid(
                "the price does not fit the line.", place=where, hint="Write it in whole minor units, from 0."
            )
        _check_taxes(line.taxes, where)
    parcels = {parcel.id for parcel in order.parcels}
    for charge in order.shipping:
        _check_shipping(charge, parcels)
    _check_parcels(order)


def _check_taxes(taxes: Sequence[Tax], where: Place) -> None:
    for tax in taxes:
        if tax.rate_ppm < 0 or (tax.amount_minor is not None and tax.amount_minor < 0):
            raise OrderInvalid("a tax is negative.", place=where)


def _check_shipping(charge: Shipping, parcels: set[str]) -> None:
    where = Place(field=f"shipping.{charge.id}")
    if not _whole(charge.price_minor) or charge.price_minor < 0:
        raise OrderInvalid("the price of shipping is negative or not whole.", place=where)
    if charge.parcel_id and charge.parcel_id not in parcels:
        raise OrderInvalid(f"there is no parcel `{charge.parcel_id}` in the order.", place=where)
    _check_taxes(charge.taxes, where)


def _check_parcels(order: Order) -> None:
    packed: dict[str, int] = {}
    bought = {line.id: line.quantity for line in order.lines}
    for parcel in order.parcels:
        for line_id, units in parcel.contents.items():
            packed[line_id] = packed.get(line_id, 0) + units
            if line_id not in bought or units < 0 or packed[line_id] > bought[line_id]:
                raise OrderInvalid(
                    f"the parcel holds {units} of `{line_id}`, which were not bought.",
                    place=Place(field=f"parcels.{parcel.id}"),
                )


def _whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
