"""On which days the windows of a history open that are counted from some moment: one question, for every engine.

Law: a claim of which only the decision is dated was asked on that day, for windows as for all else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlglot import exp

from amends.backtest.comparing import SOURCE
from amends.backtest.schema import ASKED, DAY, DECIDED, NOT_YET_DAY, History, Shape

WIDEST = 60_000  # days of a table of last days; a history spans a few thousand


def days_of(history: History, anchor: str, ask: Callable[[exp.Select], Sequence[Any] | None]) -> range:
    """This function will return the local days of a moment, from the first to the last that make sense.

    What the history's own figures do not say, `ask` answers with a row.
    """
    shape = history.columns.get(f"{anchor}{DAY}", Shape())
    is_alone = not (anchor == ASKED and history.has(DECIDED))
    if is_alone and shape.low is not None and shape.high is not None and not shape.not_yet:
        first, last = max(shape.low, 1), shape.high
    else:
        found = ask(question(history, anchor))
        if found is None or found[0] is None:
            return range(0)
        first, last = found
    return range(first, min(last, first + WIDEST) + 1)


def question(history: History, anchor: str) -> exp.Select:
    """This function will return the query for the first and the last of these days."""
    columns = [anchor, DECIDED] if anchor == ASKED and history.has(DECIDED) else [anchor]
    first, *others = (exp.column(f"{one}{DAY}", quoted=True) for one in columns)
    day = exp.Coalesce(this=first, expressions=list(others))
    return exp.select(exp.Min(this=day), exp.Max(this=day)).from_(SOURCE).where(day.between(1, NOT_YET_DAY - 1))
