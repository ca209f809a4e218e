"""What answers depend on beside the clauses: no version starts in the past that changes it unseen."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.core.policy.policies import CALENDAR, GOOD

from amends.core.changes.proof import prove
from amends.core.changes.told import tell
from amends.core.dates import Calendar
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy


@cache
def version(name: str, old: str = "", new: str = "") -> Policy:
    """The good policy under a name, with one thing in it changed."""
    assert old in GOOD
    return load_policy(GOOD.replace('version: "1"', f'version: "{name}"', 1).replace(old, new, 1), CALENDAR)


def test_a_version_that_is_alike_is_proved() -> None:
    assert prove(version("1"), version("2")).only_improves
    assert not tell(version("1"), version("2")).answers_differ


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("values: [silver, gold]", "values: [silver, gold], absent: gold", "item.metal"),
        ("values: [silver, gold]", "values: [silver, gold, tin]", "item.metal"),
        ("reasons: {too_heavy: change_of_mind}", "reasons: {}", "too_heavy"),
        ("flat_rate: 6.00", "flat_rate: 60.00", "Shipping"),
    ],
)
def test_what_means_something_else_is_no_improvement_and_is_said(old: str, new: str, said: str) -> None:
    """Each left every clause as it was, was called an improvement, and answered claims worse that were under way."""
    proof, told = prove(version("1"), version("2", old, new)), tell(version("1"), version("2", old, new))
    assert not proof.only_improves
    assert said in proof.unproved
    assert (told.only_improves, told.answers_differ) == (False, True)
    assert said in told.unproved


def test_other_holidays_are_no_improvement_and_more_years_of_them_are_nothing() -> None:
    old = replace(version("1"), calendar=CALENDAR)
    moved = Calendar(frozenset(day + 1 for day in CALENDAR.holidays), CALENDAR.first_day, CALENDAR.last_day)
    assert "holidays" in prove(old, replace(version("2"), calendar=moved)).unproved
    later = frozenset({*CALENDAR.holidays, CALENDAR.last_day + 100})
    longer = Calendar(later, CALENDAR.first_day, CALENDAR.last_day + 400)
    assert prove(old, replace(version("2"), calendar=longer)).only_improves


def test_cheaper_shipping_is_an_improvement() -> None:
    assert prove(version("1"), version("2", "flat_rate: 6.00", "flat_rate: 5.00")).only_improves
