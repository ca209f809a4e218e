"""A finding: something in a readable policy that is probably not meant, with a claim that shows it where one can.

Law: what the engine does not confirm is not reported; it is counted, because it is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from amends.core.checks.near import answers_to, nearer, plainer
from amends.core.engine.verdict import Verdict
from amends.core.errors import Place
from amends.core.facts import Facts
from amends.core.orders import Product
from amends.core.policy.tree import Floor, Policy
from amends.core.regions.diagram import MOST_STEPS, TooManySituations
from amends.core.regions.situations import Regions, Situations
from amends.core.regions.space import Claimed
from amends.core.regions.witness import Shows, Unconfirmed, Witness, decided, told, witness_of

Level = Literal["error", "warning", "note"]
SPARE = MOST_STEPS // 2  # steps that are kept for the checks themselves
TESTS_A_STEP = 2  # of all that the policy asks, where the engine decides a claim
LEVELS: tuple[Level, ...] = ("error", "warning", "note")  # the worst first


@dataclass(frozen=True, slots=True)
class Offence:
    """A clause of the policy that offends against a duty of a law."""

    clause: str
    rule: str
    article: str
    says: str  # what the law asks
    do: str
    lane: str  # empty: of all
    is_verified: bool
    is_whole: bool = False  # it is about the policy as a whole, and no one clause
    is_part: bool = False  # the clause may say other things too, of which the law's other rules speak


@dataclass(frozen=True, slots=True)
class Statute:
    """The law of one or more places that say the same, as it holds for orders of the day."""

    places: tuple[str, ...]  # such as `DE`, or `US-NY`; never none
    floor: Floor
    asks: frozenset[str]  # the facts that its clauses ask about
    offences: tuple[Offence, ...] = ()
    law: str = ""  # whose law it is, such as `eu`: several statutes may be of one law
    countries: tuple[str, ...] = ()  # all that have that law


@dataclass(frozen=True)
class Subject:
    """What the checks look at, with every situation of it, worked out once."""

    policy: Policy
    as_of: int  # the day on which it is looked at, an ordinal
    unconfirmed: list[Unconfirmed] = field(default_factory=list)  # what the engine did not agree with
    products: tuple[Product, ...] = ()  # the shop's catalogue, where it is known
    laws: tuple[Statute, ...] = ()  # what the policy is held against

    @cached_property
    def regions(self) -> Regions:
        """This property will hold all situations of the policy."""
        return Regions(self.policy)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a law that goes before clauses of the policy."""

    name: str
    article: str
    says: str
    places: tuple[str, ...]
    level: Level
    clause: str = ""  # the id of the law's clause, which has its sentence in other languages; a duty's knows itself
    where: str = ""  # the places in few words


@dataclass(frozen=True, slots=True)
class Spot:
    """One more clause of which the same is so, with a claim that shows it there."""

    clause: str
    witness: Witness | None = None
    place: Place | None = None  # in the file, once that is known


@dataclass(frozen=True, slots=True)
class Finding:
    """What is probably not meant, where, and what to do about it."""

    code: str  # the name of the check's module
    message: str
    hint: str = ""
    clause: str = ""  # the id of the clause, where it is about one
    field: tuple[str | int, ...] = ()  # the way to the part, in the clause or in the file
    witness: Witness | None = None  # a claim that shows it
    level: Level = "warning"
    also: tuple[Spot, ...] = ()  # of these clauses the same is so
    rules: tuple[Rule, ...] = ()  # of a law, where it is about one


Check = Callable[[Subject], Iterator[Finding]]


def shown(subject: Subject, situations: Situations, wanted: int, shows: Shows) -> Witness | None:
    """This function will return a claim of the set that the engine confirms; nothing where there is none.

    Of all such claims it is one that could be made on any day, told by the facts that matter alone; where the policy
    has taken most of the steps that are allowed, it is the first one.
    """
    try:
        found = witness_of(situations, wanted, shows)
    except Unconfirmed as error:
        subject.unconfirmed.append(error)
        return None
    is_short = situations.sets.steps.allowed < SPARE or situations.space.clockwork.nearing.left < 0
    if found is None or is_short:  # what is left is for what has not been looked at yet
        return found
    try:
        return _nearest(subject, situations, wanted, shows) or found
    except TooManySituations:  # it has been found with the last of the steps that are allowed
        return found


def _nearest(subject: Subject, situations: Situations, wanted: int, shows: Shows) -> Witness | None:
    policy, space, sets = situations.policy, situations.space, situations.sets
    here = sets.both(wanted, situations.all)
    claimed = situations.claim_in(wanted)
    if claimed is None:
        return None
    today = max(subject.as_of, space.clockwork.first_day)
    for one in nearer(space, here, claimed, today):
        witness = told(situations, one, situations.remedy)
        lanes, verdict = decided(policy, witness)
        if lanes == (situations.lane,) and shows(verdict):
            break
    else:
        return None

    def same(facts: Facts) -> bool:
        """The same answer, and still a claim of the set, whatever the facts left out would be."""
        space.clockwork.nearing.take(1 + space.clockwork.asked // TESTS_A_STEP)
        fewer, answer = decided(policy, replace(witness, facts=facts))
        if (fewer, _answered(answer)) != (lanes, _answered(verdict)) or not shows(answer):
            return False
        known = answers_to(space, Claimed(facts, witness.at), space.tests)
        return sets.within(sets.given(situations.all, known), sets.given(here, known))

    return replace(witness, facts=plainer(witness.facts, ("claim.reason", "order.placed_at"), same))


def _answered(verdict: Verdict) -> tuple[object, ...]:
    return verdict.outcome, verdict.terms, verdict.possible
