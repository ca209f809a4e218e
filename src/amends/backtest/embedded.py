"""The embedded engine: runs a query over a history within a bounded memory, and says how far it is.

Law: nothing outside the history's file is read, and no extension is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
from sqlglot import exp

from amends.backtest import windows
from amends.backtest.comparing import SOURCE
from amends.backtest.local_days import Span, last_days
from amends.backtest.preparing import quoted_text
from amends.backtest.progress import Tell, told
from amends.backtest.schema import History
from amends.core.policy.tree import Policy

MEMORY = "1500MB"
DIALECT = "duckdb"
MERGING = "partial_aggregate_pushdown"  # writes each test of a lower layer out again wherever it is asked for


def connected(memory: str = MEMORY, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """This function will open the engine with bounds."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = ?", [memory])
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET parquet_metadata_cache = true")  # one file is asked for its types, its figures and its rows
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    known = "SELECT name FROM duckdb_optimizers() WHERE name = ?"
    if connection.execute(known, [MERGING]).fetchone():
        connection.execute("SET disabled_optimizers = ?", [MERGING])
    if threads is not None:
        connection.execute("SET threads = ?", [threads])
    return connection


def text_of(query: exp.Expr) -> str:
    """This function will return the query in the engine's own dialect."""
    return query.sql(dialect=DIALECT)


def show_history(connection: duckdb.DuckDBPyConnection, history: History, where: str = "true") -> None:
    """This function will let queries find the history's file under its name, or those of its rows that `where` says."""
    file = quoted_text(history.path)
    connection.execute(f"CREATE OR REPLACE VIEW {SOURCE} AS SELECT * FROM read_parquet({file}) WHERE {where}")  # noqa: S608 - quoted


def show_spans(
    connection: duckdb.DuckDBPyConnection, history: History, policy: Policy, spans: Mapping[tuple[str, Span], str]
) -> None:
    """This function will lay down, for each window that needs it, the last day by the day on which it opens."""
    for (anchor, span), name in spans.items():
        days = [day for (day,) in connection.execute(text_of(question_of_days(history, anchor))).fetchall()]
        table = last_days(span, days, policy.calendar).tolist()
        connection.execute(f'CREATE OR REPLACE TABLE "open_{name}" (day INTEGER, "{name}" INTEGER)')
        connection.execute(f'INSERT INTO "open_{name}" SELECT unnest(?), unnest(?)', [days, table])


def question_of_days(history: History, anchor: str) -> exp.Select:
    """This function will return the query for the local days of a moment: few, however far apart they lie."""
    asked = windows.question(history, anchor)
    return asked.select(exp.alias_(asked.selects[0].this, "day"), append=False).distinct()


class TooFarApart(Exception):
    """The days of a moment lie so far apart, by a mistyped year, that a table of all between them is no small one."""


def days_of(connection: duckdb.DuckDBPyConnection, history: History, anchor: str) -> range:
    """This function will return the local days of a moment, from the first to the last that make sense.

    Errors: `TooFarApart`.
    """
    days = windows.days_of(history, anchor, lambda query: connection.execute(text_of(query)).fetchone())
    if len(days) > windows.WIDEST:
        raise TooFarApart
    return days


def run(connection: duckdb.DuckDBPyConnection, query: exp.Expr, tell: Tell | None = None) -> list[tuple[Any, ...]]:
    """This function will run the query and return its rows; `tell` hears how far it is while it runs."""
    with told(tell, lambda: max(0, connection.query_progress())):
        return connection.execute(text_of(query)).fetchall()
