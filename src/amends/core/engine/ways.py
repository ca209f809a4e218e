"""What would have to be different for the answer to become accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from amends.core.engine.standings import Standing, speaking, standings
from amends.core.engine.truth import NO, YES, Truth, TruthOf, holds, tests_in
from amends.core.engine.verdict import Change, Ground
from amends.core.policy.tree import AllOf, AnyOf, Clause, Condition, Effect, Not, Policy, Test

MOST_WAYS = 3
MOST_TESTS = 8  # a way that changes more is shown without having been tried out
Way = tuple[Change, ...]
Answers = dict[Test, Truth]


def ways_to(policy: Policy, lane: str, remedy: str, truth: TruthOf) -> tuple[Way, ...]:
    """This function will return the shortest sets of changes that together would make the remedy accepted.

    A way in another lane begins with a change without a condition: the reason would have to be one of that lane.
    """
    granting = (one for one in policy.clauses if one.effect is Effect.ACCEPT and remedy in one.remedies)
    lanes = sorted({name for one in granting for name in one.lanes}, key=lambda name: (name != lane, name))
    return shortest(way for name in lanes for way in _ways_in(policy, name, remedy, truth, elsewhere=name != lane))


def _ways_in(policy: Policy, lane: str, remedy: str, truth: TruthOf, *, elsewhere: bool) -> Iterator[Way]:
    every = speaking(policy, lane, remedy, Effect.REFUSE)
    refusals = [one for one in every if holds(one.scope, truth) is not NO]
    if any(not tests_in(one.scope) for one in refusals):
        return  # refused to everyone in this lane: nothing could change it
    lifted = {Change(one.id, Ground.REFUSES, Not(one.scope)) for one in refusals}
    for standing in standings(policy, lane, remedy, truth):
        clause = standing.clause
        missed = (one for one in standing.requirements if one.truth is not YES)
        changes = {Change(one.clause.id, one.ground, one.wanted) for one in missed}
        if standing.fits is not YES:
            changes.add(Change(clause.id, Ground.ACCEPTS, clause.scope))
        if elsewhere:
            changes.add(Change(clause.id, Ground.CLASSIFIED, None, lane))
        way = tuple(sorted(lifted | changes, key=_place))
        if _leads(way, _must_hold(standing, every), truth):
            yield way


def _must_hold(standing: Standing, refusals: Iterable[Clause]) -> Iterator[Condition]:
    """Everything that must be so for an acceptance to decide."""
    yield standing.clause.scope
    yield from (Not(one.scope) for one in refusals)
    for one in standing.requirements:
        yield one.wanted if one.clause is standing.clause else AnyOf((Not(one.clause.scope), one.wanted))


def _leads(way: Way, must_hold: Iterable[Condition], truth: TruthOf) -> bool:
    """Whether the changes can be made together without undoing something else that must be so."""
    wanted = [change.wanted for change in way if change.wanted is not None]
    plain: Answers = {}
    for condition in wanted:
        _make(condition, plain, so=True)
    facts = {test.fact for test in plain}
    touched = wanted + [one for one in must_hold if any(test.fact in facts for test in tests_in(one))]
    if _all_hold(touched, plain, truth):
        return True
    asked = list({test: None for condition in wanted for test in tests_in(condition)})
    if len(asked) > MOST_TESTS:
        return True
    each = product((YES, NO), repeat=len(asked))
    return any(_all_hold(touched, dict(zip(asked, answers, strict=True)), truth) for answers in each)


def _make(condition: Condition, answers: Answers, *, so: bool) -> None:
    """The plainest answers that make a condition so (or not so): every part, or the first that is enough."""
    match condition:
        case Test():
            answers[condition] = YES if so else NO
        case Not(part):
            _make(part, answers, so=not so)
        case AllOf(parts) | AnyOf(parts):
            for part in parts if isinstance(condition, AllOf) is so else parts[:1]:
                _make(part, answers, so=so)


def _all_hold(conditions: Iterable[Condition], answers: Answers, truth: TruthOf) -> bool:
    def changed(test: Test) -> Truth:
        return answers.get(test) or truth(test)

    return all(holds(one, changed) is YES for one in conditions)


def _place(one: Change) -> tuple[bool, str, str]:
    return one.wanted is not None, one.clause, one.ground.value


def shortest(ways: Iterable[Way]) -> tuple[Way, ...]:
    """This function will return the few shortest ways, those in the claim's own lane first among equals.

    A way that asks for all that another asks for, and for more, is left out.
    """
    places = {tuple((*_place(one), one.lane) for one in way): way for way in ways if way}
    kept: list[tuple[tuple[bool, str, str, str], ...]] = []
    for place in sorted(places, key=lambda place: (len(place), any(lane for *_, lane in place), place)):
        if not any(set(one) <= set(place) for one in kept):
            kept.append(place)
    return tuple(places[place] for place in kept[:MOST_WAYS])
