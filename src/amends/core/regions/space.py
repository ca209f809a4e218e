"""The whole space of claims that a policy's questions can tell apart, with the laws of the data over it.

Every test is one question of a diagram. Facts that stand in one test together, and all moments, give their answers
together; the rows that they can give are listed, so a row that no claim can give is in no set. Marks are one question
each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.dates import Instant
from amends.core.engine.spec import facts_in
from amends.core.engine.truth import Truth, tests_in, truth_in
from amends.core.facts import Facts, Kind
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Op, OtherFact, Policy, Test
from amends.core.regions.clockwork import Clockwork
from amends.core.regions.diagram import ALL, NONE, Diagrams
from amends.core.regions.moments import NOW, moment_cells
from amends.core.regions.plain_dates import days_apart
from amends.core.regions.possible import laws_about
from amends.core.regions.values import Cell, Truths, cells_of

REASON = "claim.reason"


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that answer their tests together; the questions are numbered from `first` on."""

    names: tuple[str, ...]
    tests: tuple[Test, ...]
    first: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A concrete claim: facts, and the instant at which it is decided."""

    facts: Facts
    at: Instant


class Space:
    """All claims that these conditions tell apart, as sets."""

    def __init__(self, policy: Policy, conditions: Iterable[Condition], clockwork: Clockwork | None = None) -> None:
        self.policy = policy
        self.sets = Diagrams()
        asked = tuple(conditions)
        named = {name for one in asked for test in tests_in(one) for name in facts_in(test)} | {REASON}
        self.laws = laws_about(named, policy.lane_of_reason)
        every = [*asked, *(law.condition for law in self.laws)]
        self.tests = tuple(dict.fromkeys(atom for one in every for test in tests_in(one) for atom in _atoms(test)))
        self.clockwork = clockwork or Clockwork(policy)
        self.groups = tuple(self._grouped(self.clockwork))
        self.question = {test: group.first + place for group in self.groups for place, test in enumerate(group.tests)}
        self._sets: dict[Condition, int] = {}
        self.questions = len(self.question)
        self.possible = self._possible()

    def _possible(self) -> int:
        """Every claim that can be: each group gives one of its rows, and no law is broken."""
        rows = [self.sets.listed((cell.truths for cell in one.cells), one.first) for one in reversed(self.groups)]
        return self.sets.both(*rows, *(self.where(law.condition) for law in self.laws))

    def _grouped(self, clockwork: Clockwork) -> Iterator[Group]:
        first = 0
        for names, tests in _connected(self.policy, self.tests):
            cells = self._cells(names, tests, clockwork)
            yield Group(names, tests, first, cells)
            first += len(tests)

    def _cells(self, names: tuple[str, ...], tests: tuple[Test, ...], clockwork: Clockwork) -> tuple[Cell, ...]:
        if self.policy.vocabulary.find(names[0]).kind is Kind.MOMENT:
            return moment_cells(self.policy, names, tests, clockwork)
        return cells_of(self.policy, names, tests, self._holds)

    def _holds(self, test: Test, facts: Mapping[str, Any]) -> bool | None:
        truth = truth_in(self.policy, facts, 0)(test)
        return truth is Truth.YES if truth in (Truth.YES, Truth.NO) else None

    def where(self, condition: Condition) -> int:
        """This function will return the set in which a condition holds; its tests must be among the space's."""
        found = self._sets.get(condition)
        if found is None:
            match condition:
                case Test():
                    found = self.sets.either(*(self.sets.asked(self.question[one]) for one in _atoms(condition)))
                case AllOf(parts):
                    found = self.sets.both(*(self.where(part) for part in parts))
                case AnyOf(parts):
                    found = self.sets.either(*(self.where(part) for part in parts))
                case Not(part):
                    found = self.sets.without(self.where(part))
            self._sets[condition] = found
        return found

    def rows_of(self, group: Group, row: Truths) -> Mapping[int, bool]:
        """This function will return a group's row as answers to the numbered questions."""
        return {group.first + place: truth for place, truth in enumerate(row)}

    def claim_in(self, wanted: int) -> Claimed | None:
        """This function will return the most ordinary claim in the set, group by group; nothing where there is none."""
        left = self.sets.both(wanted, self.possible)
        if left == NONE:
            return None
        facts: dict[str, Any] = {}
        for group in sorted(self.groups, key=_turn):
            for cell in group.cells:
                then = self.sets.given(left, self.rows_of(group, cell.truths))
                if then != NONE:
                    left = then
                    _add(facts, cell.values)
                    break
        at = facts.pop(NOW)
        return Claimed(days_apart(self.policy, facts, at, self.groups[0].tests, self.clockwork.first), at)

    def claims(self, wanted: int = ALL) -> Iterator[Claimed]:
        """This function will return one claim for every row of answers in the set, which may be very many."""
        for row in self.sets.rows(self.sets.both(wanted, self.possible), self.questions):
            facts: dict[str, Any] = {}
            for group in self.groups:
                here = row[group.first : group.first + len(group.tests)]
                _add(facts, next(cell.values for cell in group.cells if cell.truths == here))
            at = facts.pop(NOW)
            yield Claimed(facts, at)


def _turn(group: Group) -> bool:
    return group.names != (REASON,)  # the reason is chosen first: the plainest one


def _add(facts: dict[str, Any], values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        facts[name] = facts[name] | value if isinstance(value, frozenset) and name in facts else value


def _atoms(test: Test) -> tuple[Test, ...]:
    """A test as one that has single marks; it holds where one of them does."""
    if test.op is not Op.HAS:
        return (test,)
    return tuple(Test(test.fact, Op.HAS, (word,)) for word in test.value)


def _connected(policy: Policy, tests: Sequence[Test]) -> Iterator[tuple[tuple[str, ...], tuple[Test, ...]]]:
    """Facts with the tests that they answer together: all moments, facts compared with each other, each mark alone."""
    moments = [test for test in tests if policy.vocabulary.find(test.fact).kind is Kind.MOMENT]
    names = {name for test in moments for name in facts_in(test)}
    yield tuple(sorted(names)) or ("order.placed_at",), tuple(sorted(moments, key=repr))
    of: dict[str, set[str]] = {}
    others = [test for test in tests if test not in set(moments)]
    for test in others:
        if test.op is Op.HAS:
            yield (test.fact,), (test,)
            continue
        together = {test.fact, test.value.name} if isinstance(test.value, OtherFact) else {test.fact}
        joined = set().union(together, *(of.get(name, set()) for name in together))
        of.update(dict.fromkeys(joined, joined))
    seen: set[str] = set()
    for test in others:
        if test.op is not Op.HAS and test.fact not in seen:
            group = of[test.fact]
            seen |= group
            yield tuple(sorted(group)), tuple(one for one in others if one.op is not Op.HAS and one.fact in group)
