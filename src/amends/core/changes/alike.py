"""What answers depend on beside the clauses, and that is another in two versions: facts, reasons, holidays, postage.

Clauses are compared claim by claim. What a clause asks has to mean the same in both versions for that; where it does
not, nothing is said of the claims that turn on it. Law: a version is proved to improve only where this finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.dates import Calendar
from amends.core.engine.standings import tests_of
from amends.core.facts import Fact
from amends.core.policy.tree import Policy

REASON = "claim.reason"


def not_alike(old: Policy, new: Policy) -> str:
    """This function will say in sentences what is another beside the clauses; nothing where all is alike."""
    return " ".join(_found(old, new))


def _found(old: Policy, new: Policy) -> Iterator[str]:
    gone = sorted(old.lane_of_reason.keys() - new.lane_of_reason.keys())
    if gone:
        yield f"Nobody can give the reason {_listed(gone)} any more."
    facts = old.vocabulary.facts, new.vocabulary.facts
    asked = {test.fact for policy in (old, new) for clause in policy.clauses for test in tests_of(clause)}
    other = sorted(
        name for name in (asked - {REASON}) & facts[0].keys() & facts[1].keys()
        if _meaning(facts[0][name]) != _meaning(facts[1][name])
    )  # fmt: skip
    if other:
        yield f"Another kind, other values or another value where nobody says one is declared for {_listed(other)}."
    if _counted_otherwise(old.calendar, new.calendar):
        yield "Business days are counted by other holidays."
    if (new.shop.flat_rate_minor or 0) > (old.shop.flat_rate_minor or 0):
        yield "Shipping costs more, and with it the way back that is kept from a refund."


def _meaning(fact: Fact) -> tuple[object, ...]:
    return fact.kind, frozenset(fact.values), fact.absent


def _counted_otherwise(one: Calendar, other: Calendar) -> bool:
    """Whether a day that both calendars know is a holiday in one alone; a calendar of no day counts none."""
    first, last = max(one.first_day, other.first_day), min(one.last_day, other.last_day)
    return any(first <= day <= last for day in one.holidays ^ other.holidays)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
