"""Claims for one remedy and reason, and what a policy answers to them: one expression of a row for each kind.

They lie together in a projection, so each kind asks only for what can differ between its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amends.backtest.arrays import Block
from amends.backtest.columns import LANES_AND, NOT_OFFERED, OPEN, OUTCOMES, REASON, Answer, Lowered
from amends.backtest.payouts import PAID_BACK, WHOLE, payout
from amends.backtest.projection import Array, Projection
from amends.backtest.recording import Node, Written, plain
from amends.backtest.schema import REMEDY

Same = dict[str, int]  # what a column holds in every row of a kind


def kinds_of(projection: Projection) -> Iterator[tuple[range, Same, str]]:
    """This function will give the rows of each kind, what is the same in them, and the remedy they ask for."""
    for rows, same in _runs(projection, [one for one in (REMEDY, REASON) if one in projection.columns]):
        yield rows, same, projection.texts[REMEDY][same[REMEDY] - 1] if same.get(REMEDY) else ""


def _runs(projection: Projection, columns: Sequence[str], rows: range | None = None) -> Iterator[tuple[range, Same]]:
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


def what_tells_apart(block: Written) -> tuple[Any, ...]:
    """This function will return what kinds of claims for one remedy share where they are answered alike.

    That is the lane, or the reason itself where the lane is open or another clause asks for the reason.
    """
    lane = plain(block.chain(block.lowered.lanes, LANES_AND.index))
    by_lane = not isinstance(lane, Node) and LANES_AND[lane] != OPEN and not block.lowered.asks_reason
    return ("lane", lane) if by_lane else ("reason", block.same.get(REASON))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers by which answers are written down: below `accepted` those that accept."""

    of: Callable[[Answer], int]
    accepted: int


BY_OUTCOME = Numbers(lambda answer: OUTCOMES.index(answer.outcome), 1)


def decided(
    block: Block, remedy: str, numbers: Numbers = BY_OUTCOME, *, reached: bool | None = None, marker: int | None = None
) -> tuple[Any, Any]:
    """This function will write down the number of the answer to claims for a remedy, and the money.

    `reached` says whether the minimum `marker` of a clawback is taken to be reached and fallen under.
    """
    lowered: Lowered = block.lowered
    found, money = np.array([numbers.of(NOT_OFFERED)]), np.array([0])
    if remedy not in lowered.remedies:
        return found, money
    lanes: Any = block.chain(lowered.lanes, LANES_AND.index)
    for place, lane in enumerate(LANES_AND):
        here = lanes == place
        if plain(here) is False:
            continue
        answers = block.chain(lowered.answers(remedy, lane), numbers.of)
        found = np.where(here, answers, found)
        given = here & (answers < numbers.accepted)
        money = np.where(given, money_of(block, remedy, lane, reached, marker), money)
    return found, money


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
