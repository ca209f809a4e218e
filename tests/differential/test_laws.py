"""Laws that every decision keeps, whatever the policy says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from tests.differential.laws_to_try import lawful_cases
from tests.differential.policies_to_try import Case, cases, facts_for

from amends.core.dates import Instant
from amends.core.engine import spec
from amends.core.engine import truth as truths
from amends.core.engine.decide import compile_policy
from amends.core.engine.truth import NO, YES, Truth, TruthOf, holds, truth_in
from amends.core.engine.verdict import Change, Decision, Ground, Outcome, Verdict
from amends.core.policy import tree
from amends.core.policy.tree import OpenSeason, Policy, Season

laws = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=40
)
any_cases = st.one_of(cases(most=5), lawful_cases(most=4))
DEFINITE = (Outcome.ACCEPTED, Outcome.REFUSED)
AGAINST = {Ground.REFUSES, Ground.TOO_LATE, Ground.NOT_BEGUN, Ground.CONDITION_MISSED, Ground.USED_UP}


def decided(case: Case) -> Decision:
    """This function will decide a claim by the fast engine, which another test holds to the definition."""
    return compile_policy(case.policy).decide(case.facts, case.at)


def makes_sense(verdict: Verdict) -> bool:
    """This function will say whether no fact was found to be wrong."""
    return all(reason.ground is not Ground.WRONG for reason in verdict.reasons)


@laws
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_never_matters(case: Case, random: Any) -> None:
    clauses = list(case.policy.clauses)
    random.shuffle(clauses)
    shuffled = replace(case.policy, clauses=tuple(clauses))
    assert spec.decide(shuffled, case.facts, case.at) == spec.decide(case.policy, case.facts, case.at)


@laws
@given(cases(), st.integers(1, 500))
def test_a_longer_season_never_shortens(case: Case, days: int) -> None:
    before, after = decided(case), decided(replace(case, policy=with_longer_seasons(case.policy, days)))
    for remedy in before.open_remedies:
        assert after.verdicts[remedy].outcome is Outcome.ACCEPTED
        first, second = before.open_until(remedy), after.open_until(remedy)
        assert second is None or (first is not None and second.closes_at >= first.closes_at)
    for clause, closing in before.closings.items():
        assert after.closings[clause].closes_at >= closing.closes_at


def with_longer_seasons(policy: Policy, days: int) -> Policy:
    """This function will return the policy with every season open so many days longer."""

    def longer(wanted: OpenSeason | None) -> OpenSeason | None:
        if wanted is None:
            return None
        each = (Season(one.ordered_from, one.ordered_to, one.open_until + days) for one in wanted.seasons)
        return replace(wanted, seasons=tuple(each))

    return replace(policy, clauses=tuple(replace(one, seasons=longer(one.seasons)) for one in policy.clauses))


@laws
@given(st.data())
def test_a_fact_more_never_turns_a_definite_answer_and_stays_within_what_was_possible(data: DataObject) -> None:
    case = data.draw(any_cases)
    more = data.draw(facts_for(case.policy))
    find = case.policy.vocabulary.find
    unknown = {name: value for name, value in more.items() if name not in case.facts and find(name).absent is None}
    before = decided(case)
    after = decided(replace(case, facts={**case.facts, **unknown}))
    for remedy, verdict in before.verdicts.items():
        now = after.verdicts[remedy]
        if makes_sense(now):
            assert verdict.outcome not in DEFINITE or now.outcome is verdict.outcome
            assert now.possible <= verdict.possible
        if verdict.outcome in DEFINITE:
            assert verdict.possible == {verdict.outcome}


@laws
@given(st.data())
def test_the_deadline_shown_is_the_deadline_enforced(data: DataObject) -> None:
    case = data.draw(any_cases)
    assume("claim.asked_at" not in case.facts)
    decision = decided(case)
    for remedy in decision.open_remedies:
        until = decision.open_until(remedy)
        latest = case.at + 4_000_000_000_000_000 if until is None else until.closes_at
        for moment in (latest, data.draw(st.integers(case.at, latest))):
            then = asked_at(case, moment).verdicts[remedy]
            unknown = until is None and not makes_sense(then)  # nobody knows the holidays of that day
            assert then.outcome is Outcome.ACCEPTED or unknown
        if until is not None:
            assert asked_at(case, until.closes_at + 1).verdicts[remedy].outcome is not Outcome.ACCEPTED


def asked_at(case: Case, moment: Instant) -> Decision:
    """This function will decide the same claim as if it were asked at another moment, by the definition."""
    return spec.decide(case.policy, {**case.facts, "claim.asked_at": moment}, moment)


@laws
@given(any_cases)
def test_every_answer_names_its_clause_or_what_keeps_it_open(case: Case) -> None:
    for verdict in decided(case).verdicts.values():
        grounds = {reason.ground for reason in verdict.reasons}
        if verdict.outcome is Outcome.REFUSED:
            assert any(reason.ground in AGAINST and reason.clause for reason in verdict.reasons) or not verdict.on_offer
        elif verdict.outcome is Outcome.ACCEPTED:
            assert Ground.ACCEPTS in grounds
        else:
            assert grounds


@laws
@given(any_cases)
def test_what_is_asked_for_could_change_the_answer(case: Case) -> None:
    for verdict in decided(case).verdicts.values():
        if verdict.outcome is Outcome.REFERRED and makes_sense(verdict) and len(verdict.possible) > 1:
            assert any(case.facts.get(name) is None for name in verdict.doubts)
        if verdict.outcome in DEFINITE and case.policy.floor is None:
            assert not verdict.doubts


@laws
@given(cases(most=4))
def test_a_way_leads_where_it_says(case: Case) -> None:
    decision = spec.decide(case.policy, case.facts, case.at)
    truth = truth_in(case.policy, case.facts, case.at)
    for remedy, verdict in decision.verdicts.items():
        for way in verdict.ways:
            lanes = {change.lane for change in way if change.lane} or set(decision.lanes)
            if makes_sense(verdict) and len(asked_by(way)) <= 8:
                assert any(opens(case, remedy, lane, changed) for lane in lanes for changed in made_true(way, truth))


def opens(case: Case, remedy: str, lane: str, truth: TruthOf) -> bool:
    """This function will say whether the remedy can only be accepted in the lane."""
    found = spec.verdict_of(case.policy, remedy, case.facts.get("claim.reason"), {lane: ()}, truth)
    return found.possible == {Outcome.ACCEPTED}


def made_true(way: tuple[Change, ...], truth: TruthOf) -> Iterator[TruthOf]:
    """This function will return truths in which all changes of the way hold, if they do not contradict each other."""
    wanted = [change.wanted for change in way if change.wanted is not None]
    asked = asked_by(way)
    for answers in product((YES, NO), repeat=len(asked)):
        changed = changed_truth(dict(zip(asked, answers, strict=True)), truth)
        if all(holds(condition, changed) is YES for condition in wanted):
            yield changed


def asked_by(way: tuple[Change, ...]) -> list[tree.Test]:
    """This function will return every test that a way's changes ask, each once."""
    return list({test: None for change in way if change.wanted for test in truths.tests_in(change.wanted)})


def changed_truth(changed: Mapping[tree.Test, Truth], truth: TruthOf) -> TruthOf:
    """This function will answer some tests otherwise."""
    return lambda test: changed[test] if test in changed else truth(test)
