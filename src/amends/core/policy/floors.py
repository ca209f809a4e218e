"""A policy under the law: which floor it stands on, and that floor as a policy of its own.

Laws: a floor adds clauses and takes none away; the hash of a policy under a floor covers both; what nobody has verified
never decides, and becomes advice.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Final

from amends.core.dates import Unit
from amends.core.facts import Facts, Vocabulary
from amends.core.policy.tree import AllOf, Clause, Clock, Condition, Effect, Floor, Not, Op, Policy, Test, Window

LAWFUL_POSTING: Final = 14  # days
_HOURS: Final = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.BUSINESS_DAYS: 24}  # each is at least as long as that


def under(policy: Policy, floor: Floor | None) -> Policy:
    """This function will return the policy as it stands on that floor; without one, the policy itself.

    Where an id of the law is taken by a clause of the shop, the law's becomes `law-` and that id.
    """
    if floor is None:
        return policy
    taken = {clause.id for clause in policy.clauses}
    named = {clause.id: f"law-{clause.id}" for clause in floor.clauses if clause.id in taken}
    clauses = tuple(_renamed(clause, named) for clause in floor.clauses) if named else floor.clauses
    both = sha256(f"{policy.hash} under {floor.hash}".encode()).hexdigest()
    return replace(
        policy,
        floor=replace(floor, clauses=clauses),
        hash=both,
        own_hash=policy.hash,
        post_within=_posting(policy, floor),
    )


def _posting(policy: Policy, floor: Floor) -> Window:
    """Whoever may return what they do not want has 14 days to post it, whatever the shop says (EU Art. 14(1))."""
    gives = any(
        one.effect is Effect.ACCEPT and "change_of_mind" in one.lanes and "refund" in one.remedies and is_sure(one)
        for one in floor.clauses
    )
    own = policy.post_within
    is_short = own.unit in _HOURS and own.amount * _HOURS[own.unit] < LAWFUL_POSTING * 24
    return replace(own, amount=LAWFUL_POSTING, unit=Unit.DAYS) if gives and is_short else own


def _renamed(clause: Clause, named: dict[str, str]) -> Clause:
    extends = frozenset(named.get(one, one) for one in clause.extends)
    return replace(clause, id=named.get(clause.id, clause.id), extends=extends)


def alone(policy: Policy) -> Policy:
    """This function will return the shop's own clauses alone, under the same hash."""
    return policy if policy.floor is None else replace(policy, floor=None)


def law_in(policy: Policy) -> Policy | None:
    """This function will return the law under which the policy stands, as a policy of its own; nothing without one.

    It has the shop's facts and reasons, since these are what is known of a claim, and none of the shop's clauses. What
    the law assumes is taken so where nobody has said otherwise.
    """
    floor = policy.floor
    if floor is None:
        return None
    zones = {zone.key: zone for zone in (policy.shop.zone, *floor.clock.zones)}
    return replace(
        policy,
        clauses=_deciding(floor.clauses),
        vocabulary=_assuming(policy.vocabulary, floor),
        calendar=floor.clock.calendar,
        clock=Clock(floor.clock.calendar, tuple(zones.values()), rolls=floor.clock.rolls),
        floor=None,
    )


def _assuming(vocabulary: Vocabulary, floor: Floor) -> Vocabulary:
    """The shop's facts, as the law reads them: what nobody has told does not speak against the consumer."""
    found = {name: vocabulary.facts[name] for name in floor.assumes}
    return vocabulary.with_facts({name: replace(fact, absent=floor.assumes[name]) for name, fact in found.items()})


def protects(policy: Policy, facts: Facts) -> bool:
    """This function will say whether a law protects this buyer: there is one, and they do not buy as a business."""
    return policy.floor is not None and facts.get("order.buyer") != "business"


def is_sure(clause: Clause) -> bool:
    """This function will say whether a clause of a law decides: somebody has read it where it stands."""
    return clause.article is None or clause.article.status == "verified"


def _deciding(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses that are verified, and of the others what they may give, as advice."""
    sure = [one for one in clauses if is_sure(one)]
    refusals = [one for one in clauses if one.effect is Effect.REFUSE]
    advice = (_advice(one, refusals) for one in clauses if one not in sure and one.effect is Effect.ACCEPT)
    return (*sure, *advice)


def _advice(clause: Clause, refusals: list[Clause]) -> Clause:
    """What an acceptance that nobody has verified may give, where no exception stands against it."""
    against = (Not(one.scope) for one in refusals if one.lanes & clause.lanes and one.remedies & clause.remedies)
    parts: list[Condition] = [clause.scope, clause.provided, *against]
    if clause.within is not None:
        window = clause.within
        parts += [Test(window.anchor, Op.HAPPENED, None), Test(window.anchor, Op.WITHIN, window)]
    return Clause(
        id=clause.id, says=clause.says, effect=Effect.ADVISE, lanes=clause.lanes, remedies=clause.remedies,
        section=clause.section, when=AllOf(tuple(parts)), article=clause.article,
    )  # fmt: skip
