"""The sample orders: the same every time, sound, and showing every clause's situation on whatever day they are made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.core.claims import Claim, Piece, facts_about, pieces_of
from amends.core.dates import HOUR, NOT_YET, Instant, add_months, local_day, zone_named
from amends.core.facts import read_value
from amends.core.money import parse_amount
from amends.core.orders import Line, Order
from amends.core.refunds.paid import paid
from amends.core.vocabulary import VOCABULARY
from amends.examples import SHOPS, Situation, orders_for, shop, situations
from amends.examples.when import today

DAY = date(2026, 11, 22).toordinal()
ZONE = zone_named("America/New_York")
CLAUSES = {"piercing": ("A", 18), "silver": ("B", 19), "bespoke": ("C", 18)}
DAYS = tuple(
    date(*day).toordinal()
    for day in ((2026, 11, 22), (2026, 11, 1), (2027, 3, 14), (2027, 1, 3), (2028, 3, 1), (2026, 12, 26))
)
ALL = [(name, situation) for name in SHOPS for situation in situations(name)]


@pytest.mark.parametrize("name", SHOPS)
def test_the_same_day_gives_the_same_orders(name: str) -> None:
    assert orders_for(name, DAY) == orders_for(name, DAY)
    assert len(orders_for(name, DAY)) == 300


@pytest.mark.parametrize("name", SHOPS)
def test_another_day_moves_the_dates_and_nothing_else(name: str) -> None:
    earlier, later = orders_for(name, DAY), orders_for(name, DAY + 100)
    for one, other in zip(earlier, later, strict=True):
        assert (one.number, one.email, one.lines, one.payments) == (
            other.number,
            other.email,
            other.lines,
            other.payments,
        )
    assert earlier != later


@pytest.mark.parametrize("name", SHOPS)
def test_numbers_are_of_the_shop_and_cannot_be_guessed_from_one_another(name: str) -> None:
    numbers = [order.number for order in orders_for(name, DAY)]
    assert len(set(numbers)) == len(numbers)
    assert {number[:3] for number in numbers} == {f"{shop(name).order_prefix}-"}
    drawn = [number for number in numbers if not number[3:].isdigit()]
    assert len(drawn) > 270
    assert drawn != sorted(drawn)
    assert len({number[3] for number in drawn}) > 20


@pytest.mark.parametrize("name", SHOPS)
def test_nobody_outside_the_examples_is_written_to(name: str) -> None:
    emails = [order.email for order in orders_for(name, DAY)]
    assert all(email.isascii() and email.endswith("@example.com") for email in emails)
    assert len(set(emails)) > 100


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(SHOPS),
    day=st.integers(date(2024, 6, 1).toordinal(), date(2040, 1, 1).toordinal()),
    minute=st.integers(0, 24 * 60 - 1),
)
def test_every_order_is_sound_on_any_day_and_at_any_minute(name: str, day: int, minute: int) -> None:
    now = today(day, None, "America/New_York").at(day, f"{minute // 60:02}:{minute % 60:02}")
    for order in orders_for(name, day, now):
        _check_money(order)
        _check_journey(order, now)
        assert sum(piece.quantity for piece in pieces_of(order)) == sum(line.quantity for line in order.lines)
        assert all(piece.parcel for piece in pieces_of(order))


def _check_money(order: Order) -> None:
    captured = sum(payment.captured_minor for payment in order.payments)
    assert captured == paid(order).total_minor, order.number
    for payment in order.payments:
        assert 0 <= payment.refunded_minor <= payment.captured_minor
    assert len({payment.id for payment in order.payments}) == len(order.payments)


def _check_journey(order: Order, now: Instant) -> None:
    assert isinstance(order.placed_at, int)
    assert order.placed_at <= now
    for parcel in order.parcels:
        assert parcel.shipped_at is not None
        assert parcel.delivered_at is not None
        known = [order.placed_at, order.production_started_at, parcel.shipped_at, parcel.delivered_at]
        moments = [moment for moment in known if isinstance(moment, int)]
        assert moments == sorted(moments), order.number
        assert moments[-1] <= now, order.number
        assert not (parcel.shipped_at is NOT_YET and parcel.delivered_at is not NOT_YET)


@pytest.mark.parametrize(
    ("name", "of", "inside", "last", "outside"),
    [("piercing", "placed", 29, 30, 31), ("silver", "shipped", 34, 35, 36), ("bespoke", "delivered", 364, 365, 366)],
)
def test_orders_lie_inside_at_the_edge_of_and_outside_the_window(
    name: str, of: str, inside: int, last: int, outside: int
) -> None:
    found = set()
    for order in orders_for(name, DAY):
        moments = [order.placed_at] if of == "placed" else [getattr(parcel, f"{of}_at") for parcel in order.parcels]
        found |= {DAY - local_day(moment, ZONE) for moment in moments if isinstance(moment, int)}
    assert {last, outside} <= found
    assert any(days < inside for days in found)
    assert any(days > outside + 10 for days in found)


@pytest.mark.parametrize("name", SHOPS)
def test_the_other_orders_have_everything_that_orders_have(name: str) -> None:
    orders = orders_for(name, DAY)
    held = {
        "a gift": any(order.gift and order.gift_code for order in orders),
        "a coupon": any(order.coupon and order.discount_minor for order in orders),
        "two parcels": any(len(order.parcels) > 1 for order in orders),
        "two payments": any(len(order.payments) > 1 for order in orders),
        "an earlier refund": any(payment.refunded_minor for order in orders for payment in order.payments),
        "tax on top": any(not tax.included for order in orders for line in order.lines for tax in line.taxes),
        "tax included": any(tax.included for order in orders for line in order.lines for tax in line.taxes),
        "shipping paid": any(paid(order).shipping_minor for order in orders),
        "shipping free": any(not paid(order).shipping_minor for order in orders),
        "not posted": any(parcel.shipped_at is NOT_YET for order in orders for parcel in order.parcels),
        "cancelled": any(order.state == "cancelled" for order in orders),
        "lost": any(parcel.attributes.get("carrier_finding") == "lost" for order in orders for parcel in order.parcels),
        "several pieces": any(line.quantity > 1 for order in orders for line in order.lines),
        "a gift card": any(line.category == "gift_card" for order in orders for line in order.lines),
        "a name of one letter": any(len(order.customer_name) == 1 for order in orders),
        "a long name": any(len(order.customer_name) > 24 for order in orders),
        "a name from right to left": any("\u0590" < letter < "\u0700" for o in orders for letter in o.customer_name),
    }
    assert [what for what, there in held.items() if not there] == []


@pytest.mark.parametrize("name", SHOPS)
def test_every_clause_has_an_order_to_try_it_on(name: str) -> None:
    letter, count = CLAUSES[name]
    assert {situation.clause for situation in situations(name)} == {
        f"{letter}{number}" for number in range(1, count + 1)
    }


@pytest.mark.parametrize("name", SHOPS)
def test_the_orders_of_the_readme_keep_their_numbers(name: str) -> None:
    prefix = shop(name).order_prefix
    numbers = {order.number: order.email for order in orders_for(name, DAY)}
    assert {f"{prefix}-{number}" for number in range(1001, 1009)} <= set(numbers)
    first = {"piercing": "anna@example.com", "silver": "ines@example.com", "bespoke": "amara@example.com"}[name]
    assert numbers[f"{prefix}-1001"] == first


@pytest.mark.parametrize("day", DAYS, ids=[date.fromordinal(day).isoformat() for day in DAYS])
@pytest.mark.parametrize(("name", "situation"), ALL, ids=[f"{s.clause}-{s.order_number}-{s.line_id}" for _, s in ALL])
def test_each_situation_is_what_it_says(name: str, situation: Situation, day: int) -> None:
    order = _orders(name, day)[situation.order_number]
    assert (order.email, order.postcode, order.gift_code) == (situation.email, situation.postcode, situation.gift_code)
    piece = next(piece for piece in pieces_of(order) if piece.line.id == situation.line_id)
    assert situation.facts, "a situation must say what makes it one"
    for fact, expected in situation.facts.items():
        assert holds(fact, expected, order, piece, day), f"{situation.order_number} {fact}: {expected}"


@cache
def _orders(name: str, day: int) -> Mapping[str, Order]:
    return {order.number: order for order in orders_for(name, day)}


def test_a_situation_that_is_not_there_is_seen() -> None:
    order = orders_for("piercing", DAY)[0]
    piece = pieces_of(order)[0]
    assert not holds("placed_days", 13, order, piece, DAY)
    assert not holds("item.category", "ring", order, piece, DAY)
    assert not holds("parcel.delivered_at", "not_yet", order, piece, DAY)
    with pytest.raises(KeyError):
        holds("item.colour_of_the_box", "red", order, piece, DAY)


def holds(name: str, expected: Any, order: Order, piece: Piece, day: int) -> bool:
    """This function will say whether a situation's fact is true of the order on that day."""
    start, _, unit = name.rpartition("_")
    if unit in {"days", "hours", "minutes"}:
        return _ago(_moment(start, order, piece), unit, expected, day)
    if name in {"placed", "delivered"}:
        return local_day(_moment(name, order, piece), ZONE) == _day_of(expected, day)
    own = _own(order, piece.line)
    if name in own:
        return bool(own[name] == expected)
    fact = VOCABULARY.facts.get(name)
    facts = facts_about(order, piece, Claim(), VOCABULARY)
    if fact is None:
        return bool(facts[name] == expected)  # a counter
    there = facts.get(name, fact.absent)
    return bool(there == read_value(fact, expected, ZONE, "USD"))


