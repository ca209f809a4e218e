"""Sample cases: on any day they come to where they are meant to stand, hold every law, and send nothing late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.sample_shops import shop

from amends.core.dates import instant_of
from amends.examples import SHOPS, situations
from amends.records import models
from amends.records.cases import cases_of
from amends.usecases.load_demo import load_demo
from amends.usecases.load_sample_cases import load_sample_cases
from amends.usecases.load_sample_staff import load_sample_staff
from amends.usecases.sample_stories import STORIES
from amends.usecases.verify_shop import verify_shop

DAYS = [
    datetime(2026, 11, 22, 15, 0, tzinfo=UTC),
    datetime(2027, 1, 2, 4, 30, tzinfo=UTC),  # holidays behind, the evening before in New York
    datetime(2027, 3, 15, 12, 0, tzinfo=UTC),  # the day after the clocks went forward
    datetime(2028, 2, 29, 23, 0, tzinfo=UTC),
]
SECRET = b"of the tests"


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_every_story_comes_to_where_it_is_meant_to_stand(day: datetime) -> None:
    at = instant_of(day)
    load_demo(lambda _: None, at)
    load_sample_staff(lambda _: None, "of the tests", at)
    said: list[str] = []
    load_sample_cases(said.append, SECRET, at)
    assert len(said) == len(SHOPS)
    for shop_id, stories in STORIES.items():
        stands = {one.order: [row.case.item("1").state for row in cases_of(shop_id, one.order)] for one in stories}
        assert stands == {one.order: [one.stands] for one in stories}
        assert len(stories) >= 10
        assert models.Case.objects.filter(shop_id=shop_id, is_over=False, act_by__lt=day).exists(), "nothing overdue"
        assert verify_shop(shop_id, at) == ()
    late = models.Effect.objects.filter(state="waiting").values_list("kind", flat=True)
    assert set(late) <= {"label", "payout", "payment_page", "withdraw_page"}
    assert not models.Timer.objects.filter(at__lte=day).exists()

    load_sample_cases(said.append, SECRET, at)
    assert len(said) == len(SHOPS), "loaded twice"


def test_no_order_that_visitors_are_invited_to_try_is_used() -> None:
    for shop_id, stories in STORIES.items():
        orders = [one.order for one in stories]
        assert len(set(orders)) == len(orders)
        assert not set(orders) & {one.order_number for one in situations(shop_id)}


@pytest.mark.django_db
def test_a_shop_with_a_case_is_left_alone() -> None:
    from tests.sample_cases import agreed_return  # noqa: PLC0415 - it needs the shops

    at = instant_of(DAYS[0])
    load_demo(lambda _: None, at)
    load_sample_staff(lambda _: None, "of the tests", at)
    agreed_return()
    said: list[str] = []
    load_sample_cases(said.append, SECRET, at)
    assert not any(one.startswith(shop("silver").name) for one in said)
    assert models.Case.objects.filter(shop_id="silver").count() == 1
