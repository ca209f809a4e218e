"""Claims at random, made without any knowledge of how the regions are found: all of them have to lie in one."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from amends.core.dates import HOUR, NOT_YET
from amends.core.engine.spec import facts_in
from amends.core.engine.truth import NO, YES, holds, truth_in
from amends.core.facts import Fact, Kind
from amends.core.policy.tree import Op, OtherFact, Policy, Test
from amends.core.regions.clockwork import Clockwork, longest_days
from amends.core.regions.possible import BEFORE, ORDER_OF_THINGS
from amends.core.regions.space import Claimed, Space

DAY = 24 * HOUR
TRIES = 40


def claims_at_random(space: Space, random: Random, tries: int = TRIES) -> list[Claimed]:
    """This function will return claims that somebody can make: they keep the laws of the data and make sense."""
    drawn = (_claim(space, random) for _ in range(tries))
    return [one for one in drawn if _can_be(space, one)]


def row_of(space: Space, claimed: Claimed) -> dict[int, bool]:
    """This function will return the engine's answers to all questions of the space."""
    truth = truth_in(space.policy, claimed.facts, claimed.at)
    return {place: truth(test) is YES for test, place in space.question.items()}


def _can_be(space: Space, claimed: Claimed) -> bool:
    truth = truth_in(space.policy, claimed.facts, claimed.at)
    if any(truth(test) not in (YES, NO) for test in space.question):
        return False
    return all(holds(law.condition, truth) is YES for law in space.laws)


def _claim(space: Space, random: Random) -> Claimed:
    facts: dict[str, Any] = {}
    names = sorted({name for test in space.tests for name in facts_in(test)})
    for name in names:
        fact = space.policy.vocabulary.find(name)
        if fact.kind is not Kind.MOMENT:
            facts[name] = random.choice(_values(space.policy, fact, space.tests))
    moments = [name for name in names if space.policy.vocabulary.find(name).kind is Kind.MOMENT]
    return _with_moments(space, facts, moments, random)


def _values(policy: Policy, fact: Fact, tests: tuple[Test, ...]) -> list[Any]:
    about = [test for test in tests if test.fact == fact.name]
    named = [value for test in about if test.op is Op.IS for value in test.value]
    match fact.kind:
        case Kind.FLAG:
            return [True, False]
        case Kind.CHOICE:
            return [one for one in fact.values if fact.name != "claim.reason" or one in policy.lane_of_reason]
        case Kind.TEXT:
            return [*named, "something else"]
        case Kind.MARKS:
            words = sorted({word for test in about for word in test.value})
            return [frozenset(), *(frozenset({one}) for one in words), frozenset(words)]
    bounds = [one.value for test in tests for one in [test] if not isinstance(test.value, OtherFact | tuple)]
    numbers = [*named, *(one for one in bounds if isinstance(one, int | Decimal) and not isinstance(one, bool)), 0, 1]
    step = Decimal("0.01") if fact.kind is Kind.NUMBER else 1
    return [value for one in numbers for value in (one - step, one, one + step) if value >= 0]


def _with_moments(space: Space, facts: dict[str, Any], moments: list[str], random: Random) -> Claimed:
    clock = Clockwork(space.policy)
    spans = [longest_days(test.value.amount, test.value.unit) for test in space.tests if test.op is Op.WITHIN]
    lengths = [length * DAY for span in spans for length in (span - 13, span - 12, span - 11)]
    lengths += [amount * HOUR for amount in (0, 1, 2, 24, 47, 48, 49)] + [
        DAY * days for days in (0, 1, 29, 30, 31, 400)
    ]
    asked = clock.first + 40 * DAY + random.choice((0, 100 * DAY, 900 * DAY, 3000 * DAY)) + random.randrange(800 * DAY)
    at = asked
    found = dict(facts)
    found["claim.asked_at"] = asked
    earlier = ORDER_OF_THINGS[: ORDER_OF_THINGS.index("claim.asked_at")]
    upper = asked
    for name in reversed(earlier):
        if name in moments or name == "order.placed_at":
            upper = max(
                clock.first,
                upper - max(0, random.choice(lengths) + random.choice((-1, 0, 1)) * random.choice((1, HOUR))),
            )
            found[name] = upper
    for name in ORDER_OF_THINGS[len(earlier) + 1 :]:
        if name in moments:
            at += max(0, random.choice(lengths) + random.choice((-1, 0, 1)))
            found[name] = at
    for name in moments:
        if name not in ORDER_OF_THINGS:
            found[name] = asked - random.choice(lengths)
    for name in reversed(ORDER_OF_THINGS):
        absent = any(found.get(one) is NOT_YET for one in [BEFORE.get(name, "")])
        if name in moments and name not in ("order.placed_at", "claim.asked_at") and (absent or random.random() < 0.3):
            found[name] = NOT_YET
    for name in ORDER_OF_THINGS:  # what comes later has not come either
        if found.get(BEFORE.get(name, "")) is NOT_YET and name in found:
            found[name] = NOT_YET
    happened = [value for name, value in found.items() if name in ORDER_OF_THINGS and isinstance(value, int)]
    return Claimed(found, max(happened) + random.choice((0, 0, 0, DAY, 20 * DAY)))