def _moment(name: str, order: Order, piece: Piece) -> Instant:
    assert piece.parcel
    moment = {
        "placed": order.placed_at,
        "production": order.production_started_at,
        "shipped": piece.parcel.shipped_at,
        "delivered": piece.parcel.delivered_at,
    }[name]
    assert isinstance(moment, int)
    return moment


def _ago(moment: Instant, unit: str, expected: Any, day: int) -> bool:
    if unit == "days":
        days = day - local_day(moment, ZONE)
        return days >= int(expected[2:]) if isinstance(expected, str) else days == expected
    now = today(day, None, "America/New_York").now
    return bool(now - moment == expected * (HOUR if unit == "hours" else HOUR // 60))


def _day_of(expected: str, day: int) -> int:
    if expected[:4].isdigit():
        return date.fromisoformat(expected).toordinal()
    return add_months(day, -12) - (1 if expected.endswith("1 day") else 0)


def _own(order: Order, line: Line) -> Mapping[str, Any]:
    """What the demo shows and no clause asks about; amounts are compared as they are written."""

    def written(minor: int) -> str:
        assert parse_amount(f"{minor // 100}.{minor % 100:02}", "USD") == minor
        return f"{minor // 100}.{minor % 100:02}"

    attributes = {
        f"item.{name}": line.attributes[name] for name in ("stone", "certificate_number") if name in line.attributes
    }
    return attributes | {
        "item.discount": written(line.discount_minor),
        "payment.refunded": written(sum(payment.refunded_minor for payment in order.payments)),
    }
