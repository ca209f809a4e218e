"""Packing a history: one pass over its file, some rows at a time, each written where claims of its kind lie.

Law: memory holds the same however many rows there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import numpy as np

from amends.backtest.beside import copy_of, written_whole
from amends.backtest.columns import REASON
from amends.backtest.embedded import connected
from amends.backtest.opening import open_history
from amends.backtest.preparing import ROW_GROUP, first_line, quoted, quoted_text
from amends.backtest.projection import NO_FLAG, NUMBER_SCALE, PACKED, Array, Projection, read_packed, span_of
from amends.backtest.schema import ASKED, DAY, DECIDED, LINE, REMEDY, ZONE, History, HistoryInvalid
from amends.core.facts import Vocabulary
from amends.core.policy.tree import Shop

ROWS = 4 * ROW_GROUP  # that memory holds at a time
TEXTS = {"VARCHAR"}
SMALL = range(-(2**31) + 1, 2**31)  # what a number of 32 bits holds beside the one that means `not known`
KINDS = {"UTINYINT": "u1", "USMALLINT": "u2", "UINTEGER": "u4", "INTEGER": "i4", "BIGINT": "i8"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is packed: the number that stands for a value, and what texts are numbered."""

    name: str
    number: str  # in the engine's words
    type: str
    texts: list[str] | None = None

    @property
    def written(self) -> str:
        """This property will hold the number with its type, in the engine's words."""
        return f"CAST({self.number} AS {self.type})"


def packed_anew(path: Path, shop: Shop, vocabulary: Vocabulary, memory: str) -> Projection:
    """This function will open a history with the engine and return its packed columns; errors: `HistoryInvalid`."""
    connection = connected(memory)
    try:
        return packed(connection, open_history(connection, path, shop.zone, shop.currency, vocabulary), path)
    except duckdb.Error as error:
        raise HistoryInvalid(f"the history cannot be read: {first_line(error)}") from error
    finally:
        connection.close()


def packed(connection: duckdb.DuckDBPyConnection, history: History, beside: Path) -> Projection:
    """This function will return the history's packed columns, written once beside the file `beside`."""
    folder = copy_of(beside, history.stamp, ".packed")
    if not (folder / PACKED).is_file():
        write_packed(connection, history, folder)
    return read_packed(folder)[0]


def write_packed(connection: duckdb.DuckDBPyConnection, history: History, folder: Path, held: int = ROWS) -> None:
    """This function will write the history's columns into the folder, which is there only when it is whole.

    `held` is how many rows memory holds at a time.
    """
    with written_whole(folder) as partial:
        partial.mkdir()
        _write_into(partial, connection, history, held)


def _write_into(partial: Path, connection: duckdb.DuckDBPyConnection, history: History, held: int) -> None:
    connection.execute("SET preserve_insertion_order = true")  # the same file gives the same bytes
    file = quoted_text(history.path)
    decided = f"coalesce({quoted(ASKED)}, {DECIDED})" if history.has(DECIDED) else quoted(ASKED)
    rows = f"FROM read_parquet({file}, file_row_number = true) WHERE {decided} IS NOT NULL"
    types = {row[0]: row[1] for row in connection.execute(f"DESCRIBE FROM read_parquet({file})").fetchall()}
    columns = list(
        _columns(connection, {name: type_ for name, type_ in types.items() if name not in (LINE, ZONE)}, rows)
    )
    kind = _kind({one.name: one for one in columns})
    counted = connection.execute(f"SELECT {kind}, count(*) {rows} GROUP BY 1 ORDER BY 1").fetchall()
    sizes = [count for _, count in counted]
    free = {number: end - size for (number, size), end in zip(counted, accumulate(sizes), strict=True)}
    days: dict[str, tuple[int, int]] = {one.name: (1, 0) for one in columns if one.name.endswith(DAY)}
    asked = ", ".join([f"{kind} AS kind", *(f"{one.written} AS c{place}" for place, one in enumerate(columns))])
    with ExitStack() as opened:
        files = [opened.enter_context((partial / f"{place}.bin").open("wb")) for place in range(len(columns))]
        for start in range(0, history.lines, held):
            among = f"AND file_row_number >= {start} AND file_row_number < {start + held}"
            found = connection.execute(f"SELECT {asked} {rows} {among}").fetchnumpy()
            _write(found, files, free)
            for place, one in enumerate(columns):
                if one.name in days:
                    days[one.name] = _joined(days[one.name], span_of(found[f"c{place}"]))
    about = {
        "rows": sum(sizes),
        "columns": {one.name: np.dtype(KINDS[one.type]).str for one in columns},
        "texts": {one.name: one.texts for one in columns if one.texts is not None},
        "days": days,
        "types": types,
        "history": {
            "path": history.path,
            "zone": history.zone,
            "lines": history.lines,
            "stamp": history.stamp,
            "columns": {name: (one.nulls, one.low, one.high) for name, one in history.columns.items()},
        },
    }
    (partial / PACKED).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _write(found: Mapping[str, Array], files: Sequence[BinaryIO], free: dict[int, int]) -> None:
    """Some rows, each where the next of its kind belongs."""
    kinds = np.asarray(found["kind"])
    order = np.argsort(kinds, kind="stable")
    each, firsts, counts = np.unique(kinds[order], return_index=True, return_counts=True)
    runs = list(zip(each.tolist(), firsts.tolist(), counts.tolist(), strict=True))
    for place, file in enumerate(files):
        array = np.asarray(found[f"c{place}"])[order]
        for kind, first, count in runs:
            file.seek(free[kind] * array.itemsize)
            file.write(array[first : first + count].tobytes())
    for kind, _, count in runs:
        free[kind] += count


