"""Running scenarios: each case is decided by the real engine, and what comes out is compared with what is expected.

Nothing is read and nothing is known of the clock: policies come in, differences go out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.engine import spec
from amends.core.engine.decide import Decider, compile_policy
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
        """This property will say whether everything was as expected."""
        return not self.differences


def run(file: ScenarioFile, policies: Sequence[Policy]) -> tuple[Result, ...]:
    """This function will run every case of a file, or raise `ScenariosInvalid` where the file cannot be run."""
    return run_cases(prepare(file, policies))


def run_cases(cases: Sequence[Prepared]) -> tuple[Result, ...]:
    """This function will decide each case with both engines, compare them, and compare with what is expected."""
    deciders: dict[int, Decider] = {}
    return tuple(_run(case, deciders.setdefault(id(case.policy), compile_policy(case.policy))) for case in cases)


def _run(case: Prepared, decider: Decider) -> Result:
    decision = spec.decide(case.policy, case.facts, case.at)
    found = list(differences_in(case, decision))
    if decider.decide(case.facts, case.at) != decision:
        found.append(Difference("engines", "decision", "the same from both", "not the same: this is a fault in Amends"))
    return Result(case, decision, tuple(found))


def differences_in(case: Prepared, decision: Decision) -> Iterator[Difference]:
    """This function will return everything in which the decision, and the money it leads to, is not as expected."""
    yield from differences(decision, case.case.expect, case.policy)
    for wanted in case.case.money:
        if case.order is None:
            yield Difference(f"money, {wanted.remedy}", "sum", "an order", "facts alone")
            continue

        def decide_for(reason: str | None) -> Decision:
            facts: Mapping[str, Any] = case.facts if reason is None else {**case.facts, "claim.reason": reason}
            return decision if reason is None else spec.decide(case.policy, facts, case.at)

        yield from money_differences(wanted, case.order, case.line_id, decide_for)
