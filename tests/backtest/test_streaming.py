"""A long history, read once by machine code, is counted as the query counts it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from benchmarks.claims import CALENDAR, policy_text
from benchmarks.history import write_history

from amends.backtest import streaming
from amends.backtest.backtesting import backtest
from amends.backtest.columns import LANES_AND, Answer
from amends.backtest.comparing import Rows, lowered_for
from amends.backtest.embedded import connected, days_of, show_history, show_spans, text_of
from amends.backtest.opening import open_history
from amends.backtest.report import MOST_EXAMPLES, Counting, Report
from amends.backtest.schema import LINE, HistoryInvalid
from amends.core.policy.load import load_policy

OLDER = load_policy(policy_text(), CALENDAR)
NEWER = load_policy(policy_text().replace("days: 35", "days: 45").replace("75.00", "50.00"), CALENDAR)
MONTHS = load_policy(policy_text().replace("{days: 35, of: shipment}", "{months: 2, of: shipment}"), CALENDAR)
LINES, GROUP = 3_001, 700  # no group of rows is whole groups of what machine code takes at once


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("streaming") / "plain.parquet"
    write_history(file, LINES, claimed_percent=60)
    _written_again(file, file)
    return file


def _written_again(source: Path, target: Path, **columns: pa.Array) -> None:
    """The history with other columns, in several groups of rows."""
    table = pq.read_table(source)
    for name, column in columns.items():
        table = table.append_column(name.replace("__", "."), column)
    pq.write_table(table, target, row_group_size=GROUP)


def _answers(file: Path, *, every: int = 1) -> pa.Array:
    """What a shop answered: some of it, something else, or nothing."""
    said = ["accepted", "refused", None, "referred", "perhaps"]
    return pa.array([said[place // every % len(said)] for place in range(pq.read_metadata(file).num_rows)])


def _without_examples(report: Report) -> Report:
    return replace(report, steps=tuple(replace(one, examples=()) for one in report.steps))


@pytest.mark.parametrize("policies", [[OLDER], [OLDER, NEWER], [OLDER, MONTHS]], ids=("one", "two", "months"))
def test_a_history_read_once_is_counted_as_the_query_counts_it(plain: Path, policies: list[Any]) -> None:
    found = backtest(policies, plain, compiled=True)
    assert _without_examples(found) == _without_examples(backtest(policies, plain, compiled=False))
    assert found.total.claims > LINES / 2
    assert bool(found.steps) == (len(policies) > 1)


def test_what_the_shop_itself_answered_is_compared_as_the_query_compares_it(plain: Path, tmp_path: Path) -> None:
    file = tmp_path / "answered.parquet"
    _written_again(plain, file, claim__answered=_answers(plain))
    found = backtest([OLDER], file, compiled=True)
    assert _without_examples(found) == _without_examples(backtest([OLDER], file, compiled=False))
    assert {before for before, _ in found.outcomes} == {"accepted", "refused", "referred", "perhaps"}
    assert 0 < found.total.changed < found.total.claims


def test_a_column_of_answers_that_nobody_filled_in_is_none(plain: Path, tmp_path: Path) -> None:
    file = tmp_path / "unanswered.parquet"
    _written_again(plain, file, claim__answered=pa.nulls(pq.read_metadata(plain).num_rows, pa.string()))
    assert backtest([OLDER], file) == backtest([OLDER], plain)


@pytest.mark.parametrize("readers", [1, 2, 5])
def test_however_many_read_examples_are_the_first_lines_of_their_kind(plain: Path, readers: int) -> None:
    with connected() as connection:
        history = open_history(connection, plain, OLDER.shop.zone, "USD", OLDER.vocabulary)
        show_history(connection, history)
        counting = Counting(history, 2)
        pair = [OLDER, NEWER]
        assert streaming.count_file(
            history, pair, lambda name: days_of(connection, history, name), counting, None, readers
        )
        by_line = _by_line(connection, pair, history)
    for step in counting.report(history.lines).steps:
        assert isinstance(step.before, Answer)
        assert isinstance(step.after, Answer)
        wanted = by_line[step.lane, step.before, step.after]
        assert set(step.examples) == set(wanted[:MOST_EXAMPLES])
        assert step.tally.claims == len(wanted)


def _by_line(connection: duckdb.DuckDBPyConnection, pair: list[Any], history: Any) -> dict[Any, list[str]]:
    """The lines that change, in the order of the file, by lane and answers; one by one, from the query of rows."""
    rows = Rows([lowered_for(one, history) for one in pair], history)
    query = rows.query([LINE])
    show_spans(connection, history, OLDER, rows.spans)
    found = {row[0]: row[1:] for row in connection.execute(text_of(query)).fetchall()}
    by_line: dict[Any, list[str]] = defaultdict(list)
    for line in pq.read_table(history.path, columns=[LINE])[LINE].to_pylist():
        if line in found:
            lane, a, money_a, b, money_b = found[line]
            before, after = rows.answers[a], rows.answers[b]
            if before.outcome is not after.outcome or money_a != money_b:
                by_line[LANES_AND[lane], before, after].append(line)
    return by_line


def test_texts_are_read_however_a_file_holds_them(plain: Path, tmp_path: Path) -> None:
    table = pq.read_table(plain)
    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    for name in texts:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].cast(pa.large_string()))
    large, flat = tmp_path / "large.parquet", tmp_path / "flat.parquet"
    pq.write_table(table, large, row_group_size=GROUP)
    pq.write_table(pq.read_table(plain), flat, row_group_size=GROUP, use_dictionary=False)
    for file in (large, flat):
        assert backtest([OLDER, NEWER], file, compiled=True) == backtest([OLDER, NEWER], plain, compiled=True)


def test_columns_of_no_meaning_are_left_alone(plain: Path, tmp_path: Path) -> None:
    file, rows = tmp_path / "more.parquet", pq.read_metadata(plain).num_rows
    small, parted = pa.nulls(rows, pa.int8()), pa.nulls(rows, pa.struct([("order", pa.float32())]))
    _written_again(plain, file, shelf=small, note=parted)
    assert backtest([OLDER, NEWER], file, compiled=True) == backtest([OLDER, NEWER], plain, compiled=True)


def test_a_file_that_breaks_off_is_no_history(plain: Path, tmp_path: Path) -> None:
    file = tmp_path / "broken.parquet"
    content = bytearray(plain.read_bytes())
    content[200:20_000] = bytes(19_800)
    file.write_bytes(content)
    with pytest.raises(HistoryInvalid, match="cannot be read"):
        backtest([OLDER], file, compiled=True)
