"""The laws of money, held against generated orders, terms and returns.

Parts sum to the whole; refunded never exceeds paid, for a unit, a line, an order and a payment; in parts, in any
order, equals at once; merged terms are never worse for the customer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st
from tests.laws_of_the_core.orders_to_try import ARITHMETICS, TAXES, TERMS, orders, units_in_groups

from amends.core.errors import MoneyInvalid
from amends.core.money import Rounding, Split, allocate, format_amount, parse_amount, rounded
from amends.core.orders import Line, Order, Payment
from amends.core.refunds.exchange import Swap, exchanged, quote_exchange
from amends.core.refunds.left import what_is_left
from amends.core.refunds.paid import Arithmetic, paid, total_of
from amends.core.refunds.payments import PaymentEvent, standing
from amends.core.refunds.quote import RefundQuote, pay, quote_cancel, quote_refund
from amends.core.refunds.routes import RouteOrder, Routing, room, routes
from amends.core.refunds.terms import Terms, better
from amends.core.refunds.totals import totals
from amends.core.refunds.units import Ask, Refunded, ShippingPart, Units

WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=8)
LANES = st.sampled_from(["change_of_mind", "fault"])


@given(st.integers(-10_000, 10_000), WEIGHTS.filter(any), st.sampled_from(Split))
def test_parts_sum_to_the_whole(total: int, weights: list[int], mode: Split) -> None:
    parts = allocate(total, weights, mode)
    assert sum(parts) == total
    assert all(part * total >= 0 for part in parts)
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if not weight)
    assert tuple(-part for part in allocate(-total, weights, mode)) == parts


@given(st.integers(0, 10_000), WEIGHTS.filter(any))
def test_the_largest_remainder_is_less_than_a_coin_away(total: int, weights: list[int]) -> None:
    for part, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


@given(st.fractions(), st.sampled_from(Rounding))
def test_rounding_mirrors_the_sign_and_stays_near(exact: Fraction, mode: Rounding) -> None:
    whole = rounded(exact, mode)
    assert whole == -rounded(-exact, mode)
    most = Fraction(1, 2) if mode.value.startswith("half") else Fraction(1)
    assert abs(whole - exact) <= most
    assert abs(whole - exact) < 1


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_an_amount_written_is_read_again(minor: int, currency: str) -> None:
    assert parse_amount(format_amount(minor, currency), currency) == minor


@given(st.data(), ARITHMETICS)
def test_what_was_paid_adds_up(data: st.DataObject, arithmetic: Arithmetic) -> None:
    order = data.draw(orders(arithmetic))
    bought = paid(order, arithmetic)
    for line in bought.lines.values():
        units = total_of(line.unit(number) for number in range(1, line.line.quantity + 1))
        assert (units.gross_minor, units.net_minor) == (line.amount.gross_minor, line.amount.net_minor)
        assert all(line.unit(number).gross_minor >= 0 for number in range(1, line.line.quantity + 1))
    assert bought.total.gross_minor == bought.goods_minor + bought.shipping_minor == bought.total_minor
    listed = sum(line.quantity * line.unit_price_minor for line in order.lines)
    listed += sum(charge.price_minor - charge.discount_minor for charge in order.shipping)
    on_top = sum(tax.amount_minor for tax in bought.total.taxes if not tax.included)
    assert bought.total_minor == listed - bought.discounts_minor + on_top


@given(st.data())
def test_slices_of_an_amount_sum_to_it_with_their_taxes(data: st.DataObject) -> None:
    order = data.draw(orders())
    amount = paid(order).lines["l0"].unit(1)
    cuts = sorted(data.draw(st.lists(st.integers(0, amount.gross_minor), max_size=4)))
    ends = [0, *cuts, amount.gross_minor]
    slices = [amount.slice(start, end) for start, end in pairwise(ends)]
    assert sum(part.gross_minor for part in slices) == amount.gross_minor
    assert sum(part.tax_minor for part in slices) == amount.tax_minor


def take_back(order: Order, groups: list[tuple[Units, ...]], terms: Terms, lane: str) -> tuple[int, list[RefundQuote]]:
    """This function will refund group after group and return what was paid in all, less what is still carried."""
    quotes: list[RefundQuote] = []
    for group in groups:
        earlier = [one.record for one in quotes]
        made = quote_refund(order, Ask(units=group, lane=lane), terms, earlier)
        assert sum(item.amount.gross_minor for item in made.items) == made.total_minor
        assert sum(way.amount_minor for way in made.routes) == made.total_minor
        quotes.append(made)
        if any(way.to == "payment" for way in made.routes):
            order = pay(order, made)
    return sum(one.total_minor for one in quotes) - quotes[-1].carried_minor, quotes


@given(st.data(), TERMS, LANES)
def test_in_pieces_in_any_order_equals_at_once(data: st.DataObject, terms: Terms, lane: str) -> None:
    order = data.draw(orders())
    terms = replace(terms, fee_per="order")
    groups = data.draw(units_in_groups(order))
    together: dict[str, tuple[int, ...]] = {}
    for some in (some for group in groups for some in group):
        together[some.line_id] = (*together.get(some.line_id, ()), *some.numbers)
    once = tuple(Units(line_id=line_id, numbers=units) for line_id, units in together.items())
    in_parts, quotes = take_back(order, groups, terms, lane)
    at_once, whole = take_back(order, [once], terms, lane)
    assert in_parts == at_once
    carried = {quotes[-1].carried_minor, whole[-1].carried_minor}
    assert carried == {0} or terms.fee_minor or terms.clawback_rate_minor


@given(st.data())
def test_different_returns_in_another_order_come_to_the_same(data: st.DataObject) -> None:
    order = data.draw(orders())
    groups = data.draw(units_in_groups(order))
    asks = [(Ask(units=group, lane=data.draw(LANES)), data.draw(TERMS)) for group in groups]
    sums = []
    for sequence in (asks, data.draw(st.permutations(asks))):
        quotes: list[RefundQuote] = []
        for ask, terms in sequence:
            quotes.append(quote_refund(order, ask, terms, [one.record for one in quotes]))
        sums.append(sum(one.total_minor for one in quotes) - quotes[-1].carried_minor)
    assert sums[0] == sums[1]


@st.composite
def any_ask(draw: st.DrawFn, order: Order) -> Ask:
    """This function will draw something a shop might try, possible or not."""
    units = st.builds(
        Units,
        line_id=st.sampled_from([line.id for line in order.lines]),
        quantity=st.none() | st.integers(-1, 4),
        amount_minor=st.none() | st.integers(-1, 30_000),
    )
    charges = [charge.id for charge in order.shipping] or ["none"]
    shipping = st.builds(ShippingPart, id=st.sampled_from(charges), amount_minor=st.none() | st.integers(-1, 1500))
    return draw(
        st.builds(
            Ask,
            units=st.lists(units, max_size=2).map(tuple),
            shipping=st.lists(shipping, max_size=1).map(tuple),
            amount_minor=st.none() | st.integers(-1, 30_000),
            lane=LANES,
            to=st.sampled_from(["", "credit"]),
        )
    )


@given(st.data())
def test_refunded_never_exceeds_paid(data: st.DataObject) -> None:
    order = data.draw(orders())
    bought = paid(order)
    earlier: list[Refunded] = []
    shipping: Counter[str] = Counter()
    for _ in range(data.draw(st.integers(1, 6))):
        try:
            made = quote_refund(order, data.draw(any_ask(order)), data.draw(TERMS), earlier)
        except MoneyInvalid:
            continue
        order = pay(order, made) if made.total_minor else order
        earlier.append(made.record)
        shipping.update({item.ref: item.amount.gross_minor for item in made.items if item.kind == "shipping"})
    units: Counter[tuple[str, int]] = Counter()
    for refund in earlier:
        units.update({(part.line_id, part.unit): part.amount_minor for part in refund.units})
    for (line_id, number), amount in units.items():
        assert amount <= bought.lines[line_id].unit(number).gross_minor
    assert all(amount <= bought.shipping[charge].gross_minor for charge, amount in shipping.items())
    assert sum(one.given_minor for one in earlier) <= bought.total_minor
    assert all(one.refunded_minor + one.pending_minor <= one.captured_minor for one in order.payments)
    assert totals(order, bought, earlier).goods_minor <= bought.goods_minor
    assert what_is_left(order, earlier).total_minor >= 0


@given(st.data())
def test_a_cancelled_order_gives_back_all_that_was_paid(data: st.DataObject) -> None:
    order = data.draw(orders())
    made = quote_cancel(order)
    assert made.total_minor == paid(order).total_minor
    assert made.goods.gross_minor + made.shipping.gross_minor == made.total_minor


@given(st.data())
def test_after_any_refund_the_rest_can_be_given_back(data: st.DataObject) -> None:
    """The last takes the remainder: refunds and the rest together are everything, to the cent."""
    order = data.draw(orders())
    groups = data.draw(units_in_groups(order, most=2))
    first = quote_refund(order, Ask(units=groups[0]))
    order = pay(order, first) if first.total_minor else order
    rest = what_is_left(order, [first.record])
    if not rest.units and not rest.shipping:
        assert first.total_minor == paid(order).total_minor
        return
    assert quote_cancel(order, [first.record]).total_minor + first.total_minor == paid(order).total_minor


PAYMENTS = st.lists(
    st.builds(
        Payment,
        id=st.sampled_from("abcdef"),
        method=st.sampled_from(["card", "gift_card", "bank"]),
        captured_minor=st.integers(-100, 10_000),
        refunded_minor=st.integers(0, 10_000),
        pending_minor=st.integers(0, 5_000),
    ),
    max_size=5,
    unique_by=lambda payment: payment.id,
)


@given(PAYMENTS, st.integers(-10, 20_000), st.data())
def test_routes_sum_to_the_amount_and_never_exceed_a_payment(
    payments: list[Payment], amount: int, data: st.DataObject
) -> None:
    first = data.draw(st.lists(st.sampled_from([one.id for one in payments]), unique=True)) if payments else []
    order = data.draw(st.sampled_from(get_args(RouteOrder)))
    try:
        ways = routes(amount, payments, Routing(order=order, first=tuple(first)))
    except MoneyInvalid:
        assert amount <= 0 or amount > sum(map(room, payments))
        return
    rooms = {one.id: room(one) for one in payments}
    assert sum(way.amount_minor for way in ways) == amount
    assert all(0 < way.amount_minor <= rooms[way.payment_id] for way in ways)


@given(TERMS, TERMS, TERMS)
def test_better_terms_do_not_depend_on_the_order_of_merging(one: Terms, two: Terms, three: Terms) -> None:
    assert better(one, two) == better(two, one)
    assert better(better(one, two), three) == better(one, better(two, three))
    assert better(one, one) == one


@given(st.data(), TERMS, TERMS, LANES)
def test_better_terms_never_pay_less(data: st.DataObject, one: Terms, two: Terms, lane: str) -> None:
    order = data.draw(orders())
    ask = Ask(units=data.draw(units_in_groups(order))[0], lane=lane, to="credit")
    each = [quote_refund(order, ask, terms) for terms in (one, two)]
    merged = quote_refund(order, ask, better(one, two))
    assert merged.total_minor >= max(quote.total_minor for quote in each)


@st.composite
def swaps(draw: st.DrawFn, order: Order) -> Swap:
    """This function will draw an exchange of some units for one or two new things."""
    prices = draw(st.lists(st.integers(0, 30_000), min_size=1, max_size=2))
    new = tuple(
        Line(
            id=f"n{number}",
            product_id="n",
            sku="n",
            name="n",
            quantity=1,
            unit_price_minor=price,
            taxes=draw(TAXES),
        )
        for number, price in enumerate(prices)
    )
    return Swap(units=draw(units_in_groups(order))[0], new=new, lane=draw(LANES))


@given(st.data(), TERMS)
def test_what_goes_into_an_exchange_comes_out_of_it(data: st.DataObject, terms: Terms) -> None:
    order = data.draw(orders())
    made = quote_exchange(order, data.draw(swaps(order)), terms)
    worth = sum(line.price_minor or 0 for line in made.lines)
    charges = sum(charge.amount.gross_minor for charge in made.charges)
    assert made.back.gross_minor + made.to_pay_minor == worth + charges + made.refund_minor + made.credit_minor
    assert sum(way.amount_minor for way in made.routes) == made.refund_minor + made.credit_minor
    payment = Payment(id="d", method="card", captured_minor=made.to_pay_minor)
    after = exchanged(order, made, payment if made.to_pay_minor else None)
    units = tuple(Units(line_id=line.id) for line in made.lines)
    later = quote_refund(after, Ask(units=units, to="credit"), earlier=[made.record])
    assert later.total_minor == worth


@given(st.data())
def test_an_event_told_again_changes_nothing(data: st.DataObject) -> None:
    event = st.builds(
        PaymentEvent,
        action=st.sampled_from(["charge", "refund", "cancel"]),
        outcome=st.sampled_from(["requested", "succeeded", "failed"]),
        amount_minor=st.integers(0, 1000),
        reference=st.sampled_from("abc"),
    )
    events = data.draw(st.lists(event, max_size=6))
    told = [event for event in events for _ in range(data.draw(st.integers(1, 3)))]
    assert standing(told) == standing(events)
    one = standing(events)
    assert one.captured_minor == one.charged_minor + one.refunded_minor + one.refund_pending_minor
