"""A shop's own orders and cases written as a history, and what a backtest answers over it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.sample_cases import opened
from tests.sample_shops import shop

from amends.backtest.backtesting import backtest
from amends.core.engine.stored import facts_from
from amends.core.policy.floors import alone
from amends.records.cases import decisions_of
from amends.records.orders import all_orders
from amends.records.policies import decider_with, latest_policy
from amends.usecases.export_history import ExportRefused, export_history

pytestmark = pytest.mark.usefixtures("shops")
ASKED = (
    ("WR-1001", "L1.P1", "refund", "changed_mind"),
    ("WR-1002", "L1.P1", "exchange", "defective"),  # referred
    ("WR-1005", "L1.P1", "cancel", "changed_mind"),  # not posted yet
    ("WR-1092", "L1.P1", "refund", "changed_mind"),  # by the law of the European Union; the policy keeps earrings
)


@pytest.fixture
def answers() -> Counter[tuple[str, str]]:
    """What was answered to cases of the silver shop, and what its own clauses say to each."""
    found: Counter[tuple[str, str]] = Counter()
    for number, piece, remedy, reason in ASKED:
        row = opened("silver", number, piece, remedy, reason=reason, key=number)
        for kept in decisions_of("silver", row.number).values():
            decider = decider_with("silver", kept.policy_hash)
            facts = facts_from(kept.facts, decider.policy.vocabulary)
            own = decider.own_verdicts(facts, kept.at)[remedy].outcome.value
            answered = kept.verdicts["verdicts"][remedy]["outcome"]
            found[answered, own] += 1
    assert len(found) > 2
    return found


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_backtest_of_the_policy_answers_what_was_decided(
    answers: Counter[tuple[str, str]], ending: str, tmp_path: Path
) -> None:
    policy = latest_policy(shop("silver"))
    assert policy is not None
    file = tmp_path / f"history.{ending}"
    written = export_history(shop("silver"), file)
    found = backtest([alone(policy)], file)
    assert {sides: one.claims for sides, one in found.outcomes.items()} == dict(answers)
    assert (written.claims, found.lines) == (len(ASKED), written.rows)
    assert written.rows > written.claims
    assert not written.left_out
    assert [one.name for one in tmp_path.iterdir() if "unfinished" in one.name] == []


def test_nothing_tells_of_a_person_and_queries_do_not_follow_the_orders(
    answers: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "history.csv"
    told: list[int] = []
    with CaptureQueriesContext(connection) as asked:
        written = export_history(shop("silver"), file, batch=10, tell=told.append)
    batches = -(-written.orders // 10)
    assert len(told) == batches > 1
    assert told[-1] == written.orders
    assert len(asked) <= batches + 6
    text = file.read_text(encoding="utf-8")
    for one in all_orders("silver"):
        for said in (one.email, one.customer_name, one.postcode, one.gift_code):
            assert len(said) < 4 or said not in text, said


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    file.write_text("mine")
    with pytest.raises(ExportRefused):
        export_history(shop("silver"), file)
    assert file.read_text() == "mine"
