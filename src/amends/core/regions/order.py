"""In which order questions are asked: what is spoken of together stands side by side, which keeps diagrams small.

The order changes no set, only how much work it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from amends.core.engine.truth import tests_in
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Test
from amends.core.regions.atoms import atoms_of

TURNS = 12
APART = 1_000_000


def side_by_side(
    places: Sequence[int], groups: Sequence[tuple[Test, ...]], conditions: Iterable[Condition]
) -> list[int]:
    """This function will return the places so that groups which conditions speak of together lie near each other.

    Each condition lies in the middle of its groups and each group in the middle of its conditions, some times over.
    """
    of = {test: place for place in places for test in groups[place]}
    together = {frozenset(of[one] for one in bundle if one in of) for each in conditions for bundle in _bundles(each)}
    edges = sorted(sorted(one) for one in together if len(one) > 1)
    at = {place: rank * APART for rank, place in enumerate(places)}
    order = list(places)
    for _ in range(TURNS if edges else 0):
        pulled: dict[int, list[int]] = {place: [] for place in places}
        for edge in edges:
            middle = sum(at[one] for one in edge) // len(edge)
            for one in edge:
                pulled[one].append(middle)
        order.sort(key=lambda place: sum(pulled[place]) // len(pulled[place]) if pulled[place] else at[place])
        at = {place: rank * APART for rank, place in enumerate(order)}
    return order


def _bundles(condition: Condition) -> Iterator[list[Test]]:
    """The tests of the condition, and of every part of it that has several."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            yield [atom for test in tests_in(condition) for atom in atoms_of(test)]
            for part in parts:
                yield from _bundles(part)
        case Not(part):
            yield from _bundles(part)
        case Test():
            yield list(atoms_of(condition))
