"""What a report counts, written down: the keys by which each claim is counted, and its money before and after.

A table has a row for each value of its key; row 0 is for what is not counted in it. Law: what the tables say together
is what the query of a backtest says in groups (differential test).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amends.backtest.columns import LANES_AND, NOT_OFFERED, OUTCOMES, Answer, Lowered
from amends.backtest.kinds import Numbers, decided
from amends.backtest.knowledge import Knowledge
from amends.backtest.projection import Array, Projection, gap_of
from amends.backtest.recording import Node, Record, Written, plain
from amends.backtest.report import Counting, Tally
from amends.backtest.schema import ANSWERED, ASKED, BREAKDOWN, DECIDED, REMEDY
from amends.core.engine.verdict import Ground, Outcome
from amends.core.policy.tree import Policy

KIND = "kind"  # of claim: by lane, the answers before and after, and whether it changes
Names = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Side:
    """What one policy says of a claim: the lane, the number of its answer, and the money."""

    lane: Any
    answer: Any
    money: Any
    answers: tuple[Answer, ...]  # by number: those that accept, that refuse, that refer

    def below(self, outcome: Outcome) -> int:
        """This function will return the number below which answers have this outcome or one before it."""
        last = OUTCOMES.index(outcome)
        return sum(OUTCOMES.index(one.outcome) <= last for one in self.answers)

    @property
    def outcome(self) -> Any:
        """This property will hold the place of the outcome in `OUTCOMES`."""
        other = np.where(self.answer < self.below(Outcome.REFUSED), 1, 2)
        return np.where(self.answer < self.below(Outcome.ACCEPTED), 0, other)


@dataclass(frozen=True, slots=True)
class Key:
    """The row of a table in which a claim is counted, and how many rows it has."""

    place: Any
    rows: int


class Tables:
    """The keys and the money of every claim of a history, under one policy or two."""

    def __init__(
        self, blank: Projection, policies: Sequence[Policy], counting: Counting, spans: Mapping[str, tuple[int, int]]
    ) -> None:
        self.history = blank.history
        self.blank = blank
        self._spans = spans
        self._record = Record()
        self._sides = [self._side(one) for one in policies]
        self._asked = self._known(ASKED) | (self._known(DECIDED) if self.history.has(DECIDED) else False)
        self._alone = counting.alone
        self._recorded = blank.texts[ANSWERED] if len(policies) == 1 and not self._alone else None
        self._changed, self._others = self._compared()
        self.money = tuple(plain(one.money) for one in self._sides)
        self.keys = {KIND: self._kinds(), **{name: self._values(name) for name in counting.dimensions}}

    @property
    def asked_for(self) -> tuple[Any, ...]:
        """This property will hold everything that is worked out of a claim: the keys, and the money."""
        return (*(one.place for one in self.keys.values()), *self.money)

    @property
    def columns(self) -> set[str]:
        """This property will hold the columns that are looked at."""
        found: set[str] = set()
        left = [one for one in self.asked_for if isinstance(one, Node)]
        seen = set(left)
        while left:
            one = left.pop()
            if one.op == "column":
                found.add(one.parts[0])
            parts = {part for part in one.parts if isinstance(part, Node)} - seen
            seen |= parts
            left += parts
        return found

    # --- what is counted

    def _column(self, name: str) -> Any:
        return self._record.node("column", (name,), self.blank.columns[name].dtype)

    def _known(self, name: str) -> Any:
        return self._column(name) != gap_of(self.blank.columns[name])

    def _side(self, policy: Policy) -> Side:
        knowledge = Knowledge(self.history, policy.vocabulary)
        lowered = Lowered(policy, knowledge.can_be_unknown)
        block = Written(lowered, self.blank, knowledge, self._record, {})
        answers = tuple(_answers(lowered, knowledge))
        accepting = sum(one.outcome is Outcome.ACCEPTED for one in answers)
        numbers = Numbers({one: place for place, one in enumerate(answers)}.__getitem__, accepting)
        answer, money = np.array([numbers.of(NOT_OFFERED)]), np.array([0])
        asked = self._column(REMEDY)
        for place, remedy in enumerate(self.blank.texts[REMEDY], start=1):
            if remedy in lowered.remedies:
                found, paid = decided(block, remedy, numbers)
                answer, money = np.where(asked == place, found, answer), np.where(asked == place, paid, money)
        return Side(block.chain(lowered.lanes, LANES_AND.index), answer, money, answers)

    def _compared(self) -> tuple[Any, int]:
        """Where the outcome or the money changes, and how many different things are on the other side."""
        own, other = self._sides[0], self._sides[-1]
        if self._recorded is not None:
            words = [one.value for one in OUTCOMES]
            said = np.array([len(words), *(words.index(one) if one in words else len(words) for one in self._recorded)])
            recorded = self._column(ANSWERED)
            return (recorded != 0) & (self._record.table(said, recorded) != own.outcome), len(said)
        if self._alone:
            return np.array([False]), 1
        return (own.outcome != other.outcome) | (own.money != other.money), len(other.answers)

    def _kinds(self) -> Key:
        own = self._sides[0]
        other = np.array([0]) if self._alone else self._sides[-1].answer
        if self._recorded is not None:
            other = self._column(ANSWERED)
        found = (np.asanyarray(own.lane) * len(own.answers) + own.answer) * self._others + other
        place = np.where(self._asked, np.where(self._changed, found * 2 + 2, found * 2 + 1), 0)
        return Key(plain(place), 1 + 2 * len(LANES_AND) * len(own.answers) * self._others)

    def _values(self, name: str) -> Key:
        """Of what is compared, only what changes is counted; row 1 is for what nobody knows."""
        column = BREAKDOWN[name]
        first, last = self._spans[name]
        rows = last - first + 3  # one for what is not counted, and one for what nobody knows
        raw = self._column(column)
        if column in self.blank.texts:
            value = raw + 1
        else:
            inside = np.minimum(np.maximum(raw, first - 1), last)  # a file may hold others than it says
            value = np.where(raw == gap_of(self.blank.columns[column]), 1, inside - first + 2)
        counted = self._asked if self._alone else self._asked & self._changed
        return Key(plain(np.where(counted, value, 0)), rows)

    # --- what was counted

    def changing(self) -> Array:
        """This function will return, by the rows of the table of kinds, whether their claims change."""
        rows = np.arange(self.keys[KIND].rows)
        found: Array = (rows > 0) & (rows % 2 == 0)
        return found

    def tell(self, counted: Mapping[str, Array], examples: Mapping[int, Names], counting: Counting) -> None:
        """This function will count what the tables hold; `examples` are by the rows of the table of kinds."""
        for name, table in counted.items():
            for row in (np.flatnonzero(table[1:, 0]) + 1).tolist():
                if name == KIND:
                    self._tell_kind(row, table[row], examples.get(row, ()), counting)
                else:
                    value = None if row == 1 else self._value(name, row - 2)
                    counting.count_value(name, value, _tally(table[row], changed=not self._alone))

    def _tell_kind(self, row: int, sums: Array, examples: Names, counting: Counting) -> None:
        rest, changed = divmod(row - 1, 2)
        rest, b = divmod(rest, self._others)
        lane, a = divmod(rest, len(self._sides[0].answers))
        before: Answer | str = self._sides[0].answers[a]
        after = self._sides[0].answers[a] if self._recorded is not None or self._alone else self._sides[1].answers[b]
        if self._recorded is not None and b:
            before = self._recorded[b - 1]
        counting.count_kind(LANES_AND[lane], (before, after), _tally(sums, changed=bool(changed)), examples)

    def _value(self, name: str, place: int) -> Any:
        column = BREAKDOWN[name]
        return self.blank.texts[column][place] if column in self.blank.texts else self._spans[name][0] + place


def spans_of(blank: Projection, dimensions: Iterable[str]) -> dict[str, tuple[int, int]] | None:
    """This function will return between which numbers lie the values that claims are counted by, if the file says."""
    found: dict[str, tuple[int, int]] = {}
    for name in dimensions:
        texts, shape = blank.texts.get(BREAKDOWN[name]), blank.history.columns[BREAKDOWN[name]]
        if texts is not None:
            found[name] = (0, len(texts) - 1)
        elif shape.low is not None and shape.high is not None:
            found[name] = (shape.low, shape.high)
        else:
            return None
    return found


def _tally(sums: Array, *, changed: bool) -> Tally:
    claims, before, after = int(sums[0]), int(sums[1]), int(sums[-1])
    return Tally(claims, claims if changed else 0, before, after)


def _answers(lowered: Lowered, knowledge: Knowledge) -> Iterator[Answer]:
    """Whatever the policy can answer, in the order of the numbers."""
    chains = (lowered.answers(remedy, lane) for remedy in lowered.remedies for lane in LANES_AND)
    yield from sorted({NOT_OFFERED, *(answer for chain in chains for answer in knowledge.values(chain))}, key=_rank)


def _rank(answer: Answer) -> tuple[int, int, str]:
    return OUTCOMES.index(answer.outcome), list(Ground).index(answer.ground), answer.clause
