"""Diagrams are sets: every operation against the same on rows of answers, and equal sets are one number."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.core.regions.diagram import ALL, NONE, Diagrams

COUNT = 4
ROWS = frozenset(product((False, True), repeat=COUNT))
SETS = st.frozensets(st.sampled_from(sorted(ROWS)))


@settings(max_examples=60, deadline=None)
@given(SETS, SETS, st.integers(0, COUNT - 1), st.booleans())
def test_the_operations_are_those_of_sets(
    one: frozenset[tuple[bool, ...]], other: frozenset[tuple[bool, ...]], question: int, answer: bool
) -> None:
    sets = Diagrams()
    a, b = sets.listed(one, 0), sets.listed(other, 0)
    assert set(sets.rows(a, COUNT)) == one
    assert sets.both(a, b) == sets.listed(one & other, 0)
    assert sets.either(a, b) == sets.listed(one | other, 0)
    assert sets.without(b, a) == sets.listed(one - other, 0)
    assert sets.without(a) == sets.listed(ROWS - one, 0)
    assert sets.within(a, b) is (one <= other)
    assert sets.meet(a, b) is bool(one & other)
    for look in sets.looks(a) if one else ():
        assert tuple(look.get(place, False) for place in range(COUNT)) in one
        assert sets.holds(b, look) is (tuple(look.get(place, False) for place in range(COUNT)) in other)
    assert (a == b) is (one == other)
    given_it = {row for row in ROWS if (*row[:question], answer, *row[question + 1 :]) in one}
    assert sets.given(a, {question: answer}) == sets.listed(given_it, 0)


@pytest.mark.parametrize(("of", "expected"), [((), NONE), (ROWS, ALL)])
def test_nothing_and_everything_are_the_ends(of: tuple[tuple[bool, ...], ...], expected: int) -> None:
    assert Diagrams().listed(of, 0) == expected
