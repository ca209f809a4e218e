"""Spark answers as the definition does, row for row, and counts as the embedded engine does.

Runs where pyspark is installed, as `python -m benchmarks.cluster` also does with two workers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb
import pytest
from benchmarks.claims import CALENDAR, policy_text
from benchmarks.history import write_history
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.backtest.laid_out import Asked, lay_out
from tests.differential.policies_to_try import Case, claims, policies

from amends.backtest.backtesting import backtest
from amends.backtest.columns import Lowered, decided
from amends.backtest.comparing import SOURCE, Rows, compared, lowered_for
from amends.backtest.report import report
from amends.backtest.schema import ASKED, LINE, HistoryInvalid
from amends.backtest.windows import days_of
from amends.core.engine import spec
from amends.core.policy.load import load_policy

pytest.importorskip("pyspark")
if TYPE_CHECKING:
    from pyspark.sql import SparkSession

from amends.backtest.cluster import readable, run, show_history, show_spans, started, text_of

# Spark leaves the sockets on which it hands over rows to be closed with their objects.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    with started("local[2]") as found:
        yield found


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=4)
@given(policies(most=6).flatmap(lambda policy: st.lists(claims(policy), min_size=1, max_size=6)))
def test_a_cluster_answers_as_the_engine_does(session: SparkSession, asked: list[Case]) -> None:
    lowered = Lowered(asked[0].policy)
    each = [Asked(one.facts, one.at, remedy, {}) for one in asked for remedy in (*lowered.remedies, "cancel")]
    wanted = [decided(spec.decide(lowered.policy, one.facts, one.at).verdicts.get(one.remedy)) for one in each]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "history.parquet"
        with duckdb.connect() as connection:
            laid = replace(lay_out(connection, lowered.policy, each), path=str(file))
            connection.execute(f"COPY {SOURCE} TO '{file}'")
        session.read.parquet(str(file)).createOrReplaceTempView(SOURCE)
        rows = Rows([lowered], laid)
        query = text_of(rows.query([LINE]))
        show_spans(session, laid, lowered.policy, rows.spans)
        names = rows.answers
        found = {int(line): names[answer] for line, _, answer, _ in run(session, query)}
    assert [found[place] for place in range(len(each))] == wanted


def test_a_cluster_counts_as_the_embedded_engine_does(
    session: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = write_history(tmp_path / "history.parquet", 2_000, claimed_percent=50)
    older = load_policy(policy_text(), CALENDAR)
    newer = load_policy(policy_text().replace("days: 35", "days: 45").replace("75.00", "50.00"), CALENDAR)
    shown = show_history(session, history.path, older.shop.zone.key, older.vocabulary)
    assert shown.lines == history.lines
    assert {name: one.nulls for name, one in shown.columns.items()} == {
        name: one.nulls for name, one in history.columns.items()
    }
    question = compared([lowered_for(one, shown) for one in (older, newer)], shown)
    show_spans(session, shown, newer, question.spans)
    for versions in ((older,), (older, newer)):
        one = compared([lowered_for(each, shown) for each in versions], shown)
        session.sql(text_of(one.query)).explain()
        assert "HashAggregate" in (plan := capsys.readouterr().out)
        assert "SortAggregate" not in plan
    told: list[float] = []
    found = report(question, run(session, text_of(question.query), told.append), shown)
    assert found == backtest([older, newer], tmp_path / "history.parquet")
    with pytest.raises(HistoryInvalid, match="another time zone"):
        show_history(session, history.path, "Europe/Paris", older.vocabulary)
    session.createDataFrame([(1,)], "line int").write.parquet(str(tmp_path / "none"))
    with pytest.raises(HistoryInvalid, match=r"no column as it should be: `claim\.asked_at`"):
        show_history(session, str(tmp_path / "none"), "Europe/Paris", older.vocabulary)


def test_of_a_claim_that_only_its_decision_dates_it_is_known_what_nobody_has_said(
    session: SparkSession, tmp_path: Path
) -> None:
    policy, file = load_policy(policy_text(), CALENDAR), tmp_path / "history.csv"
    head = "line,claim.asked_at,decided_at,claim.remedy,claim.reason,condition.worn,order.placed_at"
    line = ",2024-03-10T12:00:00,refund,changed_mind,,2024-03-01T12:00:00"
    file.write_text(f"{head}\n1,{line}\n2,,,,,,2024-03-01T12:00:00\n", encoding="utf-8")
    address = readable(str(file), policy, policy.vocabulary)
    shown = show_history(session, address, policy.shop.zone.key, policy.vocabulary)  # a whole column is empty
    assert (shown.columns["condition.worn"].nulls, shown.columns["claim.reason"].nulls) == (True, False)
    day = date(2024, 3, 10).toordinal()
    assert days_of(shown, ASKED, lambda query: session.sql(text_of(query)).first()) == range(day, day + 1)
