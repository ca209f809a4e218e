"""What a backtest found: claims and money before and after, where they change, and lines to look at.

Law: what is counted by lane, by product, by country and by month adds up to the same claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from amends.backtest.columns import Answer
from amends.backtest.comparing import Question
from amends.backtest.statement import LANES_AND

MOST_EXAMPLES = 5


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


def report(question: Question, rows: Iterable[tuple[Any, ...]], lines: int) -> Report:
    """This function will add up the rows of a backtest's query."""
    outcomes: dict[tuple[str, str], Tally] = defaultdict(Tally)
    answers: dict[tuple[str, Answer], Tally] = defaultdict(Tally)
    steps: dict[tuple[str, Any, Any], Tally] = defaultdict(Tally)
    examples: dict[tuple[str, Any, Any], list[str]] = defaultdict(list)
    by: dict[str, dict[str, Tally]] = {"lane": defaultdict(Tally)}
    by |= {name: defaultdict(Tally) for name in question.dimensions}
    compared = False
    for row in rows:
        lane_at, a, b, changed, *rest = row
        values, (claims, money_a, money_b, first, last) = rest[:-5], rest[-5:]
        lane = LANES_AND[lane_at]
        before, after = _sides(question, a, b)
        compared = compared or b is not None
        earned = money_a if question.policies == 1 else money_b
        tally = Tally(claims, claims if changed else 0, _whole(money_a), _whole(earned))
        outcomes[_word(before), _word(after)] += tally
        if isinstance(after, Answer):
            answers[lane, after] += tally
        if changed:
            steps[lane, before, after] += tally
            examples[lane, before, after] += [one for one in (first, last) if one is not None]
        if changed or b is None:
            by["lane"][lane] += tally
            for name, value in zip(question.dimensions, values, strict=True):
                by[name]["" if value is None else str(value)] += tally
    found = [Step(*key, tally, _few(examples[key])) for key, tally in steps.items()]
    found.sort(key=lambda one: (-one.tally.claims, one.lane, str(one.before), str(one.after)))
    return Report(lines, dict(outcomes), dict(answers), tuple(found), {k: dict(v) for k, v in by.items()}, compared)


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
