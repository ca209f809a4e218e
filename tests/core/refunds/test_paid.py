"""What was paid for lines, units and shipping, and orders that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.core.money_page import table
from tests.core.refunds.shop import TEN_ON_TOP, TWENTY_INSIDE, line, order_of, ship

from amends.core.errors import OrderInvalid
from amends.core.money import Rounding, Split, format_amount
from amends.core.orders import Order, Parcel, Payment, Tax
from amends.core.refunds.paid import Arithmetic, paid
from amends.core.refunds.quote import RefundQuote, pay, quote_cancel, quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Units


def on_top(percent: int) -> tuple[Tax, ...]:
    return (Tax(rate_ppm=percent * 10_000, included=False),)


def worked_order() -> Order:
    return order_of(
        line("ring", 5000, 2, taxes=TEN_ON_TOP),
        line("chain", 4000, taxes=TWENTY_INSIDE),
        shipping=[ship(600, "shipping", taxes=TEN_ON_TOP)],
        discount_minor=1400,
        payments=[
            Payment(id="card", method="card", captured_minor=11160),
            Payment(id="gift", method="gift_card", captured_minor=3000),
        ],
    )


def test_the_worked_order_comes_to_what_the_page_says() -> None:
    bought = paid(worked_order())
    amounts = {**{one: line.amount for one, line in bought.lines.items()}, **bought.shipping, "order": bought.total}
    for row in table("", "price", "order discount"):
        amount = amounts[row[""]]
        found = [format_amount(part, "USD") for part in (amount.net_minor, amount.tax_minor, amount.gross_minor)]
        assert found == [row["net"], row["tax"], row["paid"]], row


def test_the_worked_refunds_come_to_what_the_page_says() -> None:
    order = worked_order()
    quotes: list[RefundQuote] = []
    asks: list[Callable[[list[Any]], RefundQuote]] = [
        lambda earlier: quote_refund(order, Ask(units=(Units(line_id="ring", quantity=1),)), Terms(), earlier),
        lambda earlier: quote_refund(
            order, Ask(units=(Units(line_id="chain"),), lane="fault"), Terms(refund_shipping="pro_rata"), earlier
        ),
        lambda earlier: quote_cancel(order, earlier),
    ]
    for row, ask in zip(table("refund", "goods", "shipping"), asks, strict=True):
        made = ask([quote.record for quote in quotes])
        quotes.append(made)
        order = pay(order, made)
        ways = {way.payment_id: way.amount_minor for way in made.routes}
        parts = (made.goods.gross_minor, made.shipping.gross_minor, made.total_minor, ways["card"], ways.get("gift", 0))
        assert [format_amount(part, "USD") for part in parts] == list(row.values())[1:], row
    assert sum(quote.total_minor for quote in quotes) == 14160


def test_two_taxes_stand_on_the_same_net() -> None:
    order = order_of(line("a", 10000, taxes=(*on_top(5), *on_top(7))))
    assert paid(order).total_minor == 11200
    inside = order_of(
        line("a", 11200, taxes=(Tax(rate_ppm=50_000, included=True), Tax(rate_ppm=70_000, included=True)))
    )
    assert [tax.amount_minor for tax in paid(inside).total.taxes] == [500, 700]


def test_a_tax_that_the_shop_charged_is_taken_as_told() -> None:
    order = order_of(line("a", 999, 3, taxes=(Tax(rate_ppm=70_000, included=False, amount_minor=211),)))
    assert paid(order).total_minor == 2997 + 211


@pytest.mark.parametrize(("per", "tax"), [("line", 53), ("unit", 54), ("order", 53)])
def test_taxes_are_rounded_where_the_shop_rounds_them(per: Any, tax: int) -> None:
    order = order_of(line("a", 250, 3, taxes=on_top(7)))
    assert paid(order, Arithmetic(tax_per=per)).total.tax_minor == tax


def test_taxes_rounded_once_an_order_are_given_back_to_the_lines_exactly() -> None:
    order = order_of(*(line(name, 105, taxes=on_top(10)) for name in "abc"), shipping=[ship(105, taxes=on_top(10))])
    assert paid(order).total.tax_minor == 44  # 4 x 10.5, each up
    once = paid(order, Arithmetic(tax_per="order"))
    assert once.total.tax_minor == 42
    assert sorted(row.amount.tax_minor for row in once.lines.values()) == [10, 11, 11]


@pytest.mark.parametrize(("mode", "tax"), [(Rounding.UP, 70), (Rounding.DOWN, 69), (Rounding.HALF_UP, 70)])
def test_tax_rounding_is_named(mode: Rounding, tax: int) -> None:
    assert paid(order_of(line("a", 999, taxes=on_top(7))), Arithmetic(tax_rounding=mode)).total.tax_minor == tax


def test_the_first_units_are_worth_their_rounded_share_of_the_line() -> None:
    bought = paid(order_of(line("a", 0, 12, price_minor=100))).lines["a"]
    assert [bought.up_to(units) for units in (1, 3, 6, 12)] == [8, 25, 50, 100]


def test_units_can_be_split_as_the_shop_splits_them() -> None:
    arithmetic = Arithmetic(unit_split=Split.FIRST_TAKES_REST)
    bought = paid(order_of(line("a", 0, 3, price_minor=1000)), arithmetic).lines["a"]
    assert [bought.unit(number).gross_minor for number in (1, 2, 3)] == [334, 333, 333]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Order(number="1", currency="USD", lines=(line("a", 100, -1),)), "`-1` is no number of units"),
        (Order(number="1", currency="USD", lines=(line("a", 100, 100_001),)), "is no number of units"),
        (Order(number="1", currency="USD", lines=(line("a", 100, 1.5),)), "`1.5` is no number of units"),  # type: ignore[arg-type]
        (Order(number="1", currency="USD", lines=(line("a", -100),)), "the price does not fit"),
        (Order(number="1", currency="USD", lines=(line("a", 10.5),)), "the price does not fit"),  # type: ignore[arg-type]
        (Order(number="1", currency="USD", lines=(line("a", 100, discount_minor=101),)), "discount of 101"),
        (Order(number="1", currency="USD", lines=(line("a", 100, discount_minor=-1),)), "discount of -1"),
        (Order(number="1", currency="USD", lines=(line("a", 100),), discount_minor=101), "discount of 101"),
        (
            Order(number="1", currency="USD", lines=(line("a", 100, discountable=False),), discount_minor=1),
            "discount of 1 does not fit a price of 0",
        ),
        (Order(number="1", currency="USD", lines=(line("a", 100), line("a", 100))), "the line `a` is there twice"),
        (Order(number="1", currency="USD", lines=(), shipping=(ship(-1),)), "price of shipping is negative"),
        (
            Order(number="1", currency="USD", lines=(line("a", 1),), parcels=(Parcel(id="p", contents={"a": 2}),)),
            "holds 2 of `a`, which were not bought",
        ),
        (
            Order(number="1", currency="USD", lines=(line("a", 1),), parcels=(Parcel(id="p", contents={"b": 1}),)),
            "holds 1 of `b`",
        ),
        (
            Order(number="1", currency="USD", lines=(line("a", 1, taxes=(Tax(rate_ppm=-1, included=False),)),)),
            "a tax is negative",
        ),
    ],
)  # fmt: skip
def test_an_order_that_contradicts_itself_is_an_error(order: Order, words: str) -> None:
    with pytest.raises(OrderInvalid, match=words):
        paid(order)


def test_an_order_of_five_thousand_lines_is_quoted() -> None:
    order = order_of(*(line(f"l{number}", number, taxes=TEN_ON_TOP) for number in range(5000)), discount_minor=777)
    assert quote_cancel(order).total_minor == paid(order).total_minor
