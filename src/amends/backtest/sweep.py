"""One number of a policy, tried over a range: what is granted, paid and refused at each value, in one pass.

A claim's answer turns at one value of a window and stays turned, and a clawback holds between two values of its
minimum. So what claims are answered is written down twice, with the window open and with it shut, and only those for
which the two differ are looked up: each is counted from the value on at which it turns.
Law: every point of the curve is what deciding all claims with that value gives.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from amends.backtest.again import again
from amends.backtest.columns import OUTCOMES, Lowered
from amends.backtest.kinds import decided, kinds_of
from amends.backtest.knowledge import Knowledge
from amends.backtest.projection import Array, Projection
from amends.backtest.recording import Record, Written, plain
from amends.backtest.summing import BLOCK, pays, summed, value_of
from amends.backtest.tried import Parameter, Turning, turning, with_value
from amends.core.dates import HOUR, Unit
from amends.core.policy.tree import Policy, Test, Window

FEW = 8  # of so many rows one turns: then what turns is looked at by itself
PARTS = 4  # accepted, refused, referred, money


@dataclass(frozen=True, slots=True)
class Curve:
    """What comes of each value: claims by answer, and the money paid back of what was paid for all that is claimed."""

    parameter: Parameter
    values: tuple[int, ...]
    claims: int
    claimed_minor: int
    accepted: tuple[int, ...]
    refused: tuple[int, ...]
    referred: tuple[int, ...]
    paid_minor: tuple[int, ...]

    @property
    def kept_minor(self) -> tuple[int, ...]:
        """This property will hold the money that is not paid back, by value."""
        return tuple(self.claimed_minor - paid for paid in self.paid_minor)


@dataclass(frozen=True, slots=True)
class Kind:
    """Claims for one remedy and reason: what they are answered without and within, and by what they are placed."""

    rows: range
    turned: Any  # where the two differ
    without: list[Any]  # one flag an outcome, and the money
    within: list[Any]
    looked_up: tuple[Any, Any]
    placed: Callable[[Array, Array], tuple[Array, Array]]  # the places from which they are within, and no longer


def sweep(projection: Projection, policy: Policy, parameter: Parameter, values: Sequence[int]) -> Curve:
    """This function will return the curve over the values (ascending), whole numbers or minor units."""
    tried = sorted(dict.fromkeys(values))
    found = turning(policy, parameter, tried)
    if found is None:
        sums = np.stack([_totals(projection, with_value(policy, parameter, value)) for value in tried], axis=1)
    else:
        sums = np.cumsum(_steps(projection, found, tried), axis=1)[:, :-1]
    goods = plain(_asking(projection, policy, {}).goods())
    claimed = summed(projection, [(range(projection.rows), [goods])], compiled=False).sum()
    columns = [tuple(int(one) for one in sums[part]) for part in range(PARTS)]
    return Curve(parameter, tuple(tried), projection.rows, int(claimed), *columns)


def _asking(projection: Projection, policy: Policy, same: dict[str, int], record: Record | None = None) -> Written:
    knowledge = Knowledge(projection.history, policy.vocabulary)
    return Written(Lowered(policy, knowledge.can_be_unknown), projection, knowledge, record or Record(), same)


def _totals(projection: Projection, policy: Policy) -> Array:
    """The claims of each outcome, and the money."""
    found = again(projection, [policy])
    claims = [found[one.value, one.value].claims if (one.value, one.value) in found else 0 for one in OUTCOMES]
    return np.array([*claims, sum(one.after_minor for one in found.values())], dtype=np.int64)


def _steps(projection: Projection, found: Turning, values: Sequence[int]) -> Array:
    """What changes at each value: the first column is what holds at the first, the last what lies beyond all."""
    kinds = list(_kinds(projection, found, values))
    start = summed(projection, [(one.rows, one.without) for one in kinds], compiled=pays(projection.rows))
    turning_ = [one for one in kinds if one.turned is not False]
    parts = [(one, at) for one in turning_ for at in range(one.rows.start, one.rows.stop, BLOCK)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        each = pool.map(lambda part: _turned(projection, part[0], part[1], len(values)), parts)
        steps: Array = sum(each, np.zeros((PARTS, len(values) + 1), dtype=np.int64))
    steps[:, 0] += start
    return steps


def _parts(outcome: Any, money: Any) -> list[Any]:
    """One flag an outcome, and the money."""
    return [*(plain(outcome == place) for place in range(len(OUTCOMES))), plain(money)]


def _kinds(projection: Projection, found: Turning, values: Sequence[int]) -> Iterator[Kind]:
    record = Record()
    for rows, same, remedy in kinds_of(projection):
        block = _asking(projection, found.policy, same, record)
        if found.test is not None:
            without, within = (decided(block.taking(found.test, held=held), remedy) for held in (False, True))
            looked_up, placed = _by_window(block, found.test, values)
        else:
            without, within = (decided(block, remedy, reached=one, marker=found.marker) for one in (False, True))
            looked_up, placed = _by_minimum(block, values)
        turned = plain((without[0] != within[0]) | (without[1] != within[1]))
        yield Kind(rows, turned, _parts(*without), _parts(*within), looked_up, placed)


def _turned(projection: Projection, kind: Kind, start: int, count: int) -> Array:
    """What changes at each value for some rows of a kind: only those that turn are placed."""
    steps = np.zeros((PARTS, count + 1), dtype=np.int64)
    rows: slice | Array = slice(start, min(start + BLOCK, kind.rows.stop))
    found: dict[Any, Any] = {}
    turned = np.flatnonzero(_values(kind.turned, found, projection, rows))
    if not len(turned):
        return steps
    among: slice | Array = turned  # of the block's rows, those that turn
    if len(turned) * FEW < BLOCK:
        found, rows, among = {}, turned + start, slice(None)  # only they are looked at

    def of(node: Any) -> Array:
        return _values(node, found, projection, rows)[among]

    first, after = kind.placed(*map(of, kind.looked_up))
    once = first < after
    first, after = first[once], after[once]
    for part, (one, other) in enumerate(zip(kind.within, kind.without, strict=True)):
        gained = (of(one) - of(other))[once]
        np.add.at(steps[part], first, gained)
        np.subtract.at(steps[part], after, gained)
    return steps


def _values(node: Any, found: dict[Any, Any], projection: Projection, rows: slice | Array) -> Array:
    """What is written down of some rows, as a column of whole numbers even where it is the same in all."""
    count = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
    value = np.asarray(value_of(plain(node), found, projection, rows)).astype(np.int64, copy=False)
    return np.broadcast_to(value, count)


def _by_minimum(block: Written, values: Sequence[int]) -> tuple[tuple[Any, Any], Any]:
    listed = np.array(values)

    def placed(kept: Array, before: Array) -> tuple[Array, Array]:
        return np.searchsorted(listed, kept, side="right"), np.searchsorted(listed, before, side="right")

    return block.kept_and_before(), placed


def _by_window(block: Written, test: Test, values: Sequence[int]) -> tuple[tuple[Any, Any], Any]:
    """How claims are placed by the first value with which the event lies in the window; they stay within."""
    window: Window = test.value
    if window.unit is Unit.HOURS:
        bounds = np.array(values) * HOUR
        looked_up = (block.event(window.event), block.value(test.fact))
    else:
        bounds = np.array(values)
        looked_up = (block.event_day(window.event), block.day(test.fact))

    def by_length(event: Array, opened: Array) -> tuple[Array, Array]:
        return np.searchsorted(bounds, event - opened, side="left"), np.full(len(event), len(values))

    if window.unit in (Unit.HOURS, Unit.DAYS):
        return looked_up, by_length
    tables = [block.last_days(test.fact, (value, window.unit)) for value in values]

    def by_calendar(event: Array, opened: Array) -> tuple[Array, Array]:
        first = sum(table[np.clip(opened - start, 0, len(table) - 1)] < event for start, table in tables)
        return np.asarray(first), np.full(len(event), len(values))

    return looked_up, by_calendar
