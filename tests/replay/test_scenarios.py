"""The scenarios of the retail policy."""

from __future__ import annotations

from tests.replay.conftest import RETAIL

from amends.usecases.run_scenarios import run_scenarios


def test_every_scenario_passes_and_every_clause_that_decides_is_named_by_one() -> None:
    named: set[str] = set()
    (policy,) = {policy.hash: policy for file in run_scenarios([RETAIL]) for policy in file.policies}.values()
    for file in run_scenarios([RETAIL]):
        for result in file.results:
            assert result.passed, (file.path.name, result.case.case.name, result.differences)
            named |= {clause for verdict in result.decision.verdicts.values() for clause in verdict.clauses}
            named |= {due.clause for due in result.decision.promises}
    assert {clause.id for clause in policy.clauses} <= named
