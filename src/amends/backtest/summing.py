"""What is written down of each row, summed over rows: block by block on arrays, or in a loop of machine code.

Machine code needs the extra `fast`. Law: both give the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any

import numpy as np

from amends.backtest.projection import Array, Projection
from amends.backtest.recording import Node

BLOCK = 1 << 15
MANY = 2_000_000  # claims from which putting a policy into machine code, a tenth of a second once, pays
PART = 1 << 19  # rows that a thread takes at a time
Sums = Callable[[int, int], Array]  # of the rows from, to: the sum of each expression


def pays(rows: int) -> bool:
    """This function will return whether machine code is there, and claims enough for it."""
    return rows >= MANY and all(find_spec(one) is not None for one in ("llvmlite", "pyarrow"))


def summed(projection: Projection, kinds: Iterable[tuple[range, Sequence[Any]]], *, compiled: bool) -> Array:
    """This function will return the sums of what is written down of some rows and of others, one by one."""
    jobs: list[tuple[Sums, int, int]] = []
    width = 0
    for rows, wanted in kinds:
        sums, width = _summing(projection, wanted, compiled=compiled), len(wanted)
        jobs += [(sums, start, min(start + PART, rows.stop)) for start in range(rows.start, rows.stop, PART)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found: Array = sum(pool.map(lambda job: job[0](job[1], job[2]), jobs), np.zeros(width, dtype=np.int64))
    return found


def _summing(projection: Projection, wanted: Sequence[Any], *, compiled: bool) -> Sums:
    """What sums the expressions over rows; what is the same in all is only multiplied."""
    asked = list(dict.fromkeys(one for one in wanted if isinstance(one, Node)))
    if not asked:
        of_rows: Sums = _nothing
    elif compiled:
        of_rows = _in_lanes(asked, projection)
    else:
        of_rows = on_arrays(asked, projection)

    def of(start: int, stop: int) -> Array:
        found = dict(zip(asked, of_rows(start, stop), strict=True))
        each = [found[one] if isinstance(one, Node) else int(one) * (stop - start) for one in wanted]
        return np.array(each, dtype=np.int64)

    return of


def _in_lanes(asked: Sequence[Node], projection: Projection) -> Sums:
    """Machine code takes whole groups of rows; the few that are left over are summed on arrays."""
    from amends.backtest.kernel import LANES, summing  # noqa: PLC0415 - needs what may not be installed

    grouped, single = summing(asked, projection.columns), on_arrays(asked, projection)

    def of(start: int, stop: int) -> Array:
        whole = stop - (stop - start) % LANES
        found = grouped(start, whole)
        return found + single(whole, stop) if whole < stop else found

    return of


def _nothing(_start: int, _stop: int) -> Array:
    return np.zeros(0, dtype=np.int64)


def on_arrays(asked: Sequence[Node], projection: Projection) -> Sums:
    """This function will return what sums the expressions over rows, block by block."""

    def block(start: int, stop: int) -> list[int]:
        found: dict[Node, Any] = {}
        values = [value_of(one, found, projection, slice(start, stop)) for one in asked]
        return [int(np.count_nonzero(one) if one.dtype == np.bool_ else one.sum(dtype=np.int64)) for one in values]

    def of(start: int, stop: int) -> Array:
        each: list[list[int]] = [block(at, min(at + BLOCK, stop)) for at in range(start, stop, BLOCK)]
        found: Array = np.sum(np.array(each, dtype=np.int64), axis=0)
        return found

    return of


def value_of(node: Any, found: dict[Node, Any], projection: Projection, rows: slice | Array) -> Any:
    """This function will return a step in some rows, a number as it is; `found` keeps what these rows were asked."""
    if not isinstance(node, Node):
        return node
    if node not in found:
        if node.op == "column":
            value = projection.columns[node.parts[0]][rows]
        elif node.op == "table":
            value = node.record.table_at(node.parts[0])[value_of(node.parts[1], found, projection, rows)]
        else:
            parts = [value_of(one, found, projection, rows) for one in node.parts]
            value = parts[0].astype(node.dtype) if node.op == "cast" else getattr(np, node.op)(*parts)
        found[node] = value
    return found[node]
