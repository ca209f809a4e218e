"""A backtest of a history looked at before: claims and money, before and after, on packed columns.

Each kind of claim has expressions of its own (`kinds`, `recording`); sums of them are all that is asked (`summing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from amends.backtest.columns import OUTCOMES, Lowered
from amends.backtest.kinds import decided, kinds_of, what_tells_apart
from amends.backtest.knowledge import Knowledge
from amends.backtest.projection import Projection
from amends.backtest.recording import Record, Written, plain
from amends.backtest.report import Tally
from amends.backtest.summing import pays, summed
from amends.core.policy.tree import Policy

Sides = tuple[str, str]  # the outcome before and after


def again(projection: Projection, policies: Sequence[Policy], *, compiled: bool | None = None) -> dict[Sides, Tally]:
    """This function will count claims and money by the outcome before and after; of one policy both are its own.

    `compiled` says whether machine code does it; left out, it does where the extra `fast` is installed and there are
    claims enough to be worth it.
    """
    places = range(len(OUTCOMES))
    pairs = [(one, two) for one, two in product(places, places) if len(policies) > 1 or one == two]
    if compiled is None:
        compiled = pays(projection.rows)
    found = summed(projection, _kinds(projection, policies, pairs), compiled=compiled)
    each = np.reshape(found, (len(pairs), 4))
    words = [one.value for one in OUTCOMES]
    return {
        (words[before], words[after]): Tally(*map(int, sums))
        for (before, after), sums in zip(pairs, each, strict=True)
        if sums[0]
    }


def _kinds(
    projection: Projection, policies: Sequence[Policy], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[range, list[Any]]]:
    """The rows of each kind of claim, and what is summed over them."""
    knowledge = [Knowledge(projection.history, one.vocabulary) for one in policies]
    lowered = [Lowered(one, known.can_be_unknown) for one, known in zip(policies, knowledge, strict=True)]
    record = Record()
    found: dict[tuple[Any, ...], list[Any]] = {}
    for rows, same, remedy in kinds_of(projection):
        blocks = [Written(low, projection, known, record, same) for low, known in zip(lowered, knowledge, strict=True)]
        key = (remedy, *(one for block in blocks for one in what_tells_apart(block)))
        if key not in found:
            found[key] = list(_summed([decided(one, remedy) for one in blocks], pairs))
        yield rows, found[key]


def _summed(sides: Sequence[tuple[Any, Any]], pairs: Sequence[tuple[int, int]]) -> Iterator[Any]:
    """For each pair of outcomes: claims, those that change, the money before and after."""
    (before, paid), (after, pays) = sides[0], sides[-1]
    other = paid != pays
    befores, afters = ([side == place for place in range(len(OUTCOMES))] for side in (before, after))
    for one, two in pairs:
        here = befores[one] & afters[two]
        yield plain(here)
        yield plain(here & (other if one == two else True))
        yield plain(np.where(here, paid, 0) if one == 0 else 0)
        yield plain(np.where(here, pays, 0) if two == 0 else 0)
