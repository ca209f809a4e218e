"""From orders to facts: piece by piece, the unknown left out, in time linear in the order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from amends.core.claims import Claim, claimed, facts_about, facts_of_pieces, pieces_of
from amends.core.dates import NOT_YET
from amends.core.errors import OrderInvalid
from amends.core.orders import Line, Order, Parcel, Shipping
from amends.core.vocabulary import VOCABULARY


def line(line_id: str = "1", quantity: int = 2, price: int = 50_00, **more: object) -> Line:
    known = {"id": line_id, "product_id": "tide", "sku": "tide-7", "name": "Tide ring", "quantity": quantity}
    return Line(**{**known, "unit_price_minor": price, **more})  # type: ignore[arg-type]


ORDER = Order(
    number="LU-1",
    currency="USD",
    placed_at=1_000,
    lines=(
        line(attributes={"material": "silver", "size_tolerance_mm": "0.25", "weather": "rain"}),
        line("2", 1, 40_00),
    ),
    shipping=(Shipping(id="s", price_minor=6_00),),
    parcels=(
        Parcel(
            id="a", contents={"1": 1}, shipped_at=2_000, delivered_at=3_000, attributes={"sent_to": "another_address"}
        ),
        Parcel(id="b", contents={"2": 1}, shipped_at=4_000),
    ),
    used={"order.exchange": 1},
)


def test_a_line_in_two_parcels_is_two_pieces_each_with_its_own_dates() -> None:
    found = {
        piece.id: (piece.quantity, facts.get("parcel.shipped_at"))
        for piece, facts in facts_of_pieces(ORDER, VOCABULARY)
    }
    assert found == {"1.a": (1, 2_000), "1": (1, NOT_YET), "2.b": (1, 4_000)}


def test_what_nobody_knows_is_left_out_and_what_has_not_come_is_said() -> None:
    facts = {piece.id: facts for piece, facts in facts_of_pieces(ORDER, VOCABULARY)}
    assert "parcel.delivered_at" not in facts["2.b"]  # posted; nobody knows whether it came
    assert facts["1"]["parcel.delivered_at"] is NOT_YET
    assert "order.last_delivered_at" not in facts["1.a"]
    assert "order.state" not in facts["1.a"]
    assert "item.category" not in facts["1.a"]


def test_what_the_shop_knows_of_an_order_becomes_facts_where_it_makes_sense() -> None:
    told: dict[str, str | int | bool] = {
        "buyer": "business",
        "terms_shown": False,
        "withdrawal_told": "perhaps",
        "state": "delivered",
        "weather": "rain",
    }
    facts = facts_of_pieces(replace(ORDER, attributes=told), VOCABULARY)[0][1]
    assert (facts["order.buyer"], facts["order.terms_shown"]) == ("business", False)
    assert not {"order.withdrawal_told", "order.state", "order.weather"} & facts.keys()


@pytest.mark.parametrize(
    ("said", "is_so"),
    [("yes", True), ("TRUE ", True), ("1", True), (1, True), (True, True), ("no", False), ("0", False), ("Anna", None)],
)
def test_an_attribute_that_is_yes_or_no_may_be_said_in_words(said: str | int | bool, is_so: bool | None) -> None:
    """An engraved piece of a CSV file was once taken for one like any other, since `yes` is not true."""
    told = replace(ORDER, lines=tuple(replace(one, attributes={"personalised": said}) for one in ORDER.lines))
    assert facts_of_pieces(told, VOCABULARY)[0][1].get("item.personalised") is is_so


def test_attributes_become_facts_of_their_kind_and_unknown_ones_do_not() -> None:
    facts = dict(facts_of_pieces(ORDER, VOCABULARY)[0][1])
    assert facts["item.material"] == "silver"
    assert facts["item.size_tolerance_mm"] == Decimal("0.25")
    assert facts["parcel.sent_to"] == "another_address"
    assert facts["used.order.exchange"] == 1
    assert not any(name.endswith("weather") for name in facts)


def test_amounts_are_what_was_paid() -> None:
    order = replace(ORDER, discount_minor=14_00, coupon=True)
    facts = dict(facts_of_pieces(order, VOCABULARY)[0][1])
    assert (facts["item.price"], facts["item.paid"]) == (50_00, 90_00)
    assert (facts["order.goods_paid"], facts["order.shipping_paid"]) == (126_00, 6_00)
    assert facts["item.discounted"] is True


def test_a_claim_states_its_own_facts_and_an_open_answer_stays_unknown() -> None:
    piece, base = facts_of_pieces(ORDER, VOCABULARY)[0]
    claim = Claim(reason="changed_mind", answers={"condition.worn": False, "condition.used": None})
    facts = claimed(base, claim)
    assert facts["condition.worn"] is False
    assert "condition.used" not in facts
    assert "claim.asked_at" not in facts
    assert facts == facts_about(ORDER, piece, claim, VOCABULARY)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (replace(ORDER, parcels=(Parcel(id="a", contents={"9": 1}),)), "`9`"),
        (replace(ORDER, parcels=(Parcel(id="a", contents={"1": 3}),)), "`1`"),
        (replace(ORDER, parcels=(Parcel(id="a", contents={"1": -1}),)), "`1`"),
        (replace(ORDER, lines=(line(quantity=-1),), parcels=()), "negative"),
        (replace(ORDER, lines=(line(), line()), parcels=()), "same id"),
    ],
)
def test_an_order_that_contradicts_itself_is_an_error(broken: Order, message: str) -> None:
    with pytest.raises(OrderInvalid, match=message):
        pieces_of(broken)