def _joined(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    spans = [span for span in (one, other) if span[0] <= span[1]]
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else one


def _kind(columns: Mapping[str, Column]) -> str:
    """The number of a claim's kind: claims for one remedy and reason lie together, in the order of their numbers."""
    found = "0"
    for name in (REMEDY, REASON):
        if name in columns:
            found = f"(CAST({found} AS BIGINT) * {len(columns[name].texts or ()) + 1} + {columns[name].number})"
    return f"CAST({found} AS BIGINT)"


def _columns(connection: duckdb.DuckDBPyConnection, types: Mapping[str, str], rows: str) -> Iterator[Column]:
    whole: dict[str, str] = {}
    for name, type_ in types.items():
        if type_ not in TEXTS and type_ != "BOOLEAN":
            scaled = f"{quoted(name)} * {NUMBER_SCALE}" if type_.startswith("DECIMAL") else quoted(name)
            whole[name] = f"CAST({scaled} AS BIGINT)"
    ends = _ends(connection, whole, rows)
    for place, (name, type_) in enumerate(types.items()):
        if type_ in TEXTS:
            yield _numbered(connection, name, f"packed_{place}", rows)
        elif type_ == "BOOLEAN":
            yield Column(name, f"coalesce(CAST({quoted(name)} AS UTINYINT), {NO_FLAG})", "UTINYINT")
        else:
            small = type_ == "INTEGER" or all(end is None or end in SMALL for end in ends[name])
            stored, gap = ("INTEGER", -(2**31)) if small else ("BIGINT", -(2**63))
            yield Column(name, f"coalesce({whole[name]}, {gap})", stored)


def _ends(connection: duckdb.DuckDBPyConnection, whole: Mapping[str, str], rows: str) -> dict[str, tuple[Any, Any]]:
    """The smallest and the largest of each column of numbers."""
    asked = ", ".join(f"{end}({number})" for number in whole.values() for end in ("min", "max"))
    found = connection.execute(f"SELECT {asked} {rows}").fetchone() if whole else ()
    ends = iter(found or ())
    return {name: (next(ends), next(ends)) for name in whole}


def _numbered(connection: duckdb.DuckDBPyConnection, name: str, own: str, rows: str) -> Column:
    """A column of texts, each with a number from 1; `own` names its type in the engine."""
    column = quoted(name)
    found = connection.execute(f"SELECT DISTINCT {column} {rows} AND {column} IS NOT NULL ORDER BY 1").fetchall()
    said = [row[0] for row in found]
    connection.execute(f"DROP TYPE IF EXISTS {own}")
    connection.execute(f"CREATE TYPE {own} AS ENUM ({', '.join(map(quoted_text, said or ['']))})")
    type_ = "UTINYINT" if len(said) < 255 else "USMALLINT" if len(said) < 65_535 else "UINTEGER"
    return Column(name, f"coalesce(enum_code(CAST({column} AS {own})) + 1, 0)", type_, said)
