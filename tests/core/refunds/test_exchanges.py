"""Exchanges: the difference, the new postage, and what the replacement is worth (B13, B15, X4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.core.money_page import table
from tests.core.refunds.shop import TEN_ON_TOP, TWENTY_INSIDE, back, line, order_of, ship, units

from amends.core.errors import MoneyInvalid
from amends.core.money import parse_amount
from amends.core.orders import Payment, Product, Variant
from amends.core.refunds.exchange import Swap, exchange_candidates, exchanged, quote_exchange
from amends.core.refunds.left import what_is_left
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Units

ORDER = order_of(line("old", 4000), line("other", 5000))
KEPT = Terms(price_fall="kept", new_postage_minor=600)


def swap(price: int) -> Swap:
    return Swap(units=units("old"), new=(line("new", price),))


def test_b13_the_new_postage_is_prepaid() -> None:
    made = quote_exchange(ORDER, swap(4000), Terms(new_postage_minor=600))
    assert (made.to_pay_minor, made.refund_minor, made.back.gross_minor) == (600, 0, 4000)


def test_b15_nothing_is_paid_out_for_something_cheaper() -> None:
    made = quote_exchange(ORDER, swap(3000), KEPT)
    assert (made.to_pay_minor, made.refund_minor, made.credit_minor, made.routes) == (600, 0, 0, ())


def test_b15_the_customer_pays_the_difference_for_something_dearer() -> None:
    assert quote_exchange(ORDER, swap(5000), KEPT).to_pay_minor == 1600


@pytest.mark.parametrize("row", table("paid for the old", "price of the new"))
def test_exchanges_come_to_what_the_page_says(row: dict[str, str]) -> None:
    name, value = row["terms"].split()
    terms = Terms(new_postage_minor=600) if name == "new_postage" else Terms(**{name: value})  # type: ignore[arg-type]
    made = quote_exchange(ORDER, swap(parse_amount(row["price of the new"], "USD")), terms)
    found = (made.back.gross_minor, made.to_pay_minor, made.refund_minor, made.lines[0].price_minor)
    named = ("paid for the old", "customer pays", "customer gets", "the new is worth")
    assert list(found) == [parse_amount(row[name], "USD") for name in named]


@pytest.mark.parametrize(("price", "worth"), [(3000, 4000), (4000, 4000), (5000, 5000)])
def test_x4_a_later_refund_of_the_replacement_returns_what_it_took_on(price: int, worth: int) -> None:
    made = quote_exchange(ORDER, swap(price), KEPT)
    payment = Payment(id="difference", method="card", captured_minor=made.to_pay_minor)
    after = exchanged(ORDER, made, payment)
    later = back(after, "new", earlier=[made.record])
    assert later.total_minor == worth


def test_x4_the_old_piece_can_never_be_refunded() -> None:
    made = quote_exchange(ORDER, swap(4000))
    with pytest.raises(MoneyInvalid, match="0 of 1 units of `old`"):
        back(exchanged(ORDER, made), "old", earlier=[made.record])


def test_what_was_given_back_before_is_not_put_into_the_exchange() -> None:
    given = quote_refund(ORDER, Ask(units=(Units(line_id="old", amount_minor=1500),)))
    made = quote_exchange(ORDER, swap(4000), Terms(), [given.record])
    assert (made.back.gross_minor, made.to_pay_minor) == (2500, 1500)


def test_a_cheaper_thing_gives_credit_where_the_terms_say_so() -> None:
    made = quote_exchange(ORDER, swap(3000), Terms(price_fall="credit", credit_bonus_percent=Decimal(10)))
    assert [(way.to, way.amount_minor, way.bonus_minor) for way in made.routes] == [("credit", 1000, 100)]
    assert (made.credit_minor, made.refund_minor) == (1000, 0)


def test_a_fall_pays_for_the_postage_first_where_it_is_refunded() -> None:
    made = quote_exchange(ORDER, swap(3000), Terms(new_postage_minor=600))
    assert (made.to_pay_minor, made.refund_minor) == (0, 400)


def test_a_fee_taken_with_an_exchange_is_not_taken_again() -> None:
    terms = Terms(fee_minor=500)
    made = quote_exchange(ORDER, swap(4000), terms)
    assert made.to_pay_minor == 500
    payment = Payment(id="fee", method="card", captured_minor=500)
    after = exchanged(ORDER, made, payment)
    assert back(after, "other", terms=terms, earlier=[made.record]).total_minor == 5000


def test_taxes_of_the_new_thing_are_its_own() -> None:
    order = order_of(line("old", 1000, taxes=TEN_ON_TOP))
    made = quote_exchange(order, Swap(units=units("old"), new=(line("new", 1200, taxes=TWENTY_INSIDE),)))
    assert (made.to_pay_minor, made.tax_difference_minor) == (100, 100)


def test_what_was_never_captured_stays_in_the_replacement() -> None:
    order = order_of(line("old", 4000), payments=[Payment(id="p", method="card", captured_minor=500)])
    made = quote_exchange(order, swap(3000))
    assert (made.refund_minor, made.lines[0].price_minor) == (500, 3500)


def test_the_worth_is_in_the_order_once() -> None:
    order = replace(ORDER, shipping=(ship(600),), payments=())
    made = quote_exchange(order, swap(4000))
    after = exchanged(order, made)
    assert what_is_left(after, [made.record]).total_minor == 9600
    broken = back(after, "new", terms=Terms(refund_shipping="pro_rata"), lane="fault", earlier=[made.record])
    assert broken.shipping.gross_minor == 267  # 6.00 x 40 / 90


def test_an_exchange_names_both_sides() -> None:
    with pytest.raises(MoneyInvalid, match="what goes back and what comes instead"):
        quote_exchange(ORDER, Swap(units=units("old"), new=()))
    made = quote_exchange(ORDER, Swap(units=units("old"), new=(line("other", 1),)))
    with pytest.raises(MoneyInvalid, match="has a line `other` already"):
        exchanged(ORDER, made)


def test_candidates_are_other_available_variants() -> None:
    ring = Product(
        id="ring",
        name="ring",
        category="ring",
        variants=tuple(Variant(sku=sku, price_minor=1, available=sku != "s8") for sku in ("s6", "s7", "s8")),
    )
    assert [variant.sku for variant in exchange_candidates(ring, "s6")] == ["s7"]
    with pytest.raises(MoneyInvalid, match="no variant `s66`"):
        exchange_candidates(ring, "s66")
