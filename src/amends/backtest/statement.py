"""A lowered policy as SQL: a tree of expressions, rendered for whichever engine reads the history.

Truths are nullable booleans, because SQL's AND, OR and NOT are exactly those of the definition; formulas are plain.
Values of a policy enter as literals of the tree, never as text. What the history's columns are known not to hold -
gaps, moments that have not come - is not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from amends.backtest import schema
from amends.backtest.atoms import Atoms
from amends.backtest.columns import LANES_AND, Lowered
from amends.backtest.formulas import Chain, Every, Formula, Is, IsNot, Known, Lacking, Some, Wrong
from amends.backtest.knowledge import Knowledge
from amends.backtest.local_days import Span
from amends.backtest.schema import ASKED, DAY, DECIDED, NOT_YET_DAY, REMEDY, SENSELESS_DAY, History
from amends.backtest.sql import Sql, as_stored, case, column, equals, is_null, joined, literal, piped, wrapped
from amends.core.dates import HOUR, Unit
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Op, OpenSeason, OtherFact, Policy, Test, Window

FEW = 40  # values compared one by one, as an engine does on a dictionary; in a longer list it looks up each row
COMPARED: Mapping[Op, type[exp.Binary]] = {Op.OVER: exp.GT, Op.AT_LEAST: exp.GTE, Op.UNDER: exp.LT, Op.AT_MOST: exp.LTE}


class Statement:
    """One policy over one history, as expressions; `spans` gathers the windows whose last days need a table."""

    def __init__(
        self, lowered: Lowered, history: History, spans: dict[tuple[str, Span], str], atoms: Atoms | None = None
    ) -> None:
        self.lowered = lowered
        self.policy: Policy = lowered.policy
        self.history = history
        self.knowledge = Knowledge(history, lowered.policy.vocabulary)
        self.spans = spans  # (anchor, span) -> the name of its column of last days
        self.atoms = atoms or Atoms()

    def remedy(self, remedy: str) -> Sql:
        """This function will return where a claim asks for the remedy."""
        return self.atoms.named(equals(column(REMEDY), remedy), of_text=True)

    def lane(self) -> Sql:
        """This function will return the place of a claim's lane in `LANES_AND`."""
        return self.chain(self.lowered.lanes, lambda lane: literal(LANES_AND.index(lane)))

    def lanes_met(self) -> tuple[str, ...]:
        """This function will return the lanes that some claim can be in; an unknown reason is always possible."""
        return tuple(lane for lane in LANES_AND if lane in set(self.knowledge.values(self.lowered.lanes)))

    def chain(self, chain: Chain[Any], written: Callable[[Any], Sql]) -> Sql:
        """This function will return a chain of cases; what follows the last is never met."""
        steps: list[tuple[Sql, Sql]] = []
        for step in chain:
            when = self.knowledge.fold(step.when)
            if when is False:
                continue
            then = self.chain(step.then, written) if isinstance(step.then, tuple) else written(step.then)
            if when is True:
                return case(steps, then)
            steps.append((self.formula(when), then))
        return case(steps[:-1], steps[-1][1]) if steps else exp.null()

    # --- formulas and conditions

    def formula(self, formula: Formula) -> Sql:
        """This function will return the formula; in a place where NULL counts as false."""
        match formula:
            case bool():
                return exp.true() if formula else exp.false()
            case Is(condition, truth):
                found = self.condition(condition)
                return found if truth else exp.Not(this=wrapped(found))
            case IsNot(condition, truth):
                found = self.condition(condition)
                opposite = exp.Not(this=wrapped(found)) if truth else found
                return exp.Coalesce(this=opposite, expressions=[exp.true()])
            case Known(condition):
                return exp.Not(this=wrapped(is_null(wrapped(self.condition(condition)))))
            case Wrong(test):
                return self.wrong(test)
            case Lacking(fact, truth):
                lacking = is_null(self.value(fact))
                return lacking if truth else exp.Not(this=wrapped(lacking))
            case Every(parts):
                return joined(exp.And, [self.formula(part) for part in parts])
            case Some(parts):
                return joined(exp.Or, [self.formula(part) for part in parts])

    def condition(self, condition: Condition) -> Sql:
        """This function will return the truth of a condition: true, false, or NULL where it is unknown."""
        match condition:
            case Test():
                return self.test(condition)
            case AllOf(parts):
                return self._joined(exp.And, parts) if parts else exp.true()
            case AnyOf(parts):
                return self._joined(exp.Or, parts) if parts else exp.false()
            case Not(part):
                return exp.Not(this=wrapped(self.condition(part)))

    def _joined(self, kind: type[exp.And | exp.Or], parts: Sequence[Condition]) -> Sql:
        """Flags that are asked for together are one test."""
        flags = [one for one in parts if isinstance(one, Test) and _asks_for_a_flag(one)]
        flags = flags if len(flags) > 1 else []
        rest = [self.condition(one) for one in parts if one not in flags]
        together = [self.atoms.named(joined(kind, [self._test(one) for one in flags]))] if flags else []
        return joined(kind, [*rest, *together])

    def test(self, test: Test) -> Sql:
        """This function will return the truth of one test, by the name that it has in `atoms`."""
        of_text = test.op is Op.HAS or (test.op is Op.IS and all(isinstance(one, str) for one in test.value))
        return self.atoms.named(self._test(test), of_text=of_text)

    def _test(self, test: Test) -> Sql:
        fact, wanted = test.fact, test.value
        match test.op:
            case Op.IS if _asks_for_a_flag(test):
                return self.value(fact) if wanted[0] else exp.Not(this=wrapped(self.value(fact)))
            case Op.IS if len(wanted) == 1:
                return equals(self.value(fact), wanted[0])
            case Op.IS if len(wanted) <= FEW:
                return joined(exp.Or, [equals(self.value(fact), one) for one in wanted])
            case Op.IS:
                return exp.In(this=self.value(fact), expressions=[literal(one) for one in wanted])
            case Op.HAS:
                return joined(
                    exp.Or,
                    [exp.Contains(this=piped(self.value(fact)), expression=literal(f"|{one}|")) for one in wanted],
                )
            case Op.HAPPENED:
                return exp.NEQ(this=self.day(fact), expression=literal(NOT_YET_DAY))
            case Op.DAYS:
                return exp.Between(this=self.day(fact), low=literal(wanted[0]), high=literal(wanted[1]))
            case Op.WITHIN:
                return self._within(fact, wanted)
            case Op.SEASON:
                return self._season(wanted)
            case _:
                other = self.value(wanted.name) if isinstance(wanted, OtherFact) else literal(wanted)
                return COMPARED[test.op](this=self.value(fact), expression=other)

    def _within(self, anchor: str, window: Window) -> Sql:
        if window.unit is Unit.HOURS:
            inside: Sql = exp.LTE(this=self.event(window.event), expression=self._plus(anchor, window.amount * HOUR))
        else:
            inside = exp.LTE(this=self.event_day(window.event), expression=self._last_day(anchor, window))
        return joined(exp.And, [*self._has_come(anchor), inside])

    def _has_come(self, moment: str) -> list[Sql]:
        shape = self._shape(f"{moment}{DAY}")
        absent = self.policy.vocabulary.find(moment).absent  # which says that it has not come, where there are gaps
        if not shape.not_yet and not (shape.nulls and absent is not None):
            return []
        return [exp.NEQ(this=self.day(moment), expression=literal(NOT_YET_DAY))]

    def _plus(self, anchor: str, micros: int) -> Sql:
        """The end of a window counted in hours; of what has not come, itself: a sum would be too large a number."""
        anchored = self.value(anchor)
        late = case([(equals(self.day(anchor), NOT_YET_DAY), literal(0))], literal(micros))
        return exp.Add(this=anchored, expression=late if self._has_come(anchor) else literal(micros))

    def _last_day(self, anchor: str, window: Window) -> Sql:
        if window.unit is Unit.DAYS:
            whole = exp.Cast(this=self.day(anchor), to=exp.DataType.build("BIGINT"))
            return exp.Add(
                this=whole if self._has_come(anchor) else self.day(anchor), expression=literal(window.amount)
            )
        if not self.history.has(anchor):
            return exp.null()
        name = self.spans.setdefault((anchor, (window.amount, window.unit)), f"last_{len(self.spans)}")
        return exp.column(name, quoted=True)

    def _season(self, wanted: OpenSeason) -> Sql:
        ordered, when = self.day(schema.PLACED), self.event_day(wanted.event)
        open_now: list[Sql] = [
            exp.And(
                this=exp.Between(this=ordered.copy(), low=literal(one.ordered_from), high=literal(one.ordered_to)),
                expression=exp.LTE(this=when.copy(), expression=literal(one.open_until)),
            )
            for one in wanted.seasons
        ]
        inside = joined(exp.Or, open_now)
        # Without one of the two days it is unknown whether the season is still open, whichever season it is.
        unknown = [is_null(ordered)] if self._shape(f"{schema.PLACED}{DAY}").nulls else []
        unknown += [is_null(when)] if self._event_shape(wanted.event).nulls else []
        known = case([(joined(exp.Or, unknown), exp.null())], inside) if unknown else inside
        return joined(exp.And, [*self._has_come(schema.PLACED), known])

    # --- what makes no sense

    def wrong(self, test: Test) -> Sql:
        """This function will return where the facts of a test make no sense together."""
        return self.atoms.named(self._wrong(test))

    def _wrong(self, test: Test) -> Sql:
        fact = test.fact
        if not self.history.has(fact):
            return exp.false()
        parts = self._senseless_day(fact)
        if test.op is Op.WITHIN:
            window: Window = test.value
            late = [exp.LT(this=self.event(window.event), expression=self.value(fact))] if window.event != fact else []
            parts = [*parts, *late, *self._senseless_day(window.event, event=True), *self._beyond(fact, window)]
            known = [exp.Not(this=is_null(self.event(window.event)))] if self._event_shape(window.event).nulls else []
        elif test.op is Op.SEASON:
            event = test.value.event
            parts = [*parts, *self._senseless_day(event, event=True)]
            known = [exp.Not(this=is_null(self.event(event)))] if self._event_shape(event).nulls else []
        else:
            known = []
        if not parts:
            return exp.false()
        return joined(exp.And, [*self._has_come(fact), *known, joined(exp.Or, parts)])

    def _senseless_day(self, moment: str, *, event: bool = False) -> list[Sql]:
        shape = self._event_shape(moment) if event else self._shape(f"{moment}{DAY}")
        if not shape.senseless:
            return []
        return [equals(self.event_day(moment) if event else self.day(moment), SENSELESS_DAY)]

    def _beyond(self, anchor: str, window: Window) -> list[Sql]:
        """Where the last day of the window is one that nobody can mean."""
        shape = self._shape(f"{anchor}{DAY}")
        if window.unit in (Unit.DAYS, Unit.HOURS):
            days = window.amount if window.unit is Unit.DAYS else window.amount // 24 + 1
            high = shape.high if shape.high is not None and shape.high < NOT_YET_DAY else None
            if high is not None and high + days <= schema.LATEST_DAY:
                return []
            over = schema.LATEST_DAY - window.amount if window.unit is Unit.DAYS else schema.LATEST_DAY - days
            return [exp.GT(this=self.day(anchor), expression=literal(over))]
        return [equals(self._last_day(anchor, window), SENSELESS_DAY)]

    # --- columns

    def _shape(self, column: str) -> schema.Shape:
        found = self.history.columns.get(column, schema.Shape())
        # Rows of lines that nobody asked about are left out before anything is looked at.
        return replace(found, nulls=False) if column in (ASKED, f"{ASKED}{DAY}") else found

    def _event_shape(self, name: str) -> schema.Shape:
        now = self._shape(f"{DECIDED if self.history.has(DECIDED) else ASKED}{DAY}")
        if not self.history.has(name) and self.policy.vocabulary.find(name).absent is not None:
            return now
        if not self.history.has(name):
            return schema.Shape()
        own = self._shape(f"{name}{DAY}")
        return replace(own, low=None) if now.senseless else own

    def value(self, fact: str) -> Sql:
        """This function will return the fact of a row: what it says, what its absence means, or NULL."""
        if fact == ASKED:
            return self._asked("")
        absent = self.policy.vocabulary.find(fact).absent
        if not self.history.has(fact):
            return exp.null() if absent is None else literal(as_stored(absent))
        said = column(fact)
        if absent is None or not self._shape(fact).nulls:
            return said
        return exp.Coalesce(this=said, expressions=[literal(as_stored(absent))])

    def day(self, moment: str) -> Sql:
        """This function will return the local day of a moment."""
        if moment == ASKED:
            return self._asked(DAY)
        absent = self.policy.vocabulary.find(moment).absent
        if not self.history.has(moment):
            return exp.null() if absent is None else literal(NOT_YET_DAY)
        said = column(f"{moment}{DAY}")
        if absent is None or not self._shape(f"{moment}{DAY}").nulls:
            return said
        return exp.Coalesce(this=said, expressions=[literal(NOT_YET_DAY)])

    def _asked(self, suffix: str) -> Sql:
        if not self.history.has(DECIDED):
            return column(f"{ASKED}{suffix}")
        return exp.Coalesce(this=column(f"{ASKED}{suffix}"), expressions=[column(f"{DECIDED}{suffix}")])

    def event(self, name: str) -> Sql:
        """This function will return when an event happened; what has not come is measured as if it came now."""
        return self._measured(name, self.value, "")

    def event_day(self, name: str) -> Sql:
        """This function will return the local day of an event, as `event` does."""
        return self._measured(name, self.day, DAY)

    def _measured(self, name: str, read: Callable[[str], Sql], suffix: str) -> Sql:
        now = column(f"{DECIDED if self.history.has(DECIDED) else ASKED}{suffix}")
        if not self.history.has(name) and self.policy.vocabulary.find(name).absent is not None:
            return now
        if not self._has_come(name) or not (self.history.has(name) or name == ASKED):
            return read(name)
        return case([(equals(self.day(name), NOT_YET_DAY), now)], read(name))


def _asks_for_a_flag(test: Test) -> bool:
    """Whether yes or no is asked for: in Python 1 equals `True`, and a count that is to be 1 is no flag."""
    return test.op is Op.IS and len(test.value) == 1 and isinstance(test.value[0], bool)
