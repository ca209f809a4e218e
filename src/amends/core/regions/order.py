"""In which order questions are asked: what is spoken of together stands side by side, which keeps diagrams small.

The order changes no set, only how much work it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from amends.core.engine.truth import tests_in
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Test
from amends.core.regions.atoms import atoms_of

TURNS = 12
OFTEN, LEAST = 4, 8  # a hub is asked about more than so many times as often as others, and so often at least
APART = 1_000_000


def side_by_side(
    places: Sequence[int], groups: Sequence[tuple[Test, ...]], conditions: Iterable[Condition]
) -> list[int]:
    """This function will return the places so that groups which conditions speak of together lie near each other.

    Each condition lies in the middle of its groups and each group in the middle of its conditions, some times over.
    """
    of = {test: place for place in places for test in groups[place]}
    every = list(conditions)
    hubs = _hubs(places, groups, of, every)
    places = [place for place in places if place not in hubs]
    of = {test: place for test, place in of.items() if place not in hubs}
    together = {frozenset(of[one] for one in bundle if one in of) for each in every for bundle in _bundles(each)}
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
    return [*hubs, *order]


def _hubs(
    places: Sequence[int], groups: Sequence[tuple[Test, ...]], of: Mapping[Test, int], conditions: Iterable[Condition]
) -> list[int]:
    """Groups that are asked about far more often than others, and in several ways: what they answer comes first."""
    asked = Counter[int]()
    for each in conditions:
        asked.update({of[atom] for test in tests_in(each) for atom in atoms_of(test) if atom in of})
    usual = sorted(asked[place] for place in places)[len(places) // 2] if places else 0
    often = [place for place in places if len(groups[place]) > 1 and asked[place] > max(LEAST, OFTEN * usual)]
    return sorted(often, key=lambda place: -asked[place])


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
