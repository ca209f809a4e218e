"""What a backtest found: claims and money before and after, where they change, and lines to look at.

Law: what is counted by lane, by product, by country and by month adds up to the same claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from amends.backtest.columns import LANES_AND, Answer
from amends.backtest.schema import History, dimensions_of, is_alone

if TYPE_CHECKING:
    from amends.backtest.comparing import Question

MOST_EXAMPLES = 5
MOST_KEPT = 100  # of which the examples are chosen at last


@dataclass(frozen=True, slots=True)
class Tally:
    """Claims, how many of them are answered differently, and the money paid back before and after."""

    claims: int = 0
    changed: int = 0
    before_minor: int = 0
    after_minor: int = 0

    def __add__(self, other: Tally) -> Tally:
        """This function will return both together."""
        return Tally(
            self.claims + other.claims,
            self.changed + other.changed,
            self.before_minor + other.before_minor,
            self.after_minor + other.after_minor,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of change: from this answer, by this clause, to that one."""

    lane: str
    before: Answer | str  # what the shop itself answered is an outcome alone
    after: Answer | str
    tally: Tally
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a backtest found."""

    lines: int
    outcomes: Mapping[tuple[str, str], Tally]  # outcome before and after
    answers: Mapping[tuple[str, Answer], Tally]  # by lane and what the newer policy answers
    steps: tuple[Step, ...]  # what changes, most claims first
    by: Mapping[str, Mapping[str, Tally]]  # lane, product, country, month -> its values; only what changes, if compared
    compared: bool
    notes: tuple[str, ...] = ()  # what is amiss with the history, in sentences

    @property
    def total(self) -> Tally:
        """This property will hold all claims."""
        return sum(self.outcomes.values(), Tally())


@dataclass(slots=True)
class Sums:
    """A tally while it grows, and lines that were counted in it: a query gives groups by the hundred thousand."""

    claims: int = 0
    changed: int = 0
    before_minor: int = 0
    after_minor: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, tally: Tally) -> None:
        """This function will count claims."""
        self.claims += tally.claims
        self.changed += tally.changed
        self.before_minor += tally.before_minor
        self.after_minor += tally.after_minor

    @property
    def tally(self) -> Tally:
        """This property will hold the sums as they are now."""
        return Tally(self.claims, self.changed, self.before_minor, self.after_minor)


class Counting:
    """A report while claims are counted: many at once, as a query has grouped them, or one by one.

    Of each claim one kind is counted, and its values; all else follows from the kinds, which are few.
    """

    def __init__(self, history: History, policies: int) -> None:
        self.alone = is_alone(history, policies)
        self.dimensions = dimensions_of(history, policies)
        # by lane, the answers before and after, and whether claims change
        self.kinds: dict[tuple[str, Any, Any, bool], Sums] = defaultdict(Sums)
        self.by: dict[str, dict[str, Sums]] = {name: defaultdict(Sums) for name in self.dimensions}

    def count(
        self,
        lane: str,
        sides: tuple[Answer | str, Answer | str],
        tally: Tally,
        values: Mapping[str, Any],
        examples: Iterable[str | None] = (),
    ) -> None:
        """This function will count claims that are alike: what they were answered before and after, and by what."""
        self.count_kind(lane, sides, tally, examples)
        if tally.changed or self.alone:
            for name, value in values.items():
                self.count_value(name, value, tally)

    def count_kind(
        self,
        lane: str,
        sides: tuple[Answer | str, Answer | str],
        tally: Tally,
        examples: Iterable[str | None] = (),
    ) -> None:
        """This function will count claims that are alike, but not by their values."""
        changed = tally.changed > 0
        kind = self.kinds[lane, *sides, changed]
        kind.add(tally)
        if changed:
            kind.examples += [one for one in examples if one is not None]
            if len(kind.examples) > MOST_KEPT:
                kind.examples[:] = _few(kind.examples)

    def count_value(self, name: str, value: Any, tally: Tally) -> None:
        """This function will count claims that have a value: all, or where they are compared those that change."""
        self.by[name]["" if value is None else str(value)].add(tally)

    def report(self, lines: int) -> Report:
        """This function will return what was counted."""
        outcomes: dict[tuple[str, str], Tally] = defaultdict(Tally)
        answers: dict[tuple[str, Answer], Tally] = defaultdict(Tally)
        lanes: dict[str, Tally] = defaultdict(Tally)
        steps: list[Step] = []
        for (lane, before, after, changed), kind in self.kinds.items():
            outcomes[_word(before), _word(after)] += kind.tally
            if isinstance(after, Answer):
                answers[lane, after] += kind.tally
            if changed:
                steps.append(Step(lane, before, after, kind.tally, _few(kind.examples)))
            if changed or self.alone:
                lanes[lane] += kind.tally
        steps.sort(key=lambda one: (-one.tally.claims, one.lane, str(one.before), str(one.after)))
        by = {name: {value: sums.tally for value, sums in values.items()} for name, values in self.by.items()}
        return Report(lines, dict(outcomes), dict(answers), tuple(steps), {"lane": dict(lanes), **by}, not self.alone)


def count_rows(counting: Counting, question: Question, rows: Iterable[tuple[Any, ...]]) -> None:
    """This function will count the rows of a backtest's query."""
    for row in rows:
        lane_at, a, b, changed, *rest = row
        values, (claims, money_a, money_b, *examples) = rest[:-5], rest[-5:]
        earned = money_a if question.policies == 1 else money_b
        counting.count(
            LANES_AND[lane_at],
            _sides(question, a, b),
            Tally(claims, claims if changed else 0, _whole(money_a), _whole(earned)),
            dict(zip(question.dimensions, values, strict=True)),
            examples,
        )


def report(question: Question, rows: Iterable[tuple[Any, ...]], history: History) -> Report:
    """This function will add up the rows of a backtest's query."""
    counting = Counting(history, question.policies)
    count_rows(counting, question, rows)
    return counting.report(history.lines)


def _sides(question: Question, a: int, b: int | str | None) -> tuple[Answer | str, Answer | str]:
    """What is compared: two policies, or the shop's own answer with the policy's, or a policy alone."""
    own = question.answers[a]
    if isinstance(b, str):
        return b, own
    return (own, question.answers[b]) if isinstance(b, int) else (own, own)


def _word(answer: Answer | str) -> str:
    return answer if isinstance(answer, str) else answer.outcome.value


def _whole(amount: Any) -> int:
    return 0 if amount is None else int(amount)


def _few(examples: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(map(str, examples)))[:MOST_EXAMPLES])  # whatever the order in which an engine counts
