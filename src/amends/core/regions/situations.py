"""Every realisable situation of one remedy in one lane, and the verdict of the clauses as sets of claims.

This is one more lowering of the tree, beside the definition in `engine.spec`: the same rows, over all claims at once.
It is never believed by itself: whatever is found in it is shown by a claim, and the engine has to agree about that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from amends.core.engine.spec import DECIDING, speaks_of
from amends.core.engine.standings import conditions_of, in_window, limit_test, speaking
from amends.core.engine.verdict import Outcome
from amends.core.policy.floors import alone
from amends.core.policy.tree import ALWAYS, Clause, Condition, Effect, Op, Policy, Test
from amends.core.regions.clockwork import Clockwork
from amends.core.regions.contexts import Asked
from amends.core.regions.diagram import NONE, TooManySituations
from amends.core.regions.possible import SENSIBLE
from amends.core.regions.space import REASON, Claimed, Space, Spaces
from amends.core.vocabulary import LANES

SPEAKING = (*DECIDING, Effect.ADVISE)


@dataclass(frozen=True, slots=True)
class Asks:
    """The claims in an acceptance's scope with what must be met, and those with what else refers them to a person."""

    hard: int
    soft: int


class Situations:
    """All claims about one remedy that belong to one lane and to no other."""

    def __init__(
        self,
        policy: Policy,
        lane: str,
        remedy: str,
        also: Iterable[Condition] = (),
        clockwork: Clockwork | None = None,
        space: Space | None = None,
    ) -> None:
        self.policy = policy
        self.lane = lane
        self.remedy = remedy
        self.also = tuple(also)
        self.clauses = speaking(policy, lane, remedy, *SPEAKING)
        self.space = Space(policy, self._conditions(), clockwork) if space is None else space
        self.sets = self.space.sets
        self.all = self.sets.both(self.space.possible, self._in_lane())

    def _conditions(self) -> Iterator[Condition | Asked]:
        yield from self.also
        yield from asked_about(self.policy, self.lane, self.remedy)

    def _in_lane(self) -> int:
        """The claims of this lane alone: the lane of their reason, or that of a classifying clause which fits."""
        where, sets, policy = self.space.where, self.sets, self.policy
        fits: dict[str, int] = {}
        for clause in policy.clauses:
            if clause.effect is Effect.CLASSIFY:
                here = sets.both(where(clause.scope), *(where(one) for one in _reasons_of(policy, clause)))
                fits[clause.lane] = sets.either(fits.get(clause.lane, NONE), here)
        put = sets.either(*fits.values())
        own = sets.without(put, where(_reason_in(policy, self.lane)))
        others = sets.either(*(one for lane, one in fits.items() if lane != self.lane))
        return sets.without(others, sets.either(fits.get(self.lane, NONE), own))

    def where(self, condition: Condition) -> int:
        """This function will return the claims in which a condition of the clauses, or of `also`, holds."""
        return self.sets.both(self.all, self.space.where(condition))

    def scope(self, clause: Clause) -> int:
        """This function will return the claims that a clause is about."""
        return self.where(clause.scope)

    def speaking(self, *effects: Effect) -> list[Clause]:
        """This function will return the clauses with these effects that speak for the lane and the remedy."""
        return [one for one in self.clauses if one.effect in effects]

    @cached_property
    def sensible(self) -> int:
        """This property will hold the claims in which somebody may sensibly ask for the remedy."""
        return self.where(SENSIBLE.get(self.remedy, ALWAYS))

    def met(self, clause: Clause) -> int:
        """This function will return the claims in which what the clause itself asks for is so, whatever its scope."""
        return self.met_in(self.all, clause)

    def met_in(self, here: int, clause: Clause) -> int:
        """This function will return the claims of the set in which what the clause itself asks for is so."""
        return self.sets.both(here, *(self.space.where(one) for one in self._asked(clause)))

    def _asked(self, clause: Clause) -> Iterator[Condition]:
        if clause.within is not None:
            yield in_window(self.policy, clause, clause.within, self.lane)
        yield clause.provided
        if clause.effect is Effect.LIMIT:
            yield limit_test(clause)

    def open(self, clause: Clause) -> int:
        """This function will return the claims in which the clause's own window is open, seasons included."""
        if clause.within is None:
            return self.all
        return self.where(in_window(self.policy, clause, clause.within, self.lane))

    def asks(self, clause: Clause, without: Sequence[Clause] = ()) -> Asks:
        """This function will return what an acceptance asks for in its scope, with requirements and limits over it."""
        fits = self.scope(clause)
        hard, soft = [fits], [fits]
        (soft if clause.refers else hard).append(self.met_in(fits, clause))
        for one in self.speaking(Effect.REQUIRE, Effect.LIMIT):
            if one not in without:
                here = self.sets.both(fits, self.space.where(one.scope))
                if here != NONE:
                    (soft if one.refers else hard).append(self.sets.choose(here, self.met_in(here, one), fits))
        return Asks(self.sets.both(*hard), self.sets.both(*soft))

    def refused_by(self, without: Sequence[Clause] = ()) -> int:
        """This function will return the claims in which a refusal's scope fits."""
        scopes = (self.space.where(one.scope) for one in self.speaking(Effect.REFUSE) if one not in without)
        return self.sets.both(self.all, self.sets.either(*scopes))

    def granted_by(self, clause: Clause) -> int:
        """This function will return the claims in which an acceptance fits with all it asks for, refusals apart."""
        asks = self.asks(clause)
        return self.sets.both(asks.hard, asks.soft)

    @cached_property
    def covered(self) -> int:
        """This property will hold the claims in which some acceptance's scope fits."""
        return self.sets.either(*(self.scope(one) for one in self.speaking(Effect.ACCEPT)))

    @cached_property
    def silent(self) -> int:
        """This property will hold the claims of which no clause speaks: not refused, and in no acceptance's scope."""
        return self.sets.without(self.sets.either(self.refused_by(), self.covered), self.all)

    @cached_property
    def outcomes(self) -> dict[Outcome, int]:
        """This property will hold the claims with each outcome, whether or not the remedy is on offer elsewhere."""
        return self.outcomes_without()

    def outcomes_without(self, *left_out: Clause) -> dict[Outcome, int]:
        """This function will return the claims with each outcome, were these clauses not there."""
        sets = self.sets
        refused = self.refused_by(left_out)
        accepting = [one for one in self.speaking(Effect.ACCEPT) if one not in left_out]
        asks = [self.asks(one, left_out) for one in accepting]
        met = sets.either(*(sets.both(one.hard, one.soft) for one in asks))
        refers = sets.either(*(sets.without(one.soft, one.hard) for one in asks))
        covered = sets.either(*(self.scope(one) for one in accepting))
        accepted = sets.without(refused, met)
        looked_at = sets.without(sets.either(refused, met), sets.either(refers, sets.without(covered, self.all)))
        no = sets.without(sets.either(accepted, looked_at), self.all)
        return {Outcome.ACCEPTED: accepted, Outcome.REFUSED: no, Outcome.REFERRED: looked_at}

    def claim_in(self, wanted: int) -> Claimed | None:
        """This function will return the most ordinary claim in the set; nothing where the set is empty."""
        return self.space.claim_in(self.sets.both(wanted, self.all))

    def claims(self) -> Iterator[Claimed]:
        """This function will return a claim for every situation: every row of answers that a claim can give."""
        return self.space.claims(self.all)


