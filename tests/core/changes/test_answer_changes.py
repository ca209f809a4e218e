"""Which claims a new version answers differently: all of them, and each with a claim that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest
from tests.core.changes.trial import groups, met

from amends.core.changes.answers import AnswerChange, answer_changes
from amends.core.changes.joint import NotComparable
from amends.core.changes.judge import Way
from amends.core.changes.proof import prove
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.core.policy.versions import silent
from amends.examples import folder
from amends.examples.starter import starter_policy
from amends.usecases.read_policy import calendar_for, read_text

POSTAGE = "set: {return_postage: customer, return_label: none}"


@lru_cache
def silver(*changes: tuple[str, str]) -> Policy:
    """The silver shop's policy with parts of its text changed."""
    text = read_text(folder("silver") / "policy.yaml")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return load_policy(text, calendar_for)


@lru_cache
def bespoke() -> Policy:
    """Another shop's policy."""
    return load_policy(read_text(folder("bespoke") / "policy.yaml"), calendar_for)


def told(found: Iterator[AnswerChange]) -> set[tuple[str, str, str, str, str]]:
    """The groups without their witnesses."""
    return {(one.lanes[1], one.remedy, one.what.value, one.way.value, one.cause) for one in found}


def test_the_same_policy_answers_the_same_whatever_it_is_called() -> None:
    old = silver()
    renamed = tuple(replace(one, id=f"{one.id}-2", says="Otherwise.") for one in old.clauses if not one.extends)
    assert list(answer_changes(old, silver(("id: B5-hygiene", "id: B5-clean")))) == []
    assert len(renamed) == len(old.clauses)  # no season names a clause here
    assert list(answer_changes(old, replace(old, clauses=renamed[::-1]))) == []


def test_a_shorter_window_is_worse_for_those_who_ask_between_and_for_nobody_else() -> None:
    found = told(answer_changes(silver(), silver(("days: 35, of: shipment", "days: 30, of: shipment"))))
    assert {one[3] for one in found} == {"worse"}
    assert {one[4] for one in found} == {"B1-window"}
    assert {one[:2] for one in found} == {
        (lane, remedy) for lane in ("change_of_mind", "fault") for remedy in ("refund", "exchange")
    }


def test_counted_from_another_moment_it_is_better_for_some_and_worse_for_others() -> None:
    found = told(answer_changes(silver(), silver(("days: 35, of: shipment", "days: 30, of: delivery"))))
    assert {one[3] for one in found} == {"better", "worse"}


def test_a_fee_is_another_answer_with_the_same_outcome() -> None:
    fee = silver((POSTAGE, "set: {return_postage: customer, return_label: none, fee: 5.00}"))
    found = list(answer_changes(silver(), fee))
    assert told(iter(found)) == {
        ("change_of_mind", remedy, "terms", "worse", "B3-postage") for remedy in ("refund", "exchange")
    }
    assert {one.before.outcome for one in found if one.before} == {one.after.outcome for one in found if one.after}


def test_one_thing_better_and_another_worse_is_no_improvement() -> None:
    mixed = silver((POSTAGE, "set: {return_postage: shop, return_label: prepaid, fee: 5.00}"))
    assert {one.way for one in answer_changes(silver(), mixed)} == {Way.MIXED}
    assert not prove(silver(), mixed).only_improves


def test_two_causes_in_one_lane_are_told_apart() -> None:
    new = silver(
        ("days: 35, of: shipment", "days: 30, of: shipment"),
        ("item.category: earring}", "item.category: [earring, ring]}"),
    )
    causes = {one.cause for one in answer_changes(silver(), new) if one.remedy == "refund" and one.way is Way.WORSE}
    assert {"B1-window", "B5-hygiene"} <= causes


def test_policies_of_two_shops_are_not_compared() -> None:
    other = replace(silver(), shop=replace(silver().shop, id="gold"), hash="of gold")
    with pytest.raises(NotComparable):
        list(answer_changes(silver(), other))
    assert prove(silver(), other).unproved


@pytest.mark.parametrize(
    ("before", "after", "improves"),
    [
        ("days: 35, of: shipment", "days: 40, of: shipment", "improves"),
        ("days: 35, of: shipment", "days: 34, of: shipment", "does not"),
        ("days: 35, of: shipment", "days: 60, of: delivery", "does not"),  # who waits for a parcel could ask before
        ("post_within: {days: 14}", "post_within: {days: 20}", "improves"),
        ("post_within: {days: 14}", "post_within: {days: 13}", "does not"),
        ("post_within: {days: 14}", "post_within: {hours: 336}", "does not"),  # as long, but not to the end of the day
        ("promise: {what: answer, within: {hours: 12", "promise: {what: answer, within: {hours: 13", "does not"),
        ("promise: {what: answer, within: {hours: 12", "promise: {what: answer, within: {hours: 11", "improves"),
        ("times: 1", "times: 2", "improves"),
    ],
)
def test_what_only_improves_is_proved_and_nothing_else_is(before: str, after: str, improves: str) -> None:
    """X3: a version that only improves may be backdated, and this is its proof."""
    if before not in read_text(folder("silver") / "policy.yaml"):
        pytest.fail(f"the silver shop's policy does not say `{before}`")
    assert prove(silver(), silver((before, after))).only_improves is (improves == "improves")


def test_from_no_version_to_one_that_refuses_is_no_improvement() -> None:
    old, new = bespoke(), silent(bespoke())
    assert not prove(new, old).only_improves
    assert ("refused", "referred") in {
        (one.before.outcome.value, one.after.outcome.value)
        for one in answer_changes(old, new)
        if one.before and one.after
    }


SMALL = starter_policy()
CHANGES = (
    ("{days: 30, of: delivery}", "{days: 40, of: shipment}"),
    ("{condition.worn: false}", "{condition.worn: false, condition.used: false}"),
    ("{return_postage: customer}", "{return_postage: shop, fee: 5.00}"),
    ("lanes: [change_of_mind]\n    require", "lanes: [change_of_mind]\n    otherwise: refer\n    require"),
)


@pytest.mark.parametrize("change", CHANGES)
def test_no_claim_that_is_answered_differently_is_missed(change: tuple[str, str]) -> None:
    """Claims are taken from the regions of each version by itself; the engine says how they are answered."""
    changed = SMALL.replace(*change)
    assert changed != SMALL
    old, new = load_policy(SMALL, calendar_for), load_policy(changed, calendar_for)
    shown = met(old, new, ("change_of_mind",), ("refund",))
    assert shown  # else this would hold whatever is missed
    assert shown <= groups(old, new)
