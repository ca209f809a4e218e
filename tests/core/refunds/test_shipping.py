"""Outbound shipping given back: never for a change of mind, by the goods' worth or whole for a fault (B4, C8)."""

from __future__ import annotations

import pytest
from tests.core.refunds.shop import TEN_ON_TOP, back, line, order_of, ship, totals_in_turn

from amends.core.errors import OrderInvalid
from amends.core.orders import Order, Parcel
from amends.core.refunds.quote import quote_cancel, quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, ShippingPart, Units

PRO_RATA = Terms(refund_shipping="pro_rata")
WHOLE = Terms(refund_shipping="all")


def two_parcels() -> Order:
    return order_of(
        line("ring", 3000, 3),
        line("chain", 1000),
        shipping=[ship(900, "s1", parcel_id="p1"), ship(500, "s2", parcel_id="p2")],
        parcels=(Parcel(id="p1", contents={"ring": 2}), Parcel(id="p2", contents={"ring": 1, "chain": 1})),
    )


def test_b4_shipping_is_not_refunded_for_a_change_of_mind() -> None:
    order = order_of(line("a", 5000), shipping=[ship(600)])
    assert back(order, "a").total_minor == 5000


def test_b4_for_a_fault_in_part_of_the_order_it_is_refunded_in_proportion() -> None:
    order = order_of(line("a", 5000), line("b", 2500), shipping=[ship(600)])
    broken = back(order, "b", terms=PRO_RATA, lane="fault")
    assert (broken.total_minor, broken.shipping.gross_minor) == (2700, 200)


def test_b4_in_proportion_to_what_was_paid_and_not_to_the_price() -> None:
    order = order_of(line("a", 5000), line("b", 5000, discount_minor=2500), shipping=[ship(600)])
    assert back(order, "b", terms=PRO_RATA, lane="fault").shipping.gross_minor == 200


def test_b4_piece_after_piece_the_whole_of_it_is_refunded() -> None:
    order = order_of(line("a", 3333), line("b", 3333), line("c", 3334), shipping=[ship(1000, taxes=TEN_ON_TOP)])
    for turns in ([("a",), ("b",), ("c",)], [("c",), ("a", "b")], [("b", "a", "c")]):
        assert sum(totals_in_turn(order, *turns, terms=PRO_RATA, lane="fault")) == 11_100


def test_b4_only_the_shipping_of_its_own_parcel() -> None:
    order = two_parcels()
    first = quote_refund(order, Ask(units=(Units(line_id="ring", numbers=(1,)),), lane="fault"), PRO_RATA)
    assert [(item.ref, item.amount.gross_minor) for item in first.items if item.kind == "shipping"] == [("s1", 450)]
    third = quote_refund(order, Ask(units=(Units(line_id="ring", numbers=(3,)),), lane="fault"), PRO_RATA)
    assert [(item.ref, item.amount.gross_minor) for item in third.items if item.kind == "shipping"] == [("s2", 375)]


def test_b4_goods_that_cost_nothing_count_by_the_piece() -> None:
    order = order_of(line("sample", 0, 4), shipping=[ship(600)])
    made = quote_refund(order, Ask(units=(Units(line_id="sample", quantity=1),), lane="fault"), PRO_RATA)
    assert made.total_minor == 150


def test_c8_the_shops_mistake_gives_back_all_shipping_of_the_parcel_once() -> None:
    order = two_parcels()
    assert totals_in_turn(order, ("chain",), ("ring",), terms=WHOLE, lane="fault") == [1500, 9900]


def test_shipping_is_capped_by_what_was_paid_for_it() -> None:
    order = order_of(line("a", 5000), line("b", 5000), shipping=[ship(600)])
    named = quote_refund(order, Ask(shipping=(ShippingPart(id="s", amount_minor=500),)))
    later = back(order, "a", terms=WHOLE, lane="fault", earlier=[named.record])
    assert later.shipping.gross_minor == 100
    last = back(order, "b", terms=WHOLE, lane="fault", earlier=[named.record, later.record])
    assert last.shipping.gross_minor == 0


def test_shipping_in_proportion_is_capped_by_what_is_left_of_it() -> None:
    order = order_of(line("a", 5000), line("b", 5000), shipping=[ship(600)])
    named = quote_refund(order, Ask(shipping=(ShippingPart(id="s", amount_minor=500),)))
    assert back(order, "a", terms=PRO_RATA, lane="fault", earlier=[named.record]).shipping.gross_minor == 100


def test_part_of_a_piece_brings_its_part_of_the_shipping() -> None:
    order = order_of(line("a", 5000), line("b", 5000), shipping=[ship(600)])
    half = Ask(units=(Units(line_id="a", amount_minor=2500),), lane="fault")
    made = quote_refund(order, half, PRO_RATA)
    assert made.shipping.gross_minor == 150
    rest = back(order, "a", terms=PRO_RATA, lane="fault", earlier=[made.record])
    assert rest.shipping.gross_minor == 150


def test_cancelling_gives_back_everything_paid_with_shipping() -> None:
    order = order_of(line("a", 5000, taxes=TEN_ON_TOP), shipping=[ship(600)])
    assert quote_cancel(order).total_minor == 6100
    given = quote_refund(order, Ask(amount_minor=1000))
    assert quote_cancel(order, [given.record]).total_minor == 5100


def test_shipping_of_a_parcel_that_is_not_there_is_an_error() -> None:
    with pytest.raises(OrderInvalid, match="no parcel `p9`"):
        back(order_of(line("a", 5000), shipping=[ship(600, parcel_id="p9")]), "a")
