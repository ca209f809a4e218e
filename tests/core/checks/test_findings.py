"""Each check finds its fault, at its place, and is silent where there is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.core.policy.policies import CALENDAR, GOOD, changed, with_clause

from amends.core.checks.every import CHECKS, COMPLETE, findings
from amends.core.checks.finding import Finding
from amends.core.policy.load import load_policy
from amends.usecases.check_policy import check_policy

TODAY = date(2023, 12, 1)


def found(text: str, today: date = TODAY) -> list[Finding]:
    """This function will return what all checks find in the policy that look at one clause at a time."""
    small = [one for one in CHECKS if one not in COMPLETE]
    return list(findings(load_policy(text, CALENDAR), today.toordinal(), small))


def codes(text: str, today: date = TODAY) -> list[str]:
    """This function will return the codes of what all checks find."""
    return [one.code for one in found(text, today)]


def test_nothing_is_found_in_a_good_policy() -> None:
    assert found(GOOD) == []


def test_a_check_is_named_as_its_module_and_the_codes_it_gives() -> None:
    for check in CHECKS:
        assert check.__module__.rpartition(".")[2] == check.__name__
    assert [check.__name__ for check in CHECKS] == sorted(check.__name__ for check in CHECKS)


def test_a_season_is_over_on_the_day_after_its_last() -> None:
    assert codes(GOOD, date(2024, 1, 31)) == []
    assert codes(GOOD, date(2024, 2, 1)) == ["season_over"]


def test_a_further_season_keeps_the_first_from_being_found() -> None:
    more = GOOD + "        - {ordered_from: 2024-11-01, ordered_to: 2024-12-25, open_until: 2025-01-31}\n"
    assert codes(more, date(2024, 2, 1)) == []


def test_what_to_do_with_a_season_that_is_over_depends_on_this_years() -> None:
    again = (
        GOOD[GOOD.index("  - id: winter") :]
        .replace("winter", "next")
        .replace("2023", "2024")
        .replace("2024-01", "2025-01")
    )
    (one,) = found(GOOD + again, date(2024, 2, 1))
    assert one.code == "season_over"
    assert one.hint.startswith("`next` has this year's season.")
    assert "Add this year's season" in found(GOOD, date(2024, 2, 1))[0].hint


def test_a_season_from_before_the_version_is_told_once() -> None:
    later = GOOD.replace("starts: 2023-01-01", "starts: 2024-02-01")
    told = [one.code for one in found(later, date(2024, 3, 1)) if one.clause == "winter"]
    assert told == ["never_speaks"]


@pytest.mark.parametrize(("until", "expected"), [("2023-12-06", ["season_without_effect"]), ("2023-12-07", [])])
def test_a_season_that_ends_before_the_window_does(until: str, expected: list[str]) -> None:
    text = changed("of: shipment", "of: order").replace("ordered_to: 2023-12-25", "ordered_to: 2023-11-30")
    assert codes(text.replace("2024-01-31", until), date(2023, 11, 1)) == expected


def test_of_a_window_from_the_shipment_nobody_knows_whether_the_season_lengthens_it() -> None:
    assert codes(changed("2024-01-31", "2023-12-25"), date(2023, 11, 1)) == []


@pytest.mark.parametrize(("starts", "expected"), [("2024-12-01", []), ("2024-12-02", ["starts_far_ahead"])])
def test_a_start_more_than_a_year_ahead(starts: str, expected: list[str]) -> None:
    text = with_clause("accept: refund").replace("2023-01-01", starts)
    assert codes(text) == expected


@pytest.mark.parametrize(("last", "expected"), [("2022-12-31", ["never_speaks"]), ("2023-01-01", [])])
def test_a_clause_for_orders_before_the_version_starts(last: str, expected: list[str]) -> None:
    assert codes(with_clause("accept: refund", f"ordered_to: {last}")) == expected
    assert codes(with_clause("accept: refund", f"when: {{order.placed_at: {{to: {last}}}}}")) == expected


def test_a_season_before_the_version_starts() -> None:
    text = changed("starts: 2023-01-01", "starts: 2023-12-26")
    assert "never_speaks" in codes(text)


@pytest.mark.parametrize(
    ("anchor", "event", "expected"),
    [
        ("authorisation", "asked", True),
        ("return_receipt", "asked", True),
        ("return_receipt", "goods_sent", True),
        ("authorisation", "goods_sent", False),
        ("authorisation", "goods_back", False),
        ("delivery", "asked", False),
    ],
)
def test_a_window_that_opens_after_what_must_happen_in_it(anchor: str, event: str, expected: bool) -> None:
    text = with_clause("accept: refund", f"within: {{days: 3, of: {anchor}, event: {event}}}")
    assert codes(text) == (["window_never_open"] if expected else [])


@pytest.mark.parametrize(
    "clause", ["require: exchange\n    provided: {claim.photo: true}", "terms: exchange\n    set: {fee: 5.00}"]
)
def test_a_clause_over_remedies_that_nobody_accepts(clause: str) -> None:
    granting = "  - {id: y, says: Yes., lanes: fault, accept: [exchange]}\n"
    assert codes(with_clause(clause)) == ["nothing_to_govern"]
    assert codes(with_clause(clause) + granting) == []
    assert codes(with_clause(clause, "lanes: recall") + granting) == ["nothing_to_govern"]


@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("claim.size_known", "", ["never_known"]),
        ("claim.size_known", ", ask: Do you know your size?", []),
        ("claim.size_known", ", absent: false", []),
        ("item.size_known", "", []),
        ("parcel.size_known", "", []),
    ],
)
def test_a_fact_that_nobody_tells(name: str, more: str, expected: list[str]) -> None:
    text = with_clause("accept: refund", f"when: {{{name}: true}}")
    assert codes(text.replace("clauses:", f"facts: {{{name}: {{kind: flag, about: it{more}}}}}\nclauses:")) == expected


def test_facts_and_questions_that_no_clause_needs() -> None:
    text = with_clause("accept: refund").replace(
        "clauses:", "facts: {item.metal: {kind: text, about: metal}}\nask: {condition.used: Used?}\nclauses:"
    )
    assert [(one.code, one.field) for one in found(text)] == [
        ("unused", ("ask", "condition.used")),
        ("unused", ("facts", "item.metal")),
    ]


@pytest.mark.parametrize(
    ("says", "rule", "expected"),
    [
        ("You have 30 days.", "within: {days: 35, of: order}", ["sentence_differs"]),
        ("You have 35 days.", "within: {days: 35, of: order}", []),
        ("You have thirty days.", "within: {days: 35, of: order}", ["sentence_differs"]),
        ("You have thirty-five days; our post takes 2 business days.", "within: {days: 35, of: order}", []),
        ("We send it in 2 business days.", "within: {days: 35, of: order}", []),  # of something else
        ("You have 4 weeks.", "within: {days: 30, of: order}", ["sentence_differs"]),
        ("You have five weeks.", "within: {days: 35, of: order}", []),
        ("Our 35-day window.", "within: {days: 35, of: order}", []),
        ("You have a year.", "within: {months: 12, of: order}", []),
        ("You have 48 hours.", "within: {days: 2, of: order}", []),
        ("You have 35 business days.", "within: {days: 35, of: order}", ["sentence_differs"]),
        ("Within 2 hours, or 3 days.", "within: {days: 3, of: order}", []),
        ("Within 14 business days.", "within: {business_days: 10, of: order}", ["sentence_differs"]),
        ("A fee of 5.00 is taken.", "set: {fee: 6.00}", ["sentence_differs"]),
        ("A fee of 6.00 is taken.", "set: {fee: 6.00}", []),
        ("A fee of 6.00 is taken up to 75.00.", "set: {fee: 6.00}", []),
        ("From 50.00 on we take $6.", "when: {item.price: {over: 50.00}}\n    set: {fee: 6.00}", []),
        ("From 60.00 on.", "when: {item.price: {over: 50.00}}", ["sentence_differs"]),
        ("We keep 15%.", "set: {restocking_percent: 20}", ["sentence_differs"]),
        ("80 percent come back.", "set: {restocking_percent: 20}", []),
    ],
)
def test_a_sentence_that_says_another_number(says: str, rule: str, expected: list[str]) -> None:
    assert codes(with_clause("accept: refund", rule).replace("Said.", says)) == expected


def test_a_finding_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(GOOD)
    report = check_policy(file, date(2026, 11, 22))
    place, one = report.findings[-1]
    line = GOOD[: GOOD.index("seasons:")].count("\n") + 1
    assert (one.code, place.line, place.field) == ("season_over", line, "clause winter, extend, seasons")
