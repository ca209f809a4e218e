"""`python -m benchmarks.backtest [LINES]`: a backtest beside a bare scan of its columns, and sweeps; ratios of one run.

Processor time of all threads, the least of several rounds, because other work on the machine lengthens a wait and not
the work. Every line of the history was asked about, so every line is decided. First runs are whole, from the file to
the report, with machine code made anew.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.parquet as pq
from benchmarks.claims import CALENDAR, policy_text
from benchmarks.history import write_history
from sqlglot import exp

from amends.backtest import kernel
from amends.backtest.again import again
from amends.backtest.backtesting import backtest
from amends.backtest.comparing import compared, lowered_for
from amends.backtest.embedded import connected, run, show_history
from amends.backtest.packing import packed
from amends.backtest.preparing import described, quoted
from amends.backtest.reading import BATCH, BUFFER
from amends.backtest.schema import LINE, History
from amends.backtest.sweep import sweep
from amends.backtest.tried import read_sweep
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy

LINES, ROUNDS, THREADS = 10_000_000, 3, 2
Seconds = tuple[float, float]  # of the processor, and waited


def measured(work: Callable[[], object]) -> Seconds:
    """This function will return the least processor time and the least wait of some rounds, in seconds."""
    found = []
    for _ in range(ROUNDS):
        spent, begun = time.process_time(), time.perf_counter()
        work()
        found.append((time.process_time() - spent, time.perf_counter() - begun))
    return min(one for one, _ in found), min(one for _, one in found)


def main() -> None:
    """This function will measure and print a table."""
    lines = int(sys.argv[1]) if sys.argv[1:] else LINES
    older = load_policy(policy_text(), CALENDAR)
    newer = load_policy(policy_text().replace("days: 35", "days: 45").replace("75.00", "50.00"), CALENDAR)
    each = {"one policy": [older], "two policies": [older, newer]}
    rows: dict[str, Seconds] = {}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "history.parquet"
        history = write_history(file, lines)
        connection = connected(threads=THREADS)
        show_history(connection, history)
        for name, policies in each.items():
            rows |= _first_runs(connection, history, name, policies)
        projection = packed(connection, history, file)
        connection.close()
        for name, policies in each.items():
            for how, compiled in (("arrays", False), ("machine code", True)):
                begun = time.process_time()
                again(projection, policies, compiled=compiled)
                first = time.process_time() - begun
                rows[f"{name} again, {how}; the first time {first:.2f}"] = measured(
                    lambda policies=policies, compiled=compiled: again(  # type: ignore[misc]
                        projection, policies, compiled=compiled
                    )
                )
        for said in ("window.within.days=1..100", "free-shipping.set.clawback.free_from=1..100"):
            parameter, values = read_sweep(said, older)
            rows[f"sweep of {said}"] = measured(
                lambda parameter=parameter, values=values: sweep(projection, older, parameter, values)  # type: ignore[misc]
            )
    print(f"{lines:,} lines, {len(older.clauses)} clauses, {THREADS} threads; seconds of processor, seconds waited")
    for name, (processor, waited) in rows.items():
        print(f"{name:75s} {processor:7.2f} {waited:7.2f}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _first_runs(
    connection: duckdb.DuckDBPyConnection, history: History, name: str, policies: Sequence[Policy]
) -> dict[str, Seconds]:
    """Looking at the columns, by the engine that asks and by the one that reads; then a report by either."""
    question = compared([lowered_for(one, history) for one in policies], history)
    asked = {one.name for one in question.query.find_all(exp.Column)} & set(history.columns)
    bare = exp.select(*(f"MIN({quoted(one)})" for one in sorted(asked))).from_("history")
    types = described(connection, history.path)
    texts = [one for one in asked if types[one] == "VARCHAR"]

    def read() -> None:
        with pq.ParquetFile(history.path, read_dictionary=texts, buffer_size=BUFFER) as file:
            for _ in file.iter_batches(BATCH, columns=sorted(asked - {LINE})):
                pass

    def whole(*, compiled: bool) -> None:
        kernel.compiled.cache_clear()
        backtest(policies, Path(history.path), compiled=compiled)

    return {
        f"looking at the columns of {name}, by a query": measured(lambda: run(connection, bare)),
        f"looking at the columns of {name}, into arrays": measured(read),
        f"{name}, the whole report, by a query": measured(lambda: whole(compiled=False)),
        f"{name}, the whole report, machine code": measured(lambda: whole(compiled=True)),
    }


if __name__ == "__main__":
    main()
