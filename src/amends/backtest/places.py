"""What a policy says of one remedy in one lane: refusals, acceptances with what they ask for, and what can be wrong.

Everything is a formula, so that `columns` can put the rows of `engine.spec` together from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain as linked

from amends.backtest.formulas import Formula, Known, Wrong, every, fails, holds, may_hold, opposite, some, together
from amends.core.engine.spec import DECIDING
from amends.core.engine.standings import begun_test, extending, in_window, limit_test, speaking, tests_of
from amends.core.engine.verdict import Ground
from amends.core.policy.tree import ALWAYS, AnyOf, Clause, Condition, Effect, Not, Op, Policy

CAN_BE_WRONG = (Op.WITHIN, Op.DAYS, Op.SEASON)  # columns have types, so only moments can make no sense
OpenTo = Callable[[Condition], bool]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that acceptances ask for; `where` says of which rows, apart from the acceptance's own scope."""

    clause: Clause
    ground: Ground
    asked: Condition  # holds where it is met, or where its clause does not speak
    missed: Formula


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One clause that accepts, with what it and the clauses over it ask for."""

    clause: Clause
    own: tuple[Requirement, ...]
    hard: Condition
    soft: Condition

    @property
    def met(self) -> Condition:
        """This property will hold the condition under which it accepts."""
        return together(self.clause.scope, self.hard, self.soft)


class Place:
    """One remedy in one lane; `open_to` says of a condition whether it can be unknown in some row."""

    def __init__(self, policy: Policy, remedy: str, lane: str, open_to: OpenTo) -> None:
        self.policy = policy
        self.lane = lane
        self.on_offer = any(one.effect is Effect.ACCEPT and remedy in one.remedies for one in policy.clauses)
        self.refusals = _by_id(speaking(policy, lane, remedy, Effect.REFUSE))
        self.terms = _by_id(speaking(policy, lane, remedy, Effect.TERMS))
        over = speaking(policy, lane, remedy, Effect.REQUIRE, Effect.LIMIT)
        self.shared = tuple(linked.from_iterable(self._asked(one, shared=True) for one in over))
        accepting = _by_id(speaking(policy, lane, remedy, Effect.ACCEPT))
        self.acceptances = tuple(self._acceptance(one) for one in accepting)
        clauses = speaking(policy, lane, remedy, *DECIDING)
        seasons = linked.from_iterable(extending(policy, clause, lane) for clause in clauses)
        tests = linked.from_iterable(tests_of(clause) for clause in (*clauses, *seasons))
        self.wrong = some(Wrong(test) for test in tests if test.op in CAN_BE_WRONG)
        asked = (together(one.met, one.clause.scope) for one in self.acceptances)
        scopes = (one.scope for one in (*self.refusals, *self.terms))
        self.is_clear = not any(map(open_to, (*asked, *scopes)))  # every truth is known in every row

    def _acceptance(self, clause: Clause) -> Acceptance:
        own = tuple(self._asked(clause, shared=False))
        asked = (*own, *self.shared)
        return Acceptance(
            clause,
            own,
            together(*(one.asked for one in asked if not one.clause.refers)),
            together(*(one.asked for one in asked if one.clause.refers)),
        )

    def _asked(self, clause: Clause, *, shared: bool) -> Iterator[Requirement]:
        """What a clause requires, each with where it is missed; over others, only where the clause speaks."""
        scope = clause.scope if shared else ALWAYS
        if clause.within is not None:
            begun = begun_test(clause.within)
            wanted = in_window(self.policy, clause, clause.within, self.lane)
            late = every((fails(wanted), opposite(fails(begun))))
            yield Requirement(clause, Ground.TOO_LATE, _implied(scope, wanted), every((holds(scope), late)))
            never = every((holds(scope), fails(begun)))
            yield Requirement(clause, Ground.NOT_BEGUN, ALWAYS, never)
        if clause.provided is not ALWAYS:
            yield _plain(clause, Ground.CONDITION_MISSED, scope, clause.provided)
        if clause.effect is Effect.LIMIT:
            yield _plain(clause, Ground.USED_UP, scope, limit_test(clause))

    @cached_property
    def refused(self) -> Formula:
        """This property will hold where a claim is refused, where nothing in it is wrong."""
        if not self.on_offer:
            return True
        fits = some(holds(one.clause.scope) for one in self.acceptances)
        missed = every(fails(together(one.clause.scope, one.hard)) for one in self.acceptances)
        return some((holds(self.refusal), every((fits, missed))))

    @property
    def refusal(self) -> Condition:
        """This property will hold the condition that some refusal's scope fits."""
        return AnyOf(tuple(one.scope for one in self.refusals))

    @cached_property
    def accepted(self) -> Formula:
        """This property will hold where a claim is accepted, where nothing in it is wrong."""
        known = (Known(one.scope) for one in self.terms if one.scope is not ALWAYS)
        return every((fails(self.refusal), some(holds(one.met) for one in self.acceptances), *known))

    @property
    def settled_referral(self) -> Formula:
        """This property will hold where the claim is referred, and would be whatever is unknown."""
        each = self.acceptances
        no_miss = some((
            *(holds(together(one.clause.scope, one.hard)) for one in each),
            every(some((fails(one.clause.scope), holds(one.hard))) for one in each),
        ))  # fmt: skip
        return every((fails(self.refusal), no_miss, *(fails(one.met) for one in each)))

    @property
    def fitting(self) -> Formula:
        """This property will hold where an acceptance's scope fits."""
        return some(holds(one.clause.scope) for one in self.acceptances)

    def refusing(self) -> Iterator[tuple[Ground, str, Formula]]:
        """This function will yield what speaks against a claim: the ground, the clause, and where it is named."""
        yield from ((Ground.REFUSES, one.id, holds(one.scope)) for one in self.refusals)
        yield from self.missing()

    def missing(self) -> Iterator[tuple[Ground, str, Formula]]:
        """This function will yield what a claim misses: the ground, the clause, and where it is named."""
        fits = self.fitting
        yield from ((one.ground, one.clause.id, every((fits, one.missed))) for one in self.shared)
        for each in self.acceptances:
            scope = holds(each.clause.scope)
            yield from ((one.ground, one.clause.id, every((scope, one.missed))) for one in each.own)

    def accepting(self) -> Iterator[tuple[Ground, str, Formula]]:
        """This function will yield what accepts: the ground, the clause, and where it is named."""
        for one in self.acceptances:
            yield Ground.ACCEPTS, one.clause.id, _unmissed(one, self.shared)


def _unmissed(one: Acceptance, shared: Iterable[Requirement]) -> Formula:
    """An acceptance is named where its scope fits and nothing that it asks for is known to be missed."""
    asked = dict.fromkeys(each.asked for each in (*one.own, *shared))
    return every((holds(one.clause.scope), *(may_hold(each) for each in asked)))


def _plain(clause: Clause, ground: Ground, scope: Condition, wanted: Condition) -> Requirement:
    return Requirement(clause, ground, _implied(scope, wanted), every((holds(scope), fails(wanted))))


def _implied(scope: Condition, wanted: Condition) -> Condition:
    return wanted if scope is ALWAYS else AnyOf((Not(scope), wanted))


def _by_id(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(sorted(clauses, key=lambda one: one.id))
