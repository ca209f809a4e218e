"""The last of the goods has not come while some of them are still to be posted: the law counts from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from amends.core.dates import NOT_YET
from amends.core.orders import Line, Order, Parcel
from amends.examples import folder
from amends.records.shops import ShopRow
from amends.usecases.read_order import InHand
from amends.usecases.read_policy import read_policy

POLICY = read_policy(Path(str(folder("silver"))) / "policy.yaml")
SHOP = ShopRow(
    id="silver", name="Wrenfold", says="", country="US", zone=ZoneInfo("America/New_York"), currency="USD", email="",
    phone="", address=(), theme={}, sample_day=date(2026, 11, 20),
)  # fmt: skip
RING = Line(id="1", product_id="r", sku="r", name="Ring", quantity=2, unit_price_minor=50_00)
CARD = replace(RING, id="2", category="gift_card", quantity=1)
PARCEL = Parcel(id="a", contents={"1": 1}, shipped_at=1_000, delivered_at=2_000)
ORDER = Order(number="WR-1", currency="USD", lines=(RING,), placed_at=500, parcels=(PARCEL,))


def last_came(order: Order) -> set[object]:
    """This function will return when the last of the order came, as each piece's facts say it."""
    in_hand = InHand(SHOP, order, POLICY, ())
    return {facts["order.last_delivered_at"] for _, facts in in_hand.pieces.values()}


def test_one_of_two_has_come() -> None:
    assert last_came(ORDER) == {NOT_YET}


def test_both_have_come() -> None:
    assert last_came(replace(ORDER, parcels=(replace(PARCEL, contents={"1": 2}),))) == {2_000}


def test_a_gift_card_needs_no_parcel() -> None:
    whole = replace(PARCEL, contents={"1": 2})
    assert last_came(replace(ORDER, lines=(RING, CARD), parcels=(whole,))) == {2_000}


def test_what_was_cancelled_is_not_waited_for() -> None:
    assert last_came(replace(ORDER, state="cancelled")) == {2_000}
