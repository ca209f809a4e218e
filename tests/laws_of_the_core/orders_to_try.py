"""Orders, terms and asks to hold the laws of money against."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from amends.core.money import Rounding, Split
from amends.core.orders import Line, Order, Parcel, Payment, Shipping, Tax
from amends.core.refunds.paid import ARITHMETIC, Arithmetic, paid
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Units

AMOUNTS = st.integers(0, 20_000) | st.sampled_from([0, 1, 99, 100, 333, 999, 10_000])
RATES = st.sampled_from([0, 50_000, 70_000, 82_500, 100_000, 190_000, 230_000, 1_000_000])
TAXES = st.lists(st.builds(Tax, rate_ppm=RATES, included=st.booleans()), max_size=2).map(tuple)
PERCENTS = st.sampled_from([Decimal(0), Decimal(10), Decimal("33.3"), Decimal(50), Decimal(100)])
PAYERS = st.sampled_from(["shop", "customer"])

ARITHMETICS = st.builds(
    Arithmetic,
    tax_rounding=st.sampled_from(Rounding),
    tax_per=st.sampled_from(["line", "unit", "order"]),
    discount_split=st.sampled_from(Split),
    unit_split=st.sampled_from(Split),
)

TERMS = st.builds(
    Terms,
    return_postage=PAYERS,
    return_label=st.sampled_from(["prepaid", "none"]),
    refund_shipping=st.sampled_from(["all", "pro_rata", "none"]),
    new_postage_minor=st.sampled_from([0, 600]),
    restocking_percent=PERCENTS,
    fee_minor=st.sampled_from([0, 1, 500]),
    fee_per=st.sampled_from(["return", "order"]),
    clawback_free_from_minor=st.sampled_from([None, 100, 5_000, 7_500]),
    clawback_rate_minor=st.sampled_from([0, 1, 600]),
    price_rise=PAYERS,
    price_fall=st.sampled_from(["refund", "credit", "kept"]),
    refund_to=st.sampled_from(["original", "original_or_gift_card", "credit"]),
    credit_bonus_percent=PERCENTS,
    labour=PAYERS,
    materials=PAYERS,
    repair_postage=PAYERS,
    quote_first=st.booleans(),
    offer_from_percent=st.sampled_from([None, Decimal(0), Decimal(10)]),
    offer_to_percent=st.sampled_from([None, Decimal(10), Decimal(90)]),
    postage_receipt_up_to_minor=st.sampled_from([None, 0, 800]),
)


@st.composite
def orders(draw: st.DrawFn, arithmetic: Arithmetic = ARITHMETIC) -> Order:
    """This function will draw an order, paid to the cent by one to three payments."""
    lines = tuple(draw(_line(f"l{number}")) for number in range(draw(st.integers(1, 3))))
    share = sum(_base(line) for line in lines if line.discountable)
    parcels = draw(_parcels(lines))
    order = Order(
        number="O-1",
        currency="USD",
        lines=lines,
        discount_minor=draw(st.integers(0, share)) if draw(st.booleans()) else 0,
        shipping=draw(_shipping([parcel.id for parcel in parcels])),
        parcels=parcels,
    )
    return replace(order, payments=draw(_payments(paid(order, arithmetic).total_minor)))


def _base(line: Line) -> int:
    return line.quantity * line.unit_price_minor - line.discount_minor


@st.composite
def _line(draw: st.DrawFn, line_id: str) -> Line:
    quantity, price = draw(st.integers(1, 4)), draw(AMOUNTS)
    return Line(
        id=line_id,
        product_id=line_id,
        sku=line_id,
        name=line_id,
        quantity=quantity,
        unit_price_minor=price,
        discount_minor=draw(st.integers(0, quantity * price)) if draw(st.booleans()) else 0,
        discountable=draw(st.booleans()),
        taxes=draw(TAXES),
    )


@st.composite
def _parcels(draw: st.DrawFn, lines: tuple[Line, ...]) -> tuple[Parcel, ...]:
    if draw(st.booleans()):
        return ()
    cuts = {line.id: draw(st.integers(0, line.quantity)) for line in lines}
    rest = {line.id: line.quantity - cuts[line.id] for line in lines}
    return (Parcel(id="p1", contents=cuts), Parcel(id="p2", contents=rest))


@st.composite
def _shipping(draw: st.DrawFn, parcels: list[str]) -> tuple[Shipping, ...]:
    charges = []
    for number, parcel in enumerate(draw(st.lists(st.sampled_from(["", *parcels]), max_size=3))):
        price = draw(st.sampled_from([0, 600, 999]))
        discount = draw(st.sampled_from([0, price // 2, price]))
        charge = Shipping(
            id=f"s{number}", price_minor=price, discount_minor=discount, taxes=draw(TAXES), parcel_id=parcel
        )
        charges.append(charge)
    return tuple(charges)


@st.composite
def _payments(draw: st.DrawFn, total: int) -> tuple[Payment, ...]:
    first = draw(st.integers(0, total))
    second = draw(st.integers(0, total - first))
    parts = [("a", "card", first), ("b", "gift_card", second), ("c", "bank", total - first - second)]
    return tuple(Payment(id=one, method=method, captured_minor=part) for one, method, part in parts)


@st.composite
def units_in_groups(draw: st.DrawFn, order: Order, most: int = 4) -> list[tuple[Units, ...]]:
    """This function will draw some units of the order, shuffled, in groups that are returned one after the other."""
    units = [(line.id, number) for line in order.lines for number in range(1, line.quantity + 1)]
    chosen = draw(st.permutations(units))[: draw(st.integers(1, len(units)))]
    groups: dict[int, dict[str, list[int]]] = {}
    for line_id, number in chosen:
        groups.setdefault(draw(st.integers(1, most)), {}).setdefault(line_id, []).append(number)
    return [
        tuple(Units(line_id=line_id, numbers=tuple(numbers)) for line_id, numbers in group.items())
        for group in groups.values()
    ]
