"""Opening a history: a file that has the columns of the schema is read as it is, another is prepared once, beside it.

Law: a prepared copy carries the stamp of the file that it was made from, so a file that has changed is prepared anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from amends.backtest.preparing import HistoryInvalid, described, prepare
from amends.backtest.schema import ASKED, DAY, MONTH, TYPES, ZONE, History, Shape, kind_of
from amends.core.facts import Kind, Vocabulary

BESIDE = ".amends-backtest"  # the folder for copies, beside the history
OF_CLAIMS = ("claim.", "condition.")  # columns that are empty where nobody asked, and only there unless facts miss
ENDS = 1 << 20  # bytes of either end that a stamp covers


def open_history(
    connection: duckdb.DuckDBPyConnection, path: Path, zone: ZoneInfo, currency: str, vocabulary: Vocabulary
) -> History:
    """This function will return the history of that file, ready for queries, or raise `HistoryInvalid`."""
    if not path.is_file():
        raise HistoryInvalid(f"there is no file `{path}`.", hint="Give a history as `.parquet` or `.csv`.")
    stamp = stamp_of(path)
    types = described(connection, str(path))
    if path.suffix.lower() == ".parquet" and _fits(connection, path, types, zone, vocabulary):
        return shaped(connection, path, zone, stamp)
    copy = path.parent / BESIDE / f"{path.name}-{_mark(stamp, zone.key, currency)}.parquet"
    if not copy.is_file():
        prepare(connection, str(path), copy, zone=zone, currency=currency, vocabulary=vocabulary)
    return shaped(connection, copy, zone, _mark(stamp, zone.key, currency))


def stamp_of(path: Path) -> str:
    """This function will return what stands for a file's contents: its length, its time and both its ends."""
    found = path.stat()
    digest = hashlib.sha256(f"{found.st_size} {found.st_mtime_ns}".encode())
    with path.open("rb") as file:
        digest.update(file.read(ENDS))
        file.seek(max(0, found.st_size - ENDS))
        digest.update(file.read(ENDS))
    return digest.hexdigest()[:16]


def _mark(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _fits(
    connection: duckdb.DuckDBPyConnection, path: Path, types: Mapping[str, str], zone: ZoneInfo, vocabulary: Vocabulary
) -> bool:
    """Whether the columns have their types, the local days are there, and those are of this zone."""
    for name, type_ in types.items():
        kind = kind_of(name, vocabulary)
        if kind is not None and type_ != TYPES[kind]:
            return False
        if kind is Kind.MOMENT and types.get(f"{name}{DAY}") != "INTEGER":
            return False
    if ASKED not in types or MONTH not in types or ZONE not in types:
        return False
    found = connection.execute(
        "SELECT min(stats_min_value), max(stats_max_value) FROM parquet_metadata(?) WHERE path_in_schema = ?",
        [str(path), ZONE],
    ).fetchone()
    return found == (zone.key, zone.key)


def shaped(connection: duckdb.DuckDBPyConnection, path: Path, zone: ZoneInfo, stamp: str) -> History:
    """This function will return the history of a file with the schema's columns, and what its own figures say."""
    rows = connection.execute(
        """SELECT path_in_schema, sum(stats_null_count), min(TRY_CAST(stats_min_value AS BIGINT)),
                  max(TRY_CAST(stats_max_value AS BIGINT)), count(*) FILTER (stats_null_count IS NULL)
           FROM parquet_metadata(?) GROUP BY 1""",
        [str(path)],
    ).fetchall()
    unasked = next((nulls for name, nulls, *_ in rows if name == ASKED), 0) or 0
    columns = {
        name: Shape(
            nulls=bool(unsaid) or (nulls or 0) > (unasked if name.startswith(OF_CLAIMS) else 0), low=low, high=high
        )
        for name, nulls, low, high, unsaid in rows
    }
    counted = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]).fetchone()
    return History(str(path), zone.key, columns, int(counted[0]) if counted and counted[0] else 0, stamp)
