"""Which clauses of a policy offend against a duty of a law: found by what the clauses are, without a claim.

What a clause gives less than a law's own clauses is found by deciding under both; here are the duties, of which no
claim can tell. A clause that names other countries as those it is about does not offend; nor does one on gift cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from amends.core.dates import Unit
from amends.core.engine.truth import tests_in
from amends.core.policy.model import Span
from amends.core.policy.tree import Clause, Condition, Effect, Op, Policy, Test, Window
from amends.laws.model import DutyOf, OffenceOf

HOURS = MappingProxyType(
    {Unit.HOURS: 1, Unit.DAYS: 24, Unit.BUSINESS_DAYS: 34, Unit.MONTHS: 730, Unit.YEARS: 8_766}
)  # of each unit, about: to tell which of two spans is the shorter
ASKED = "claim.asked_at"
WRITTEN_AS = MappingProxyType({
    "new_postage": "new_postage_minor", "fee": "fee_minor", "clawback": "clawback_rate_minor",
    "offer_percent": "offer_to_percent", "postage_receipt_up_to": "postage_receipt_up_to_minor",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offender:
    """A clause of a policy, and the duty that it offends against."""

    clause: Clause
    duty: DutyOf


def offenders(policy: Policy, duties: Iterable[DutyOf], country: str) -> Iterator[Offender]:
    """This function will return every clause of the shop that offends against a duty of that country's law."""
    for duty in duties:
        for clause in policy.clauses:
            if (
                is_about_goods(clause)
                and _speaks_there(clause, country)
                and any(offends(one, clause) for one in duty.offends)
            ):
                yield Offender(clause, duty)


def offends(offence: OffenceOf, clause: Clause) -> bool:
    """This function will say whether a clause is of that kind: all that the offence names must be so."""
    asked, anywhere = frozenset(_asks(clause)), frozenset(one.fact for one in _tests(clause.scope, clause.provided))
    said = clause.says.casefold()
    return (
        clause.effect.value in offence.effects
        and (offence.lanes is None or not clause.lanes.isdisjoint(offence.lanes))
        and (offence.remedies is None or not clause.remedies.isdisjoint(offence.remedies))
        and (not offence.asks or not asked.isdisjoint(offence.asks))
        and anywhere.isdisjoint(offence.asks_not)
        and (offence.shorter_than is None or _is_shorter(clause.within, offence.shorter_than))
        and (not offence.sets or any(_sets(clause, name) for name in offence.sets))
        and (not offence.says or any(word.casefold() in said for word in offence.says))
    )


def is_about_goods(clause: Clause) -> bool:
    """This function will say whether the clause is about more than gift cards, which are no goods."""
    named = [one.value for one in _tests(clause.when) if one.fact in ("item.category", "item.marks")]
    return not named or any(set(value) != {"gift_card"} for value in named)


def _asks(clause: Clause) -> Iterator[str]:
    """The facts that decide: of an acceptance or a requirement what it asks to be so, else whom it is about."""
    grants = clause.effect in (Effect.ACCEPT, Effect.REQUIRE)
    yield from (one.fact for one in _tests(clause.provided if grants else clause.scope))


def _tests(*conditions: Condition) -> Iterator[Test]:
    for condition in conditions:
        yield from tests_in(condition)


def _sets(clause: Clause, name: str) -> bool:
    """A term that takes something from the customer; nought takes nothing."""
    value = clause.terms.get(WRITTEN_AS.get(name, name))
    return value not in (None, 0, "shop", False)


def _is_shorter(window: Window | None, span: Span) -> bool:
    if window is None or window.event != ASKED:
        return False
    least = sum(amount * HOURS[Unit(unit)] for unit, amount in span.model_dump().items() if amount is not None)
    return bool(window.amount * HOURS[window.unit] < least)


def _speaks_there(clause: Clause, country: str) -> bool:
    """A clause that names the countries it is about is about these alone."""
    named = [test.value for test in _tests(clause.when) if test.fact == "order.country" and test.op is Op.IS]
    return not named or any(country in value for value in named)
