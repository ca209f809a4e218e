"""Partial refunds, repairs and postage paid back (C4, C5, C14-C17)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.core.refunds.shop import back, line, order_of, units

from amends.core.errors import MoneyInvalid
from amends.core.refunds.offers import Offer, RepairCost, postage_payout, quote_offer, quote_repair
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask

ORDER = order_of(line("ring", 10000))
TEN_TO_HALF = Terms(offer_from_percent=Decimal(10), offer_to_percent=Decimal(50))
COST = RepairCost(labour_minor=2000, materials_minor=1500, postage_in_minor=600, postage_out_minor=700)


@pytest.mark.parametrize(("amount", "possible"), [(999, False), (1000, True), (5000, True), (5001, False)])
def test_c4_an_offer_stays_inside_the_limits_of_the_policy(amount: int, possible: bool) -> None:
    offer = Offer(units=units("ring"), amount_minor=amount)
    if possible:
        assert quote_offer(ORDER, offer, TEN_TO_HALF).total_minor == amount
    else:
        with pytest.raises(MoneyInvalid, match=r"Offer from 10\.00 to 50\.00"):
            quote_offer(ORDER, offer, TEN_TO_HALF)


def test_c4_an_offer_may_be_a_percentage_of_what_was_paid() -> None:
    assert quote_offer(ORDER, Offer(units=units("ring"), percent=Decimal("12.5")), TEN_TO_HALF).total_minor == 1250


@pytest.mark.parametrize("amount", [0, -1, 10000])
def test_c4_an_offer_is_never_nothing_and_never_all(amount: int) -> None:
    with pytest.raises(MoneyInvalid, match="may not be offered"):
        quote_offer(ORDER, Offer(units=units("ring"), amount_minor=amount))


def test_c4_what_was_offered_and_taken_is_gone_from_a_later_refund() -> None:
    taken = quote_offer(ORDER, Offer(units=units("ring"), percent=Decimal(20)))
    assert back(ORDER, "ring", lane="fault", earlier=[taken.record]).total_minor == 8000


def test_an_offer_cannot_exceed_what_is_left() -> None:
    given = quote_refund(ORDER, Ask(units=units("ring"), amount_minor=9000))
    with pytest.raises(MoneyInvalid, match="2000 is more than the 1000"):
        quote_offer(ORDER, Offer(units=units("ring"), amount_minor=2000), Terms(), [given.record])


def test_an_offer_is_an_amount_or_a_percentage() -> None:
    for offer in (Offer(units=units("ring")), Offer(units=(), amount_minor=1)):
        with pytest.raises(MoneyInvalid, match="either an amount or a percentage"):
            quote_offer(ORDER, offer)


def test_c5_a_remake_or_repair_at_the_customers_cost_is_agreed_first() -> None:
    quote = quote_repair("USD", COST, Terms())
    assert (quote.to_pay_minor, quote.shop_bears_minor, quote.agree_first) == (4800, 0, True)


def test_c14_a_simple_repair_is_free() -> None:
    quote = quote_repair("USD", RepairCost(labour_minor=2000), Terms(labour="shop"))
    assert (quote.to_pay_minor, quote.agree_first) == (0, False)


def test_c15_under_warranty_the_material_is_charged_and_not_the_labour() -> None:
    quote = quote_repair("USD", RepairCost(labour_minor=2000, materials_minor=1500), Terms(labour="shop"))
    assert (quote.to_pay_minor, quote.shop_bears_minor, quote.agree_first) == (1500, 2000, True)


def test_c16_the_customer_pays_the_postage_both_ways() -> None:
    quote = quote_repair("USD", COST, Terms(labour="shop", materials="shop"))
    assert [(item.kind, item.payer) for item in quote.items if item.payer == "customer"] == [
        ("postage_in", "customer"),
        ("postage_out", "customer"),
    ]
    assert quote.to_pay_minor == 1300


def test_c17_after_the_warranty_everything_is_the_customers() -> None:
    assert quote_repair("USD", COST, Terms(quote_first=True)).to_pay_minor == 4800


def test_a_quote_first_is_asked_for_even_where_nothing_is_to_pay() -> None:
    assert quote_repair("USD", RepairCost(), Terms(quote_first=True)).agree_first


def test_a_repair_cannot_cost_less_than_nothing() -> None:
    with pytest.raises(MoneyInvalid, match="labour_minor"):
        quote_repair("USD", RepairCost(labour_minor=-1))


@pytest.mark.parametrize(("receipt", "payout"), [(799, 799), (800, 800), (801, 800)])
def test_postage_laid_out_is_paid_back_up_to_a_limit(receipt: int, payout: int) -> None:
    assert postage_payout(receipt, Terms(postage_receipt_up_to_minor=800)) == payout
    assert postage_payout(receipt, Terms()) == 0
    with pytest.raises(MoneyInvalid):
        postage_payout(0, Terms())
