"""A season lengthens the window it names: it waits for what that window waits for."""

from __future__ import annotations

import pytest
from tests.core.policy.policies import CALENDAR, HEAD, problems_of

from amends.core.dates import NOT_YET, Instant, parse_instant
from amends.core.engine.decide import compile_policy
from amends.core.engine.spec import decide
from amends.core.engine.verdict import Outcome
from amends.core.policy.load import load_policy

CLAUSES = """
clauses:
  - {id: ask, says: Ask in ten days., lanes: [change_of_mind], within: {days: 10, of: order}, accept: [refund]}
  - id: back
    says: It is back within twenty.
    lanes: [change_of_mind]
    within: {days: 20, of: order, event: goods_back}
    require: [refund]
  - id: longer
    says: In winter there is more time for the way back.
    extend:
      clauses: [CLAUSES]
      seasons: [{ordered_from: 2023-11-01, ordered_to: 2023-12-25, open_until: 2024-01-31}]
"""


@pytest.mark.parametrize(
    ("received", "at", "outcome"),
    [
        ("2024-01-31T23:59", "2024-02-20T12:00", Outcome.ACCEPTED),  # looked at later: it came back in time
        ("2024-02-01T00:00", "2024-02-20T12:00", Outcome.REFUSED),
        (None, "2024-01-31T23:59", Outcome.ACCEPTED),  # still on its way, and still in time
        (None, "2024-02-01T00:00", Outcome.REFUSED),
    ],
)
def test_the_season_of_a_way_back_waits_for_the_goods(received: str | None, at: str, outcome: Outcome) -> None:
    policy = load_policy((HEAD + CLAUSES).replace("CLAUSES", "back"), CALENDAR)

    def instant(text: str) -> Instant:
        return parse_instant(text, policy.shop.zone)

    facts = {
        "claim.reason": "changed_mind",
        "order.placed_at": instant("2023-12-01T10:00"),
        "claim.asked_at": instant("2023-12-05T10:00"),
        "return.received_at": NOT_YET if received is None else instant(received),
    }
    for found in (decide(policy, facts, instant(at)), compile_policy(policy).decide(facts, instant(at))):
        assert found.verdicts["refund"].outcome is outcome


def test_windows_for_different_events_are_not_lengthened_together() -> None:
    told = problems_of((HEAD + CLAUSES).replace("CLAUSES", "ask, back"))
    assert len(told) == 1, told
    assert "these windows wait for different events" in told[0]
