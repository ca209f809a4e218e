"""What one policy or two answer to a claim, as a number: the answer, and how an accepted claim is paid.

What both policies say of a remedy in a lane is worked out once, and what both pay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from amends.backtest.atoms import Atoms
from amends.backtest.columns import LANES_AND, NOT_OFFERED, OUTCOMES, Answer, Answers, Lowered
from amends.backtest.local_days import Span
from amends.backtest.paying import Paying
from amends.backtest.schema import History
from amends.backtest.sql import Sql, case, column, equals, joined, literal, zero
from amends.backtest.statement import Statement
from amends.core.engine.verdict import Ground, Outcome

SIDES = ("a", "b")
OFTEN_ASKED = ("refund", "exchange", "store_credit")
Layer = list[tuple[str, Sql]]  # columns by name


@dataclass(frozen=True, slots=True)
class Kind:
    """An answer, and the text of the expression by which an accepted claim is paid; empty where nothing is."""

    answer: Answer
    paid: str = ""


class Answering:
    """The lane and the answer of every claim of a history, under one policy or two, and the money of both."""

    def __init__(self, policies: Sequence[Lowered], history: History) -> None:
        self.spans: dict[tuple[str, Span], str] = {}
        self.atoms = Atoms()
        self.statements = [Statement(one, history, self.spans, self.atoms) for one in policies]
        self.sides = SIDES[: len(self.statements)]
        remedies = {remedy for one in policies for remedy in one.remedies}
        self.remedies = sorted(remedies, key=lambda one: (one not in OFTEN_ASKED, one))
        self._lanes = [one.lane() for one in self.statements]
        self.shared = len({one.sql() for one in self._lanes}) == 1  # the policies file claims alike
        self._paying = [Paying(one) for one in self.statements]
        self._money: dict[str, Sql] = {}
        found = {Kind(NOT_OFFERED), *self._all_kinds()}
        self.kinds = tuple(sorted(found, key=_rank))
        self._numbers = {kind: place for place, kind in enumerate(self.kinds)}

    def layers(self) -> list[Layer]:
        """This function will return the columns up to `money_b`, layer over layer, the tests lowest."""
        lanes = dict(zip(("lane_a", "lane_b"), self._lanes[:1] if self.shared else self._lanes, strict=False))
        answers = {side: self._answer(place) for place, side in enumerate(self.sides)}
        money = {f"money_{side}": self._paid(side) for side in self.sides}
        asking = lanes | answers | money
        found, tests = self.atoms.settled(list(asking.values()))
        settled = dict(zip(asking, found, strict=True))
        one_by_one: list[Layer] = [[(name, settled[name])] for name in (*answers, *money)]
        return [list(tests.items()), [(name, settled[name]) for name in lanes], *one_by_one]

    def _lane_of(self, side: int) -> Sql:
        return column("lane_a" if self.shared or not side else "lane_b")

    def _all_kinds(self) -> Iterator[Kind]:
        for side, statement in enumerate(self.statements):
            for remedy in self.remedies:
                for lane in statement.lanes_met():
                    chain = statement.lowered.answers(remedy, lane)
                    yield from (self._kind(side, remedy, lane, answer) for answer in statement.knowledge.values(chain))

    def _kind(self, side: int, remedy: str, lane: str, answer: Answer) -> Kind:
        if answer.outcome is not Outcome.ACCEPTED:
            return Kind(answer)
        money = self._paying[side].of(remedy, lane)
        text = money.sql()
        if text == zero().sql():
            return Kind(answer)
        self._money.setdefault(text, money)
        return Kind(answer, text)

    def _answer(self, side: int) -> Sql:
        """The place in `kinds` of what a policy answers; of the second, what the first does where both say the same."""
        by_remedy: list[tuple[Sql, Sql]] = []
        nothing = literal(self._numbers[Kind(NOT_OFFERED)])
        for remedy in self.remedies:
            said: dict[str, tuple[Sql, list[str]]] = {}
            for lane in self.statements[side].lanes_met():
                answer = self._in_lane(side, remedy, lane)
                same = side and self.shared and answer.sql() == self._in_lane(0, remedy, lane).sql()
                answer = column(SIDES[0]) if same else answer
                said.setdefault(answer.sql(), (answer, []))[1].append(lane)
            *others, (last, _) = sorted(said.values(), key=lambda one: len(one[1]))
            steps = [(self._in_one_of(side, lanes), answer) for answer, lanes in others]
            by_remedy.append((self.statements[0].remedy(remedy), case(steps, last)))
        if side and all(answer.sql() == column(SIDES[0]).sql() for _, answer in by_remedy):
            return column(SIDES[0])
        return case(by_remedy, nothing)

    def _in_lane(self, side: int, remedy: str, lane: str) -> Sql:
        statement = self.statements[side]
        chain: Answers = statement.lowered.answers(remedy, lane)
        return statement.chain(chain, lambda one: literal(self._numbers[self._kind(side, remedy, lane, one)]))

    def _in_one_of(self, side: int, lanes: Sequence[str]) -> Sql:
        return joined(exp.Or, [equals(self._lane_of(side), LANES_AND.index(lane)) for lane in lanes])

    def _paid(self, side: str) -> Sql:
        """What a claim pays back, by its place in `kinds`; under the second policy as the first pays for the same."""
        paid = [one.paid for one in self.kinds]
        steps: list[tuple[Sql, Sql]] = [
            (exp.LT(this=column(side), expression=literal(len(paid) - paid[::-1].index(text))), money.copy())
            for text, money in sorted(self._money.items())
        ]
        own = case([(self.outcome_is(side, Outcome.ACCEPTED), case(steps, zero()))], zero()) if steps else zero()
        if side == SIDES[0]:
            return own
        return case([(exp.EQ(this=column(side), expression=column(SIDES[0])), column(f"money_{SIDES[0]}"))], own)

    def outcome_is(self, side: str, outcome: Outcome) -> Sql:
        """This function will return where one policy's answer has this outcome or one before it."""
        below = sum(OUTCOMES.index(one.answer.outcome) <= OUTCOMES.index(outcome) for one in self.kinds)
        return exp.LT(this=column(side), expression=literal(below))

    def outcome(self, side: str) -> Sql:
        """This function will return the place of an answer's outcome in `OUTCOMES`."""
        *known, last = OUTCOMES
        steps = [(self.outcome_is(side, one), literal(OUTCOMES.index(one))) for one in known]
        return case(steps, literal(OUTCOMES.index(last)))


def _rank(kind: Kind) -> tuple[int, bool, str, int, str]:
    """Outcomes are ranges, the accepted first; of the accepted, those that are paid alike stand together."""
    answer = kind.answer
    return OUTCOMES.index(answer.outcome), not kind.paid, kind.paid, list(Ground).index(answer.ground), answer.clause
