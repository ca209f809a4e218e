"""Each step that machine code knows gives what it gives on arrays, over every width of column."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from amends.backtest.kernel import COMPARISONS, EXTREMES, JOINED, LANES, PLAIN, summing
from amends.backtest.projection import Projection
from amends.backtest.recording import Node, Record
from amends.backtest.summing import on_arrays

ROWS = LANES * 5
KINDS = ("uint8", "uint16", "uint32", "int32", "int64")


def _columns() -> dict[str, Any]:
    random = np.random.default_rng(7)
    found = {kind: random.integers(np.iinfo(kind).min, np.iinfo(kind).max, ROWS, dtype=kind) for kind in KINDS}
    return {**found, "near": random.integers(-9, 9, ROWS), "small": random.integers(0, 4, ROWS, dtype="uint8")}


def _steps() -> list[Node]:
    """One step of each kind, over columns of each width, and numbers that stand alone on either side."""
    record, whole = Record(), np.dtype(np.int64)
    columns = {name: record.node("column", (name,), array.dtype) for name, array in _columns().items()}
    wide = [record.node("cast", (columns[kind],), whole) for kind in KINDS]
    near, small = columns["near"], columns["small"]
    flags = [record.node("greater", (one, 3), np.bool_) for one in (near, small)]
    pairs = [(near, small), (near, 4), (4, near), (columns["int64"], near)]
    found = [record.node(op, pair, np.bool_) for op in COMPARISONS for pair in pairs]
    found += [record.node(op, pair, whole) for op in (*PLAIN, *EXTREMES) for pair in pairs]
    found += [record.node("floor_divide", (near, by), whole) for by in (7, -7, record.node("add", (small, 1), whole))]
    found += [record.node(op, (one, other), np.bool_) for op in JOINED for one, other in (flags, flags[::-1])]
    found += [record.node("invert", (flags[0],), np.bool_), record.table(np.array([5, -6, 7, -8]), small)]
    found += [
        record.node("where", (flags[0], *pair), whole)
        for pair in ((near, 9), (-9, columns["int32"]), (wide[0], wide[3]))
    ]
    return [*wide, *found, record.node("where", (flags[0], flags[1], record.step("invert", (flags[1],))), np.bool_)]


@pytest.mark.parametrize("rows", [range(ROWS), range(LANES, ROWS - LANES)], ids=("all", "some"))
def test_machine_code_gives_what_arrays_give(rows: range) -> None:
    steps, columns = _steps(), _columns()
    on_columns = on_arrays(steps, cast("Projection", SimpleNamespace(columns=columns)))
    # Sums of whole columns of 64 bits run over; both carry on from the other end.
    assert list(summing(steps, columns)(rows.start, rows.stop)) == list(on_columns(rows.start, rows.stop))
