"""The one query of a backtest: what each claim is answered, before and after, counted by where it changes.

One pass over the history. What has not changed is counted by its answer alone; what has changed also by lane, product,
country and month, with some lines to look at. The lane is worked out once for both policies where they agree on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from amends.backtest.columns import OUTCOMES, Answer, Lowered, numbered
from amends.backtest.knowledge import Knowledge
from amends.backtest.local_days import Span
from amends.backtest.paying import Paying
from amends.backtest.schema import ANSWERED, ASKED, DECIDED, LINE, MONTH, History
from amends.backtest.sql import Sql
from amends.backtest.statement import LANE, Statement
from amends.core.engine.verdict import Outcome
from amends.core.policy.tree import Policy

SOURCE = "history"  # the name under which an engine finds the rows
BREAKDOWN: Mapping[str, str] = {"product": "item.product", "country": "order.country", "month": MONTH}
FINE = ("product",)  # too many values to count every claim by; what changes is counted by them


@dataclass(frozen=True, slots=True)
class Question:
    """A query, what its numbers mean, and the tables of last days that it joins."""

    query: exp.Select
    answers: tuple[Answer, ...]  # by number
    dimensions: tuple[str, ...]
    spans: Mapping[tuple[str, Span], str] = field(default_factory=dict)
    policies: int = 1


def numbers_of(policies: Sequence[Lowered]) -> dict[Answer, int]:
    """This function will number all answers: accepted first, then refused, then referred, so outcomes are ranges."""
    found = sorted(numbered(policies), key=lambda one: OUTCOMES.index(one.outcome))
    return {answer: place for place, answer in enumerate(found)}


class Rows:
    """The rows of a history with the lane, the answer and the money of each under one policy or two."""

    def __init__(self, policies: Sequence[Lowered], history: History) -> None:
        self.history = history
        self.numbers = numbers_of(policies)
        self.spans: dict[tuple[str, Span], str] = {}
        self.statements = [Statement(one, history, self.spans) for one in policies]
        outcomes = [one.outcome for one in self.numbers]
        self.accepted_below = outcomes.count(Outcome.ACCEPTED)
        self.refused_below = self.accepted_below + outcomes.count(Outcome.REFUSED)

    def query(self, keep: Sequence[str] = ()) -> exp.Select:
        """This function will return the query of `a`, `money_a`, and `b`, `money_b` for each claim.

        `keep` names columns of the history to hand on. A second policy that files claims otherwise has its own lanes.
        """
        answers = [statement.answer(self.numbers) for statement in self.statements]
        answered = exp.select("*").from_(self._laned().subquery("laned"))
        for name, answer in zip("ab", answers, strict=False):
            answered = answered.select(_as(self._under(answer, name), name))
        paid = exp.select(*(exp.column(one, quoted=True) for one in keep), exp.column("lane_a"), "a")
        for name, statement in zip("ab", self.statements, strict=False):
            money = Paying(statement).money(lambda name=name: self._accepted(name))  # type: ignore[misc]
            paid = paid.select(_as(self._under(money, name), f"money_{name}"))
        if len(self.statements) > 1:
            paid = paid.select("b")
        return paid.from_(answered.subquery("answered"))

    def _laned(self) -> exp.Select:
        query = exp.select("*").from_(exp.to_table(SOURCE)).where(self._claimed())
        lanes = [statement.lane() for statement in self.statements]
        self._shared = len({lane.sql() for lane in lanes}) == 1
        query = query.select(_as(lanes[0], "lane_a"))
        if not self._shared:
            query = query.select(_as(lanes[1], "lane_b"))
        for (anchor, _), name in self.spans.items():
            on = exp.EQ(this=exp.column("day", table=name), expression=self.statements[0].day(anchor))
            query = query.join(exp.to_table(f"open_{name}").as_(name), on=on, join_type="left")
        return query

    def _under(self, expression: Sql, name: str) -> Sql:
        """The expression with the lane as the policy of that name has it."""
        lane = "lane_a" if self._shared or name == "a" else "lane_b"
        for column in expression.find_all(exp.Column):
            if column.name == LANE:
                column.set("this", exp.to_identifier(lane))
        return expression

    def _claimed(self) -> Sql:
        asked = exp.column(ASKED, quoted=True)
        decided = exp.column(DECIDED, quoted=True)
        said = exp.Coalesce(this=asked, expressions=[decided]) if self.history.has(DECIDED) else asked
        return exp.Not(this=exp.Paren(this=exp.Is(this=said, expression=exp.null())))

    def _accepted(self, name: str) -> Sql:
        return exp.LT(this=exp.column(name), expression=exp.Literal.number(self.accepted_below))

    def outcome(self, name: str) -> Sql:
        """This function will return the place of an answer's outcome in `OUTCOMES`."""
        column = exp.column(name)
        steps = [(self.accepted_below, 0), (self.refused_below, 1)]
        ifs = [
            exp.If(
                this=exp.LT(this=column.copy(), expression=exp.Literal.number(below)), true=exp.Literal.number(place)
            )
            for below, place in steps
        ]
        return exp.Case(ifs=ifs, default=exp.Literal.number(2))


