"""How help was used: counted without knowing by whom, and not called solved where something followed."""

from __future__ import annotations

import pytest
from tests.sample_shops import AT, HOUR, shop

from amends.records import models
from amends.records.help_visits import GuideFigures, help_figures
from amends.usecases.end_help import DAYS, DAYS_KEPT, begin_help, doubt_help, end_help, is_visit, new_visit
from amends.usecases.read_insights import read_insights

DAY = 24 * HOUR
pytestmark = pytest.mark.usefixtures("shops")


def figures() -> dict[str, GuideFigures]:
    return {one.guide: one for one in help_figures("silver", AT - DAY, AT + 60 * DAY)}


def test_each_visit_is_counted_once_with_how_it_ended() -> None:
    silver = shop("silver")
    for guide, outcome in (("tarnish", True), ("tarnish", False), ("tarnish", None), ("ring-size", True)):
        visit = new_visit()
        begin_help(silver, visit, guide, AT)
        begin_help(silver, visit, guide, AT + HOUR)  # looked at again
        if outcome is not None:
            end_help(silver, visit, guide, AT + HOUR, is_solved=outcome)
    assert figures() == {
        "tarnish": GuideFigures(guide="tarnish", visits=3, solved=1, undone=0, went_on=1, left=1),
        "ring-size": GuideFigures(guide="ring-size", visits=1, solved=1, undone=0, went_on=0, left=0),
    }
    page = read_insights(silver, 30, AT)
    assert (page.solved_percent, page.helped) == (50, 4)
    assert read_insights(shop("piercing"), 30, AT).solved_percent is None


@pytest.mark.parametrize(("after", "undone"), [(0, 1), (DAYS * DAY, 1), (DAYS * DAY + 1, 0)])
def test_solved_means_that_nothing_followed_within_the_days(after: int, undone: int) -> None:
    silver, visit = shop("silver"), new_visit()
    begin_help(silver, visit, "tarnish", AT)
    end_help(silver, visit, "tarnish", AT, is_solved=True)
    doubt_help(silver, new_visit(), AT + after)  # somebody else's
    doubt_help(shop("piercing"), visit, AT + after)  # another shop's
    assert figures()["tarnish"].solved == 1
    doubt_help(silver, visit, AT + after)
    assert (figures()["tarnish"].solved, figures()["tarnish"].undone) == (1 - undone, undone)


def test_the_last_word_counts() -> None:
    silver, visit = shop("silver"), new_visit()
    begin_help(silver, visit, "tarnish", AT)
    end_help(silver, visit, "tarnish", AT, is_solved=True)
    doubt_help(silver, visit, AT + HOUR)
    end_help(silver, visit, "tarnish", AT + DAY, is_solved=True)
    assert figures()["tarnish"].solved == 1
    end_help(silver, visit, "tarnish", AT + DAY, is_solved=False)
    assert (figures()["tarnish"].solved, figures()["tarnish"].went_on) == (0, 1)


def test_a_row_leads_to_nobody() -> None:
    assert {field.name for field in models.HelpVisit._meta.concrete_fields} == {
        "shop", "visit", "guide", "begun_at", "outcome", "ended_at", "undone_at",
    }  # fmt: skip
    assert not [field for field in models.HelpVisit._meta.get_fields() if field.is_relation and field.name != "shop"]
    first, second = new_visit(), new_visit()
    assert first != second
    assert is_visit(first)
    assert not is_visit(f"{first}x")
    assert not is_visit("R-2BW8PE")


def test_old_visits_are_forgotten() -> None:
    silver = shop("silver")
    begin_help(silver, new_visit(), "tarnish", AT - (DAYS_KEPT + 1) * DAY)
    begin_help(silver, new_visit(), "tarnish", AT - (DAYS_KEPT - 1) * DAY)
    end_help(silver, new_visit(), "ring-size", AT, is_solved=True)
    assert models.HelpVisit.objects.filter(guide="tarnish").count() == 1
