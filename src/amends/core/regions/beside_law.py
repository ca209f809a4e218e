"""A policy's own clauses and those of a law over one space of claims: the orders to one place, from one day on.

Both are cut by the same questions. What is not asked by the shop and only makes a case rarer (bought as a business, not
told of a right, repaired before) is held at its plain value, so that the space stays small. Law: a set found here is
never believed; the engine decides the claim under both, the law's own days, holidays and lanes included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from amends.core.dates import NOT_YET
from amends.core.engine.closings import ASKED
from amends.core.engine.decide import Decider
from amends.core.engine.merge import merged_plainly, unnamed
from amends.core.engine.spec import DECIDING, facts_in
from amends.core.engine.standings import conditions_of, speaking
from amends.core.engine.truth import Truth, tests_in, truth_in
from amends.core.engine.verdict import Verdict
from amends.core.policy.floors import alone, law_in, under
from amends.core.policy.tree import AllOf, AnyOf, Clause, Condition, Effect, Floor, Not, OtherFact, Policy, Test
from amends.core.regions.diagram import NONE
from amends.core.regions.possible import SENSIBLE
from amends.core.regions.situations import Situations, lane_conditions
from amends.core.regions.space import Claimed, Space, Spaces
from amends.core.regions.witness import DATES, Witness
from amends.core.vocabulary import BUYER, LANES

TOLD: Mapping[str, Any] = {"order.withdrawal_told": True, "order.terms_shown": True}
UNTOLD: Mapping[str, Any] = {"order.withdrawal_told": False, "order.terms_shown": False}
# Facts that are held at these values, unless the shop asks about them.
PLAIN: Mapping[str, Any] = {
    "order.buyer": "consumer", "order.withdrawal_told_at": NOT_YET, "claim.by": BUYER, "claim.cause": "unknown",
    "claim.not_put_right": False, "item.repaired": 0, "item.replaced": 0,
    "item.fault_told": False, "item.market_price": False, "wanted.same_product": True, "wanted.another_option": False,
}  # fmt: skip
PLACE = ("order.country", "order.region")
NOT_LOOKED_AT: Mapping[str, Any] = {"claim.agreed": False}  # by the law's clauses: what a person allows, it leaves open
NEVER = AnyOf(())
Worth = Callable[[Sequence[Clause], Sequence[Clause]], bool]


@dataclass(frozen=True, slots=True)
class Answers:
    """What each side says to one claim and remedy, and what both come to."""

    lane: str  # the shop's
    shop: Verdict
    law: Verdict
    both: Verdict

    @property
    def answered(self) -> tuple[object, ...]:
        """This property will hold what each side answers and could still answer, and on which terms; not why."""
        each = ((one.outcome, one.terms, one.possible) for one in (self.shop, self.law, self.both))
        return self.lane, *each


class Side(Situations):
    """The claims of one lane and remedy as the clauses of one of two sides see them, in a space that both share."""

    def __init__(self, policy: Policy, lane: str, remedy: str, space: Space) -> None:
        self.policy = policy
        self.lane = lane
        self.remedy = remedy
        self.also = ()
        self.clauses = speaking(policy, lane, remedy, *DECIDING)
        self.space = space
        self.sets = space.sets
        self.all = self.sets.both(space.possible, self._in_lane())


@dataclass(frozen=True, slots=True)
class Met:
    """Claims about the same thing, as the shop and as the law see them."""

    shop: Side
    law: Side
    all: int


class Shared:
    """A policy's own clauses for orders from that day on, and what all laws beside them share.

    Many laws ask the same of the same claims, whose space is then one and the same.
    """

    def __init__(self, policy: Policy, first_day: int) -> None:
        self.policy = replace(alone(policy), starts=max(policy.starts, first_day))
        self.decider = Decider(self.policy)
        self.spaces: dict[int, Spaces] = {}  # by the first day that they know

    def spaces_of(self, joint: Policy) -> Spaces:
        """This function will return the spaces of these clauses of shop and law."""
        found = Spaces(joint)
        return self.spaces.setdefault(found.clockwork.first_day, found)


class BesideLaw:
    """A policy and the law of one place, looked at together for orders from its start on."""

    def __init__(self, shared: Shared, floor: Floor, place: str, facts: Mapping[str, Any]) -> None:
        own, self.shared = shared.policy, shared
        self.full = under(own, floor)
        law = law_in(self.full) or own
        self.decides = law
        asked = {name for one in own.clauses for name in _facts_of(own, one, "")}
        country, _, region = place.partition("-")
        self.held = {name: value for name, value in PLAIN.items() if name not in asked}
        self.held |= {**facts, "order.country": country, "order.region": region}
        self.own = replace(own, clauses=self._told(own.clauses))
        self.held |= NOT_LOOKED_AT
        self.law = replace(law, clauses=self._told(law.clauses), vocabulary=own.vocabulary, clock=None)
        self.joint = replace(self.own, clauses=(*self.own.clauses, *self.law.clauses))
        self.spaces = shared.spaces_of(self.joint)
        self._known: dict[tuple[str, ...], set[str]] = {}

    def _told(self, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """The clauses with what is held put in, without those that are about none of these claims."""
        found = []
        for one in clauses:
            when = self._given(one.when)
            unless = tuple(replace(each, when=self._given(each.when)) for each in one.unless)
            never_comes = one.within is not None and self.held.get(one.within.anchor) is NOT_YET
            if when != NEVER and not never_comes:
                found.append(replace(one, when=when, unless=unless, provided=self._given(one.provided)))
        return tuple(found)

    def _given(self, condition: Condition) -> Condition:
        match condition:
            case Test():
                if condition.fact not in self.held or isinstance(condition.value, OtherFact):
                    return condition
                truth = truth_in(self.full, self.held, 0)(condition)
                return condition if truth not in (Truth.YES, Truth.NO) else AllOf(()) if truth is Truth.YES else NEVER
            case AllOf(parts):
                left = tuple(one for one in map(self._given, parts) if one != AllOf(()))
                return NEVER if NEVER in left else AllOf(left)
            case AnyOf(parts):
                left = tuple(one for one in map(self._given, parts) if one != NEVER)
                return AllOf(()) if AllOf(()) in left else AnyOf(left)
            case Not(part):
                given = self._given(part)
                return NEVER if given == AllOf(()) else AllOf(()) if given == NEVER else Not(given)

    @cached_property
    def granted(self) -> frozenset[str]:
        """This property will hold the remedies that the law gives somebody."""
        return frozenset(name for one in self.law.clauses if one.effect is Effect.ACCEPT for name in one.remedies)

    def met(self, legal: str, own: str, worth: Worth | None = None) -> Iterator[Met]:
        """This function will return the claims for a remedy of the law and one of the shop, by lanes of both.

        `worth` says of the law's clauses and the shop's whether they are worth looking at together.
        """
        for lane in LANES:
            gives = speaking(self.law, lane, legal, *DECIDING)
            if not any(one.effect is Effect.ACCEPT for one in gives):
                continue
            for other in LANES:
                speaks = speaking(self.own, other, own, *DECIDING)
                is_met = speaks and (lane == other or self._moves(lane, other))
                if is_met and (worth is None or worth(gives, speaks)):
                    yield from self._in(lane, legal, other, own)

    def _moves(self, legal: str, own: str) -> bool:
        """Whether a claim can be in one lane for the law and in another for the shop."""
        reasons = {one for one, lane in self.own.lane_of_reason.items() if lane in (legal, own)}
        classes = [one for one in (*self.own.clauses, *self.law.clauses) if one.effect is Effect.CLASSIFY]
        return any(one.lane in (legal, own) and (not one.reasons or one.reasons & reasons) for one in classes)

    def _in(self, legal_lane: str, legal: str, own_lane: str, own: str) -> Iterator[Met]:
        asked = [SENSIBLE[name] for name in (legal, own) if name in SENSIBLE]
        for policy, lane, remedy in ((self.own, own_lane, own), (self.law, legal_lane, legal)):
            for clause in speaking(policy, lane, remedy, *DECIDING):
                asked.extend(conditions_of(policy, clause, lane))
            asked.extend(lane_conditions(policy))
        space = self.spaces.of(asked)
        shop, law = Side(self.own, own_lane, own, space), Side(self.law, legal_lane, legal, space)
        sensible = (space.where(SENSIBLE[name]) for name in (legal, own) if name in SENSIBLE)
        shared = space.sets.both(shop.all, law.all, *sensible)
        if shared != NONE:
            yield Met(shop, law, shared)

    def claim_in(self, met: Met, wanted: int) -> Claimed | None:
        """This function will return the most ordinary claim of the set."""
        return met.shop.space.claim_in(met.shop.sets.both(met.all, wanted))

    def witness_of(self, met: Met, claimed: Claimed) -> Witness:
        """This function will return the claim with all that either side asks about."""
        return Witness(self._facts(claimed, met), claimed.at, met.shop.remedy, with_law=True)

    def _asked(self, met: Met) -> set[str]:
        """The facts that either side asks about there."""
        shop, law = met.shop, met.law
        place = (shop.lane, shop.remedy, law.lane, law.remedy)
        if place not in self._known:
            asked = self._known[place] = {"claim.reason", *DATES}
            for policy, side in ((self.full, shop), (self.decides, law)):
                clauses = speaking(policy, side.lane, side.remedy, *DECIDING)
                asked |= {name for one in clauses for name in _facts_of(policy, one, side.lane)}
                asked |= {name for one in policy.clauses if one.lane for name in _facts_of(policy, one, "")}
        return self._known[place]

    def _facts(self, claimed: Claimed, met: Met) -> dict[str, Any]:
        asked = self._asked(met)
        held = {name: value for name, value in self.held.items() if value != "" and name not in NOT_LOOKED_AT}
        facts = {**held, **claimed.facts, **{name: held[name] for name in PLACE if name in held}}
        return {
            name: value for name, value in facts.items() if name in PLACE or self._is_told(name, value, asked, claimed)
        }

    def _is_told(self, name: str, value: Any, asked: set[str], claimed: Claimed) -> bool:
        """What either side asks about, but for what silence says too, to both."""
        if name not in asked or (name == ASKED and value == claimed.at):
            return False
        return not value == self.full.vocabulary.find(name).absent == self.decides.vocabulary.find(name).absent

    def answers(self, witness: Witness, legal: str) -> Answers:
        """This function will decide the claim under the shop's clauses, under the law, and under both."""
        lanes, found = self.shared.decider.answer(witness.remedy, witness.facts, witness.at)
        shop = found or unnamed(witness.remedy)
        law = self._decider.answer(legal, witness.facts, witness.at)[1] or unnamed(legal)
        return Answers(lanes[0], shop, law, merged_plainly(self.full, law, shop))

    @cached_property
    def _decider(self) -> Decider:
        """The law by itself."""
        return Decider(self.decides)


def _facts_of(policy: Policy, clause: Clause, lane: str) -> Iterator[str]:
    for condition in conditions_of(policy, clause, lane):
        for test in tests_in(condition):
            yield from facts_in(test)
