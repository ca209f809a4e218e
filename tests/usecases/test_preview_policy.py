"""What a version would have answered to the cases of the last weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.console.opening import opened
from tests.sample_shops import AT, add, order, put_in_place, shop

from amends.core.changes.judge import Way
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.examples import folder
from amends.records import models
from amends.usecases.preview_policy import Preview, preview_policy
from amends.usecases.read_policy import calendar_for, read_text

DAY = 86_400_000_000
FEW_QUERIES = 4  # the shop, claims, cases, orders; policies are kept ready


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The silver shop."""
    with django_db_blocker.unblock():
        put_in_place("silver")
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


pytestmark = [pytest.mark.usefixtures("loaded"), pytest.mark.django_db]


def version(*changes: tuple[str, str]) -> Policy:
    """The silver shop's policy with parts of its text changed."""
    text = read_text(folder("silver") / "policy.yaml")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return load_policy(text, calendar_for)


NO_REFUNDS = version(("of: shipment}\n    accept: [refund, exchange]", "of: shipment}\n    accept: [exchange]"))
FEE = version(("set: {return_postage: customer, return_label: none}", "set: {return_postage: customer, fee: 5.00}"))


def preview(new: Policy) -> Preview:
    return preview_policy(shop("silver"), new, AT + DAY)


def test_the_same_policy_changes_nothing() -> None:
    opened()
    found = preview(version())
    assert (found.claims, found.is_all, found.differing) == (1, True, ())


def test_a_refund_that_would_be_refused_is_told_with_its_money() -> None:
    row = opened()
    found = preview(NO_REFUNDS)
    (one,) = found.differing
    assert (one.claim.case_number, one.way, found.count("worse")) == (row.number, Way.WORSE, 1)
    assert (one.before.outcome, one.after.outcome) == ("accepted", "refused")
    given = models.CaseItem.objects.get(case_number=row.number).give_minor
    assert given > 0
    assert (found.before_minor, found.after_minor) == (given, 0)


def test_other_terms_are_another_answer_and_cost_what_they_cost() -> None:
    opened()
    found = preview(FEE)
    assert found.count("worse") == 1
    assert found.before_minor - found.after_minor == 500


def test_the_law_stays_under_the_new_version() -> None:
    """What the policy would refuse, and the law of the consumer's country gives, is not told as refused."""
    made = order("silver", "WR-1001")
    parcels = tuple(replace(one, delivered_at=AT - 2 * DAY, shipped_at=AT - 4 * DAY) for one in made.parcels)
    german = replace(
        made, number="WR-DE1", country="DE", placed_at=AT - 5 * DAY, parcels=parcels, gift_code="", attributes={}
    )
    add("silver", german)
    opened("WR-DE1")
    assert [one.after.outcome for one in preview(NO_REFUNDS).differing] in ([], ["accepted"])


def test_cases_of_before_are_left_alone() -> None:
    opened()
    assert preview_policy(shop("silver"), NO_REFUNDS, AT + 31 * DAY).claims == 0


def test_it_costs_the_same_queries_whatever_the_number_of_cases() -> None:
    preview(replace(NO_REFUNDS, hash="warm"))
    opened()
    with CaptureQueriesContext(connection) as one:
        assert len(preview(NO_REFUNDS).differing) == 1
    opened("WR-1002", "L1.P1")
    with CaptureQueriesContext(connection) as two:
        assert len(preview(NO_REFUNDS).differing) == 2
    assert len(two) == len(one) <= FEW_QUERIES
