"""What a granted claim uses up: only the limits whose scope it lies in, and each once."""

from __future__ import annotations

import pytest
from tests.core.policy.policies import CALENDAR, HEAD

from amends.core.engine.spec import decide
from amends.core.engine.uses import counters_used
from amends.core.engine.verdict import Outcome
from amends.core.policy.load import load_policy

CLAUSES = """
clauses:
  - {id: open, says: All is well., accept: [exchange, change]}
  - id: rings-once
    says: One exchange of a ring.
    lanes: [change_of_mind]
    when: {item.category: ring}
    limit: {remedies: [exchange], counting: exchange}
  - id: again
    says: The same count, said twice.
    lanes: [change_of_mind]
    limit: {remedies: [exchange], times: 2, counting: exchange}
  - id: address-once
    says: One change of what is not a ring.
    when: {item.category: {not: ring}}
    limit: {remedies: [change], per: line, counting: change}
"""
POLICY = load_policy(HEAD + CLAUSES, CALENDAR)


@pytest.mark.parametrize(
    ("lane", "remedy", "category", "used"),
    [
        ("change_of_mind", "exchange", "ring", {"used.order.exchange"}),
        ("change_of_mind", "exchange", "brooch", {"used.order.exchange"}),
        ("fault", "exchange", "ring", set()),
        ("change_of_mind", "change", "ring", set()),
        ("fault", "change", "brooch", {"used.line.change"}),
        ("change_of_mind", "refund", "ring", set()),
    ],
)
def test_a_claim_uses_the_limits_over_it(lane: str, remedy: str, category: str, used: set[str]) -> None:
    assert counters_used(POLICY, (lane,), remedy, {"item.category": category}, 0) == used


def test_what_is_used_up_is_refused_the_next_time() -> None:
    facts = {"claim.reason": "changed_mind", "item.category": "ring"}
    for remedy in ("exchange", "change"):
        again = {**facts, **dict.fromkeys(counters_used(POLICY, ("change_of_mind",), remedy, facts, 0), 1)}
        before, after = (decide(POLICY, one, 0).verdicts[remedy].outcome for one in (facts, again))
        assert before is Outcome.ACCEPTED
        assert after is (Outcome.REFUSED if remedy == "exchange" else Outcome.ACCEPTED)
