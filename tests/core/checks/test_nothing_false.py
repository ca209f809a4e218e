"""What the complete checks say of generated policies is so: each witness is confirmed, and no claim speaks against it.

That a clause is dead or shadowed is said of all claims, so claims at random are asked whether one knows better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.core.checks.test_complete import EARRINGS, WINDOW, policy_of
from tests.core.regions.claims_at_random import claims_at_random
from tests.differential.policies_to_try import policies

from amends.core.checks.every import COMPLETE, findings_of
from amends.core.checks.finding import Finding, Subject
from amends.core.engine.spec import lanes_of, verdict_of
from amends.core.engine.truth import truth_in
from amends.core.engine.verdict import Ground, Verdict
from amends.core.policy.tree import Policy
from amends.core.regions.space import Claimed

GRANTS = (Ground.ACCEPTS, Ground.REFUSES, Ground.MET, Ground.TERMS)


def against(subject: Subject, found: Finding, random: Random) -> Iterator[str]:
    """This function will name what claims at random say against a finding about a whole clause."""
    policy = subject.policy
    clause = policy.clause(found.clause)
    without = replace(policy, clauses=tuple(one for one in policy.clauses if one is not clause))
    for view in subject.regions.speaking(clause):
        for claimed in claims_at_random(view.space, random):
            before = verdict(policy, view.remedy, claimed)
            after = verdict(without, view.remedy, claimed)
            if found.code == "dead_clause" and _acts(before, found):
                yield f"`{clause.id}` acts: {claimed}"
            if (
                found.code == "shadowed"
                and before.on_offer == after.on_offer
                and ((before.outcome, before.terms) != (after.outcome, after.terms))
            ):
                yield f"`{clause.id}` matters: {claimed}"


def _acts(verdict: Verdict, found: Finding) -> bool:
    grounds = {reason.ground for reason in verdict.reasons if reason.clause == found.clause}
    is_refused = any(reason.ground is Ground.REFUSES for reason in verdict.reasons)
    return bool(grounds & set(GRANTS)) and not (is_refused and Ground.ACCEPTS in grounds)


def verdict(policy: Policy, remedy: str, claimed: Claimed) -> Verdict:
    """This function will return the definition's verdict."""
    truth, reason = truth_in(policy, claimed.facts, claimed.at), claimed.facts["claim.reason"]
    return verdict_of(policy, remedy, reason, lanes_of(policy, reason, truth), truth, with_ways=False)


@settings(max_examples=6, deadline=None, phases=(Phase.generate,))
@given(policies(most=4), st.integers(0, 2**32))
def test_no_claim_speaks_against_what_is_found(policy: Policy, seed: int) -> None:
    subject = Subject(policy, 738_900)
    random = Random(seed)  # noqa: S311 - no secret
    for found in findings_of(subject, COMPLETE):
        assert found.code != "too_many_situations"
        if found.clause:
            assert list(against(subject, found, random)) == []
    assert subject.unconfirmed == []


@pytest.mark.parametrize("code", ["dead_clause", "shadowed"])
def test_a_false_finding_is_spoken_against(code: str) -> None:
    subject = Subject(policy_of(WINDOW, EARRINGS), 738_000)
    random = Random(1)  # noqa: S311 - no secret
    for name in ("window", "earrings"):
        assert list(against(subject, Finding(code, "", "", name), random))
