"""A backtest from end to end on the embedded engine: open the history, ask one query, add up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from amends.backtest.alike import check_alike
from amends.backtest.comparing import compared, lowered_for
from amends.backtest.embedded import MEMORY, Tell, connected, run, show_history, show_spans
from amends.backtest.opening import open_history
from amends.backtest.preparing import first_line
from amends.backtest.report import Counting, Report, count_rows
from amends.backtest.schema import HistoryInvalid
from amends.backtest.under_law import FloorOf, UnderLaw
from amends.core.policy.tree import Policy


def backtest(
    policies: Sequence[Policy],
    path: Path,
    *,
    tell: Tell | None = None,
    memory: str = MEMORY,
    threads: int | None = None,
    spill: Path | None = None,
    floor_of: FloorOf | None = None,
) -> Report:
    """This function will say what one policy, or two, answer to the claims of a history; errors: `HistoryInvalid`.

    The older policy comes first. With one alone, its answers are compared with those that the history records, if any.
    With `floor_of`, which finds the law of a place, each claim is answered under the law of its order.
    """
    vocabulary = check_alike(policies)
    older, newer = policies[0], policies[-1]
    connection = connected(memory, threads, spill)
    try:
        history = open_history(connection, path, older.shop.zone, older.shop.currency, vocabulary)
        question = compared([lowered_for(one, history) for one in policies], history)
        show_history(connection, history)
        counting = Counting(question.dimensions)
        if floor_of is not None:
            lawful = UnderLaw(connection, history, policies, floor_of)
            lawful.count(counting, tell)
            lawful.show_others()
        show_spans(connection, history, newer, question.spans)
        count_rows(counting, question, run(connection, question.query, tell))
        return counting.report(history.lines)
    except duckdb.Error as error:
        raise HistoryInvalid(f"the history cannot be read: {first_line(error)}") from error
    finally:
        connection.close()
