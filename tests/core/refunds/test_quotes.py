"""Quotes of refunds: deductions, caps, credit, ways back, and requests that cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.core.refunds.shop import TEN_ON_TOP, back, line, order_of, ship, totals_in_turn, units

from amends.core.errors import MoneyInvalid
from amends.core.orders import Order, Payment
from amends.core.refunds.left import what_is_left
from amends.core.refunds.paid import Amount, taxed
from amends.core.refunds.quote import pay, quote_cancel, quote_gift_credit, quote_refund
from amends.core.refunds.routes import Routing
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Charge, ShippingPart, Units

CARD_AND_GIFT = [
    Payment(id="card", method="card", captured_minor=3000),
    Payment(id="gift", method="gift_card", captured_minor=2000),
]


def test_a_restocking_fee_is_rounded_once_over_all_returns() -> None:
    order = order_of(*(line(name, 333) for name in "abc"))
    terms = Terms(restocking_percent=Decimal(15))
    assert back(order, "a", "b", "c", terms=terms).total_minor == 999 - 150
    assert totals_in_turn(order, ("a",), ("b",), ("c",), terms=terms) == [283, 283, 283]


def test_a_fee_is_taken_once_an_order_or_for_each_return() -> None:
    order = order_of(line("a", 2000), line("b", 2000))
    assert totals_in_turn(order, ("a",), ("b",), terms=Terms(fee_minor=750)) == [1250, 2000]
    assert totals_in_turn(order, ("a",), ("b",), terms=Terms(fee_minor=750, fee_per="return")) == [1250, 1250]


def test_a_fee_above_the_refund_never_makes_the_customer_pay() -> None:
    made = back(order_of(line("a", 500)), "a", terms=Terms(fee_minor=750))
    assert (made.total_minor, made.carried_minor) == (0, 250)
    assert sum(item.amount.gross_minor for item in made.items) == 0


def test_a_charge_on_one_refund_is_deducted_with_its_taxes() -> None:
    order = order_of(line("a", 1000, 2, taxes=TEN_ON_TOP))
    postage = Charge(kind="return_postage", amount=taxed(100, TEN_ON_TOP))
    asks = [Ask(units=(Units(line_id="a", quantity=1),), charges=(postage,)), Ask(units=units("a"))]
    first = quote_refund(order, asks[0])
    assert (first.total_minor, first.of("return_postage"), first.items[1].amount.tax_minor) == (990, -110, -10)
    assert quote_refund(order, asks[1], earlier=[first.record]).total_minor == 1100


def test_a_charge_is_not_negative_and_does_not_go_with_a_given_amount() -> None:
    order = order_of(line("a", 1000))
    for amount, given in ((-1, None), (1, 500)):
        charge = Charge(kind="loss_of_value", amount=Amount(amount))
        with pytest.raises(MoneyInvalid, match="a charge is deducted"):
            quote_refund(order, Ask(units=units("a"), charges=(charge,), amount_minor=given))


def test_x4_no_more_than_the_payments_captured() -> None:
    order = order_of(line("a", 5000), payments=[Payment(id="p", method="card", captured_minor=4000)])
    made = back(order, "a")
    assert (made.total_minor, made.of("captured")) == (4000, -1000)


def test_x4_what_is_pending_counts_as_gone() -> None:
    payment = Payment(id="p", method="card", captured_minor=5000, refunded_minor=1000, pending_minor=3500)
    assert back(order_of(line("a", 5000), payments=[payment]), "a").total_minor == 500


def test_x4_records_count_where_the_payments_do_not_know_of_them_yet() -> None:
    order = order_of(line("a", 3000), line("b", 2000), payments=[Payment(id="p", method="card", captured_minor=4000)])
    first = back(order, "a")
    assert back(order, "b", earlier=[first.record]).total_minor == 1000


def test_store_credit_uses_up_what_was_captured() -> None:
    order = order_of(line("a", 3000), line("b", 2000), payments=[Payment(id="p", method="card", captured_minor=4000)])
    first = quote_refund(order, Ask(units=units("a"), to="credit"), Terms(credit_bonus_percent=Decimal(10)))
    assert [(way.to, way.amount_minor, way.bonus_minor) for way in first.routes] == [("credit", 3000, 300)]
    assert back(order, "b", earlier=[first.record]).total_minor == 1000


def test_a7_nothing_is_deducted_from_the_credit_of_a_gift_whatever_the_terms() -> None:
    order = order_of(line("gift", 5000), line("other", 5000))
    hard = Terms(
        fee_minor=700,
        fee_per="return",
        restocking_percent=Decimal(20),
        clawback_free_from_minor=7500,
        clawback_rate_minor=600,
        refund_to="credit",
        credit_bonus_percent=Decimal(10),
    )
    made = quote_gift_credit(order, units("gift"), hard)
    assert [(way.to, way.amount_minor, way.bonus_minor) for way in made.routes] == [("credit", 5000, 500)]
    assert [item.kind for item in made.items] == ["goods"]
    # The buyer's own return afterwards: the gift counts as kept, and the fee is taken once, from the buyer.
    assert back(order, "other", terms=hard, earlier=[made.record]).total_minor == 5000 - 700 - 1000 - 600


def test_a7_what_the_buyer_still_owes_does_not_show_in_the_credit_of_the_gift() -> None:
    order = order_of(line("gift", 5000), line("cheap", 300))
    owing = back(order, "cheap", terms=Terms(fee_minor=1000))
    assert (owing.total_minor, owing.carried_minor) == (0, 700)
    assert quote_gift_credit(order, units("gift"), earlier=[owing.record]).total_minor == 5000


def test_a7_a_gift_gives_no_more_than_is_left_of_it() -> None:
    order = order_of(line("gift", 5000), line("free", 0))
    before = quote_refund(order, Ask(units=(Units(line_id="gift", amount_minor=2000),)))
    assert quote_gift_credit(order, units("gift"), earlier=[before.record]).total_minor == 3000
    assert quote_gift_credit(order, units("free")).total_minor == 0
    with pytest.raises(MoneyInvalid, match="0 of 1 units"):
        quote_gift_credit(order, units("gift"), earlier=[quote_gift_credit(order, units("gift")).record])


def test_a7_the_recipient_of_a_gift_gets_what_was_paid_for_the_line_as_credit() -> None:
    order = order_of(
        line("gift", 5000, taxes=TEN_ON_TOP), line("other", 5000), shipping=[ship(600)], discount_minor=1000
    )
    made = quote_gift_credit(order, units("gift"))
    assert [(way.to, way.amount_minor) for way in made.routes] == [("credit", 4950)]
    assert pay(order, made) == order  # nothing goes back to the buyer's payment


def test_x4_what_became_credit_cannot_be_refunded_as_well() -> None:
    order = order_of(line("gift", 5000))
    made = quote_gift_credit(order, units("gift"))
    with pytest.raises(MoneyInvalid, match="0 of 1 units"):
        back(order, "gift", earlier=[made.record])


@pytest.mark.parametrize(
    ("routing", "ways"),
    [
        (Routing(), {"card": 3000, "gift": 500}),
        (Routing(order="gift_card_first"), {"gift": 2000, "card": 1500}),
        (Routing(order="gift_card_last"), {"card": 3000, "gift": 500}),
        (Routing(order="newest_first"), {"gift": 2000, "card": 1500}),
        (Routing(order="pro_rata"), {"card": 2100, "gift": 1400}),
        (Routing(first=("gift",)), {"gift": 2000, "card": 1500}),
    ],
)
def test_money_goes_back_in_a_named_order(routing: Routing, ways: dict[str, int]) -> None:
    order = order_of(line("a", 3500), line("b", 1500), payments=CARD_AND_GIFT)
    made = quote_refund(order, Ask(units=units("a")), routing=routing)
    assert {way.payment_id: way.amount_minor for way in made.routes} == ways


def test_only_some_payments_take_it_or_nothing_happens() -> None:
    order = order_of(line("a", 3500), line("b", 1500), payments=CARD_AND_GIFT)
    with pytest.raises(MoneyInvalid, match=r"2000 \(minor units\) can go back"):
        quote_refund(order, Ask(units=units("a")), routing=Routing(only=("gift_card",)))
    with pytest.raises(MoneyInvalid, match="no payment `cash`"):
        quote_refund(order, Ask(units=units("a")), routing=Routing(first=("cash",)))


def test_a_gift_card_of_the_customers_takes_it_where_the_terms_say_so() -> None:
    order = order_of(line("a", 5000))
    made = quote_refund(order, Ask(units=units("a"), to="gift_card"), Terms(refund_to="original_or_gift_card"))
    assert [(way.to, way.amount_minor) for way in made.routes] == [("gift_card", 5000)]
    with pytest.raises(MoneyInvalid, match="cannot go to `gift_card`"):
        quote_refund(order, Ask(units=units("a"), to="gift_card"))


def test_an_order_without_a_payment_on_record_has_no_way_back() -> None:
    order = Order(number="1", currency="USD", lines=(line("a", 5000),))
    made = back(order, "a")
    assert (made.total_minor, made.routes) == (5000, ())
    with pytest.raises(MoneyInvalid, match="no payment on record"):
        pay(order, made)


def test_an_amount_of_the_order_counts_against_everything_later() -> None:
    order = order_of(line("a", 1000, 2))
    given = quote_refund(order, Ask(amount_minor=1500))
    later = back(order, "a", earlier=[given.record])
    assert (later.total_minor, later.of("given_before")) == (500, -1500)


def test_an_amount_for_named_things_is_laid_on_them_in_order() -> None:
    order = order_of(line("a", 1000), line("b", 1000), shipping=[ship(600)])
    ask = Ask(units=units("a", "b"), shipping=(ShippingPart(id="s"),), amount_minor=2100)
    made = quote_refund(order, ask)
    assert [(item.ref, item.amount.gross_minor) for item in made.items] == [("a", 1000), ("b", 1000), ("s", 100)]
    left = what_is_left(order, [made.record])
    assert (dict(left.units), dict(left.shipping), left.total_minor) == ({}, {"s": 500}, 500)


def test_deductions_do_not_touch_an_amount_that_was_given() -> None:
    order = order_of(line("a", 1000))
    terms = Terms(fee_minor=100, restocking_percent=Decimal(50), clawback_free_from_minor=1000, clawback_rate_minor=9)
    assert quote_refund(order, Ask(units=units("a"), amount_minor=1000), terms).total_minor == 1000


def test_a_refund_keeps_the_serials_of_what_came_back() -> None:
    order = order_of(line("a", 1000, 3, serials=("S1", "S2", "S3")))
    first = quote_refund(order, Ask(units=(Units(line_id="a", serials=("S2",)),)))
    rest = back(order, "a", earlier=[first.record])
    assert [share.serial for item in rest.items for share in item.units] == ["S1", "S3"]


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (Ask(), "names nothing to give back"),
        (Ask(units=(Units(line_id="b"),)), "has no line `b`"),
        (Ask(units=(Units(line_id="a", quantity=0),)), "`0` is no number of units"),
        (Ask(units=(Units(line_id="a", quantity=-1),)), "`-1` is no number of units"),
        (Ask(units=(Units(line_id="a", quantity=True),)), "`True` is no number of units"),
        (Ask(units=(Units(line_id="a", quantity=3),)), "2 of 2 units of `a` are left, 3 were asked for"),
        (Ask(units=(Units(line_id="a", numbers=(3,)),)), "there is no unit 3"),
        (Ask(units=(Units(line_id="a", numbers=(0,)),)), "`0` is no number of units"),
        (Ask(units=(Units(line_id="a", numbers=(1, 1)),)), "unit 1 of `a` was given back already"),
        (Ask(units=(Units(line_id="a", numbers=(1,)), Units(line_id="a", numbers=(1,)))), "was given back already"),
        (Ask(units=(Units(line_id="a", numbers=(1,), quantity=1),)), "units are named in one way only"),
        (Ask(units=(Units(line_id="a", serials=("S9",)),)), "no unit with the serial `S9`"),
        (Ask(units=(Units(line_id="a", amount_minor=0),)), "`0` is no amount"),
        (Ask(units=(Units(line_id="a", quantity=1, amount_minor=1001),)), "1001 is more than the 1000"),
        (Ask(units=units("a"), amount_minor=2001), "2001 is more than the 2000"),
        (Ask(shipping=(ShippingPart(id="x"),)), "no shipping charge `x`"),
        (Ask(shipping=(ShippingPart(id="s"), ShippingPart(id="s"))), "is no amount to give back"),
        (Ask(shipping=(ShippingPart(id="s", amount_minor=601),)), "601 is more than the 600"),
        (Ask(amount_minor=2601), "2601 is more than the 2600"),
        (Ask(amount_minor=-1), "`-1` is no amount"),
    ],
)
def test_an_impossible_request_is_an_error_and_says_why(ask: Ask, words: str) -> None:
    with pytest.raises(MoneyInvalid, match=words):
        quote_refund(order_of(line("a", 1000, 2), shipping=[ship(600)]), ask)


def test_nothing_is_left_to_cancel_after_everything_went_back() -> None:
    order = order_of(line("a", 1000))
    first = quote_cancel(order)
    with pytest.raises(MoneyInvalid, match="nothing of the order is left"):
        quote_cancel(order, [first.record])
