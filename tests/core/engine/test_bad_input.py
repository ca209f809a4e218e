"""Facts that make no sense: referred, with a reason, in both engines, and never a traceback."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from tests.core.engine.small_policies import at, decide, policy_of
from tests.differential.policies_to_try import policies

from amends.core.dates import NOT_YET
from amends.core.engine import spec
from amends.core.engine.decide import compile_policy
from amends.core.engine.explain import explain
from amends.core.engine.verdict import Ground, Outcome
from amends.core.facts import Fact, Kind
from amends.core.policy.tree import Policy

ANY_VALUE: dict[Kind, SearchStrategy[Any]] = {
    Kind.FLAG: st.booleans(),
    Kind.CHOICE: st.text(),
    Kind.TEXT: st.text(),
    Kind.COUNT: st.integers(),
    Kind.NUMBER: st.decimals(),
    Kind.MONEY: st.integers(),
    Kind.MOMENT: st.one_of(st.integers(), st.integers(-(10**17), 3 * 10**17), st.just(NOT_YET)),
    Kind.MARKS: st.frozensets(st.text(), max_size=3),
}
WINDOW = "id: window, within: {days: 30, of: shipment}, accept: refund"
HOURS = "id: hours, within: {hours: 2, of: shipment}, accept: refund"
YEARS = "id: years, within: {years: 1, of: shipment}, accept: refund"


def facts_of(policy: Policy) -> SearchStrategy[dict[str, Any]]:
    """Any value of the right Python type for any fact."""
    known: dict[str, Fact] = dict(policy.vocabulary.facts)
    return st.fixed_dictionaries({}, optional={name: ANY_VALUE[fact.kind] for name, fact in known.items()})


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_values_of_the_right_types_are_decided_alike(data: DataObject) -> None:
    policy = data.draw(policies(most=5))
    facts = data.draw(facts_of(policy))
    moment = data.draw(ANY_VALUE[Kind.MOMENT].filter(lambda one: one is not NOT_YET))
    decision = compile_policy(policy).decide(facts, moment)
    plain = spec.decide(policy, facts, moment)
    assert decision == plain or any(isinstance(one, Decimal) and one.is_nan() for one in facts.values())
    assert list(decision.verdicts.items()) == list(plain.verdicts.items())
    explain(policy, decision)


@pytest.mark.parametrize("window", [WINDOW, HOURS, YEARS])
@pytest.mark.parametrize("year", ["1899-12-30", "9990-12-31", "9999-12-31"])
def test_mistyped_years_are_referred(window: str, year: str) -> None:
    policy = policy_of(window)
    decision = decide(policy, "9999-12-31T12:00", parcel__shipped_at=f"{year}T10:00")
    assert decision.verdicts["refund"].outcome is Outcome.REFERRED
    assert decision.verdicts["refund"].reasons[-1].ground is Ground.WRONG
    assert "parcel.shipped_at" in decision.verdicts["refund"].doubts
    assert explain(policy, decision)["refund"].questions


@pytest.mark.parametrize("day", ["1900-01-02", "1970-01-01", "2000-02-29"])
def test_old_dates_are_only_old(day: str) -> None:
    decision = decide(policy_of(WINDOW), "2023-04-01T12:00", parcel__shipped_at=f"{day}T10:00")
    assert decision.verdicts["refund"].outcome is Outcome.REFUSED


def test_an_order_without_dates_is_referred_and_says_what_is_missing() -> None:
    decision = decide(policy_of(WINDOW), "2023-04-01T12:00")
    assert decision.verdicts["refund"].outcome is Outcome.REFERRED
    assert decision.missing("refund") == ("parcel.shipped_at",)


def test_a_reason_that_the_policy_does_not_know_is_referred() -> None:
    policy = policy_of(WINDOW)
    for decision in (
        compile_policy(policy).decide({"claim.reason": "because"}, at("2023-04-01T12:00")),
        spec.decide(policy, {"claim.reason": "because"}, at("2023-04-01T12:00")),
    ):
        assert decision.verdicts["refund"].outcome is Outcome.REFERRED
        assert Ground.WRONG in {reason.ground for reason in decision.verdicts["refund"].reasons}


def test_business_days_in_years_whose_holidays_nobody_knows_are_referred() -> None:
    policy = policy_of("id: window, within: {business_days: 3, of: shipment}, accept: refund")
    decision = decide(policy, "2031-04-01T12:00", parcel__shipped_at="2031-03-31T10:00")
    assert decision.verdicts["refund"].outcome is Outcome.REFERRED
