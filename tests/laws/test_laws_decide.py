"""Every rule of the laws, decided by the law alone: just inside it is given, just outside it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.laws.claims_under_law import A, Case, P, R, decision_of, outcome_of, verdict_of
from tests.laws.eu_cases import CONFORMITY, WITHDRAWAL
from tests.laws.other_cases import FAR, UNITED_KINGDOM

from amends.laws.files import laws

ALL = (*WITHDRAWAL, *CONFORMITY, *UNITED_KINGDOM, *FAR)
# They change terms, promise or advise beside an acceptance; the tests below look at them.
BESIDE = {
    "EU-W-08", "EU-W-09", "EU-W-10", "EU-W-12", "EU-W-14", "EU-C-06", "EU-C-09", "EU-C-13",
    "UK-W-04", "UK-W-05", "UK-W-07", "UK-C-05", "AU-C-05", "AU-C-06", "US-D-02", "IN-A-01",
}  # fmt: skip


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_law_alone_decides(case: Case) -> None:
    assert outcome_of(case) == case.outcome


def test_every_rule_that_decides_is_tried_inside_and_outside() -> None:
    rules = {one.rule for law in laws() for one in law.head.clauses if one.status == "verified"} - BESIDE
    inside = {case.rule for case in ALL if case.outcome in (A, P)}
    outside = {case.rule for case in ALL if case.outcome == R}
    # A few lie inside another rule, whose outside is theirs.
    assert rules - inside == set()
    assert rules - outside <= {"EU-C-02", "EU-C-10", "UK-C-03", "UK-C-04"}


def test_a_rule_that_nobody_has_verified_is_advice() -> None:
    late = Case("", "", "IN", "2026-10-01", "2026-11-20", "refund", P, "defective", more={"claim.agreed": True})
    verdict = verdict_of(late)
    assert verdict is not None
    assert (verdict.outcome.value, verdict.advice) == (R, ("IN-C-01-later",))


def test_a_day_ends_at_the_later_of_two_midnights() -> None:
    last = Case("EU-W-01", "in New York it is still the last day", "DE", "2026-11-02", "2026-11-17T05:59", "refund", A)
    assert outcome_of(last, "America/New_York") == A
    assert outcome_of(replace(last, asked="2026-11-17T06:01"), "America/New_York") == R
    assert outcome_of(last, "Europe/Berlin") == R


@pytest.mark.parametrize(
    ("country", "remedy", "reason", "wanted"),
    [
        ("DE", "refund", "changed_mind", {"return_postage": "customer", "refund_shipping": "pro_rata", "fee_minor": 0}),
        ("DE", "repair", "defective", {"return_postage": "shop", "labour": "shop", "repair_postage": "shop"}),
        ("GB", "refund", "defective", {"return_postage": "shop", "return_label": "prepaid", "refund_to": "original"}),
        ("GB", "refund", "changed_mind", {"return_postage": "customer", "refund_shipping": "pro_rata"}),
        ("AU", "refund", "defective", {"return_postage": "shop", "refund_shipping": "pro_rata"}),
    ],
)
def test_the_terms_of_the_law(country: str, remedy: str, reason: str, wanted: dict[str, object]) -> None:
    case = Case("", "", country, "2026-11-13", "2026-11-20", remedy, A, reason, more={"claim.agreed": True})
    verdict = verdict_of(case)
    assert verdict is not None
    assert verdict.outcome.value == A
    assert {name: getattr(verdict.terms, name) for name in wanted} == wanted


def test_who_was_not_told_does_not_pay_the_way_back() -> None:
    case = Case("", "", "DE", "2026-11-13", "2026-11-20", "refund", A, more={"order.withdrawal_told": False})
    verdict = verdict_of(case)
    assert verdict is not None
    assert verdict.terms.return_postage == "shop"


@pytest.mark.parametrize(
    ("country", "reason", "facts", "clause", "last"),
    [
        ("DE", "changed_mind", {}, "EU-W-09", "2026-12-04"), ("DE", "defective", {}, "EU-W-09", "2026-12-04"),
        ("GB", "changed_mind", {"return.received_at": "2026-11-23T09:00"}, "UK-W-05", "2026-12-07"),
        ("GB", "changed_mind", {"return.proof_of_posting": True, "return.sent_at": "2026-11-21T09:00"},
         "UK-W-05-posted", "2026-12-05"),
        ("GB", "defective", {"return.authorised_at": "2026-11-20T09:00"}, "UK-C-05", "2026-12-04"),
        ("IN", "defective", {}, "IN-A-01", "2026-12-20"), ("IN", "changed_mind", {}, "IN-A-01", None),
    ],
)  # fmt: skip
def test_what_the_law_dates(country: str, reason: str, facts: dict[str, object], clause: str, last: str | None) -> None:
    case = Case("", "", country, "2026-11-13", "2026-11-20", "refund", A, reason, more=facts)
    found = {due.clause: due.deadline.last_day for due in decision_of(case).promises}
    assert found.get(clause) == (None if last is None else date.fromisoformat(last).toordinal())


@pytest.mark.parametrize(("late", "wanted"), [(True, "2026-12-02"), (False, None)])
def test_money_for_what_was_not_posted_in_time_is_due_in_seven_working_days(late: bool, wanted: str | None) -> None:
    more = {"parcel.shipped_at": "not_yet", "parcel.late": late}
    case = Case("", "", "US", None, "2026-11-20", "cancel", A, more=more)  # Thanksgiving lies between
    found = {due.clause: due.deadline.last_day for due in decision_of(case).promises}
    assert found.get("US-D-02") == (None if wanted is None else date.fromisoformat(wanted).toordinal())


@pytest.mark.parametrize(
    ("country", "facts", "clause", "last"),
    [
        ("DE", {}, "EU-W-09", "2026-12-04"),
        ("GB", {"return.received_at": "2026-11-23T09:00"}, "UK-W-05", "2026-12-07"),
        ("GB", {"return.proof_of_posting": True, "return.sent_at": "2026-11-21T09:00"}, "UK-W-05-posted", "2026-12-05"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("told_at", "came"), [("not_yet", "2026-03-02"), ("2026-11-10T09:00", "2026-03-02")])
def test_the_money_is_dated_also_where_the_right_lasts_longer_since_nobody_told_of_it(
    country: str, facts: dict[str, object], clause: str, last: str, told_at: str, came: str
) -> None:
    untold = {"order.withdrawal_told": False, "order.withdrawal_told_at": told_at}
    case = Case("", "", country, came, "2026-11-20", "refund", A, more={**untold, **facts})
    decision = decision_of(case)
    assert decision.verdicts["refund"].outcome.value == A
    found = {due.clause: due.deadline.last_day for due in decision.promises}
    assert found.get(clause) == date.fromisoformat(last).toordinal()


def test_a_right_that_is_over_dates_no_money() -> None:
    case = Case("", "", "DE", "2026-10-20", "2026-11-20", "refund", P, "defective")
    assert "EU-W-09" not in {due.clause for due in decision_of(case).promises}


@pytest.mark.parametrize(
    ("reason", "facts", "payer"),
    [
        ("damaged_on_arrival", {}, "shop"), ("wrong_item_sent", {}, "shop"), ("changed_mind", {}, "customer"),
        ("damaged_on_arrival", {"claim.cause": "customer"}, "customer"), ("tarnished", {}, "customer"),
        ("defective", {"item.fault_told": True}, "customer"),
    ],
)  # fmt: skip
def test_what_came_with_a_fault_goes_back_at_the_shops_cost_whatever_right_gives_the_money(
    reason: str, facts: dict[str, object], payer: str
) -> None:
    verdict = verdict_of(Case("", "", "DE", "2026-11-13", "2026-11-20", "refund", A, reason, more=facts))
    assert verdict is not None
    assert (verdict.outcome.value, verdict.terms.return_postage) == (A, payer)


def test_what_never_left_is_paid_back_from_the_cancelling_on() -> None:
    case = Case("", "", "GB", None, "2026-11-20", "cancel", A, more={"parcel.shipped_at": "not_yet"})
    assert {due.clause for due in decision_of(case).promises if due.clause} == {"UK-W-05-unsent"}


def test_the_longer_time_of_a_repair_is_told_of_beforehand() -> None:
    case = Case("", "", "DE", "2026-11-13", "2026-11-20", "repair", A, "defective")
    told, untold = verdict_of(case), verdict_of(replace(case, ordered="2026-07-30"))
    assert told is not None
    assert untold is not None
    assert (told.advice, untold.advice) == (("EU-C-13",), ())
