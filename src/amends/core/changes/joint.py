"""Two versions over one and the same space of claims: every situation that either can tell apart, in both at once.

The space is the one that `regions` makes of all questions that clauses of either version ask; each version is a view of
it. Law: a view alone finds the same sets as the version would find by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from amends.core.engine.spec import DECIDING
from amends.core.engine.standings import extending, speaking
from amends.core.engine.verdict import Outcome
from amends.core.errors import AmendsError
from amends.core.policy.tree import Clause, Condition, Effect, Policy
from amends.core.regions.beside_law import Side
from amends.core.regions.contexts import Asked
from amends.core.regions.diagram import NONE
from amends.core.regions.possible import SENSIBLE
from amends.core.regions.situations import asked_by, lane_conditions
from amends.core.regions.space import Spaces
from amends.core.vocabulary import LANES, REMEDIES

Rule = tuple[object, ...]


class NotComparable(AmendsError):
    """Two policies are not two versions of one shop's."""

    code = "not_comparable"


class View(Side):
    """One version's view of a space that is shared with another."""

    @cached_property
    def answers(self) -> dict[Outcome, int]:
        """This property will hold the claims with each outcome; what is on offer to nobody is refused to all."""
        if not any(one.effect is Effect.ACCEPT and self.remedy in one.remedies for one in self.policy.clauses):
            return {Outcome.ACCEPTED: NONE, Outcome.REFUSED: self.all, Outcome.REFERRED: NONE}
        return self.outcomes

    def acting(self, clause: Clause) -> int:
        """This function will return the claims in which the clause by itself has its effect."""
        if clause not in self.clauses:
            return NONE
        match clause.effect:
            case Effect.ACCEPT:
                return self.sets.both(self.scope(clause), self.met(clause))
            case Effect.REQUIRE | Effect.LIMIT:
                return self.sets.without(self.met(clause), self.scope(clause))
        return self.scope(clause)


@dataclass(frozen=True, slots=True)
class Pair:
    """Both versions' views of the claims about one remedy that are in these lanes."""

    old: View
    new: View
    all: int  # the claims that both views hold


class Joint:
    """Two versions of one shop's policy, looked at together."""

    def __init__(self, old: Policy, new: Policy) -> None:
        self.old, self.new = replace(old, floor=None), replace(new, floor=None)
        self.both = _both(self.old, self.new)
        self.spaces = Spaces(self.both)

    def pairs(self) -> Iterator[Pair]:
        """This function will return every remedy and lane in which an answer could differ."""
        for remedy in REMEDIES:
            lanes = [lane for lane in LANES if self._differs(lane, remedy)]
            for lane in lanes:
                yield from self._in(lane, lane, remedy)
            if self._classifies_otherwise:
                for lane in LANES:
                    yield from (pair for other in LANES if other != lane for pair in self._in(lane, other, remedy))

    @cached_property
    def _classifies_otherwise(self) -> bool:
        old, new = ([rule_of(one, policy, "") for one in policy.clauses if one.effect is Effect.CLASSIFY]
                    for policy in (self.old, self.new))  # fmt: skip
        return sorted(map(repr, old)) != sorted(map(repr, new)) or self.old.lane_of_reason != self.new.lane_of_reason

    @cached_property
    def differ_at_large(self) -> bool:
        """This property will say whether more than clauses decides otherwise: lanes, holidays, or what a fact means."""
        old, new = self.old, self.new
        return self._classifies_otherwise or (old.calendar, old.vocabulary) != (new.calendar, new.vocabulary)

    def _differs(self, lane: str, remedy: str) -> bool:
        if self._classifies_otherwise or self._offered(self.old, remedy) != self._offered(self.new, remedy):
            return True
        old, new = (
            sorted(repr(rule_of(one, policy, lane)) for one in speaking(policy, lane, remedy, *DECIDING))
            for policy in (self.old, self.new)
        )
        return old != new

    @staticmethod
    def _offered(policy: Policy, remedy: str) -> bool:
        return any(one.effect is Effect.ACCEPT and remedy in one.remedies for one in policy.clauses)

    def _in(self, lane: str, other: str, remedy: str) -> Iterator[Pair]:
        space = self.spaces.of(self._asked(lane, other, remedy))
        old, new = View(self._told(self.old), lane, remedy, space), View(self._told(self.new), other, remedy, space)
        shared = space.sets.both(old.all, new.all)
        if shared != NONE:
            yield Pair(old, new, shared)

    def _told(self, policy: Policy) -> Policy:
        """The version with the facts of both, so that each is known to both."""
        return replace(policy, vocabulary=self.both.vocabulary)

    def _asked(self, lane: str, other: str, remedy: str) -> Iterator[Condition | Asked]:
        if remedy in SENSIBLE:
            yield SENSIBLE[remedy]
        for policy, here in ((self.old, lane), (self.new, other)):
            for clause in speaking(policy, here, remedy, *DECIDING):
                yield asked_by(policy, clause, here)
            yield from lane_conditions(policy)


def rule_of(clause: Clause, policy: Policy, lane: str) -> Rule:
    """This function will return all that decides in a clause, and nothing of what it is called or says."""
    seasons = [(one.when, one.unless, one.seasons) for one in extending(policy, clause, lane)] if clause.within else []
    exceptions = [one.when for one in clause.unless]
    longer = [(when, [one.when for one in unless], those) for when, unless, those in seasons]
    return (
        clause.effect.value, sorted(clause.lanes), sorted(clause.remedies), clause.when, exceptions,
        clause.within, clause.provided, clause.refers, sorted(clause.terms.items()), clause.times, clause.counter,
        clause.promise, sorted(clause.reasons), clause.lane, clause.seasons, longer,
    )  # fmt: skip


def _both(old: Policy, new: Policy) -> Policy:
    if (old.shop.id, old.shop.zone.key, old.shop.currency) != (new.shop.id, new.shop.zone.key, new.shop.currency):
        raise NotComparable(
            "these are no two versions of one policy: shop, zone or currency differ.",
            hint="Give two files of one shop.",
        )
    calendar = max(old.calendar, new.calendar, key=lambda one: one.last_day - one.first_day)
    facts = {**old.vocabulary.facts, **new.vocabulary.facts}
    return replace(
        new,
        vocabulary=replace(new.vocabulary, facts=facts),
        lane_of_reason={**old.lane_of_reason, **new.lane_of_reason},
        calendar=calendar,
        clauses=(*old.clauses, *new.clauses),
    )
