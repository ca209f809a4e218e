"""The sentence says another number than the rule: customers read 30 days, and 35 are applied.

Looked at are lengths of time, amounts, percentages, the days of a season, and how often a limit allows something. It is
told where the rule has a number that its sentence does not say, and the sentence says one of that sort that the clause
does not have: 30 days for 35, four weeks for 30 days, 15 January for the 31st. Sentences are read in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.sentence_numbers import (
    Length,
    amounts_in,
    counts_in,
    days_in,
    lengths_in,
    percents_in,
)
from amends.core.checks.words import listed, say
from amends.core.engine.truth import tests_in
from amends.core.facts import Kind
from amends.core.money import digits_of, format_amount
from amends.core.policy.tree import Clause, Condition, Effect, Op, Policy, Window

Field = tuple[str | int, ...]
DAYS = {
    "hours": Decimal(1) / 24,
    "days": Decimal(1),
    "business_days": Decimal("1.4"),
    "months": Decimal(30),
    "years": Decimal(365),
}
NEAR = Decimal("0.2")  # two lengths in different units that differ by no more are meant to be the same


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence with the condition under which it stands: that of a clause, or of one of its exceptions."""

    says: str
    condition: Condition
    field: Field


def sentence_differs(subject: Subject) -> Iterator[Finding]:
    """This function will find clauses whose sentence and rule name different numbers."""
    for clause in subject.policy.clauses:
        yield from _times(clause)
        yield from _amounts(clause, subject.policy)
        yield from _percents(clause)
        yield from _days(clause)
        yield from _counts(clause)


def _differs(clause: Clause, says: str, rule: str, field: Field) -> Finding:
    message = say("sentence_differs", clause=f"`{clause.id}`", says=says, rule=rule)
    return Finding("sentence_differs", message, say("sentence_differs.do"), clause.id, field)


def _parts(clause: Clause) -> Iterator[_Part]:
    yield _Part(clause.says, clause.when, ("when",))
    for place, one in enumerate(clause.unless):
        yield _Part(one.says, one.when, ("unless", place))


def _times(clause: Clause) -> Iterator[Finding]:
    own = clause.within or (clause.promise.within if clause.promise else None)
    if own is None:
        return
    said = list(lengths_in(clause.says))
    others = [test.value for part in _parts(clause) for test in tests_in(part.condition) if test.op is Op.WITHIN]
    if any(_is_same(one, own) for one in said):
        return
    wrong = [one for one in said if not one.is_vague and not any(_is_same(one, other) for other in others)]
    told = next((one for one in wrong if one.unit == own.unit.value), None)
    if told is None and len(said) == 1:
        told = next((one for one in wrong if _is_near(one, own)), None)
    if told is not None:
        rule = str(own.amount) if told.text.split()[-1].startswith(own.unit.value.rstrip("s")) else _written(own)
        field: Field = ("within", own.unit.value)
        yield _differs(clause, told.text, rule, field if clause.within is not None else ("promise", *field))


def _is_same(said: Length, window: Window) -> bool:
    """Two days are 48 hours and a year is twelve months, as far as a sentence goes."""
    return _least(said.amount, said.unit) == _least(window.amount, window.unit.value)


def _least(amount: int, unit: str) -> tuple[str, int]:
    match unit:
        case "days":
            return "hours", 24 * amount
        case "years":
            return "months", 12 * amount
    return unit, amount


def _is_near(said: Length, window: Window) -> bool:
    """The same number of something else, or nearly as long."""
    one, other = DAYS[said.unit] * said.amount, DAYS[window.unit.value] * window.amount
    return said.amount == window.amount or abs(one - other) <= NEAR * other


def _written(window: Window) -> str:
    unit = window.unit.value.replace("_", " ")
    return f"{window.amount} {unit.removesuffix('s') if window.amount == 1 else unit}"


def _amounts(clause: Clause, policy: Policy) -> Iterator[Finding]:
    """Of the terms where they have any, else of what is asked."""
    currency = policy.shop.currency
    digits = digits_of(currency)
    terms = [value for name, value in clause.terms.items() if name.endswith("_minor") and value]
    every = [list(_bounds(part.condition, policy)) for part in _parts(clause)]
    known = {*terms, *(value for one in every for value in one)}
    for part, bounds in zip(_parts(clause), every, strict=True):
        is_own = part.field == ("when",)
        said = [(int(value.scaleb(digits)), text) for value, text in amounts_in(part.says, currency, digits)]
        rule = terms if is_own and terms else bounds
        missing = [one for one in dict.fromkeys(rule) if one not in {value for value, _ in said}]
        wrong = next((text for value, text in said if value not in known), None)
        if missing and wrong is not None:
            field = ("set",) if is_own and terms else part.field
            yield _differs(clause, wrong, listed(format_amount(one, currency) for one in missing), field)


def _bounds(condition: Condition, policy: Policy) -> Iterator[int]:
    for test in tests_in(condition):
        if policy.vocabulary.find(test.fact).kind is Kind.MONEY:
            values: Sequence[Any] = test.value if test.op is Op.IS else (test.value,)
            yield from (one for one in values if isinstance(one, int) and one)


def _percents(clause: Clause) -> Iterator[Finding]:
    rule = [value for name, value in clause.terms.items() if name.endswith("_percent") and value]
    known = {*rule, *(100 - one for one in rule)}  # "80 percent come back" where a fifth is kept
    said = list(percents_in(clause.says))
    missing = [one for one in rule if not {one, 100 - one} & {value for value, _ in said}]
    wrong = next((text for value, text in said if value not in known), None)
    if missing and wrong is not None:
        yield _differs(clause, wrong, listed(f"{one:f}" for one in missing), ("set",))


def _days(clause: Clause) -> Iterator[Finding]:
    if clause.seasons is None:
        return
    ends = [date.fromordinal(one.open_until) for one in clause.seasons.seasons]
    rule = {
        *ends,
        *(date.fromordinal(day) for one in clause.seasons.seasons for day in (one.ordered_from, one.ordered_to)),
    }
    near = {day + timedelta(days=more) for day in rule for more in (-1, 0, 1)}  # "before 1 January" is until the 31st
    wrong = [
        one for one in days_in(clause.says)
        if not any((day.month, day.day) == (one.month, one.day) and one.year in (None, day.year) for day in near)
    ]  # fmt: skip
    if wrong:
        said = {(one.month, one.day) for one in days_in(clause.says)}
        missing = [day for day in (max(ends), *sorted(rule, reverse=True)) if (day.month, day.day) not in said]
        rest = missing or [max(ends)]
        yield _differs(clause, wrong[0].text, rest[0].isoformat(), ("extend", "seasons"))


def _counts(clause: Clause) -> Iterator[Finding]:
    said = list(counts_in(clause.says)) if clause.effect is Effect.LIMIT else []
    if said and clause.times not in {number for number, _ in said}:
        yield _differs(clause, said[0][1], str(clause.times), ("limit", "times"))
