"""A backtest from end to end on the machine: open the history, count its claims, add up.

A long history is read once by machine code; a short one, or where that is not installed, is asked by one query.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import duckdb

from amends.backtest.alike import check_alike
from amends.backtest.comparing import compared, lowered_for
from amends.backtest.embedded import MEMORY, TooFarApart, connected, days_of, run, show_history, show_spans
from amends.backtest.opening import open_history
from amends.backtest.preparing import first_line
from amends.backtest.progress import Tell
from amends.backtest.report import Counting, Report, count_rows
from amends.backtest.schema import HistoryInvalid
from amends.backtest.summing import pays
from amends.backtest.under_law import FloorOf, UnderLaw
from amends.backtest.unmeant import notes_on
from amends.core.policy.tree import Policy


def backtest(
    policies: Sequence[Policy],
    path: Path,
    *,
    tell: Tell | None = None,
    memory: str = MEMORY,
    floor_of: FloorOf | None = None,
    compiled: bool | None = None,
) -> Report:
    """This function will say what one policy, or two, answer to the claims of a history; errors: `HistoryInvalid`.

    The older policy comes first. With one alone, its answers are compared with those that the history records, if any.
    With `floor_of`, which finds the law of a place, each claim is answered under the law of its order. `compiled` says
    whether machine code decides; left out, it does where that pays.
    """
    vocabulary = check_alike(policies)
    shop = policies[0].shop
    connection = connected(memory)
    try:
        history = open_history(connection, path, shop.zone, shop.currency, vocabulary)
        show_history(connection, history)
        counting = Counting(history, len(policies))
        of_law: tuple[str, ...] = ()

        def counted() -> Report:
            notes = (*of_law, *notes_on(counting, history, lambda query: run(connection, query)))
            return replace(counting.report(history.lines), notes=notes)

        if floor_of is not None:
            lawful = UnderLaw(connection, history, policies, floor_of)
            lawful.count(counting, tell)
            lawful.show_others()
            of_law = lawful.notes()
        elif pays(history.lines) if compiled is None else compiled:
            from amends.backtest.streaming import count_file  # noqa: PLC0415 - needs what may not be installed

            with suppress(TooFarApart):  # then the query answers, which makes tables of the days that there are
                if count_file(history, policies, lambda name: days_of(connection, history, name), counting, tell):
                    return counted()
        question = compared([lowered_for(one, history) for one in policies], history)
        show_spans(connection, history, policies[-1], question.spans)
        count_rows(counting, question, run(connection, question.query, tell))
        return counted()
    except duckdb.Error as error:
        raise HistoryInvalid(f"the history cannot be read: {first_line(error)}") from error
    finally:
        connection.close()
