"""Moments that lie on one boundary of time are moved apart, wherever every answer stays the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from amends.core.dates import HOUR, Instant
from amends.core.engine.closings import ASKED
from amends.core.engine.truth import Truth, truth_in
from amends.core.policy.tree import Policy, Test
from amends.core.regions.possible import ORDER_OF_THINGS

STEPS = (48 * HOUR, 24 * HOUR, 3 * HOUR, HOUR // 2)


def days_apart(
    policy: Policy, facts: Mapping[str, Any], at: Instant, tests: Sequence[Test], first: Instant
) -> dict[str, Any]:
    """This function will return the facts with what came before the asking spread over the days before it."""
    found = dict(facts)
    wanted = _answers(policy, found, at, tests)
    upper = found[ASKED]
    for name in reversed(ORDER_OF_THINGS[: ORDER_OF_THINGS.index(ASKED)]):
        here = found.get(name)
        if not isinstance(here, int):
            continue
        for moved in _earlier(here, upper):
            tried = {**found, name: moved, **_held_back(found, name, moved)}
            if first <= moved and _answers(policy, tried, at, tests) == wanted:
                found = tried
                break
        upper = found[name]
    return found


def _earlier(here: Instant, upper: Instant) -> Iterator[Instant]:
    if upper - here < STEPS[0]:
        yield from (upper - step for step in STEPS if upper - step < here)


def _held_back(facts: Mapping[str, Any], name: str, moved: Instant) -> dict[str, Instant]:
    """What came before stays before."""
    earlier = ORDER_OF_THINGS[: ORDER_OF_THINGS.index(name)]
    return {one: moved for one in earlier if isinstance(facts.get(one), int) and facts[one] > moved}


def _answers(policy: Policy, facts: Mapping[str, Any], at: Instant, tests: Sequence[Test]) -> list[Truth]:
    truth = truth_in(policy, facts, at)
    return [truth(test) for test in tests]