def asked_about(policy: Policy, lane: str, remedy: str) -> Iterator[Condition | Asked]:
    """This function will return every question that has a part in the verdict for the remedy in the lane."""
    if remedy in SENSIBLE:
        yield SENSIBLE[remedy]
    for clause in speaking(policy, lane, remedy, *SPEAKING):
        yield asked_by(policy, clause, lane)
    yield from lane_conditions(policy)


def asked_by(policy: Policy, clause: Clause, lane: str) -> Asked:
    """This function will return all that a clause asks in the lane; it matters only where its scope fits."""
    return Asked(clause.scope, tuple(conditions_of(policy, clause, lane)))


def lane_conditions(policy: Policy) -> Iterator[Condition]:
    """This function will return the questions that decide in which lane a claim is."""
    for lane in sorted(set(policy.lane_of_reason.values())):
        yield _reason_in(policy, lane)
    for clause in policy.clauses:
        if clause.effect is Effect.CLASSIFY:
            yield clause.scope
            yield from _reasons_of(policy, clause)


def _reason_in(policy: Policy, lane: str) -> Condition:
    return Test(REASON, Op.IS, tuple(sorted(one for one, of in policy.lane_of_reason.items() if of == lane)))


def _reasons_of(policy: Policy, clause: Clause) -> tuple[Condition, ...]:
    if not clause.reasons:
        return ()
    return (Test(REASON, Op.IS, tuple(sorted(one for one in policy.lane_of_reason if speaks_of(clause, one)))),)


class Regions:
    """The situations of one policy's own clauses, each worked out when it is first asked for."""

    def __init__(self, policy: Policy) -> None:
        self.policy = alone(policy)
        self.spaces = Spaces(self.policy)
        self._known: dict[tuple[str, str, tuple[Condition, ...]], Situations | TooManySituations] = {}

    def of(self, lane: str, remedy: str, also: tuple[Condition, ...] = ()) -> Situations:
        """This function will return the situations of a remedy in a lane; too many are not looked at twice."""
        key = (lane, remedy, also)
        if key not in self._known:
            try:
                asked = (*also, *asked_about(self.policy, lane, remedy))
                self._known[key] = Situations(self.policy, lane, remedy, also, space=self.spaces.of(asked))
            except TooManySituations as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, TooManySituations):
            raise found
        return found

    def speaking(self, clause: Clause) -> Iterator[Situations]:
        """This function will return the situations in which a clause has a part: its lanes and remedies on offer."""
        for lane in LANES if clause.effect in SPEAKING else ():
            for remedy in sorted(clause.remedies & self.on_offer):
                if lane in clause.lanes:
                    yield self.of(lane, remedy)

    @cached_property
    def on_offer(self) -> frozenset[str]:
        """This property will hold the remedies that some clause grants to somebody."""
        accepting = (one for one in self.policy.clauses if one.effect is Effect.ACCEPT)
        return frozenset().union(*(one.remedies for one in accepting))

    def together(self, lane: str, remedies: Sequence[str]) -> tuple[Situations, ...]:
        """This function will return the situations of several remedies over the same claims, to be joined and cut."""
        space = self.spaces.of(one for remedy in remedies for one in asked_about(self.policy, lane, remedy))
        return tuple(Situations(self.policy, lane, remedy, space=space) for remedy in remedies)
