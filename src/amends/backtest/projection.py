"""A history packed for looking at it again and again: its columns as arrays of whole numbers, mapped from files.

The files lie beside the history under its stamp. Texts are numbered, 0 where nothing is known; flags are 0 and 1, and 2
where nothing is known; of numbers the smallest there is means the same. Only rows that are decided are packed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from amends.backtest.opening import BESIDE
from amends.backtest.schema import NOT_YET_DAY, SENSELESS_DAY, History

Array = NDArray[Any]
NO_FLAG = 2
NUMBER_SCALE = 1_000_000  # numbers keep six digits after the point
PACKED = "packed-2.json"


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
        from amends.backtest.packing import write_packed  # noqa: PLC0415 - only who packs needs the engine

        write_packed(connection, history, folder)
    said = json.loads((folder / PACKED).read_text(encoding="utf-8"))
    rows = said["rows"]
    columns: dict[str, Array] = {}
    for place, (name, kind) in enumerate(said["columns"].items()):
        file = folder / f"{place}.bin"
        columns[name] = np.memmap(file, dtype=np.dtype(kind), mode="r") if rows else np.zeros(0, dtype=np.dtype(kind))
    texts = {name: tuple(found) for name, found in said["texts"].items()}
    return Projection(history, rows, columns, texts, {name: (low, high) for name, (low, high) in said["days"].items()})
