"""Where tests of moments matter: what a claim is about is asked first, and only then what its dates have to tell apart.

A hundred windows, each for a kind of piece of its own, are a hundred small questions and not one large. So the claims
are forked by facts that decide which clauses speak at all, until few moments are left to tell apart in each fork.
Laws: the forks hold every claim once; a test that is left out of a fork decides nothing there, whatever its answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from amends.core.engine.truth import tests_in
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Op, Test
from amends.core.regions.atoms import atoms_of
from amends.core.regions.clockwork import BY_CALENDAR
from amends.core.regions.values import Cell, Truths

FEW = 2_000  # so many rows of answers are listed without much ado
MOST_CELLS = 250
MOST_FORKS = 3  # one below the other
MOST_TRIED = 6
GAIN = (7, 10)  # a fork has to leave so much of the work, or less
ORDERS = 60  # in so many orders, more or less, do windows by the calendar open beside others


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions that matter only where another one holds: all that a clause asks, and whom it is about."""

    only_where: Condition
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """Facts that answer their tests together, in each of these ways."""

    tests: tuple[Test, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Claims among which these tests of moments matter."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """Claims by the answers to one group of tests."""

    group: int  # its place among the groups
    branches: Mapping[Truths, Fork | Leaf]


Tree = Fork | Leaf
Known = dict[Test, bool]
Matter = tuple[bool | None, frozenset[Test]]  # whether it holds, where that is known, and which moments decide it else
NOTHING: frozenset[Test] = frozenset()


def forks(asked: Sequence[Asked | Condition], moments: frozenset[Test], groups: Sequence[Answering]) -> Tree:
    """This function will return the claims in forks, in each of which few moments matter."""
    return _Forking(asked, moments, groups).tree({}, (), range(len(asked)))


def groups_in(tree: Tree) -> Iterator[int]:
    """This function will return the groups by which claims are forked, the uppermost first; some more than once."""
    if isinstance(tree, Fork):
        yield tree.group
        for branch in {id(one): one for one in tree.branches.values()}.values():
            yield from groups_in(branch)


class _Forking:
    def __init__(
        self, asked: Sequence[Asked | Condition], moments: frozenset[Test], groups: Sequence[Answering]
    ) -> None:
        self.asked = [one if isinstance(one, Asked) else Asked(AllOf(()), (one,)) for one in asked]
        self.groups = groups
        self.moments = moments
        self.parts = [(_part(one.only_where, moments), [_part(each, moments) for each in one.conditions])
                      for one in self.asked]  # fmt: skip
        self.guards = [frozenset(tests_in(one.only_where)) for one in self.asked]
        self.leaves: dict[frozenset[Test], Leaf] = {}

    def tree(self, known: Known, used: tuple[int, ...], among: Sequence[int]) -> Tree:
        among, tests = self._mattering(known, among)
        heavy = weight(tests)
        if heavy > FEW and len(used) < MOST_FORKS:
            best = min(
                ((self._average(group, known, among), group) for group in self._tried(used, among)),
                default=(heavy, -1),
            )
            if best[0] * GAIN[1] <= heavy * GAIN[0]:
                return self._fork(best[1], known, used, among)
        return self.leaves.setdefault(tests, Leaf(tuple(sorted(tests, key=repr))))

    def _fork(self, group: int, known: Known, used: tuple[int, ...], among: Sequence[int]) -> Fork:
        branches = {
            cell.truths: self.tree({**known, **self._answers(group, cell)}, (*used, group), among)
            for cell in self.groups[group].cells
        }
        return Fork(group, branches)

    def _answers(self, group: int, cell: Cell) -> Known:
        return dict(zip(self.groups[group].tests, cell.truths, strict=True))

    def _tried(self, used: tuple[int, ...], among: Sequence[int]) -> list[int]:
        """The groups that most guards ask about."""
        seen = Counter[int]()
        for place, group in enumerate(self.groups):
            if place not in used and 1 < len(group.cells) <= MOST_CELLS:
                own = frozenset(group.tests)
                seen[place] = sum(not own.isdisjoint(self.guards[one]) for one in among)
        return [place for place, count in seen.most_common(MOST_TRIED) if count]

    def _average(self, group: int, known: Known, among: Sequence[int]) -> int:
        cells = self.groups[group].cells
        total = sum(weight(self._mattering({**known, **self._answers(group, cell)}, among)[1]) for cell in cells)
        return total // len(cells)

    def _mattering(self, known: Known, among: Iterable[int]) -> tuple[list[int], frozenset[Test]]:
        """What of the conditions still matters, and which moments do."""
        left: list[int] = []
        tests: set[Test] = set()
        for one in among:
            where, conditions = self.parts[one]
            holds, deciding = where(known)
            if holds is not False:
                left.append(one)
                tests |= deciding
                for each in conditions:
                    tests |= each(known)[1]
        return left, frozenset(tests)


def _part(condition: Condition, moments: frozenset[Test]) -> Callable[[Known], Matter]:
    """The condition as a function from what is known to what still matters."""
    match condition:
        case Test() if condition in moments:
            own = (None, frozenset((condition,)))
            return lambda _: own
        case Test():
            atoms = atoms_of(condition)
            return lambda known: (_either([known.get(atom) for atom in atoms]), NOTHING)
        case Not(part):
            negated = _part(part, moments)
            return lambda known: _not(negated(known))
        case AllOf(parts) | AnyOf(parts):
            each = [_part(one, moments) for one in parts]
            return lambda known: _joined(each, known, ends=isinstance(condition, AnyOf))


def _not(matter: Matter) -> Matter:
    return None if matter[0] is None else not matter[0], matter[1]


def _either(truths: Sequence[bool | None]) -> bool | None:
    return True if True in truths else None if None in truths else False


def _joined(parts: Sequence[Callable[[Known], Matter]], known: Known, *, ends: bool) -> Matter:
    open_, tests = False, set[Test]()
    for part in parts:
        holds, deciding = part(known)
        if holds is ends:
            return ends, NOTHING
        if holds is None:
            open_ = True
            tests |= deciding
    return (None if open_ else not ends), frozenset(tests)


def weight(tests: Iterable[Test]) -> int:
    """This function will return in how many ways, about, these moments can fall together."""
    of, spans = Counter[str](), set[tuple[int, str]]()
    for test in tests:
        of[test.fact] += 1
        if test.op is Op.WITHIN:
            spans.add((test.value.amount, test.value.unit.value))
    calendar = {unit.value for unit in BY_CALENDAR}
    orders = ORDERS if len(spans) > 1 and any(unit in calendar for _, unit in spans) else 1
    return prod(count + 1 for count in of.values()) * orders
