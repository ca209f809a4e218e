"""Shipping that had been free and is deducted where too little of the order is kept (B11)."""

from __future__ import annotations

import pytest
from tests.core.money_page import table
from tests.core.refunds.shop import FREE_FROM_75, TEN_ON_TOP, back, line, order_of, ship, totals_in_turn, units

from amends.core.money import format_amount, parse_amount
from amends.core.refunds.exchange import Swap, exchanged, quote_exchange
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Units

FIFTY_AND_FORTY = order_of(line("fifty", 5000), line("forty", 4000), shipping=[ship(600, discount_minor=600)])


@pytest.mark.parametrize(
    ("turns", "totals"),
    [
        ([("forty",)], [3400]),
        ([("fifty",)], [4400]),
        ([("fifty", "forty")], [8400]),
        ([("forty",), ("fifty",)], [3400, 5000]),
        ([("fifty",), ("forty",)], [4400, 4000]),
    ],
)
def test_b11_taken_once_an_order_in_any_order(turns: list[tuple[str, ...]], totals: list[int]) -> None:
    assert totals_in_turn(FIFTY_AND_FORTY, *turns, terms=FREE_FROM_75) == totals


def test_b11_the_page_tells_the_same() -> None:
    turns = {"40.00": ("forty",), "50.00": ("fifty",), "both at once": ("fifty", "forty")}
    for row in table("returned", "refund"):
        sequence = [turns[part] for part in row["returned"].split(", then ")]
        found = totals_in_turn(FIFTY_AND_FORTY, *sequence, terms=FREE_FROM_75)
        assert [format_amount(total, "USD") for total in found] == row["refund"].split(", "), row


@pytest.mark.parametrize(("kept", "total"), [(7499, 1400), (7500, 2000), (7501, 2000)])
def test_b11_at_the_minimum_nothing_is_taken(kept: int, total: int) -> None:
    order = order_of(line("kept", kept), line("back", 2000))
    assert back(order, "back", terms=FREE_FROM_75).total_minor == total


def test_b11_not_taken_for_a_fault() -> None:
    assert back(FIFTY_AND_FORTY, "forty", terms=FREE_FROM_75, lane="fault").total_minor == 4000


def test_b11_goods_returned_for_a_fault_count_as_kept() -> None:
    order = order_of(line("broken", 5000), line("unloved", 1000), line("rest", 4000))
    broken = back(order, "broken", terms=FREE_FROM_75, lane="fault")
    assert broken.total_minor == 5000
    later = back(order, "unloved", terms=FREE_FROM_75, earlier=[broken.record])
    assert later.total_minor == 1000  # 50.00 and 40.00 count as kept


def test_b11_not_taken_where_shipping_had_been_paid() -> None:
    order = order_of(line("fifty", 5000), line("forty", 4000), shipping=[ship(600)])
    assert back(order, "forty", terms=FREE_FROM_75).total_minor == 4000


def test_b11_what_remains_is_counted_as_paid_after_discounts() -> None:
    order = order_of(line("fifty", 5000), line("forty", 4000), line("gift", 1000), discount_minor=2000)
    # 80.00 was paid; the gift was 8.00 of it, so 72.00 remain: under the minimum.
    assert back(order, "gift", terms=FREE_FROM_75).total_minor == 800 - 600


def test_b11_tax_on_top_is_part_of_what_was_paid() -> None:
    order = order_of(line("kept", 7000, taxes=TEN_ON_TOP), line("back", 2000, taxes=TEN_ON_TOP))
    assert back(order, "back", terms=FREE_FROM_75).total_minor == 2200  # 77.00 remain


def test_b11_an_order_that_never_reached_the_minimum_cannot_fall_under_it() -> None:
    order = order_of(line("a", 3000), line("b", 2000), shipping=[ship(600, discount_minor=600)])
    assert back(order, "b", terms=FREE_FROM_75).total_minor == 2000


def test_b11_the_minimum_was_reached_before_discounts() -> None:
    order = order_of(line("a", 6000), line("b", 2000), discount_minor=800)  # 72.00 paid, and shipped free from 75.00
    assert back(order, "b", terms=FREE_FROM_75).total_minor == 1800 - 600


def test_b11_an_amount_given_for_goods_that_are_kept_takes_nothing() -> None:
    given = quote_refund(FIFTY_AND_FORTY, Ask(units=(Units(line_id="fifty", amount_minor=3000),)), FREE_FROM_75)
    assert given.total_minor == 3000


def test_b11_a_deduction_above_the_refund_is_carried_to_the_next() -> None:
    order = order_of(line("rest", 7400), line("small", 200), line("next", 1000))
    first = back(order, "small", terms=FREE_FROM_75)
    assert first.total_minor == 200  # 84.00 remain
    second = back(order, "next", terms=FREE_FROM_75, earlier=[first.record])
    assert (second.total_minor, second.carried_minor) == (400, 0)
    order = order_of(line("rest", 7400), line("small", 200))
    first = back(order, "small", terms=FREE_FROM_75)
    assert (first.total_minor, first.carried_minor, first.routes) == (0, 400, ())
    second = back(order, "rest", terms=FREE_FROM_75, earlier=[first.record])
    assert (second.total_minor, second.carried_minor) == (7000, 0)


def test_b11_an_exchange_keeps_the_worth_in_the_order() -> None:
    swap = Swap(units=units("forty"), new=(line("new", parse_amount("40.00", "USD")),))
    made = quote_exchange(FIFTY_AND_FORTY, swap, FREE_FROM_75)
    after = exchanged(FIFTY_AND_FORTY, made)
    returned = back(after, "new", terms=FREE_FROM_75, earlier=[made.record])
    assert returned.total_minor == 3400  # 50.00 remain, and not the exchanged 40.00 as well


def test_b11_terms_without_it_leave_the_goods_counted_as_kept() -> None:
    order = order_of(line("by law", 5000), line("unloved", 1000), line("rest", 4000))
    by_law = back(order, "by law", terms=Terms())
    assert back(order, "unloved", terms=FREE_FROM_75, earlier=[by_law.record]).total_minor == 1000
