"""Whether a test holds: yes, no, unknown for want of a fact, or wrong because a fact makes no sense.

This is the plain way, one test at a time; `compile` writes the same meaning as one function, and a differential test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any

from amends.core.dates import NOT_YET, Deadline, Instant, deadline, end_of_day, local_day
from amends.core.errors import FactInvalid
from amends.core.facts import Facts, Vocabulary
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Op, OpenSeason, OtherFact, Policy, Test, Window


class Truth(Enum):
    """The four values of a test."""

    __hash__ = object.__hash__  # members are single, and Enum's own hash is slow

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    WRONG = "wrong"


YES, NO, UNKNOWN, WRONG = Truth.YES, Truth.NO, Truth.UNKNOWN, Truth.WRONG
TruthOf = Callable[[Test], Truth]
SENSELESS = (FactInvalid, TypeError, ValueError, ArithmeticError)  # what a fact that makes no sense can raise


def truth_in(policy: Policy, facts: Facts, at: Instant) -> TruthOf:
    """This function will return the function that answers every test from these facts at that instant."""

    def truth(test: Test) -> Truth:
        try:
            held = _holds(test, policy, facts, at)
        except SENSELESS:
            return WRONG
        return UNKNOWN if held is None else YES if held else NO

    return truth


def value_of(name: str, vocabulary: Vocabulary, facts: Facts, at: Instant) -> Any:
    """This function will return the fact's value, what its absence means, or `None` where it is unknown."""
    value = facts.get(name)
    if value is None:
        value = at if name == "claim.asked_at" else vocabulary.find(name).absent
    return value


def _holds(test: Test, policy: Policy, facts: Facts, at: Instant) -> bool | None:  # noqa: C901, PLR0912 - one case an op
    value = value_of(test.fact, policy.vocabulary, facts, at)
    if value is None:
        return None
    wanted = test.value
    if isinstance(wanted, OtherFact):
        wanted = value_of(wanted.name, policy.vocabulary, facts, at)
        if wanted is None:
            return None
    match test.op:
        case Op.IS:
            return value in wanted
        case Op.HAS:
            return any(mark in value for mark in wanted)
        case Op.OVER:
            return bool(value > wanted)
        case Op.AT_LEAST:
            return bool(value >= wanted)
        case Op.UNDER:
            return bool(value < wanted)
        case Op.AT_MOST:
            return bool(value <= wanted)
        case Op.HAPPENED:
            return value is not NOT_YET
        case Op.DAYS:
            return value is not NOT_YET and wanted[0] <= local_day(value, policy.shop.zone) <= wanted[1]
        case Op.WITHIN:
            return value is not NOT_YET and in_time(wanted, value, policy, facts, at)
        case Op.SEASON:
            return value is not NOT_YET and _in_season(wanted, value, policy, facts, at)


def in_time(window: Window, anchor: Instant, policy: Policy, facts: Facts, at: Instant) -> bool | None:
    """This function will say whether the window's event lies in the window that opens at `anchor`."""
    when = event_of(window.event, policy, facts, at)
    if when is None:
        return None
    if when < anchor:
        raise FactInvalid(f"`{window.anchor}` lies after `{window.event}`.")
    return closing(window, anchor, policy).holds(when)


def closing(window: Window, anchor: Instant, policy: Policy) -> Deadline:
    """This function will return the deadline of the window that opens at `anchor`; a law's, the latest of its zones."""
    clock = policy.clock
    if clock is None:
        return deadline(anchor, window.amount, window.unit, policy.shop.zone, policy.calendar)
    each = (
        deadline(anchor, window.amount, window.unit, zone, clock.calendar, rolls=clock.rolls) for zone in clock.zones
    )
    return max(each, key=lambda one: one.closes_at)


def event_of(name: str, policy: Policy, facts: Facts, at: Instant) -> Instant | None:
    """This function will return when the event happened; one that has not come yet is measured as if it came now."""
    found = value_of(name, policy.vocabulary, facts, at)
    when: Instant | None = at if found is NOT_YET else found
    if when is not None:
        local_day(when, policy.shop.zone)  # raises where the date cannot be meant
    return when


def _in_season(wanted: OpenSeason, ordered: Instant, policy: Policy, facts: Facts, at: Instant) -> bool | None:
    when = event_of(wanted.event, policy, facts, at)
    if when is None:
        return None
    day = local_day(ordered, policy.shop.zone)
    return any(
        season.ordered_from <= day <= season.ordered_to and when <= end_of_day(season.open_until, policy.shop.zone)
        for season in wanted.seasons
    )


def holds(condition: Condition, truth: TruthOf) -> Truth:
    """This function will return the truth of a condition; what is wrong counts as unknown here (`spec` refers it)."""
    match condition:
        case Test():
            found = truth(condition)
            return UNKNOWN if found is WRONG else found
        case AllOf(parts):
            return both(holds(part, truth) for part in parts)
        case AnyOf(parts):
            return either(holds(part, truth) for part in parts)
        case Not(part):
            return negated(holds(part, truth))


def negated(truth: Truth) -> Truth:
    """This function will return the opposite; the unknown stays unknown."""
    return NO if truth is YES else YES if truth is NO else UNKNOWN


def both(truths: Iterable[Truth]) -> Truth:
    """This function will return yes where all are yes, no where one is no, and unknown otherwise."""
    found = YES
    for truth in truths:
        if truth is NO:
            return NO
        if truth is not YES:
            found = UNKNOWN
    return found


def either(truths: Iterable[Truth]) -> Truth:
    """This function will return yes where one is yes, no where all are no, and unknown otherwise."""
    found = NO
    for truth in truths:
        if truth is YES:
            return YES
        if truth is not NO:
            found = UNKNOWN
    return found


def open_tests(condition: Condition, truth: TruthOf) -> Iterator[Test]:
    """This function will return the tests whose answers are missing for the truth of a condition that is unknown."""
    if holds(condition, truth) is not UNKNOWN:
        return
    match condition:
        case Test():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from open_tests(part, truth)
        case Not(part):
            yield from open_tests(part, truth)


def tests_in(condition: Condition) -> tuple[Test, ...]:
    """This function will return every test of a condition, in order."""
    match condition:
        case Test():
            return (condition,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(test for part in parts for test in tests_in(part))
        case Not(part):
            return tests_in(part)
