"""The fast engine equals the definition: verdict for verdict, reason for reason, date for date."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.differential.laws_to_try import lawful_policies
from tests.differential.policies_to_try import Case, claims, policies

from amends.core.engine import spec
from amends.core.engine.decide import compile_policy
from amends.core.engine.verdict import Verdict

slow_to_draw = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=60
)


@slow_to_draw
@given(
    st.one_of(policies(), lawful_policies()).flatmap(lambda policy: st.lists(claims(policy), min_size=1, max_size=5))
)
def test_claims_one_after_the_other_are_decided_as_the_definition_says(asked: list[Case]) -> None:
    decider = compile_policy(asked[0].policy)
    for case in (*asked, *asked):  # the second time from memory
        wanted = spec.decide(case.policy, case.facts, case.at)
        assert decider.decide(case.facts, case.at) == wanted
        for remedy in (*wanted.verdicts, "unheard-of"):
            answers = [
                decider.answer(remedy, case.facts, case.at),
                spec.answer(case.policy, remedy, case.facts, case.at),
            ]
            verdict = wanted.verdicts.get(remedy)
            assert [(lanes, told(found)) for lanes, found in answers] == [(wanted.lanes, told(verdict))] * 2


def told(verdict: Verdict | None) -> tuple[object, ...] | None:
    """This function will return everything that a verdict says but the ways to another."""
    return (
        None if verdict is None else tuple(getattr(verdict, one.name) for one in fields(Verdict) if one.name != "ways")
    )
