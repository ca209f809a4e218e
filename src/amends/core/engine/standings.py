"""How the acceptances of a remedy stand: which fit, what each asks for, and whether it is so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from amends.core.engine.truth import NO, UNKNOWN, YES, Truth, TruthOf, both, holds, tests_in
from amends.core.engine.verdict import Ground
from amends.core.policy.tree import ALWAYS, AllOf, AnyOf, Clause, Condition, Effect, Op, Policy, Test, Window

# How an acceptance can stand, worst first; the best-standing acceptance decides.
APART, MISSED, MISSED_REFERS, MET = range(4)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that an acceptance asks for, whose clause asks it, and whether it is so."""

    clause: Clause
    ground: Ground  # what to call it when it is missed
    wanted: Condition
    truth: Truth


@dataclass(frozen=True, slots=True)
class Standing:
    """How one acceptance stands."""

    clause: Clause
    fits: Truth
    requirements: tuple[Requirement, ...]

    @property
    def ranks(self) -> frozenset[int]:
        """This property will hold every rank that the acceptance can have, given what is unknown."""
        if self.fits is NO:
            return frozenset({APART})
        hard = both(one.truth for one in self.requirements if not one.clause.refers)
        soft = both(one.truth for one in self.requirements if one.clause.refers)
        ranks = {MISSED} if hard is not YES else set()
        if hard is not NO:
            ranks |= {MET} if soft is YES else {MISSED_REFERS} if soft is NO else {MET, MISSED_REFERS}
        return frozenset(ranks | ({APART} if self.fits is UNKNOWN else set()))

    @property
    def missed(self) -> tuple[Requirement, ...]:
        """This property will hold the requirements that are known not to be met."""
        return tuple(one for one in self.requirements if one.truth is NO)


def speaking(policy: Policy, lane: str, remedy: str, *effects: Effect) -> list[Clause]:
    """This function will return the clauses with one of these effects that speak for the lane and the remedy."""
    return [one for one in policy.clauses if one.effect in effects and lane in one.lanes and remedy in one.remedies]


def standings(policy: Policy, lane: str, remedy: str, truth: TruthOf) -> list[Standing]:
    """This function will return how every acceptance of the remedy stands in the lane."""
    shared: list[Requirement] = []
    for clause in speaking(policy, lane, remedy, Effect.REQUIRE, Effect.LIMIT):
        fits = holds(clause.scope, truth)
        asked = _asked_by(policy, clause, lane, truth)
        shared.extend(Requirement(clause, one.ground, one.wanted, _implied(fits, one.truth)) for one in asked)
    return [
        Standing(clause, holds(clause.scope, truth), (*_asked_by(policy, clause, lane, truth), *shared))
        for clause in speaking(policy, lane, remedy, Effect.ACCEPT)
    ]


def _implied(fits: Truth, met: Truth) -> Truth:
    if fits is NO or met is YES:
        return YES
    return met if fits is YES else UNKNOWN


def _asked_by(policy: Policy, clause: Clause, lane: str, truth: TruthOf) -> list[Requirement]:
    asked = []
    if clause.within is not None:
        begun = holds(begun_test(clause.within), truth)
        ground = Ground.NOT_BEGUN if begun is NO else Ground.TOO_LATE
        wanted = AllOf((begun_test(clause.within), window_test(clause.within)))
        inside = holds(in_window(policy, clause, clause.within, lane), truth)
        asked.append(Requirement(clause, ground, wanted, inside))
    if clause.provided is not ALWAYS:
        asked.append(Requirement(clause, Ground.CONDITION_MISSED, clause.provided, holds(clause.provided, truth)))
    if clause.effect is Effect.LIMIT:
        asked.append(Requirement(clause, Ground.USED_UP, limit_test(clause), holds(limit_test(clause), truth)))
    return asked


def conditions_of(policy: Policy, clause: Clause, lane: str) -> Iterator[Condition]:
    """This function will return everything that a clause asks in a lane; its window with the seasons over it."""
    yield clause.scope
    yield clause.provided
    if clause.within is not None:
        yield in_window(policy, clause, clause.within, lane)
    if clause.effect is Effect.LIMIT:
        yield limit_test(clause)


def in_window(policy: Policy, clause: Clause, window: Window, lane: str) -> Condition:
    """This function will return the condition that a clause's window has begun and is open, if only by a season."""
    seasons = (AllOf((one.scope, season_test(one))) for one in extending(policy, clause, lane))
    return AllOf((begun_test(window), AnyOf((window_test(window), *seasons))))


def tests_of(clause: Clause) -> Iterator[Test]:
    """This function will return every test that a clause can ask."""
    yield from tests_in(clause.scope)
    yield from tests_in(clause.provided)
    yield from own_tests(clause)


def own_tests(clause: Clause) -> Iterator[Test]:
    """This function will return the tests that stand in no condition: of the window, the seasons and the limit."""
    if clause.within is not None:
        yield begun_test(clause.within)
        yield window_test(clause.within)
    if clause.seasons is not None:
        yield season_test(clause)
    if clause.effect is Effect.LIMIT:
        yield limit_test(clause)


def begun_test(window: Window) -> Test:
    """This function will return the test that asks whether the window's anchor has come."""
    return Test(window.anchor, Op.HAPPENED, None)


def window_test(window: Window) -> Test:
    """This function will return the test that asks whether the window's event lies in the window."""
    return Test(window.anchor, Op.WITHIN, window)


def season_test(clause: Clause) -> Test:
    """This function will return the test that asks whether an extending clause's season is on and still open."""
    return Test("order.placed_at", Op.SEASON, clause.seasons)


def limit_test(clause: Clause) -> Test:
    """This function will return the test that asks whether a limit leaves another use."""
    return Test(clause.counter, Op.UNDER, clause.times)


def extending(policy: Policy, clause: Clause, lane: str) -> list[Clause]:
    """This function will return the clauses that can lengthen this clause's window in the lane."""
    return [one for one in policy.clauses if clause.id in one.extends and lane in one.lanes]
