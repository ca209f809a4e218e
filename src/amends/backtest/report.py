"""What a backtest found: claims and money before and after, where they change, and lines to look at.

Law: what is counted by lane, by product, by country and by month adds up to the same claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amends.backtest.columns import LANES_AND, Answer

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

    @property
    def total(self) -> Tally:
        """This property will hold all claims."""
        return sum(self.outcomes.values(), Tally())


class Counting:
    """A report while claims are counted: many at once, as a query has grouped them, or one by one."""

    def __init__(self, dimensions: Sequence[str]) -> None:
        self.dimensions = dimensions
        self.outcomes: dict[tuple[str, str], Tally] = defaultdict(Tally)
        self.answers: dict[tuple[str, Answer], Tally] = defaultdict(Tally)
        self.steps: dict[tuple[str, Any, Any], Tally] = defaultdict(Tally)
        self.examples: dict[tuple[str, Any, Any], list[str]] = defaultdict(list)
        self.by: dict[str, dict[str, Tally]] = {name: defaultdict(Tally) for name in ("lane", *dimensions)}
        self.compared = False

    def count(
        self,
        lane: str,
        sides: tuple[Answer | str, Answer | str],
        tally: Tally,
        values: Mapping[str, Any],
        examples: Iterable[str | None] = (),
        *,
        compared: bool,
    ) -> None:
        """This function will count claims that are alike: what they were answered before and after, and by what."""
        before, after = sides
        self.compared = self.compared or compared
        self.outcomes[_word(before), _word(after)] += tally
        if isinstance(after, Answer):
            self.answers[lane, after] += tally
        if tally.changed:
            self.steps[lane, before, after] += tally
            found = self.examples[lane, before, after]
            found += [one for one in examples if one is not None]
            if len(found) > MOST_KEPT:
                found[:] = _few(found)
        if tally.changed or not compared:
            self.by["lane"][lane] += tally
            for name, value in values.items():
                self.by[name]["" if value is None else str(value)] += tally

    def report(self, lines: int) -> Report:
        """This function will return what was counted."""
        found = [Step(*key, tally, _few(self.examples[key])) for key, tally in self.steps.items()]
        found.sort(key=lambda one: (-one.tally.claims, one.lane, str(one.before), str(one.after)))
        by = {name: dict(values) for name, values in self.by.items()}
        return Report(lines, dict(self.outcomes), dict(self.answers), tuple(found), by, self.compared)


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
            compared=b is not None,
        )


def report(question: Question, rows: Iterable[tuple[Any, ...]], lines: int) -> Report:
    """This function will add up the rows of a backtest's query."""
    counting = Counting(question.dimensions)
    count_rows(counting, question, rows)
    return counting.report(lines)


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
