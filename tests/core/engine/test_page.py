"""The policy page is made from the same tree that decides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from tests.core.policy.policies import CALENDAR, changed, good

from amends.core.engine.page import policy_page
from amends.core.policy.load import load_policy
from amends.usecases.read_policy import read_policy

EXAMPLES = Path(__file__).parents[3] / "src/amends/examples"


def lines_of(clause_id: str, text: str | None = None) -> list[str]:
    """This function will return the lines beneath a clause of the good policy, or of the text."""
    page = policy_page(good() if text is None else load_policy(text, CALENDAR))
    found = next(one for section in page.sections for one in section.passages if one.id == clause_id)
    return [f"{line.label}: {line.text}" for line in found.rule]


def test_a_window_is_said_with_lanes_remedies_and_terms() -> None:
    assert lines_of("window") == [
        "Possible: Refund or exchange",
        "For: A change of mind or something is wrong",
        "Time: ask within 35 days after the parcel was posted",
        "Terms: If what you keep of the order comes to less than $75.00, we deduct $6.00 for shipping, once.",
        "Terms: You pay for the way back.",
    ]


def test_a_changed_rule_changes_the_page() -> None:
    assert "Time: ask within 36 days after the parcel was posted" in lines_of("window", changed("days: 35", "days: 36"))


def test_what_must_be_back_by_a_day_is_said_so() -> None:
    text = changed("of: shipment}", "of: delivery, event: goods_back}")
    assert "Time: it has to be back with us within 35 days after the parcel arrived" in lines_of("window", text)


def test_a_requirement_says_what_becomes_of_those_who_miss_it() -> None:
    assert lines_of("unworn")[-2:] == ["Needed: it has not been worn", "Otherwise: a person decides"]


def test_an_end_of_days_that_is_open_is_not_said() -> None:
    later = changed("    lanes: change_of_mind\n", "    lanes: change_of_mind\n    ordered_from: 2023-12-26\n")
    assert "Only where: the order was placed on Tuesday 26 December 2023 or later" in lines_of("unworn", later)
    earlier = changed("    lanes: change_of_mind\n", "    lanes: change_of_mind\n    ordered_to: 2023-12-26\n")
    assert "Only where: the order was placed on Tuesday 26 December 2023 or earlier" in lines_of("unworn", earlier)


def test_limits_promises_seasons_and_lanes_of_reasons_are_said() -> None:
    assert "How often: no more than once for each order" in lines_of("once")
    assert lines_of("answer") == ["We promise: an answer within 12 hours after it was asked"]
    days = ("Wednesday 1 November 2023", "Monday 25 December 2023", "Wednesday 31 January 2024")
    season = "ordered from {} to {}: open until {} at least".format(*days)
    assert lines_of("winter") == [f"Longer: {season}"]
    assert lines_of("tarnish")[0] == "Counts as: “It has darkened” counts as: A change of mind"


def test_exceptions_keep_their_ids_and_sentences() -> None:
    page = policy_page(good())
    hygiene = next(one for section in page.sections for one in section.passages if one.id == "hygiene")
    assert [(one.id, one.says, one.when) for one in hygiene.exceptions] == [
        ("sealed", "Sealed ones we take.", "it is marked sealed")
    ]


def test_the_summary_names_how_long_who_pays_and_what_is_excepted() -> None:
    told = [(one.label, one.clauses) for one in policy_page(good()).summary]
    assert told == [
        ("Refund or exchange", ("window",)),
        ("The way back", ("window",)),
        ("Not possible", ("hygiene",)),
        ("Answer", ()),
    ]


@pytest.mark.parametrize("name", ["piercing", "silver", "bespoke"])
def test_every_clause_of_the_example_shops_stands_on_the_page_once(name: str) -> None:
    policy = read_policy(EXAMPLES / name / "policy.yaml")
    page = policy_page(policy)
    shown = [one for section in page.sections for one in section.passages]
    assert sorted(one.id for one in shown) == sorted(clause.id for clause in policy.clauses)
    assert {one.id: one.says for one in shown} == {clause.id: clause.says for clause in policy.clauses}
    assert len({section.heading for section in page.sections}) == len(page.sections)


@pytest.mark.parametrize("name", ["piercing", "silver", "bespoke"])
def test_no_place_in_a_sentence_stays_open(name: str) -> None:
    page = policy_page(read_policy(EXAMPLES / name / "policy.yaml"))
    text = msgspec.json.encode(page).decode()
    assert "None" not in text
    assert "{" not in "".join(line.text for section in page.sections for one in section.passages for line in one.rule)


def test_a_clause_without_rule_has_no_lines() -> None:
    policy = good()
    plain = replace(policy.clause("answer"), promise=None)
    page = policy_page(replace(policy, clauses=(plain,)))
    assert page.sections[0].passages[0].rule == ()
