"""An amount follows from its figures alone: on any order, after any refunds, whatever its payments can still give."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws_of_the_core.orders_to_try import TERMS, orders, units_in_groups

from amends.core.engine.documents import as_json
from amends.core.errors import MoneyInvalid
from amends.core.orders import Order
from amends.core.refunds.claimed import MONEY_BACK, Claimed, Figures, amount_of, figures_of, quote_claim
from amends.core.refunds.left import what_is_left
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Refunded

PEOPLE = st.sampled_from(["buyer", "gift_recipient"])


@st.composite
def claims(draw: st.DrawFn) -> tuple[Order, Claimed, Terms, tuple[Refunded, ...]]:
    """This function will return claims on what earlier refunds have left of an order."""
    whole = draw(orders())
    order = replace(whole, payments=whole.payments[: draw(st.integers(0, 3))])  # some of the money was never charged
    earlier: tuple[Refunded, ...] = ()
    for units in draw(units_in_groups(order))[: draw(st.integers(0, 2))]:
        try:
            earlier += (quote_refund(order, Ask(units=units), draw(TERMS), earlier).record,)
        except MoneyInvalid:
            continue
    left = what_is_left(order, earlier).units
    assume(left)
    line_id = draw(st.sampled_from(sorted(left)))
    claimed = Claimed(
        remedy=draw(st.sampled_from(MONEY_BACK)), by=draw(PEOPLE), lane="change_of_mind", line_id=line_id,
        quantity=draw(st.integers(1, len(left[line_id]))), is_whole=not earlier and draw(st.booleans()),
    )  # fmt: skip
    return order, claimed, draw(TERMS), earlier


@settings(max_examples=150, deadline=None)
@given(claims())
def test_an_amount_follows_from_its_figures_as_they_are_written(
    claim: tuple[Order, Claimed, Terms, tuple[Refunded, ...]],
) -> None:
    order, claimed, terms, earlier = claim
    try:
        quote = quote_claim(order, claimed, terms, earlier)
    except MoneyInvalid:
        return
    figures = figures_of(order, claimed, terms, earlier, quote)
    again = msgspec.json.decode(as_json(figures), type=Figures)
    assert again == figures
    assert amount_of(again, claimed, terms) == quote.total_minor == again.amount_minor
