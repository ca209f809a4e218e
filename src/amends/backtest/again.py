"""A backtest of a history looked at before: claims and money, before and after, on packed columns.

Claims of one remedy and reason lie together in a projection, so each kind has expressions of its own (`recording`).
They are computed block by block, or, where the extra `fast` is installed, as machine code; both give the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from typing import Any

import numpy as np

from amends.backtest.arrays import Block
from amends.backtest.columns import REASON, Lowered
from amends.backtest.comparing import OUTCOMES, lowered_for
from amends.backtest.knowledge import Knowledge
from amends.backtest.projection import Array, Projection
from amends.backtest.recording import Node, Record, Written, plain
from amends.backtest.report import Tally
from amends.backtest.schema import REMEDY
from amends.backtest.statement import LANES_AND
from amends.backtest.sweep import money_of
from amends.core.policy.tree import Policy

BLOCK = 1 << 15
MANY = 2_000_000  # claims from which putting a policy into machine code, half a second once, pays
PART = 1 << 19  # rows that a thread takes at a time
Sides = tuple[str, str]  # the outcome before and after
Sums = Callable[[int, int], Array]  # of the rows from, to: the sum of each expression


@dataclass(frozen=True, slots=True)
class Kind:
    """Claims for one remedy and reason: their rows, and what is summed over them."""

    rows: range
    sums: tuple[Any, ...]


def again(projection: Projection, policies: Sequence[Policy], *, compiled: bool | None = None) -> dict[Sides, Tally]:
    """This function will count claims and money by the outcome before and after; of one policy both are its own.

    `compiled` says whether machine code does it; left out, it does where the extra `fast` is installed and there are
    claims enough to be worth it.
    """
    places = range(len(OUTCOMES))
    pairs = [(one, two) for one, two in product(places, places) if len(policies) > 1 or one == two]
    kinds = list(_kinds(projection, policies, pairs))
    if compiled is None:
        compiled = projection.rows >= MANY and find_spec("llvmlite") is not None
    jobs: list[tuple[Sums, int, int]] = []
    for kind in kinds:
        sums = _sums(projection, kind.sums, compiled=compiled)
        parts = range(kind.rows.start, kind.rows.stop, PART)
        jobs += [(sums, start, min(start + PART, kind.rows.stop)) for start in parts]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = sum(pool.map(lambda job: job[0](job[1], job[2]), jobs), np.zeros(4 * len(pairs), dtype=np.int64))
    each = np.reshape(found, (len(pairs), 4))
    words = [one.value for one in OUTCOMES]
    return {
        (words[before], words[after]): Tally(*map(int, sums))
        for (before, after), sums in zip(pairs, each, strict=True)
        if sums[0]
    }


def _kinds(projection: Projection, policies: Sequence[Policy], pairs: Sequence[tuple[int, int]]) -> Iterator[Kind]:
    knowledge = [Knowledge(projection.history, one.vocabulary) for one in policies]
    lowered = [lowered_for(one, projection.history) for one in policies]
    record = Record()
    for rows, same in _runs(projection, [one for one in (REMEDY, REASON) if one in projection.columns]):
        remedy = projection.texts[REMEDY][same[REMEDY] - 1] if same.get(REMEDY) else ""
        sides = [
            _decided(Written(low, projection, known, record, same), remedy)
            for low, known in zip(lowered, knowledge, strict=True)
        ]
        yield Kind(rows, tuple(_summed(sides, pairs)))


def _runs(
    projection: Projection, columns: Sequence[str], rows: range | None = None
) -> Iterator[tuple[range, dict[str, int]]]:
    """The rows in which these columns hold the same; a projection is sorted by them."""
    rows = range(projection.rows) if rows is None else rows
    if not columns:
        yield rows, {}
        return
    column = projection.columns[columns[0]]
    start = rows.start
    while start < rows.stop:
        value = column[start]  # of the column's own type: with another, the whole column would be copied
        stop = start + int(np.searchsorted(column[start : rows.stop], value, side="right"))
        for inner, same in _runs(projection, columns[1:], range(start, stop)):
            yield inner, {columns[0]: int(value), **same}
        start = stop


def _decided(block: Block, remedy: str) -> tuple[Any, Any]:
    """The place of the outcome in `OUTCOMES`, and the money, written down."""
    lowered: Lowered = block.lowered
    outcome, money = np.array([1]), np.array([0])  # what nobody is offered is refused
    if remedy not in lowered.remedies:
        return outcome, money
    lanes: Any = block.chain(lowered.lanes, LANES_AND.index)
    for place, lane in enumerate(LANES_AND):
        here = lanes == place
        if plain(here) is False:
            continue
        answers = block.chain(lowered.answers(remedy, lane), lambda one: OUTCOMES.index(one.outcome))
        outcome = np.where(here, answers, outcome)
        money = np.where(here & (answers == 0), money_of(block, remedy, lane), money)
    return outcome, money


def _summed(sides: Sequence[tuple[Any, Any]], pairs: Sequence[tuple[int, int]]) -> Iterator[Any]:
    """For each pair of outcomes: claims, those that change, the money before and after."""
    (before, paid), (after, pays) = sides[0], sides[-1]
    other = paid != pays
    for one, two in pairs:
        here = (before == one) & (after == two)
        yield plain(here)
        yield plain(here & (other if one == two else True))
        yield plain(np.where(here, paid, 0) if one == 0 else 0)
        yield plain(np.where(here, pays, 0) if two == 0 else 0)


def _sums(projection: Projection, wanted: Sequence[Any], *, compiled: bool) -> Sums:
    """What sums the expressions over rows; those that are the same in all rows are only multiplied."""
    asked = list(dict.fromkeys(one for one in wanted if isinstance(one, Node)))
    if not asked:
        summed: Sums = _nothing
    elif compiled:
        summed = _in_lanes(asked, projection)
    else:
        summed = on_arrays(asked, projection)

    def of(start: int, stop: int) -> Array:
        found = dict(zip(asked, summed(start, stop), strict=True))
        each = [found[one] if isinstance(one, Node) else int(one) * (stop - start) for one in wanted]
        return np.array(each, dtype=np.int64)

    return of


def _in_lanes(asked: Sequence[Node], projection: Projection) -> Sums:
    """Machine code takes whole groups of rows; the few that are left over are summed on arrays."""
    from amends.backtest.kernel import LANES, kernel  # noqa: PLC0415 - needs what may not be installed

    grouped, single = kernel(asked, projection.columns), on_arrays(asked, projection)

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
        values = [_value(one, found, projection, slice(start, stop)) for one in asked]
        return [int(np.count_nonzero(one) if one.dtype == np.bool_ else one.sum(dtype=np.int64)) for one in values]

    def of(start: int, stop: int) -> Array:
        each: list[list[int]] = [block(at, min(at + BLOCK, stop)) for at in range(start, stop, BLOCK)]
        found: Array = np.sum(np.array(each, dtype=np.int64), axis=0)
        return found

    return of


def _value(node: Any, found: dict[Node, Any], projection: Projection, rows: slice) -> Any:
    """The step in some rows, computed once for each block."""
    if not isinstance(node, Node):
        return node
    if node not in found:
        if node.op == "column":
            value = projection.columns[node.parts[0]][rows]
        elif node.op == "table":
            value = node.record.table_at(node.parts[0])[_value(node.parts[1], found, projection, rows)]
        else:
            parts = [_value(one, found, projection, rows) for one in node.parts]
            value = parts[0].astype(node.dtype) if node.op == "cast" else getattr(np, node.op)(*parts)
        found[node] = value
    return found[node]
