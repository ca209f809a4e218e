"""A lowered policy on packed columns: conditions as pairs of arrays, chains as arrays of numbers.

Law: it says of every row what the query says. A condition is two arrays: where it is known to hold and where it is
known not to. What was asked once is remembered. `recording` asks it with columns that write down what is done to them;
asked of the rows themselves it says, one chain at a time, what those expressions have to give (differential test).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from amends.backtest import schema
from amends.backtest.columns import Lowered
from amends.backtest.formulas import Chain, Every, Formula, Is, IsNot, Known, Lacking, Some, Wrong
from amends.backtest.knowledge import Knowledge
from amends.backtest.local_days import last_days
from amends.backtest.payouts import Payout
from amends.backtest.projection import NO_FLAG, NUMBER_SCALE, Array, Projection, gap_of, span_of
from amends.backtest.schema import ASKED, DAY, DECIDED, NOT_YET_DAY, PLACED, SENSELESS_DAY
from amends.core.dates import HOUR, Unit
from amends.core.facts import Kind
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Op, OpenSeason, OtherFact, Test, Window

Truth = tuple[Array, Array]  # known to hold, known not to
WHOLE = (Kind.COUNT, Kind.MONEY, Kind.FLAG)


class Block:
    """Some rows of a projection, and what a policy's conditions are in them."""

    def __init__(self, lowered: Lowered, projection: Projection, knowledge: Knowledge, rows: slice) -> None:
        self.lowered = lowered
        self.policy = lowered.policy
        self.projection = projection
        self.knowledge = knowledge
        self.rows = rows
        self.count = len(range(*rows.indices(projection.rows)))
        self.sure: dict[Test, bool] = {}  # what a test is taken to be where nothing keeps it from being known
        self._tests: dict[Test, Truth] = {}
        self._conditions: dict[Condition, Truth] = {}

    # --- formulas

    def chain(self, chain: Chain[Any], number: Callable[[Any], int | Array], among: Array | None = None) -> Array:
        """This function will return what a chain gives, row by row, as whole numbers."""
        left = np.ones(self.count, dtype=bool) if among is None else among.copy()
        found = np.zeros(self.count, dtype=np.int64)
        for step in chain:
            when = self.knowledge.fold(step.when)
            if when is False:
                continue
            here = left & self.formula(when)
            if here.any():
                if isinstance(step.then, tuple):
                    found[here] = self.chain(step.then, number, here)[here]
                else:
                    value = number(step.then)
                    found[here] = value[here] if isinstance(value, np.ndarray) else value
                left &= ~here
            if when is True or not left.any():
                break
        return found

    def formula(self, formula: Formula) -> Array:
        """This function will return where the formula is so."""
        match formula:
            case bool():
                return np.full(self.count, formula)
            case Is(condition, truth):
                return self.condition(condition)[0 if truth else 1]
            case IsNot(condition, truth):
                return ~self.condition(condition)[0 if truth else 1]
            case Known(condition):
                held, failed = self.condition(condition)
                return held | failed
            case Lacking(fact, truth):
                known = self.known(fact)
                return ~known if truth else known
            case Wrong(test):
                return self.wrong(test)
            case Every(parts):
                found = self.formula(parts[0]).copy()
                for part in parts[1:]:
                    found &= self.formula(part)
                return found
            case Some(parts):
                found = self.formula(parts[0]).copy()
                for part in parts[1:]:
                    found |= self.formula(part)
                return found

    def condition(self, condition: Condition) -> Truth:
        """This function will return where a condition holds, and where it does not."""
        if condition not in self._conditions:
            self._conditions[condition] = self._truth(condition)
        return self._conditions[condition]

    def _truth(self, condition: Condition) -> Truth:
        match condition:
            case Test():
                return self.test(condition)
            case Not(part):
                held, failed = self.condition(part)
                return failed, held
            case AllOf(parts) | AnyOf(parts):
                is_all = isinstance(condition, AllOf)
                held, failed = np.full(self.count, is_all), np.full(self.count, not is_all)
                for part in parts:
                    one, other = self.condition(part)
                    if is_all:
                        held, failed = held & one, failed | other
                    else:
                        held, failed = held | one, failed & other
                return held, failed

    # --- tests

    def test(self, test: Test) -> Truth:
        """This function will return the truth of one test."""
        if test not in self._tests:
            self._tests[test] = self._tested(test)
        return self._tests[test]

    def _tested(self, test: Test) -> Truth:
        known = self.known(test.fact)
        match test.op:
            case Op.WITHIN:
                return self._within(test, known)
            case Op.SEASON:
                return self._season(test.value, known)
            case Op.HAPPENED:
                held = self.day(test.fact) != NOT_YET_DAY
            case Op.DAYS:
                day = self.day(test.fact)
                held = (day >= test.value[0]) & (day <= test.value[1])
            case Op.IS | Op.HAS:
                held = self._among(test)
            case _:
                held, known = self._compared(test, known)
        return held & known, ~held & known

    def _among(self, test: Test) -> Array:
        fact, wanted = test.fact, test.value
        texts = self.projection.texts.get(fact)
        absent = self.policy.vocabulary.find(fact).absent
        if texts is not None:
            if test.op is Op.HAS:
                fits = [not set(one.split("|")).isdisjoint(wanted) for one in texts]
            else:
                fits = [one in wanted for one in texts]
            table = np.array([absent is not None and absent in wanted, *fits])
            found: Array = table[self._raw(fact)]
            return found
        if not self.projection.history.has(fact):
            return np.full(self.count, absent is not None and absent in wanted)
        values = self.value(fact)
        numbers = [number for one in wanted if (number := self._scaled(fact, one)) is not None]
        return np.isin(values, np.array(numbers, dtype=np.int64))

    def _compared(self, test: Test, known: Array) -> Truth:
        values = self.value(test.fact)
        wanted: Any = test.value
        if isinstance(wanted, OtherFact):
            known = known & self.known(wanted.name)
            other: Any = self.value(wanted.name)
        else:
            other, values = self._finely(test.fact, wanted, values)
        match test.op:
            case Op.OVER:
                return values > other, known
            case Op.AT_LEAST:
                return values >= other, known
            case Op.UNDER:
                return values < other, known
            case _:
                return values <= other, known

    def _finely(self, fact: str, wanted: Any, values: Array) -> tuple[int, Array]:
        """The value of a comparison in the column's own scale; a finer one lies between two of the column's."""
        exact = Fraction(wanted) * (NUMBER_SCALE if self._kind(fact) is Kind.NUMBER else 1)
        if exact.denominator == 1:
            return int(exact), values
        return 2 * (exact.numerator // exact.denominator) + 1, values * 2

    def _within(self, test: Test, known: Array) -> Truth:
        window: Window = test.value
        come = known & (self.day(test.fact) != NOT_YET_DAY)
        measured = come & self.event_known(window.event)
        never = known & ~come
        inside = np.full(self.count, self.sure[test]) if test in self.sure else self._inside(test.fact, window)
        return measured & inside, (measured & ~inside) | never

    def _inside(self, anchor: str, window: Window) -> Array:
        if window.unit is Unit.HOURS:
            late: Array = self.event(window.event) - self.value(anchor) > window.amount * HOUR
        else:
            late = self.event_day(window.event) > self.last_day(anchor, window)
        return ~late

    def last_day(self, anchor: str, window: Window) -> Array:
        """This function will return the last day of a window, by row."""
        day = self.day(anchor)
        if window.unit is Unit.DAYS:
            whole: Array = day.astype(np.int64)
            return whole + window.amount
        first, last = span_of(day)
        if first > last:
            return np.full(self.count, SENSELESS_DAY)
        span = (window.amount, window.unit)
        table = last_days(span, range(first, last + 1), self.policy.calendar)
        found: Array = table[np.clip(day, first, last) - first]
        return found

    def _season(self, wanted: OpenSeason, known: Array) -> Truth:
        ordered, when = self.day(PLACED), self.event_day(wanted.event)
        come = known & (ordered != NOT_YET_DAY)
        measured = come & self.event_known(wanted.event)
        inside = np.zeros(self.count, dtype=bool)
        for one in wanted.seasons:
            inside |= (ordered >= one.ordered_from) & (ordered <= one.ordered_to) & (when <= one.open_until)
        return measured & inside, (measured & ~inside) | (known & ~come)

    def wrong(self, test: Test) -> Array:
        """This function will return where the facts of a test make no sense together."""
        day = self.day(test.fact)
        come = self.known(test.fact) & (day != NOT_YET_DAY)
        senseless = day == SENSELESS_DAY
        if test.op is Op.WITHIN:
            window: Window = test.value
            come &= self.event_known(window.event)
            senseless = senseless | (self.event_day(window.event) == SENSELESS_DAY)
            senseless |= self.event(window.event) < self.value(test.fact)
            if window.unit is Unit.HOURS:
                senseless |= day > schema.LATEST_DAY - window.amount // 24 - 1
            else:
                last = self.last_day(test.fact, window)
                senseless |= (last > schema.LATEST_DAY) | (last == SENSELESS_DAY)
        elif test.op is Op.SEASON:
            come &= self.event_known(test.value.event)
            senseless = senseless | (self.event_day(test.value.event) == SENSELESS_DAY)
        found: Array = come & senseless
        return found

    # --- columns

    def _kind(self, fact: str) -> Kind:
        return self.policy.vocabulary.find(fact).kind

    def _raw(self, column: str) -> Array:
        found: Array = self.projection.columns[column][self.rows]
        return found

    def _scaled(self, fact: str, value: Any) -> int | None:
        if isinstance(value, bool):
            return int(value)
        exact = Fraction(value) * (NUMBER_SCALE if self._kind(fact) is Kind.NUMBER else 1)
        return int(exact) if exact.denominator == 1 else None

    def known(self, fact: str) -> Array:
        """This function will return where the fact is known, or its absence has a meaning."""
        if fact == ASKED or self.policy.vocabulary.find(fact).absent is not None:
            return np.ones(self.count, dtype=bool)
        if not self.projection.history.has(fact):
            return np.zeros(self.count, dtype=bool)
        raw = self._raw(fact)
        gap = 0 if fact in self.projection.texts else NO_FLAG if self._kind(fact) is Kind.FLAG else gap_of(raw)
        found: Array = raw != gap
        return found

    def value(self, fact: str) -> Array:
        """This function will return the fact as whole numbers; where it is unknown, any."""
        absent = self.policy.vocabulary.find(fact).absent
        stored = 0 if absent is None else _stored(absent, self._kind(fact))
        if not self.projection.history.has(fact):
            return np.full(self.count, stored)
        if fact == ASKED:
            return self._filled(ASKED, "")
        raw = self._raw(fact)
        gap = NO_FLAG if self._kind(fact) is Kind.FLAG else gap_of(raw)
        wide: Array = raw.astype(np.int64)
        return wide if absent is None else np.where(raw == gap, stored, wide)

    def _filled(self, moment: str, suffix: str) -> Array:
        raw = self._raw(f"{moment}{suffix}")
        if not self.projection.history.has(DECIDED):
            return raw
        found: Array = np.where(raw == gap_of(raw), self._raw(f"{DECIDED}{suffix}"), raw)
        return found

    def day(self, moment: str) -> Array:
        """This function will return the local day of a moment."""
        if moment == ASKED:
            return self._filled(ASKED, DAY)
        absent = self.policy.vocabulary.find(moment).absent
        if not self.projection.history.has(moment):
            return np.full(self.count, 0 if absent is None else NOT_YET_DAY)
        raw = self._raw(f"{moment}{DAY}")
        return raw if absent is None else np.where(raw == gap_of(raw), NOT_YET_DAY, raw)

    def event_known(self, name: str) -> Array:
        """This function will return where it is known when an event happened, or that it has not."""
        return self.known(name)

    def event(self, name: str) -> Array:
        """This function will return when an event happened; what has not come is measured as if it came now."""
        return np.where(self.day(name) == NOT_YET_DAY, self._now(""), self.value(name))

    def event_day(self, name: str) -> Array:
        """This function will return the local day of an event, as `event` does."""
        day = self.day(name)
        return np.where(day == NOT_YET_DAY, self._now(DAY), day)

    def _now(self, suffix: str) -> Array:
        return self._raw(f"{DECIDED if self.projection.history.has(DECIDED) else ASKED}{suffix}")

    # --- money

    def amount(self, column: str) -> Array:
        """This function will return a column of amounts; nothing where it is unknown or not there."""
        if not self.projection.history.has(column):
            return np.zeros(self.count, dtype=np.int64)
        raw = self._raw(column)
        return np.where(raw == gap_of(raw), 0, raw).astype(np.int64)

    def goods(self) -> Array:
        """This function will return what was paid for the units that are claimed."""
        paid = self.amount("item.paid")
        if not (self.projection.history.has("claim.quantity") and self.projection.history.has("item.quantity")):
            return paid
        claimed, bought = self.value("claim.quantity"), self.value("item.quantity")
        part = (2 * paid * claimed + bought) // np.maximum(2 * bought, 1)
        return np.where(self.known("claim.quantity") & (claimed < bought), part, paid)

    def paid(self, payout: Payout, *, clawback: Callable[[int | None], Array]) -> Array:
        """This function will return what an accepted claim pays back; `clawback` says where it is deducted."""
        goods = self.goods()
        total = goods - self.chain(payout.restocking, lambda part: _percent(goods, part))
        total -= self.chain(payout.fee, int)
        total += self.chain(payout.shipping, lambda how: self._shipping(how, goods))
        if payout.counts is not False and self.projection.history.has("order.goods_paid"):
            rate = self.chain(payout.rate, int)
            where = self.chain(payout.free_from, lambda free: clawback(free).astype(np.int64))
            total -= np.where(self.formula(self.knowledge.fold(payout.counts)) & (where == 1), rate, 0)
        owed: Array = np.maximum(total, 0)
        return owed

    def falls_under(self, free_from: int | None) -> Array:
        """This function will return where what is kept falls under the amount from which shipping was free."""
        if free_from is None:
            return np.zeros(self.count, dtype=bool)
        kept, before = self.kept_and_before()
        found: Array = (self.amount("order.shipping_paid") == 0) & (before >= free_from) & (kept < free_from)
        return found

    def kept_and_before(self) -> tuple[Array, Array]:
        """This function will return the worth of the goods kept, and of all goods before discounts."""
        bought = self.amount("order.goods_paid")
        return bought - self.goods(), bought + self.amount(schema.DISCOUNTS)

    def _shipping(self, how: str, goods: Array) -> Array:
        shipping = self.amount("order.shipping_paid")
        if how == "none":
            return np.zeros(self.count, dtype=np.int64)
        if how == "all" or not self.projection.history.has("order.goods_paid"):
            return shipping
        worth = self.amount("order.goods_paid")
        part = (2 * shipping * goods + worth) // np.maximum(2 * worth, 1)
        return np.where(worth > 0, part, 0)


def _percent(amount: Array, part: Fraction) -> Array:
    found: Array = (2 * amount * part.numerator + part.denominator) // (2 * part.denominator)
    return found


def _stored(value: Any, kind: Kind) -> int:
    if kind is Kind.MOMENT:
        return schema.NOT_YET
    return int(Decimal(value) * NUMBER_SCALE) if kind is Kind.NUMBER else int(value) if kind in WHOLE else 0
