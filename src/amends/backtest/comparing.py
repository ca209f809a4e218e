"""The one query of a backtest: what each claim is answered, before and after, counted by where it changes.

One pass over the history. What has not changed is counted by its answer alone; what has changed also by lane, product,
country and month, with some lines to look at. The lane is worked out once for both policies where they agree on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from amends.backtest.answering import Answering
from amends.backtest.columns import OUTCOMES, Answer, Lowered
from amends.backtest.knowledge import Knowledge
from amends.backtest.local_days import Span
from amends.backtest.schema import ANSWERED, ASKED, BREAKDOWN, DECIDED, LINE, History, dimensions_of, is_alone
from amends.backtest.sql import Sql, case, column
from amends.core.policy.tree import Policy

SOURCE = "history"  # the name under which an engine finds the rows


@dataclass(frozen=True, slots=True)
class Question:
    """A query, what its numbers mean, and the tables of last days that it joins."""

    query: exp.Select
    answers: tuple[Answer, ...]  # by number
    dimensions: tuple[str, ...]
    spans: Mapping[tuple[str, Span], str] = field(default_factory=dict)
    policies: int = 1


class Rows:
    """The rows of a history with the lane, the answer and the money of each under one policy or two."""

    def __init__(self, policies: Sequence[Lowered], history: History) -> None:
        self.history = history
        self.answering = Answering(policies, history)
        self.answers = tuple(one.answer for one in self.answering.kinds)  # by the numbers in `a` and `b`
        self.spans = self.answering.spans

    def query(self, keep: Sequence[str] = ()) -> exp.Select:
        """This function will return the query of `a`, `money_a`, and `b`, `money_b` for each claim.

        `keep` names columns of the history to hand on. Each layer asks for what the ones below it have worked out.
        """
        layers = self.answering.layers()
        rows = self._asked([*(one for layer in layers for _, one in layer), *map(column, keep)])
        for layer in layers:
            rows = rows.select(*(_as(one, name) for name, one in layer))
            rows = exp.select("*").from_(rows.subquery("below"))
        money = [f"money_{side}" for side in self.answering.sides]
        found = [name for pair in zip(self.answering.sides, money, strict=True) for name in pair]
        return rows.select(*map(column, keep), "lane_a", *found, append=False)

    def _asked(self, asking: Sequence[Sql]) -> exp.Select:
        """The rows about which somebody asked, with the columns that are asked for."""
        used = {each.name for one in asking for each in one.find_all(exp.Column)}
        spans = [one for one in self.spans.values() if one in used]
        columns = [column(one) for one in (*sorted(used & set(self.history.columns)), *spans)]
        query = exp.select(*columns).from_(exp.to_table(SOURCE)).where(self._claimed())
        for (anchor, _), name in self.spans.items():
            on = exp.EQ(this=exp.column("day", table=name), expression=self.answering.statements[0].day(anchor))
            query = query.join(exp.to_table(f"open_{name}").as_(name), on=on, join_type="left")
        return query

    def _claimed(self) -> Sql:
        asked = exp.column(ASKED, quoted=True)
        decided = exp.column(DECIDED, quoted=True)
        said = exp.Coalesce(this=asked, expressions=[decided]) if self.history.has(DECIDED) else asked
        return exp.Not(this=exp.Paren(this=exp.Is(this=said, expression=exp.null())))


def lowered_for(policy: Policy, history: History) -> Lowered:
    """This function will lower the policy for what is known of the history."""
    return Lowered(policy, Knowledge(history, policy.vocabulary).can_be_unknown)


def compared(policies: Sequence[Lowered], history: History, row: str = LINE) -> Question:
    """This function will return the query that counts what two policies answer, or one policy and the shop itself.

    `row` is the column that names a line: examples of what changes are its smallest and its largest value.
    """
    rows = Rows(policies, history)
    alone = is_alone(history, len(policies))
    dimensions = dimensions_of(history, len(policies))
    keep = [BREAKDOWN[name] for name in dimensions]
    recorded = len(policies) == 1 and history.has(ANSWERED)
    row_there = (row != LINE or history.has(LINE)) and not alone  # where nothing can have changed, no text is read
    keep += ([row] if row_there else []) + ([ANSWERED] if recorded else [])
    both = len(policies) > 1
    judged = exp.select("*").from_(rows.query(keep).subquery("paid"))
    judged = judged.select(_as(_changed(rows, both=both, recorded=recorded), "changed"))
    other = column("b") if both else column(ANSWERED) if recorded else None
    query = exp.select("lane_a", "a", _as(exp.null() if other is None else other, "b"), "changed")
    groups: list[Sql] = [column("lane_a"), column("a"), column("changed"), *([] if other is None else [other.copy()])]
    for name in dimensions:
        value = column(BREAKDOWN[name])
        only = value if other is None else _where_changed(value)
        query = query.select(_as(only, name))
        groups.append(only.copy())
    query = query.from_(judged.subquery("judged")).select("COUNT(*) AS claims", _as(_sum("money_a"), "money_a"))
    query = query.select(_as(_sum("money_b") if both else exp.null(), "money_b"))
    for name, end in (("first", exp.Min), ("last", exp.Max)):
        query = query.select(_as(end(this=_where_changed(column(row))) if row_there else exp.null(), name))
    return Question(query.group_by(*groups), rows.answers, dimensions, rows.spans, len(policies))


def _changed(rows: Rows, *, both: bool, recorded: bool) -> Sql:
    """Whether the outcome or the money changes; of what is answered alike nothing has to be looked at."""
    if both:
        paid = exp.NEQ(this=exp.column("money_a"), expression=exp.column("money_b"))
        other = exp.NEQ(this=rows.answering.outcome("a"), expression=rows.answering.outcome("b"))
        same = exp.EQ(this=column("a"), expression=column("b"))
        return case([(same, exp.false())], exp.Paren(this=exp.Or(this=other, expression=paid)))
    if recorded:
        said = exp.Case(
            this=rows.answering.outcome("a"),
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
