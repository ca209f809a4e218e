"""The silence on seasons: told where a present of December comes too late after the holidays, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.checks.test_complete import REST, clause
from tests.core.policy.policies import CALENDAR, HEAD

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.no_season import no_season
from amends.core.engine.verdict import Outcome
from amends.core.policy.load import load_policy
from amends.core.regions.witness import decided

NOVEMBER = date(2026, 11, 22)
SEASON = """\
  - id: winter
    says: Ordered in December? Until 31 January.
    lanes: [change_of_mind]
    extend:
      clauses: [back]
      seasons: [{ordered_from: 2024-12-01, ordered_to: 2024-12-31, open_until: 2025-01-31}]
"""


def found(*clauses: str, today: date = NOVEMBER) -> list[Finding]:
    """This function will return what is found, each with a claim that is refused."""
    policy = load_policy(HEAD + "clauses:\n" + "".join((*clauses, REST)), CALENDAR)
    subject = Subject(policy, today.toordinal())
    every = list(no_season(subject))
    for one in every:
        assert one.witness is not None
        assert decided(policy, one.witness)[1].outcome is Outcome.REFUSED
    return every


def window(days: int, anchor: str, remedy: str = "refund", more: str = "") -> str:
    """This function will write a clause that takes back within so many days."""
    return clause("back", f"{more}within: {{days: {days}, of: {anchor}}}\naccept: [{remedy}]")


@pytest.mark.parametrize(
    ("days", "anchor", "told"),
    [
        (14, "delivery", True), (19, "delivery", True), (20, "delivery", False), (30, "delivery", False),
        (25, "order", True), (26, "order", False), (35, "shipment", False),
    ],
)  # fmt: skip
def test_a_window_that_ends_before_the_holidays_do(days: int, anchor: str, told: bool) -> None:
    assert [one.level for one in found(window(days, anchor))] == (["note"] if told else [])


def test_whoever_may_bring_it_back_in_any_way_is_enough() -> None:
    short, credit = window(14, "delivery"), window(60, "order", "store_credit", "when: {claim.by: gift_recipient}\n")
    assert len(found(short)) == 1
    assert found(short, credit.replace("id: back", "id: credit")) == []


def test_a_policy_that_knows_seasons_has_thought_of_it() -> None:
    assert found(window(14, "delivery"), SEASON) == []  # that they are over is told by another check


def test_what_a_person_decides_and_what_nobody_is_offered_is_no_silence_on_seasons() -> None:
    agreed = clause("back", "provided: {claim.agreed: true}\notherwise: refer\naccept: [refund]")
    assert found(agreed) == []
    repairs = clause("back", "accept: [repair]")
    policy = load_policy(HEAD + "clauses:\n" + repairs, CALENDAR)
    assert list(no_season(Subject(policy, NOVEMBER.toordinal()))) == []


@pytest.mark.parametrize(("today", "year"), [(date(2026, 12, 1), 2026), (date(2026, 12, 2), 2027)])
def test_the_next_december_is_looked_at(today: date, year: int) -> None:
    [one] = found(window(14, "delivery"), today=today)
    assert f"on {year}-12-01" in one.message
