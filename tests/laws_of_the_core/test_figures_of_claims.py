"""An amount follows from its figures alone: on any order, after any refunds, whatever its payments can still give.

Of refunds, credit with its bonus, exchanges, parts of the price that were offered, and repairs alike.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import msgspec
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from tests.laws_of_the_core.orders_to_try import TAXES, TERMS, orders, units_in_groups

from amends.core.engine.documents import as_json
from amends.core.errors import MoneyInvalid
from amends.core.orders import Line, Order
from amends.core.refunds.claimed import (
    MADE,
    MONEY_BACK,
    OFFERED,
    Claimed,
    Figures,
    Part,
    Sold,
    amount_of,
    claimed_in,
    comes_to,
    figures_of,
    quote_of,
)
from amends.core.refunds.left import what_is_left
from amends.core.refunds.offers import RepairCost
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Refunded

ODD = [Decimal(one) for one in ("1E-999999", "1E+999999", "-0", "NaN", "sNaN", "99.99999", "100", "0E-999999")]
LINES = (Sold(id="L1", quantity=1, unit_minor=10_000),)
OTHERS = {"exchange", *OFFERED, *MADE}
PEOPLE = st.sampled_from(["buyer", "gift_recipient"])
PARTS = st.builds(Part, percent=st.decimals(0, 100, places=1)) | st.builds(Part, amount_minor=st.integers(1, 9_000))
COSTS = st.builds(
    RepairCost,
    labour_minor=st.integers(0, 9_000),
    materials_minor=st.integers(0, 9_000),
    postage_in_minor=st.integers(0, 900),
    postage_out_minor=st.integers(0, 900),
)


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
    new = Line(
        id="new", product_id="p", sku="s", name="A new one", quantity=1, unit_price_minor=draw(st.integers(0, 90_000)),
        taxes=draw(TAXES),
    )  # fmt: skip
    remedy = draw(st.sampled_from(sorted(OTHERS)) | st.sampled_from(MONEY_BACK))
    terms = draw(TERMS)
    if remedy in OFFERED and draw(st.booleans()):  # else hardly an offer is inside the limits
        terms = replace(terms, offer_from_percent=None, offer_to_percent=None)
    claimed = Claimed(
        remedy=remedy, by=draw(PEOPLE), lane="change_of_mind", line_id=line_id,
        quantity=draw(st.integers(1, len(left[line_id]))), is_whole=not earlier and draw(st.booleans()),
        new=(new,) if remedy == "exchange" else (), offered=draw(PARTS) if remedy in OFFERED else None,
        cost=draw(COSTS) if remedy in MADE else None,
    )  # fmt: skip
    return order, claimed, terms, earlier


@settings(max_examples=200, deadline=None)
@given(claims())
def test_an_amount_follows_from_its_figures_as_they_are_written(
    claim: tuple[Order, Claimed, Terms, tuple[Refunded, ...]],
) -> None:
    order, claimed, terms, earlier = claim
    try:
        quote = quote_of(order, claimed, terms, earlier)
    except MoneyInvalid:
        return
    figures = figures_of(order, claimed, terms, earlier, quote)
    again = msgspec.json.decode(as_json(figures), type=Figures)
    assert again == figures
    read = claimed_in(again, claimed.remedy, claimed.by, claimed.lane)
    assert amount_of(again, read, terms) == comes_to(quote) == (again.amount_minor, again.parts)
    event(claimed.remedy)


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.sampled_from(ODD))
def test_no_share_that_somebody_writes_takes_long_or_is_more_than_all(share: Decimal) -> None:
    figures = Figures(
        currency="USD", amount_minor=1, line_id="L1", quantity=1, offered=Part(percent=share), lines=LINES
    )
    claimed = claimed_in(figures, "partial_refund", "buyer", "fault")
    try:
        amount, _ = amount_of(figures, claimed, Terms())
    except MoneyInvalid:
        return
    assert 0 < amount < 10_000
