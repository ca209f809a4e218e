"""Opening a history: a file that has the columns of the schema is read as it is, another is prepared once, beside it.

Laws: a prepared copy carries the stamp of the file that it was made from, so a file that has changed is prepared anew;
a file whose local days are not those of its moments is prepared too.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import duckdb

from amends.backtest.beside import copy_of, stamp_of, stamp_of_copy
from amends.backtest.own_days import FIGURES, days_hold
from amends.backtest.preparing import check_currency, described, prepare, quoted, quoted_text
from amends.backtest.schema import ANSWERED, ASKED, DECIDED, ZONE, History, HistoryInvalid, Shape, fits, kind_of
from amends.core.facts import Kind, Vocabulary

PATTERN = "*?["  # the engine would read other files too
OF_CLAIMS = ("claim.", "condition.")  # columns that are empty where nobody asked, and only there unless facts miss


def open_history(
    connection: duckdb.DuckDBPyConnection, path: Path, zone: ZoneInfo, currency: str, vocabulary: Vocabulary
) -> History:
    """This function will return the history of that file, ready for queries, or raise `HistoryInvalid`."""
    if not path.is_file():
        raise HistoryInvalid(f"there is no file `{path}`.", hint="Give a history as `.parquet` or `.csv`.")
    if any(sign in str(path) for sign in PATTERN):
        hint = "Give the file, and the folders that it is in, names without these signs."
        raise HistoryInvalid(f"`{path}` would be read as a pattern of names, for its `*`, `?` or `[`.", hint=hint)
    types = described(connection, str(path))
    check_currency(connection, str(path), types, currency)
    if path.suffix.lower() == ".parquet" and fits(types, vocabulary):
        figures = _figures(connection, path)
        moments = [name for name in types if kind_of(name, vocabulary) is Kind.MOMENT]
        is_of_zone = all((one.least, one.most) == (zone.key, zone.key) for one in figures if one.name == ZONE)
        if is_of_zone and days_hold(connection, str(path), _lines(connection, path), moments, zone):
            return _shaped(connection, path, zone, stamp_of(path), figures)
    stamp = stamp_of_copy(path, zone.key, currency)
    copy = copy_of(path, stamp, ".parquet")
    if not copy.is_file():
        prepare(connection, str(path), copy, zone=zone, currency=currency, vocabulary=vocabulary)
    return _shaped(connection, copy, zone, stamp, _figures(connection, copy))


class Figures(NamedTuple):
    """What a file says of one of its columns; `unsaid` are the groups of rows that say nothing of gaps."""

    name: str
    nulls: int | None
    low: int | None
    high: int | None
    least: str | None
    most: str | None
    unsaid: int


def _figures(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Figures]:
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {FIGURES} AS
            SELECT path_in_schema AS name, row_group_id AS part, stats_null_count AS nulls,
                   TRY_CAST(stats_min_value AS BIGINT) AS low, TRY_CAST(stats_max_value AS BIGINT) AS high,
                   stats_min_value AS least, stats_max_value AS most
            FROM parquet_metadata({quoted_text(str(path))})"""  # noqa: S608 - quoted
    )
    rows = connection.execute(
        f"""SELECT name, sum(nulls), min(low), max(high), min(least), max(most), count(*) FILTER (nulls IS NULL)
            FROM {FIGURES} GROUP BY 1"""  # noqa: S608 - our own
    ).fetchall()
    return [Figures(*row) for row in rows]


def _shaped(
    connection: duckdb.DuckDBPyConnection, path: Path, zone: ZoneInfo, stamp: str, figures: Sequence[Figures]
) -> History:
    """The history of a file with the schema's columns, and what its own figures say."""
    unasked = next((one.nulls for one in figures if one.name == ASKED), 0) or 0
    if unasked and any(one.name == DECIDED for one in figures):  # a claim may be dated by its decision alone
        neither = f"SELECT count(*) FROM read_parquet(?) WHERE {quoted(ASKED)} IS NULL AND {quoted(DECIDED)} IS NULL"  # noqa: S608 - ours
        unasked = (connection.execute(neither, [str(path)]).fetchone() or (0,))[0]
    columns = {
        one.name: Shape(
            nulls=bool(one.unsaid) or (one.nulls or 0) > (unasked if one.name.startswith(OF_CLAIMS) else 0),
            low=one.low,
            high=one.high,
        )
        for one in figures
    }
    lines = _lines(connection, path)
    if any(one.name == ANSWERED and one.nulls == lines for one in figures):
        del columns[ANSWERED]  # a column that nobody filled in records no answers
    return History(str(path), zone.key, columns, lines, stamp)


def _lines(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    counted = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]).fetchone()
    return int(counted[0]) if counted and counted[0] else 0
