"""The example shops' scenarios: they pass, they cover every clause and limit, and they notice every slight change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.examples.mutants import Mutant, mutants

from amends.core.engine import spec
from amends.core.engine.verdict import Ground, Outcome
from amends.core.policy.model import PolicyOf
from amends.core.policy.normalise import normalise
from amends.core.policy.source import read_yaml
from amends.core.policy.tree import Effect, Policy
from amends.core.scenarios.model import REMEDIES, DueExpected, VerdictExpected
from amends.core.scenarios.prepare import Prepared, prepare
from amends.core.scenarios.read import read_scenarios
from amends.core.scenarios.run import Result, differences_in
from amends.examples import SHOPS, folder
from amends.usecases.read_policy import read_policy
from amends.usecases.run_scenarios import FileResult, policy_paths, run_scenarios, scenario_files

CLAUSES = {"piercing": ("A", 18), "silver": ("B", 19), "bespoke": ("C", 18)}
# Clauses with a limit of time, amount or number: a case just before it, one at it, one after it.
LIMITS = {
    "piercing": ("A1", "A3", "A7", "A8", "A17", "X3"),
    "silver": ("B1", "B9", "B11", "B16", "B17"),
    "bespoke": ("C1", "C3", "C4", "C7", "C13", "C17", "C18"),
}
POLICIES = [path for shop in SHOPS for path in sorted(folder(shop).glob("policy*.yaml"))]
# Changes that mean the same: in no other lane is there anything to lengthen, to require or to set terms for.
EVERYWHERE = "lanes: in every lane"
MEAN_THE_SAME = {
    "piercing/policy.yaml": {("A3-season-2023", EVERYWHERE), ("A3-season-2026", EVERYWHERE)},
    "piercing/policy-2022.yaml": {("A2-postage", EVERYWHERE), ("A4-undamaged", EVERYWHERE)},
    "silver/policy.yaml": {("B17-in-time", EVERYWHERE)},
    "bespoke/policy.yaml": set(),
}


@cache
def results_of(shop: str) -> tuple[FileResult, ...]:
    """This function will run all scenarios of an example shop."""
    return tuple(run_scenarios([folder(shop)]))


def cases_of(shop: str) -> Iterator[Result]:
    """This function will return the cases of an example shop with what became of them."""
    return (result for file in results_of(shop) for result in file.results)


def name_of(path: Path) -> str:
    """This function will name a file by its shop."""
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("shop", SHOPS)
def test_every_case_is_as_expected_on_both_engines(shop: str) -> None:
    failed = [(one.case.case.name, one.differences) for one in cases_of(shop) if not one.passed]
    assert not failed


@pytest.mark.parametrize("shop", SHOPS)
def test_every_obligation_has_a_case_that_carries_its_number(shop: str) -> None:
    letter, last = CLAUSES[shop]
    shown = {result.case.case.name.split(":")[0] for result in cases_of(shop)}
    assert not {f"{letter}{number}" for number in range(1, last + 1)} - shown


@pytest.mark.parametrize(("shop", "clause"), [(shop, clause) for shop in SHOPS for clause in LIMITS[shop]])
def test_every_limit_has_a_case_before_at_and_after_it(shop: str, clause: str) -> None:
    named = [one.case.case for one in cases_of(shop) if one.case.case.name.startswith(f"{clause}:")]
    assert {case.edge for case in named} >= {"before", "at", "after"}


@pytest.mark.parametrize("path", POLICIES, ids=name_of)
def test_every_clause_is_named_by_an_expectation(path: Path) -> None:
    cases = prepared(path)
    named = {name for case in cases for name in names_in(case)}
    assert not {clause.id for clause in cases[0].policy.clauses} - named


def names_in(case: Prepared) -> Iterator[str]:
    """This function will return the clauses that a case expects to be named."""
    expect = case.case.expect
    for remedy in REMEDIES:
        wanted = getattr(expect, remedy)
        if isinstance(wanted, VerdictExpected):
            for names in (wanted.clauses, wanted.against, wanted.because, wanted.advice):
                yield from names or ()
    yield from expect.closes
    yield from (due.clause for due in expect.due.values() if isinstance(due, DueExpected) and due.clause)


@pytest.mark.parametrize("shop", SHOPS)
def test_x1_every_verdict_says_which_clauses_decided_and_what_would_change_it(shop: str) -> None:
    for result in cases_of(shop):
        for verdict in result.decision.verdicts.values():
            grounds = {reason.ground for reason in verdict.reasons}
            if verdict.outcome is Outcome.ACCEPTED:
                assert Ground.ACCEPTS in grounds
            elif verdict.outcome is Outcome.REFUSED:
                assert verdict.clauses or Ground.NOT_OFFERED in grounds
                assert verdict.ways or not verdict.on_offer
            else:
                assert verdict.clauses or grounds & {Ground.SILENT, Ground.UNKNOWN}
                assert any(due.what == "answer" for due in result.decision.promises)
            assert all(reason.says for reason in verdict.reasons if reason.clause)


@cache
def prepared(path: Path) -> tuple[Prepared, ...]:
    """This function will return the cases of the example shops that are decided by the policy in that file."""
    cases: list[Prepared] = []
    for file in scenario_files([path.parent]):
        scenarios = read_scenarios(file.read_text(encoding="utf-8"), str(file))
        paths = [one.resolve() for one in policy_paths(file, scenarios)]
        versions = [read_policy(one) for one in paths]
        wanted = {version.hash for one, version in zip(paths, versions, strict=True) if one == path}
        cases += [case for case in prepare(scenarios, versions) if case.policy.hash in wanted]
    return tuple(cases)


@pytest.mark.parametrize("path", POLICIES, ids=name_of)
def test_a_policy_that_is_slightly_wrong_is_noticed(path: Path) -> None:
    """Every number one off, every word left out, every clause gone makes a case fail."""
    cases = prepared(path)
    data = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    made = list(mutants(data))
    same = MEAN_THE_SAME[name_of(path)]
    assert same <= {(one.clause, one.change) for one in made}
    tried = [one for one in made if (one.clause, one.change) not in same]
    assert not [one for one in tried if not noticed(mutated(one, cases[0].policy), one, cases)]


def mutated(mutant: Mutant, original: Policy) -> Policy:
    """This function will return the mutant as a policy."""
    policy, problems = normalise(PolicyOf.model_validate(mutant.data), original.calendar, "mutant")
    assert policy is not None, [str(problem) for _, problem in problems]
    return policy


def noticed(policy: Policy, mutant: Mutant, cases: Sequence[Prepared]) -> bool:
    """This function will say whether a case fails under the policy; those most likely to are tried first."""
    obligation = f"{mutant.clause.split('-')[0]}:"
    edge = {"-": "at", "+": "after"}.get(mutant.change.rpartition(": ")[2][:1])

    def distance(case: Prepared) -> tuple[bool, ...]:
        about, named = case.case.name.startswith(obligation), mutant.clause in names_in(case)
        kept = mutant.clause in kept_out(case)
        if mutant.change.endswith(EVERYWHERE):
            return not kept, not elsewhere(case, mutant.clause), not about, named
        if mutant.change.endswith("not asked"):
            return not kept, elsewhere(case, mutant.clause) or named, not about
        return not about, edge is not None and case.case.edge != edge, not named

    nearest = sorted(cases, key=distance)
    for case in nearest:
        changed = replace(case, policy=policy)
        if any(differences_in(changed, spec.decide(policy, case.facts, case.at))):
            return True
    return False


def elsewhere(case: Prepared, clause: str) -> bool:
    """This function will say whether the case is in a lane that the clause does not speak for."""
    lane = case.policy.lane_of_reason.get(case.facts.get("claim.reason", ""))
    return any(one.id == clause and lane not in one.lanes for one in case.policy.clauses)


def kept_out(case: Prepared) -> set[str]:
    """This function will return the clauses that a case expects not to be named."""
    verdicts = (getattr(case.case.expect, remedy) for remedy in REMEDIES)
    return {name for one in verdicts if isinstance(one, VerdictExpected) for name in one.without or ()}


def test_silence_is_always_referred_and_never_refused() -> None:
    for shop in SHOPS:
        for result in cases_of(shop):
            for verdict in result.decision.verdicts.values():
                if any(reason.ground is Ground.SILENT for reason in verdict.reasons):
                    assert verdict.outcome is Outcome.REFERRED


def test_every_shop_promises_an_answer_by_a_clause_or_by_its_general_time() -> None:
    promised = {shop: read_policy(folder(shop) / "policy.yaml") for shop in SHOPS}
    by_clause = {
        shop: any(
            clause.effect is Effect.PROMISE and clause.promise and clause.promise.what == "answer"
            for clause in policy.clauses
        )
        for shop, policy in promised.items()
    }
    assert by_clause == {"piercing": True, "silver": True, "bespoke": False}
