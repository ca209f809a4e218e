"""The whole space of claims that a policy's questions can tell apart, with the laws of the data over it.

Every test is one question of a diagram. Facts that stand in one test together, and all moments, give their answers
together; the rows that they can give are listed, so a row that no claim can give is in no set. Marks are one question
each. Where many moments are asked about, claims are parted first by what decides which clauses speak (`contexts`).
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
from amends.core.regions.atoms import atoms_of
from amends.core.regions.clockwork import Clockwork
from amends.core.regions.contexts import Answering, Asked, Fork, Leaf, Tree, forks, groups_in
from amends.core.regions.diagram import ALL, MOST_STEPS, NONE, Diagrams, Steps
from amends.core.regions.moments import NOW, moment_cells
from amends.core.regions.order import side_by_side
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

    def __init__(
        self, policy: Policy, conditions: Iterable[Condition | Asked], clockwork: Clockwork | None = None
    ) -> None:
        self.policy = policy
        self.clockwork = clockwork or Clockwork(policy)
        self.sets = Diagrams(Steps(MOST_STEPS, self.clockwork.steps))
        asked = tuple(conditions)
        every = [each for one in asked for each in _conditions(one)]
        named = {name for one in every for test in tests_in(one) for name in facts_in(test)} | {REASON}
        self.laws = laws_about(named, policy.lane_of_reason)
        held = [law.condition for law in self.laws]
        self.tests = tuple(
            dict.fromkeys(atom for one in (*every, *held) for test in tests_in(one) for atom in atoms_of(test))
        )
        connected = [(names, tests, self._cells(names, tests)) for names, tests in _connected(policy, self.tests)]
        self.tree = forks((*asked, *held), frozenset(connected[0][1]), [Answering(one[1], one[2]) for one in connected])
        self.groups = tuple(_numbered(connected, _order([one[1] for one in connected], self.tree, (*every, *held))))
        self.question = {test: group.first + place for group in self.groups for place, test in enumerate(group.tests)}
        self._sets: dict[Condition, int] = {}
        self._claims: dict[int, Claimed | None] = {}
        self.questions = len(self.question)
        self.possible = self._possible()

    def _possible(self) -> int:
        """Every claim that can be: each group gives one of its rows, and no law is broken."""
        forked = {self.groups[0].first, *(self.groups[one].first for one in groups_in(self.tree))}
        rows = [
            self.sets.listed((cell.truths for cell in one.cells), one.first)
            for one in sorted(self.groups, key=lambda one: -one.first)
            if one.first not in forked
        ]
        return self.sets.both(*rows, self._forked(self.tree, {}), *(self.where(law.condition) for law in self.laws))

    def _forked(self, tree: Tree, known: dict[int, int]) -> int:
        """The claims by the groups that part them, each with what moments can be there."""
        if id(tree) not in known:
            known[id(tree)] = self._leaf(tree) if isinstance(tree, Leaf) else self._fork(tree, known)
        return known[id(tree)]

    def _leaf(self, leaf: Leaf) -> int:
        cells = self.moments(leaf)
        return self.sets.listed((cell.truths for cell in cells), sorted(self.question[one] for one in leaf.tests))

    def _fork(self, fork: Fork, known: dict[int, int]) -> int:
        group = self.groups[fork.group]
        rows: dict[int, list[Truths]] = {}
        for truths, branch in fork.branches.items():
            rows.setdefault(self._forked(branch, known), []).append(truths)
        each = (self.sets.both(self.sets.listed(rows[one], group.first), one) for one in rows)
        return self.sets.either(*each)

    def moments(self, leaf: Leaf) -> tuple[Cell, ...]:
        """This function will return what the moments can be that matter there, as answers to their tests."""
        names = {name for test in leaf.tests for name in facts_in(test)} or {"order.placed_at"}
        return moment_cells(self.policy, sorted(names), leaf.tests, self.clockwork, self.sets.steps)

    def _cells(self, names: tuple[str, ...], tests: tuple[Test, ...]) -> tuple[Cell, ...]:
        if self.policy.vocabulary.find(names[0]).kind is Kind.MOMENT:
            return ()  # fork by fork
        known = self.clockwork.cells
        if (names, tests) not in known:
            known[names, tests] = cells_of(self.policy, names, tests, self._holds, self.sets.steps)
        return known[names, tests]

    def _holds(self, test: Test, facts: Mapping[str, Any]) -> bool | None:
        truth = truth_in(self.policy, facts, 0)(test)
        return truth is Truth.YES if truth in (Truth.YES, Truth.NO) else None

    def where(self, condition: Condition) -> int:
        """This function will return the set in which a condition holds; its tests must be among the space's."""
        found = self._sets.get(condition)
        if found is None:
            match condition:
                case Test():
                    found = self.sets.either(*(self.sets.asked(self.question[one]) for one in atoms_of(condition)))
                case AllOf(parts):
                    found = self.sets.both(*(self.where(part) for part in parts))
                case AnyOf(parts):
                    found = self.sets.either(*(self.where(part) for part in parts))
                case Not(part):
                    found = self.sets.without(self.where(part))
            self._sets[condition] = found
        return found

    def claim_in(self, wanted: int) -> Claimed | None:
        """This function will return the most ordinary claim in the set, group by group; nothing where there is none."""
        left = self.sets.both(wanted, self.possible)
        if left not in self._claims:
            self._claims[left] = self._claim_in(left) if left != NONE else None
        return self._claims[left]

    def _claim_in(self, left: int) -> Claimed:
        facts: dict[str, Any] = {}
        truths: dict[int, Truths] = {}
        for place, group in sorted(enumerate(self.groups), key=lambda one: one[1].first):
            leaf = None if place else self._leaf_of(truths)
            tests, cells = (group.tests, group.cells) if leaf is None else (leaf.tests, self.moments(leaf))
            questions = [self.question[one] for one in tests]
            for cell in cells:
                answers = dict(zip(questions, cell.truths, strict=True))
                then = self.sets.followed(left, answers, group.first + len(group.tests))
                if then != NONE:
                    left, truths[place] = then, cell.truths
                    _add(facts, cell.values)
                    break
        at = facts.pop(NOW)
        tests = self._leaf_of(truths).tests
        return Claimed(days_apart(self.policy, facts, at, tests, self.clockwork.first), at)

    def _leaf_of(self, truths: Mapping[int, Truths]) -> Leaf:
        tree = self.tree
        while isinstance(tree, Fork):
            tree = tree.branches[truths[tree.group]]
        return tree

    def claims(self, wanted: int = ALL) -> Iterator[Claimed]:
        """This function will return one claim for every row of answers in the set, which may be very many."""
        for row in self.sets.rows(self.sets.both(wanted, self.possible), self.questions):
            facts: dict[str, Any] = {}
            here = {place: row[group.first : group.first + len(group.tests)] for place, group in enumerate(self.groups)}
            leaf = self._leaf_of(here)
            dates = tuple(row[self.question[test]] for test in leaf.tests)
            _add(facts, next(cell.values for cell in self.moments(leaf) if cell.truths == dates))
            for place, group in enumerate(self.groups[1:], 1):
                _add(facts, next(cell.values for cell in group.cells if cell.truths == here[place]))
            at = facts.pop(NOW)
            yield Claimed(facts, at)


