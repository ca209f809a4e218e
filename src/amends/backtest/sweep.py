"""One number of a policy, tried over a range: what is granted, paid and refused at each value, in one pass.

A claim's answer turns at one value of a window and stays turned, and a clawback holds between two values of its
minimum. So each claim is decided twice, with the window open and with it shut, and counted from the value on at which
it turns.
Law: every point of the curve is what deciding all claims with that value gives.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from amends.backtest.arrays import BLOCK, Block
from amends.backtest.columns import Lowered
from amends.backtest.comparing import OUTCOMES
from amends.backtest.knowledge import Knowledge
from amends.backtest.payouts import PAID_BACK, WHOLE, payout
from amends.backtest.projection import Array, Projection
from amends.backtest.schema import REMEDY
from amends.backtest.statement import LANES_AND
from amends.backtest.tried import Parameter, Turning, turning, with_value
from amends.core.dates import HOUR, Unit
from amends.core.policy.tree import Policy, Test, Window

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


def sweep(projection: Projection, policy: Policy, parameter: Parameter, values: Sequence[int]) -> Curve:
    """This function will return the curve over the values (ascending), whole numbers or minor units."""
    tried = sorted(dict.fromkeys(values))
    found = turning(policy, parameter, tried)
    if found is None:
        each = [_totals(projection, with_value(policy, parameter, value)) for value in tried]
        sums = np.stack(each)
    else:
        steps = _over_blocks(projection, found.policy, lambda block: _steps(block, found, tried))
        sums = np.cumsum(steps, axis=0)[:-1]
    claimed = _over_blocks(projection, policy, lambda block: block.goods().sum())
    columns = [tuple(int(one) for one in sums[:, part]) for part in range(PARTS)]
    return Curve(parameter, tuple(tried), projection.rows, int(claimed), *columns)


def _over_blocks(projection: Projection, policy: Policy, of: Callable[[Block], Array]) -> Array:
    """The sum over all blocks, several at a time."""
    knowledge = Knowledge(projection.history, policy.vocabulary)
    lowered = Lowered(policy, knowledge.can_be_unknown)
    for remedy in lowered.remedies:  # worked out before threads share them
        for lane in LANES_AND:
            lowered.answers(remedy, lane)

    def part(start: int) -> Array:
        block = Block(lowered, projection, knowledge, slice(start, min(start + BLOCK, projection.rows)))
        return np.asarray(of(block))

    starts = range(0, projection.rows, BLOCK)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(part, starts))
    return np.sum(found, axis=0) if found else np.asarray(part(0))


def _totals(projection: Projection, policy: Policy) -> Array:
    return _over_blocks(projection, policy, lambda block: _summed(*decided(block)))


def decided(block: Block, *, reached: bool | None = None, marker: int | None = None) -> tuple[Array, Array]:
    """This function will return the place of each claim's outcome in `OUTCOMES`, and the money.

    `reached` says whether the minimum `marker` of a clawback is taken to be reached and fallen under.
    """
    lowered = block.lowered
    lanes = block.chain(lowered.lanes, LANES_AND.index)
    outcome = np.ones(block.count, dtype=np.int64)  # what nobody is offered is refused
    money = np.zeros(block.count, dtype=np.int64)
    for remedy, asked in _remedies(block):
        if remedy not in lowered.remedies:
            continue
        for place, lane in enumerate(LANES_AND):
            here = asked & (lanes == place)
            if not here.any():
                continue
            answers = block.chain(lowered.answers(remedy, lane), lambda one: OUTCOMES.index(one.outcome), here)
            outcome[here] = answers[here]
            given = here & (outcome == 0)
            if remedy in (*PAID_BACK, WHOLE) and given.any():
                money[given] = money_of(block, remedy, lane, reached, marker)[given]
    return outcome, money


def money_of(block: Block, remedy: str, lane: str, reached: bool | None = None, marker: int | None = None) -> Array:
    """This function will return what an accepted claim for a remedy pays back in a lane; `decided` says the rest."""
    if remedy == WHOLE:
        return block.goods()
    if remedy not in PAID_BACK:
        return np.zeros(block.count, dtype=np.int64)
    found = payout(block.lowered, remedy, lane)
    if found is None:
        return np.zeros(block.count, dtype=np.int64)

    def clawback(free_from: int | None) -> Array:
        if reached is None or free_from != marker:
            return block.falls_under(free_from)
        free: Array = block.amount("order.shipping_paid") == 0
        return free & reached

    return block.paid(found, clawback=clawback)


def _remedies(block: Block) -> Iterator[tuple[str, Array]]:
    asked = block.projection.columns[REMEDY][block.rows]
    for place, remedy in enumerate(block.projection.texts[REMEDY], start=1):
        yield remedy, asked == place


def _parts(outcome: Array, money: Array) -> Array:
    """One column an outcome, and one of money."""
    columns: list[Array] = [outcome == place for place in range(len(OUTCOMES))]
    return np.stack([*(one.astype(np.int64) for one in columns), money], axis=1)


def _summed(outcome: Array, money: Array) -> Array:
    """The claims of each outcome, and the money."""
    return np.array([*np.bincount(outcome, minlength=len(OUTCOMES)), money.sum()], dtype=np.int64)


def _steps(block: Block, found: Turning, values: Sequence[int]) -> Array:
    """What changes at each value: the first row is what holds at the first, the last what lies beyond all of them."""
    steps = np.zeros((len(values) + 1, PARTS), dtype=np.int64)
    if found.test is not None:
        without, within = (decided(block.taking(found.test, held=held)) for held in (False, True))
    else:
        without, within = (decided(block, reached=reached, marker=found.marker) for reached in (False, True))
    turned = np.flatnonzero((without[0] != within[0]) | (without[1] != within[1]))  # few: only they are looked up
    gained = _parts(*(one[turned] for one in within)) - _parts(*(one[turned] for one in without))
    if found.test is not None:
        np.add.at(steps, _first_inside(block, found.test, values, turned), gained)
    else:
        listed = np.array(values)
        first, after = (np.searchsorted(listed, one[turned], side="right") for one in block.kept_and_before())
        once = first < after
        np.add.at(steps, first[once], gained[once])
        np.add.at(steps, after[once], -gained[once])
    steps[0] += _summed(*without)
    return steps


def _first_inside(block: Block, test: Test, values: Sequence[int], rows: Array) -> Array:
    """The place of the first value with which the event lies in the window, for some rows."""
    window: Window = test.value
    event_day = block.event_day(window.event)[rows]
    if window.unit is Unit.HOURS:
        passed = (block.event(window.event) - block.value(test.fact))[rows]
        return np.searchsorted(np.array(values) * HOUR, passed, side="left")
    if window.unit is Unit.DAYS:
        return np.searchsorted(np.array(values), event_day - block.day(test.fact)[rows].astype(np.int64), side="left")
    places = np.zeros(len(rows), dtype=np.int64)
    for value in values:
        places += block.last_day(test.fact, Window(value, window.unit, window.anchor, window.event))[rows] < event_day
    return places