def lowered_for(policy: Policy, history: History) -> Lowered:
    """This function will lower the policy for what is known of the history."""
    return Lowered(policy, Knowledge(history, policy.vocabulary).can_be_unknown)


def compared(policies: Sequence[Lowered], history: History, row: str = LINE) -> Question:
    """This function will return the query that counts what two policies answer, or one policy and the shop itself.

    `row` is the column that names a line: examples of what changes are its smallest and its largest value.
    """
    rows = Rows(policies, history)
    alone = len(policies) == 1 and not history.has(ANSWERED)
    dimensions = tuple(
        name for name, column in BREAKDOWN.items() if history.has(column) and not (alone and name in FINE)
    )
    keep = [BREAKDOWN[name] for name in dimensions]
    recorded = len(policies) == 1 and history.has(ANSWERED)
    row_there = row != LINE or history.has(LINE)
    keep += ([row] if row_there else []) + ([ANSWERED] if recorded else [])
    both = len(policies) > 1
    judged = exp.select("*").from_(rows.query(keep).subquery("paid"))
    judged = judged.select(_as(_changed(rows, both=both, recorded=recorded), "changed"))
    other = exp.column("b") if both else exp.column(ANSWERED, quoted=True) if recorded else None
    query = exp.select("lane_a", "a", _as(exp.null() if other is None else other, "b"), "changed")
    groups: list[Sql] = [exp.column("lane_a"), exp.column("a"), exp.column("changed")]
    groups += [] if other is None else [other.copy()]
    for name in dimensions:
        column = exp.column(BREAKDOWN[name], quoted=True)
        only = column if other is None else _where_changed(column)
        query = query.select(_as(only, name))
        groups.append(only.copy())
    query = query.from_(judged.subquery("judged")).select("COUNT(*) AS claims", _as(_sum("money_a"), "money_a"))
    query = query.select(_as(_sum("money_b") if both else exp.null(), "money_b"))
    # Where nothing can have changed no text is compared: a cluster groups texts by sorting all rows.
    example = _where_changed(exp.column(row, quoted=True)) if row_there and not alone else None
    for name, end in (("first", exp.Min), ("last", exp.Max)):
        query = query.select(_as(exp.null() if example is None else end(this=example.copy()), name))
    return Question(query.group_by(*groups), tuple(rows.numbers), dimensions, rows.spans, len(policies))


def _changed(rows: Rows, *, both: bool, recorded: bool) -> Sql:
    if both:
        paid = exp.NEQ(this=exp.column("money_a"), expression=exp.column("money_b"))
        other = exp.NEQ(this=rows.outcome("a"), expression=rows.outcome("b"))
        return exp.Paren(this=exp.Or(this=other, expression=paid))
    if recorded:
        said = exp.Case(
            this=rows.outcome("a"),
            ifs=[
                exp.If(this=exp.Literal.number(place), true=exp.Literal.string(one.value))
                for place, one in enumerate(OUTCOMES)
            ],
        )
        return exp.Paren(this=exp.NEQ(this=said, expression=exp.column(ANSWERED, quoted=True)))
    return exp.false()


def _where_changed(column: Sql) -> Sql:
    return exp.Case(ifs=[exp.If(this=exp.column("changed"), true=column.copy())])


def _sum(name: str) -> Sql:
    return exp.Sum(this=exp.column(name))


def _as(expression: Sql, name: str) -> Sql:
    return exp.alias_(expression, name)
