"""A claim that shows a finding is one of every day, and is told by what matters; and it still shows what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import Phase, given, settings
from tests.core.checks.test_complete import WINDOW, clause, policy_of
from tests.differential.policies_to_try import policies

from amends.core.checks import near
from amends.core.checks.every import findings_of
from amends.core.checks.finding import Subject, shown
from amends.core.checks.near import nearer, plainer
from amends.core.dates import HOUR
from amends.core.engine.verdict import Outcome
from amends.core.policy.tree import Policy
from amends.core.regions.possible import ORDER_OF_THINGS
from amends.core.regions.situations import Situations
from amends.core.regions.witness import decided, told
from amends.core.vocabulary import LANES

DAY = 24 * HOUR
TODAY = 739_942  # 22 November 2026


def days_in(facts: Mapping[str, Any]) -> dict[str, int]:
    """This function will return how many days after the order each moment of the claim is."""
    moments = {name: facts[name] for name in ORDER_OF_THINGS if isinstance(facts.get(name), int)}
    return {name: round((at - moments["order.placed_at"]) / DAY) for name, at in moments.items()}


def first_of(policy: Policy, remedy: str, outcome: Outcome) -> dict[str, int]:
    """This function will return the days of the nearest claim with that outcome."""
    view = Subject(policy, TODAY).regions.of("change_of_mind", remedy)
    claimed = view.claim_in(view.outcomes[outcome])
    assert claimed is not None
    return days_in(next(nearer(view.space, view.outcomes[outcome], claimed, TODAY)).facts)


def test_what_is_in_time_is_asked_within_days_of_a_parcel_that_came_soon() -> None:
    days = first_of(policy_of(WINDOW), "refund", Outcome.ACCEPTED)
    assert days["parcel.delivered_at"] <= 6
    assert days["claim.asked_at"] <= 9


def test_what_is_too_late_is_asked_soon_after_the_bound() -> None:
    days = first_of(policy_of(WINDOW), "refund", Outcome.REFUSED)
    assert days["claim.asked_at"] - days["parcel.delivered_at"] == 31


def test_what_needs_a_parcel_that_takes_long_has_one_that_takes_no_longer_than_it_must() -> None:
    slow = clause("slow", "when: {order.placed_at: {longer_ago_than: {days: 30}}}\nrefuse: [refund]")
    short = WINDOW.replace("days: 30", "days: 14")
    view = Subject(policy_of(short, slow), TODAY).regions.of("change_of_mind", "refund")
    wanted = view.sets.both(view.outcomes[Outcome.REFUSED], view.open(view.policy.clause("window")))
    claimed = view.claim_in(wanted)
    assert claimed is not None
    days = days_in(next(nearer(view.space, wanted, claimed, TODAY)).facts)
    assert days["claim.asked_at"] == 31
    assert 18 <= days["parcel.delivered_at"] <= 21


def test_a_fact_that_changes_nothing_is_not_told() -> None:
    earrings = clause("earrings", "when: {item.category: earring}\nrefuse: [refund]")
    sale = clause("sale", "when: {item.discounted: true}\nrefuse: [refund]")
    subject = Subject(policy_of(WINDOW, earrings, sale), TODAY)
    view = subject.regions.of("change_of_mind", "refund")
    scope = view.sets.without(view.scope(view.policy.clause("sale")), view.scope(view.policy.clause("earrings")))
    witness = shown(subject, view, scope, lambda verdict: verdict.outcome is Outcome.REFUSED)
    assert witness is not None
    assert set(witness.facts) == {"claim.reason", "order.placed_at", "item.category", "item.discounted"}
    wider = view.scope(view.policy.clause("earrings"))
    witness = shown(subject, view, wider, lambda verdict: verdict.outcome is Outcome.REFUSED)
    assert witness is not None
    assert set(witness.facts) == {"claim.reason", "order.placed_at", "item.category"}


def test_what_keeps_an_answer_is_not_left_out() -> None:
    facts = {"a": 1, "b": 2, "c": 3, "d": 4}
    assert plainer(facts, ("d",), lambda fewer: {"a", "b"} <= fewer.keys()) == {"a": 1, "b": 2, "d": 4}


def misled(view: Situations, outcome: Outcome) -> int:
    """This function will count the nearer claims of a set that the engine answers otherwise."""
    claimed = view.claim_in(view.outcomes[outcome])
    if claimed is None:
        return 0
    every = [told(view, one, view.remedy) for one in nearer(view.space, view.outcomes[outcome], claimed, TODAY)]
    for one in every:
        moments = [one.facts[name] for name in ORDER_OF_THINGS if isinstance(one.facts.get(name), int)]
        assert moments == sorted(moments)
    return sum(decided(view.policy, one)[1].outcome is not outcome for one in every)


@settings(max_examples=8, deadline=None, phases=(Phase.generate,))
@given(policies(most=4))
def test_a_nearer_claim_is_answered_as_the_one_it_stands_for(policy: Policy) -> None:
    regions = Subject(policy, TODAY).regions
    for lane in LANES[:2]:
        for remedy in sorted(regions.on_offer)[:2]:
            for outcome in (Outcome.ACCEPTED, Outcome.REFUSED):
                assert misled(regions.of(lane, remedy), outcome) == 0


def test_a_nearness_that_leaves_the_set_would_be_seen() -> None:
    """The same law, with claims that are moved whatever comes of it."""
    view = Subject(policy_of(WINDOW), TODAY).regions.of("change_of_mind", "refund")
    claimed = view.claim_in(view.outcomes[Outcome.REFUSED])
    assert claimed is not None
    moved = next(nearer(view.space, view.all, claimed, TODAY))  # the set is left out of account
    witness = told(view, replace(moved), "refund")
    assert decided(view.policy, witness)[1].outcome is not Outcome.REFUSED
    assert near.USUAL["claim.asked_at"] < 30


def test_where_a_claim_cannot_be_made_more_ordinary_in_time_it_is_told_as_it_was_found() -> None:
    policy = policy_of(
        clause("rings", "when: {item.category: ring}\nwithin: {days: 30, of: delivery}\naccept: [refund]")
    )
    plain, hurried = Subject(policy, TODAY), Subject(policy, TODAY)
    hurried.regions.spaces.clockwork.nearing.left = 1
    found, soon = ([one for one in findings_of(subject) if one.witness] for subject in (plain, hurried))
    assert [(one.code, one.message) for one in found] == [(one.code, one.message) for one in soon]
    assert hurried.unconfirmed == []
    assert [one.witness for one in found] != [one.witness for one in soon]
