"""A history packed for looking at it again and again: its columns as arrays of whole numbers, mapped from files.

The files lie beside the history under its stamp. Texts are numbered, 0 where nothing is known; flags are 0 and 1, and 2
where nothing is known; of numbers the smallest there is means the same. Only rows that are decided are packed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from amends.backtest.columns import REASON
from amends.backtest.embedded import show_history
from amends.backtest.opening import BESIDE
from amends.backtest.preparing import quoted, quoted_text
from amends.backtest.schema import ASKED, DAY, DECIDED, LINE, NOT_YET_DAY, REMEDY, SENSELESS_DAY, ZONE, History

Array = NDArray[Any]
NO_FLAG = 2
NUMBER_SCALE = 1_000_000  # numbers keep six digits after the point
PACKED = "packed-2.json"
TEXTS = {"VARCHAR"}


@dataclass(frozen=True, slots=True)
class Projection:
    """The packed columns of a history; `texts` says what the numbers of a column of texts stand for, from 1."""

    history: History
    rows: int
    columns: Mapping[str, Array]
    texts: Mapping[str, tuple[str, ...]]
    days: Mapping[str, tuple[int, int]]  # the first and the last of a column of days; turned round where it has none


def gap_of(array: Array) -> int:
    """This function will return the number that means `not known` in an array of numbers."""
    return int(np.iinfo(array.dtype).min)


def span_of(day: Array) -> tuple[int, int]:
    """This function will return the first and the last day that somebody can mean, turned round where there is none."""
    known = day[(day > SENSELESS_DAY) & (day < NOT_YET_DAY)]
    return (int(known.min()), int(known.max())) if len(known) else (1, 0)


def packed(connection: duckdb.DuckDBPyConnection, history: History, beside: Path) -> Projection:
    """This function will return the history's packed columns, written once beside the file `beside`."""
    folder = beside.parent / BESIDE / f"{beside.name}-{history.stamp}.packed"
    if not (folder / PACKED).is_file():
        _write(connection, history, folder)
    said = json.loads((folder / PACKED).read_text(encoding="utf-8"))
    rows = said["rows"]
    columns: dict[str, Array] = {}
    for place, (name, kind) in enumerate(said["columns"].items()):
        file = folder / f"{place}.bin"
        columns[name] = np.memmap(file, dtype=np.dtype(kind), mode="r") if rows else np.zeros(0, dtype=np.dtype(kind))
    texts = {name: tuple(found) for name, found in said["texts"].items()}
    return Projection(history, rows, columns, texts, {name: (low, high) for name, (low, high) in said["days"].items()})


def _write(connection: duckdb.DuckDBPyConnection, history: History, folder: Path) -> None:
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    show_history(connection, history)
    connection.execute("SET preserve_insertion_order = true")
    types = {row[0]: row[1] for row in connection.execute("DESCRIBE history").fetchall()}
    decided = f"coalesce({quoted(ASKED)}, {DECIDED})" if history.has(DECIDED) else quoted(ASKED)
    kinds: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    days: dict[str, tuple[int, int]] = {}
    order = _order(connection, types, decided)
    for name, type_ in types.items():
        if name in (LINE, ZONE):
            continue
        array, said = _column(connection, name, type_, decided)
        array[order].tofile(partial / f"{len(kinds)}.bin")
        kinds[name] = array.dtype.str
        if said is not None:
            texts[name] = said
        if name.endswith(DAY):
            days[name] = span_of(array)
    about = {"rows": len(order), "columns": kinds, "texts": texts, "days": days}
    (partial / PACKED).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def _order(connection: duckdb.DuckDBPyConnection, types: Mapping[str, str], decided: str) -> Array:
    """Claims for one remedy and reason lie together, so that a block of rows takes few turns in a policy."""
    sorting = [_column(connection, name, types[name], decided)[0] for name in (REASON, REMEDY) if name in types]
    if not sorting:
        return np.arange(len(_column(connection, ASKED, types[ASKED], decided)[0]))
    return np.lexsort(sorting)


def _column(
    connection: duckdb.DuckDBPyConnection, name: str, type_: str, decided: str
) -> tuple[Array, list[str] | None]:
    column = quoted(name)
    where = f"FROM history WHERE {decided} IS NOT NULL"
    if type_ in TEXTS:
        found = connection.execute(f"SELECT DISTINCT {column} {where} AND {column} IS NOT NULL ORDER BY 1").fetchall()
        said = [row[0] for row in found]
        connection.execute("DROP TYPE IF EXISTS packed_texts")
        if not said:
            connection.execute("CREATE TYPE packed_texts AS ENUM ('')")
        else:
            listed = ", ".join(map(quoted_text, said))
            connection.execute(f"CREATE TYPE packed_texts AS ENUM ({listed})")
        number = f"coalesce(enum_code(CAST({column} AS packed_texts)) + 1, 0)"
        kind = "UTINYINT" if len(said) < 255 else "USMALLINT" if len(said) < 65_535 else "UINTEGER"
        return _fetched(connection, f"SELECT CAST({number} AS {kind}) AS x {where}"), said
    if type_ == "BOOLEAN":
        number = f"CAST(coalesce(CAST({column} AS UTINYINT), {NO_FLAG}) AS UTINYINT)"
        return _fetched(connection, f"SELECT {number} AS x {where}"), None
    if type_.startswith("DECIMAL"):
        column = f"CAST({column} * {NUMBER_SCALE} AS BIGINT)"
    small = type_ == "INTEGER" or _fits_small(connection, column, where)
    kind, gap = ("INTEGER", -(2**31)) if small else ("BIGINT", -(2**63))
    return _fetched(connection, f"SELECT CAST(coalesce(CAST({column} AS BIGINT), {gap}) AS {kind}) AS x {where}"), None


def _fits_small(connection: duckdb.DuckDBPyConnection, column: str, where: str) -> bool:
    found = connection.execute(f"SELECT min({column}), max({column}) {where}").fetchone()
    if found is None or found[0] is None:
        return True
    return bool(found[0] > -(2**31) and found[1] < 2**31)


def _fetched(connection: duckdb.DuckDBPyConnection, query: str) -> Array:
    found = connection.execute(query).fetchnumpy()["x"]
    return np.ascontiguousarray(np.asarray(found))
