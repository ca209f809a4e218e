"""What is asked in SQL as it is written gives what query sets give, in as many queries, and keeps to its shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.long_case import long_case
from tests.sample_cases import agreed_return
from tests.sample_shops import AT, put_in_place

from amends.core.cases.case import Case
from amends.core.dates import datetime_of, zone_named
from amends.core.orders import Order
from amends.core.refunds.units import Refunded
from amends.records import beside, case_file, cases, events, members, models, orders, policies, queue, shops, stuck
from amends.records.cases import CaseRow
from amends.records.wall import behind, inside
from amends.usecases.load_sample_staff import load_sample_staff

SHOP = "silver"
UTC = zone_named("UTC")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        put_in_place(SHOP, "bespoke")
        load_sample_staff(lambda _: None, "of the tests", AT)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


pytestmark = pytest.mark.usefixtures("loaded", "db")


def kept(model: Any, **which: Any) -> Any:
    """This function will return the rows of that model in the shop."""
    return model.objects.filter(shop_id=SHOP, **which)


def test_a_case_is_read_as_its_rows_hold_it() -> None:
    agreed, long = agreed_return(), long_case("LONG-1", 3, 12)
    assert agreed.items[0].refunded is not None
    for row in (agreed, long):
        _is_read_as_kept(row)
    assert cases.case_with(SHOP, long.number, ["LONG-2"]) is None


def _is_read_as_kept(row: CaseRow) -> None:
    found = cases.case_numbered(SHOP, row.number)
    assert found is not None
    whole = kept(models.Case).get(number=row.number)
    assert found.case == msgspec.convert(whole.folded, Case) == row.case
    assert (found.number, found.form_key, found.note) == (whole.number, whole.form_key, whole.note)
    items = {one.item_id: one for one in kept(models.CaseItem, case_number=row.number)}
    assert [one.item.id for one in found.items] == sorted(items)
    for one in found.items:
        item = items[one.item.id]
        assert (one.wanted, one.quote) == (item.wanted, item.quote)
        assert one.refunded == (None if item.refunded is None else msgspec.convert(item.refunded, Refunded))
        assert (item.state, item.remedy, item.give_minor) == (
            one.item.state.value, one.item.remedy, one.item.answer.give_minor,
        )  # fmt: skip
        assert item.uses == list(one.item.answer.uses)
    assert cases.cases_of(SHOP, row.order_number) == (found,)
    assert cases.case_of_form(SHOP, row.order_number, row.form_key) == found
    assert cases.case_with(SHOP, row.number, [row.order_number]) == found


def test_what_belongs_to_a_case_is_read_in_its_order() -> None:
    number = long_case("LONG-1", 2, 40).number
    history = kept(models.Event, case_number=number).order_by("number")
    assert [(one.number, one.kind, one.by) for one in events.events_of(SHOP, number)] == list(
        history.values_list("number", "kind", "by")
    )
    assert events.broken_link(SHOP) is None
    messages = kept(models.Message, case_number=number).order_by("at", "id")
    assert [(one.id, one.text) for one in case_file.messages_of(SHOP, number)] == list(
        messages.values_list("id", "text")
    )
    decisions = {one.item_id: one for one in kept(models.Decision, case_number=number).order_by("number")}
    found = cases.decisions_of(SHOP, number)
    assert {item: (one.policy_hash, one.facts, one.verdicts) for item, one in found.items()} == {
        item: (one.policy_hash, one.facts, one.verdicts) for item, one in decisions.items()
    }
    moment = datetime_of(AT, UTC)
    for place in ("b", "a"):
        models.Photo.objects.create(
            shop_id=SHOP, id=place, case_number=number, at=moment, by="customer", width=3, height=4, image=b"1",
            small=b"2", digest=place,
        )  # fmt: skip
        models.Label.objects.create(
            shop_id=SHOP, id=place, case_number=number, carrier="own", tracking=f"T{place}", pdf=b"3", made_at=moment
        )
    assert case_file.photos_of(SHOP, number) == tuple(
        case_file.PhotoRow(one, "", AT, "customer", "", 3, 4) for one in ("a", "b")
    )
    assert beside.labels_of(SHOP, number) == tuple(
        beside.LabelRow(one, f"T{one}", AT, None, "made") for one in ("b", "a")
    )


def test_shops_orders_products_policies_and_members_are_read_as_they_are() -> None:
    assert shops.shop_with(SHOP) == shops.row_of(models.Shop.objects.get(id=SHOP))
    assert shops.shop_with("nobody's") is None
    for one in kept(models.Order)[:20]:
        assert orders.order_with(SHOP, one.number) == msgspec.convert(one.document, Order)
    some = list(kept(models.Product)[:3])
    assert {i: one.name for i, one in shops.products_with(SHOP, [one.id for one in some]).items()} == {
        one.id: one.name for one in some
    }
    shop = shops.shop_with(SHOP)
    assert shop is not None
    assert policies.latest_policy(shop) is not None
    for member in members.members_of(SHOP):
        assert members.member_at(SHOP, member.user_id) == (shop, member)
        assert members.names_of(SHOP, {member.id, "customer"}) == {member.id: member.shown}
    assert members.member_at("bespoke", 0) is None


def test_a_line_of_the_queue_says_what_the_rows_say() -> None:
    row = long_case("LONG-1", 3, 12)
    states = (row.items[0].item.state.value,)
    (line,) = queue.queue_page(SHOP, queue.Filters(remedy="refund", states=states), None, 5)
    assert queue.queue_page(SHOP, queue.Filters(remedy="exchange", states=states), None, 5) == ()
    whole = kept(models.Case).get(number=row.number)
    assert (line.number, line.state, line.actor) == (whole.number, whole.state, whole.actor)
    assert line.act_by is not None
    assert datetime_of(line.act_by, UTC) == whole.act_by
    assert [(one.name, one.quantity) for one in line.items] == [("Piece 1", 1), ("Piece 2", 1), ("Piece 3", 1)]
    assert line.give_minor == sum(one.item.answer.give_minor for one in row.items)
    assert stuck.count_stuck(SHOP, AT) == len(stuck.stuck_effects(SHOP, AT)) + len(stuck.stuck_payouts(SHOP, AT))
    later = AT + stuck.LONG + 1
    assert stuck.count_stuck(SHOP, later) == len(stuck.stuck_effects(SHOP, later)) > 0


READS: dict[str, Callable[[CaseRow], object]] = {
    "case": lambda row: cases.case_numbered(SHOP, row.number),
    "cases": lambda row: cases.cases_of(SHOP, row.order_number),
    "order": lambda row: orders.order_with(SHOP, row.order_number),
    "events": lambda row: events.events_of(SHOP, row.number),
    "decisions": lambda row: cases.decisions_of(SHOP, row.number),
    "shop": lambda _: shops.shop_with(SHOP),
    "found": lambda row: queue.cases_found(SHOP, row.number, 5)[0],
    "stuck": lambda _: stuck.count_stuck(SHOP, AT + stuck.LONG + 1),
}
QUERIES = {"found": 3}


@pytest.mark.parametrize("name", READS)
def test_each_asks_as_little_as_it_can_and_sees_nothing_of_another_shop(name: str) -> None:
    row = agreed_return()
    with CaptureQueriesContext(connection) as asked:
        assert READS[name](row)
    assert len(asked) == QUERIES.get(name, 1)
    with behind(), inside("bespoke"):
        assert not READS[name](row)


def test_what_is_asked_with_never_becomes_part_of_a_statement() -> None:
    row = agreed_return()
    assert cases.case_numbered(SHOP, f"{row.number}' --") is None
    for text in ("' OR '1' = '1", "%s", "\\"):
        assert cases.case_numbered(SHOP, text) is None
        assert queue.cases_found(SHOP, text, 5) == ((), False)
