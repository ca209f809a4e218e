"""Policies of a hundred clauses are looked at whole where they can be, and within bounded steps where they cannot."""

from __future__ import annotations

import json
from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from tests.core.policy.policies import CALENDAR, HEAD
from tests.core.regions.claims_at_random import claims_at_random
from tests.core.regions.test_every_situation import missed, wrong

from amends.core.changes.judge import Way
from amends.core.changes.told import tell
from amends.core.checks.every import COMPLETE, findings_of
from amends.core.checks.finding import Subject
from amends.core.checks.gap import gap
from amends.core.engine.standings import conditions_of
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Effect, Policy
from amends.core.regions.contexts import Asked, Fork
from amends.core.regions.diagram import Diagrams, Steps, TooManySituations
from amends.core.regions.situations import Situations, lane_conditions
from amends.core.regions.space import Space

ANCHORS = ("order", "shipment", "delivery")
UNITS = ("days", "hours", "days")


def policy_of(clauses: Iterable[dict[str, Any]], **head: Any) -> Policy:
    """This function will load a policy of these clauses in one lane, each with an id of its own."""
    said = [{"id": f"c{place}", "says": "A sentence.", "lanes": ["change_of_mind"], **one}
            for place, one in enumerate(clauses)]  # fmt: skip
    parts = "".join(f"{name}: {json.dumps(part)}\n" for name, part in {**head, "clauses": said}.items())
    return load_policy(HEAD + parts, CALENDAR)


def kinds(count: int) -> Policy:
    """This function will return a policy in which each kind of piece has a window of its own."""
    return policy_of(
        {"when": {"item.category": f"kind-{one}"}, "accept": ["refund"],
         "within": {UNITS[one % 3]: 5 + 24 * one if one % 3 == 1 else 5 + one, "of": ANCHORS[one // 3 % 3]}}
        for one in range(count)
    )  # fmt: skip


def pairs(count: int) -> Policy:
    """This function will return a policy whose first clause names all marks, and whose others two far apart each."""
    return policy_of([
        {"when": {"any": [{"item.marks": {"has": f"m{one}"}} for one in range(2 * count)]}, "accept": ["refund"]},
        *({"when": {"all": [{"item.marks": {"has": f"m{one}"}}, {"item.marks": {"has": f"m{one + count}"}}]},
           "refuse": ["refund"]} for one in range(count)),
    ])  # fmt: skip


def tangle(count: int, flags: int) -> Policy:
    """This function will return a policy whose conditions have nothing in common, as no shop would write it."""
    random = Random(5)  # noqa: S311 - no secret
    facts = {f"item.flag{one}": {"kind": "flag", "about": "a flag"} for one in range(flags)}

    def some() -> dict[str, Any]:
        return {"any": [{random.choice(list(facts)): random.random() < 0.5} for _ in range(3)]}

    return policy_of(
        ({"when": {"all": [some() for _ in range(12)]}, ("accept", "refuse")[one % 2]: ["refund"]}
         for one in range(count)), facts=facts,
    )  # fmt: skip


def codes(policy: Policy) -> list[str]:
    """This function will return the codes of what the complete checks find in the lane."""
    return [one.code for one in findings_of(Subject(policy, 738_000), COMPLETE)]


def test_windows_that_never_speak_together_are_parted_and_nothing_is_missed() -> None:
    found = Situations(kinds(45), "change_of_mind", "refund")
    assert isinstance(found.space.tree, Fork)
    claims = claims_at_random(found.space, Random(3), 120)  # noqa: S311 - no secret
    assert len(claims) > 30
    assert missed(found, claims) == []
    assert wrong(found, claims) == []


def told_wrong(found: Situations) -> bool:
    """This function will say whether claims for whom a clause's window is open or over are no such claims."""
    for clause in found.speaking(Effect.ACCEPT)[:6]:
        granted = found.granted_by(clause)
        for wanted in (granted, found.sets.without(granted, found.scope(clause))):
            claimed = found.claim_in(wanted)
            assert claimed is not None
            if wrong(found, [claimed]):
                return True
    return False


def test_windows_that_are_looked_at_where_others_speak_are_found() -> None:
    policy = kinds(45)
    clauses = policy.clauses
    asked = [Asked(other.scope, tuple(conditions_of(policy, one, "change_of_mind")))
             for one, other in zip(clauses, clauses[1:] + clauses[:1], strict=True)]  # fmt: skip
    space = Space(policy, [*asked, *(one.scope for one in clauses), *lane_conditions(policy)])
    assert told_wrong(Situations(policy, "change_of_mind", "refund", space=space))
    assert not told_wrong(Situations(policy, "change_of_mind", "refund"))


@pytest.mark.parametrize("policy", [kinds(21), pairs(40)], ids=["kinds", "pairs"])
def test_what_can_be_parted_or_put_in_order_is_looked_at_whole(policy: Policy) -> None:
    assert "too_many_situations" not in codes(policy)


def test_what_is_beyond_reach_is_told_by_the_names_of_the_checks_and_in_bounded_steps() -> None:
    policy = tangle(18, 60)
    subject = Subject(policy, 738_000)
    [told] = [one for one in findings_of(subject, (gap,)) if one.code == "too_many_situations"]
    assert "`gap`" in told.message
    assert told.hint
    assert subject.regions.spaces.clockwork.steps.left > 0  # what cannot be looked at in one space is not tried again


def test_steps_that_are_taken_from_others_are_gone_for_all() -> None:
    every = Steps(10)
    one, other = Steps(8, every), Steps(8, every)
    one.take(6)
    with pytest.raises(TooManySituations):
        Steps(8, every).take(5)
    assert (one.left, other.left, every.left) == (2, 8, -1)
    with pytest.raises(TooManySituations):
        other.take()  # of its own it has enough


def test_questions_deeper_than_the_stack_are_too_many_and_no_crash() -> None:
    with pytest.raises(TooManySituations):
        Diagrams().listed([[True] * 5_000], 0)
    sets = Diagrams()
    with pytest.raises(TooManySituations):
        sets.both(*(sets.asked(question) for question in range(5_000)))


def fees(count: int, first: str) -> Policy:
    """This function will return a policy of so many fees, each for a mark of its own."""
    return policy_of([
        {"accept": ["refund"]},
        *({"when": {"item.marks": {"has": f"m{one}"}}, "terms": ["refund"],
           "set": {"fee": f"{one}.00" if one else first}} for one in range(count)),
    ])  # fmt: skip


def test_a_change_of_one_fee_among_many_is_told_and_nothing_else() -> None:
    told = tell(fees(30, "40.00"), fees(30, "41.00"))
    assert told.unproved == ""
    assert {(one.way, one.cause, one.remedies) for one in told.consequences} == {(Way.WORSE, "c1", ("refund",))}


def test_windows_of_their_own_are_compared_whole() -> None:
    old, new = kinds(45), kinds(44)
    told = tell(old, new)
    assert told.unproved == ""
    late = (Way.BETTER, "")  # what no clause speaks of any more is left to a person
    assert {(one.way, one.cause) for one in told.consequences} == {(Way.WORSE, "c44"), late}
