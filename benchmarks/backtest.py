"""`python -m benchmarks.backtest [LINES]`: a backtest beside a bare scan of its columns, and sweeps; ratios of one run.

Processor time of all threads, the least of several rounds, because other work on the machine lengthens a wait and not
the work. Every line of the history was asked about, so every line is decided.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.claims import CALENDAR, policy_text
from benchmarks.history import write_history
from sqlglot import exp

from amends.backtest.again import again
from amends.backtest.comparing import Question, compared, lowered_for
from amends.backtest.embedded import connected, run, show_history, show_spans, text_of
from amends.backtest.packing import packed
from amends.backtest.preparing import quoted
from amends.backtest.sweep import sweep
from amends.backtest.tried import read_sweep
from amends.core.policy.load import load_policy

LINES, ROUNDS, THREADS = 10_000_000, 3, 2


def measured(work: Callable[[], object]) -> tuple[float, float]:
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
    with TemporaryDirectory() as folder:
        file = Path(folder) / "history.parquet"
        history = write_history(file, lines)
        connection = connected(threads=THREADS)
        show_history(connection, history)
        questions: dict[str, Question] = {}
        for name, policies in (("one policy", [older]), ("two policies", [older, newer])):
            questions[name] = compared([lowered_for(one, history) for one in policies], history)
            show_spans(connection, history, older, questions[name].spans)
        rows = {}
        for name, question in questions.items():
            used = sorted({one.name for one in question.query.find_all(exp.Column)} & set(history.columns))
            bare = exp.select(*(f"MIN({quoted(one)})" for one in used)).from_("history")
            rows[f"bare scan of the columns of {name}"] = measured(lambda bare=bare: run(connection, bare))  # type: ignore[misc]
            rows[f"{name}, {len(text_of(question.query)):,} letters of SQL"] = measured(
                lambda question=question: run(connection, question.query)  # type: ignore[misc]
            )
        projection = packed(connection, history, file)
        for name, policies in (("one policy", [older]), ("two policies", [older, newer])):
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
        connection.close()
    print(f"{lines:,} lines, {len(older.clauses)} clauses, {THREADS} threads; seconds of processor, seconds waited")
    for name, (processor, waited) in rows.items():
        print(f"{name:75s} {processor:7.2f} {waited:7.2f}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
