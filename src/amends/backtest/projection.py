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

import numpy as np
from numpy.typing import NDArray

from amends.backtest.schema import NOT_YET_DAY, SENSELESS_DAY, History, Shape

Array = NDArray[Any]
NO_FLAG = 2
NUMBER_SCALE = 1_000_000  # numbers keep six digits after the point
PACKED = "packed-3.json"


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


def smallest(texts: int) -> np.dtype[Any]:
    """This function will return the type for numbers of so many texts, and one that means that nothing is known."""
    return np.dtype(np.uint8 if texts < 255 else np.uint16 if texts < 65_535 else np.uint32)


def span_of(day: Array) -> tuple[int, int]:
    """This function will return the first and the last day that somebody can mean, turned round where there is none."""
    known = day[(day > SENSELESS_DAY) & (day < NOT_YET_DAY)]
    return (int(known.min()), int(known.max())) if len(known) else (1, 0)


def read_packed(folder: Path) -> tuple[Projection, Mapping[str, str]]:
    """This function will return the packed columns that lie in a folder, and the types they have in their file."""
    said = json.loads((folder / PACKED).read_text(encoding="utf-8"))
    rows = said["rows"]
    columns: dict[str, Array] = {}
    for place, (name, kind) in enumerate(said["columns"].items()):
        file = folder / f"{place}.bin"
        columns[name] = np.memmap(file, dtype=np.dtype(kind), mode="r") if rows else np.zeros(0, dtype=np.dtype(kind))
    texts = {name: tuple(found) for name, found in said["texts"].items()}
    days = {name: (low, high) for name, (low, high) in said["days"].items()}
    of = said["history"]
    shapes = {name: Shape(*shape) for name, shape in of.pop("columns").items()}
    return Projection(History(columns=shapes, **of), rows, columns, texts, days), said["types"]
