"""A trial of the comparison of versions: claims from the regions of each version by itself, decided by the engine.

`python -m tests.core.changes.trial 50` draws so many pairs of policies; the tests try a few of an example shop.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from tests.differential.policies_to_try import policies

from amends.core.changes.answers import answer_changes
from amends.core.changes.judge import Way, What, by_outcome, by_terms
from amends.core.engine.spec import decide
from amends.core.policy.tree import Policy
from amends.core.regions.diagram import TooManySituations
from amends.core.regions.situations import Situations
from amends.core.regions.space import Claimed

Group = tuple[tuple[str, str], str, What, Way]  # lanes before and after, remedy


def groups(old: Policy, new: Policy) -> set[Group]:
    """The groups that are told, without their witnesses."""
    return {(one.lanes, one.remedy, one.what, one.way) for one in answer_changes(old, new)}


def met(old: Policy, new: Policy, lanes: Iterable[str], remedies: Collection[str]) -> set[Group]:
    """The groups that claims show which are answered differently, as the engine decides them."""
    found: set[Group] = set()
    for lane in lanes:
        for remedy in remedies:
            for claimed in _claims(old, new, lane, remedy):
                found.update(_shown(old, new, claimed, remedy))
    return found


def _claims(old: Policy, new: Policy, lane: str, remedy: str) -> Iterator[Claimed]:
    """Of each version, for each outcome and each question that it asks: a claim answered so, with yes and with no."""
    for policy in (old, new):
        own = Situations(policy, lane, remedy)
        for outcome in own.outcomes.values():
            for question in range(own.space.questions):
                yes = own.sets.asked(question)
                for answer in (yes, own.sets.without(yes)):
                    claimed = own.claim_in(own.sets.both(outcome, answer))
                    if claimed is not None:
                        yield claimed


def _shown(old: Policy, new: Policy, claimed: Claimed, remedy: str) -> Iterator[Group]:
    before, after = (decide(policy, claimed.facts, claimed.at) for policy in (old, new))
    first, second = before.verdicts.get(remedy), after.verdicts.get(remedy)
    if len(before.lanes) > 1 or len(after.lanes) > 1 or any(one and one.doubts for one in (first, second)):
        return  # a fact is missing that only the other version asks for
    lanes = (before.lanes[0], after.lanes[0])
    for what, way in ((What.OUTCOME, by_outcome(first, second)), (What.TERMS, by_terms(first, second))):
        if way is not Way.SAME:
            yield lanes, remedy, what, way


def main(examples: int) -> None:
    """This function will try so many drawn pairs of policies; the first that shows a miss is told by Hypothesis."""

    @settings(
        max_examples=examples, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )  # fmt: skip
    @given(policies(most=3), policies(most=3), st.data())
    def nothing_is_missed(old: Policy, drawn: Policy, data: st.DataObject) -> None:
        kept = data.draw(st.lists(st.sampled_from(old.clauses), max_size=3, unique_by=lambda one: one.id))
        clauses = {one.id: one for one in (*kept, *drawn.clauses) if not one.extends}
        new = replace(drawn, shop=old.shop, clauses=tuple(clauses.values()), hash="new")
        try:
            missed = met(old, new, ("change_of_mind", "fault"), ("refund", "exchange")) - groups(old, new)
        except TooManySituations:
            reject()
        assert not missed

    nothing_is_missed()
    sys.stdout.write(f"{examples} pairs of policies: no claim that is answered differently was missed.\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
