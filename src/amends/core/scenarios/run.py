"""Running scenarios: each case is decided by the real engine, and what comes out is compared with what is expected.

Nothing is read and nothing is known of the clock: policies come in, differences go out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.engine import spec
from amends.core.engine.verdict import Decision
from amends.core.policy.tree import Policy
from amends.core.scenarios.compare import Difference, differences
from amends.core.scenarios.money import money_differences
from amends.core.scenarios.prepare import Prepared, prepare
from amends.core.scenarios.read import ScenarioFile


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case."""

    case: Prepared
    decision: Decision
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """This function will say whether everything was as expected."""
        return not self.differences


def run(file: ScenarioFile, policies: Sequence[Policy]) -> tuple[Result, ...]:
    """This function will run every case of a file, or raise `ScenariosInvalid` where the file cannot be run."""
    return tuple(run_case(case) for case in prepare(file, policies))


def run_case(case: Prepared) -> Result:
    """This function will decide one case and compare."""
    decision = spec.decide(case.policy, case.facts, case.at)
    return Result(case, decision, tuple(_differences(case, decision)))


def _differences(case: Prepared, decision: Decision) -> Iterator[Difference]:
    yield from differences(decision, case.case.expect, case.policy)
    for wanted in case.case.money:
        if case.order is None:
            yield Difference(f"money, {wanted.remedy}", "sum", "an order", "facts alone")
            continue

        def decide_for(reason: str | None) -> Decision:
            facts: Mapping[str, Any] = case.facts if reason is None else {**case.facts, "claim.reason": reason}
            return decision if reason is None else spec.decide(case.policy, facts, case.at)

        yield from money_differences(wanted, case.order, case.line_id, decide_for)
