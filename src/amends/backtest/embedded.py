"""The embedded engine: runs a query over a history within a bounded memory, and says how far it is.

Law: nothing outside the history's file is read, and no extension is fetched.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from amends.backtest.comparing import SOURCE
from amends.backtest.local_days import Span, last_days
from amends.backtest.preparing import quoted, quoted_text
from amends.backtest.schema import ASKED, DAY, DECIDED, NOT_YET_DAY, History
from amends.core.policy.tree import Policy

Tell = Callable[[float], None]  # how much is done, in percent
MEMORY = "1500MB"
DIALECT = "duckdb"
MERGING = "partial_aggregate_pushdown"  # writes each test of a lower layer out again wherever it is asked for
EVERY_SECONDS = 0.2
WIDEST = 60_000  # days of a table of last days; a history spans a few thousand


def connected(memory: str = MEMORY, threads: int | None = None, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """This function will open the engine with bounds; what does not fit is spilled to `spill`."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = ?", [memory])
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    known = "SELECT name FROM duckdb_optimizers() WHERE name = ?"
    if connection.execute(known, [MERGING]).fetchone():
        connection.execute("SET disabled_optimizers = ?", [MERGING])
    if threads is not None:
        connection.execute("SET threads = ?", [threads])
    if spill is not None:
        connection.execute("SET temp_directory = ?", [str(spill)])
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
        days = _days_of(connection, history, anchor)
        table = last_days([span], days, policy.shop.zone, policy.calendar)[span]
        connection.execute(f'CREATE OR REPLACE TABLE "open_{name}" (day INTEGER, "{name}" INTEGER)')
        if table:
            rows = ",".join(f"({day},{last})" for day, last in zip(days, table, strict=True))
            connection.execute(f'INSERT INTO "open_{name}" VALUES {rows}')  # noqa: S608 - numbers of our own


def _days_of(connection: duckdb.DuckDBPyConnection, history: History, anchor: str) -> range:
    shape = history.columns.get(f"{anchor}{DAY}")
    alone = not (anchor == ASKED and history.has(DECIDED))
    if alone and shape is not None and shape.low is not None and shape.high is not None and shape.high < NOT_YET_DAY:
        return range(max(shape.low, 1), min(shape.high, shape.low + WIDEST) + 1)
    columns = [anchor, DECIDED] if anchor == ASKED and history.has(DECIDED) else [anchor]
    column = f"coalesce({', '.join(quoted(one + DAY) for one in columns)})"
    found = connection.execute(
        f"SELECT min({column}), max({column}) FROM {SOURCE} WHERE {column} BETWEEN 1 AND {NOT_YET_DAY - 1}"  # noqa: S608 - quoted
    ).fetchone()
    if found is None or found[0] is None:
        return range(0)
    return range(found[0], min(found[1], found[0] + WIDEST) + 1)


def run(connection: duckdb.DuckDBPyConnection, query: exp.Expr, tell: Tell | None = None) -> list[tuple[Any, ...]]:
    """This function will run the query and return its rows; `tell` hears how far it is while it runs."""
    if tell is None:
        return connection.execute(text_of(query)).fetchall()
    done = threading.Event()

    def report() -> None:
        while not done.wait(EVERY_SECONDS):
            tell(max(0, connection.query_progress()))

    teller = threading.Thread(target=report, daemon=True)
    teller.start()
    try:
        return connection.execute(text_of(query)).fetchall()
    finally:
        done.set()
        teller.join()