class Spaces:
    """The spaces of one policy: one and the same for all who ask the same, and one clockwork for all of them."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.clockwork = Clockwork(policy)
        self._known: dict[tuple[Condition | Asked, ...], Space] = {}

    def of(self, asked: Iterable[Condition | Asked]) -> Space:
        """This function will return the space of these questions."""
        every = tuple(dict.fromkeys(asked))
        if every not in self._known:
            self._known[every] = Space(self.policy, every, self.clockwork)
        return self._known[every]

    def forget(self) -> None:
        """This function will forget the spaces, but not the steps that they took."""
        self._known.clear()


def _conditions(one: Condition | Asked) -> tuple[Condition, ...]:
    return (one.only_where, *one.conditions) if isinstance(one, Asked) else (one,)


def _numbered(
    connected: Sequence[tuple[tuple[str, ...], tuple[Test, ...], tuple[Cell, ...]]], order: Sequence[int]
) -> Iterator[Group]:
    """The groups as they came, with their questions numbered in that order."""
    first, firsts = 0, dict[int, int]()
    for place in order:
        firsts[place] = first
        first += len(connected[place][1])
    for place, (names, tests, cells) in enumerate(connected):
        yield Group(names, tests, firsts[place], cells)


def _order(groups: Sequence[tuple[Test, ...]], tree: Tree, conditions: Iterable[Condition]) -> list[int]:
    """The reason, which is to be the plainest; what parts the claims; the moments; and the rest side by side."""
    reason = [place for place, tests in enumerate(groups) if all(one.fact == REASON for one in tests) and tests]
    first = list(dict.fromkeys((*reason, *groups_in(tree))))
    rest = [place for place in range(1, len(groups)) if place not in first]
    return [*first, 0, *side_by_side(rest, groups, conditions)]


def _add(facts: dict[str, Any], values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        facts[name] = facts[name] | value if isinstance(value, frozenset) and name in facts else value


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
