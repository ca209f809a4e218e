"""One clause grants what another refuses, and neither is an exception to the other.

A refusal of some among many is how policies are written ("35 days, but no earrings"), and no contradiction. It is one
where the refusal is about all that the acceptance is about, so that the acceptance is never kept; or where both speak
of the same facts, overlap, and each goes beyond the other. The refusal decides; customers read both. So do terms that
two clauses over the same claims set differently, of which the better for the customer holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations

from amends.core.checks.finding import Finding, Subject, shown
from amends.core.checks.words import remedies_named, say
from amends.core.engine.spec import facts_in
from amends.core.engine.truth import tests_in
from amends.core.engine.verdict import Ground, Outcome, Verdict
from amends.core.policy.tree import ALWAYS, Clause, Effect, Op
from amends.core.refunds.terms import BETTER
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import Situations

About = Mapping[Clause, tuple[set[str], set[str]]]  # the facts that a clause asks about, and the marks
MOST_SHOWN = 3  # with a claim of their own
MANY = 30  # pairs, after which an acceptance is told with one claim
MOST_NAMED = 8


def contradiction(subject: Subject) -> Iterator[Finding]:
    """This function will find pairs of clauses that grant and refuse the same, or set terms against each other."""
    told: set[tuple[str, str]] = set()
    about = {clause: (_asked(clause), _marks(clause)) for clause in subject.policy.clauses}
    for clause in subject.policy.clauses:
        if clause.effect is Effect.ACCEPT:
            for view in subject.regions.speaking(clause):
                yield from _against(subject, view, clause, about, told)
    yield from _terms(subject)


def _against(
    subject: Subject, view: Situations, clause: Clause, about: About, told: set[tuple[str, str]]
) -> Iterator[Finding]:
    others = [one for one in view.speaking(Effect.REFUSE) if (clause.id, one.id) not in told]
    granted = view.granted_by(clause) if others else NONE
    others = [one for one in others if view.sets.meet(granted, view.scope(one))]
    found = [one for one in others if _is_one(view, clause, one, about)]
    told.update((clause.id, one.id) for one in found)
    most = MOST_SHOWN if len(told) <= MANY else 1
    for place, other in enumerate(found[:most]):
        witness = shown(subject, view, _overlap(view, granted, other), partial(_refused_by, other))
        if witness is not None:
            more = found[most:] if place == most - 1 else []
            message = _told(view, clause, other, more)
            yield Finding("contradiction", message, say("contradiction.do"), clause.id, (Effect.ACCEPT.value,), witness)


def _overlap(view: Situations, granted: int, refusal: Clause) -> int:
    return view.sets.both(granted, view.scope(refusal))


def _told(view: Situations, clause: Clause, other: Clause, more: Sequence[Clause]) -> str:
    """With refusals that have no claim of their own: one acceptance against many is one thing to mend."""
    name = "contradiction.grants" + (".others" if len(more) > MOST_NAMED else ".more" if more else "")
    return say(
        name, clause=f"`{clause.id}`", remedy=remedies_named([view.remedy]), other=f"`{other.id}`",
        more=tuple(f"`{one.id}`" for one in more[:MOST_NAMED]), count=len(more) - MOST_NAMED,
    )  # fmt: skip


def _is_one(view: Situations, clause: Clause, refusal: Clause, about: About) -> bool:
    if refusal.lanes < clause.lanes or refusal.remedies < clause.remedies:
        return False  # it is narrower
    granted, refused = view.scope(clause), view.scope(refusal)
    if view.sets.within(granted, refused):
        return True
    return _is_of_the_same(about[clause], about[refusal]) and not view.sets.within(refused, granted)


def _is_of_the_same(one: tuple[set[str], set[str]], other: tuple[set[str], set[str]]) -> bool:
    """Both ask about the same facts; marks are as many facts as there are, so they share one where both have some."""
    return one[0] == other[0] and (one[1] == other[1] or bool(one[1] & other[1]))


def _asked(clause: Clause) -> set[str]:
    return {name for test in tests_in(clause.scope) for name in facts_in(test)}


def _marks(clause: Clause) -> set[str]:
    return {mark for test in tests_in(clause.scope) if test.op is Op.HAS for mark in test.value}


def _refused_by(refusal: Clause, verdict: Verdict) -> bool:
    named = {reason.clause for reason in verdict.reasons if reason.ground is Ground.REFUSES}
    return verdict.outcome is Outcome.REFUSED and refusal.id in named


def _terms(subject: Subject) -> Iterator[Finding]:
    setting = [one for one in subject.policy.clauses if one.effect is Effect.TERMS]
    for one, other in combinations(setting, 2):
        keys = differing(one, other)
        if keys and one.lanes & other.lanes and one.remedies & other.remedies:
            yield from _differing(subject, one, other, keys[0])


def differing(one: Clause, other: Clause) -> list[str]:
    """This function will return the terms that both clauses set, and not to the same."""
    return sorted(key for key in one.terms.keys() & other.terms.keys() if one.terms[key] != other.terms[key])


def _differing(subject: Subject, one: Clause, other: Clause, key: str) -> Iterator[Finding]:
    for view in subject.regions.speaking(one):
        if other not in view.clauses or not is_as_wide(view, one, other):
            continue
        both = view.sets.both(view.outcomes[Outcome.ACCEPTED], view.scope(one))
        witness = shown(subject, view, both, partial(_named, one, other))
        if witness is not None:
            holds = BETTER[key].better(one.terms[key], other.terms[key])
            names = {"clause": f"`{one.id}`", "other": f"`{other.id}`"}
            message = say("contradiction.terms", **names, term=key, holds=str(holds))
            yield Finding("contradiction", message, say("contradiction.terms.do"), other.id, ("set",), witness)
            return


def is_as_wide(view: Situations, one: Clause, other: Clause) -> bool:
    """This function will say whether the two clauses are about just the same claims."""
    is_always = one.scope is ALWAYS and other.scope is ALWAYS
    return (
        one.lanes == other.lanes
        and one.remedies == other.remedies
        and (is_always or view.scope(one) == view.scope(other))
    )


def _named(one: Clause, other: Clause, verdict: Verdict) -> bool:
    named = {reason.clause for reason in verdict.reasons if reason.ground is Ground.TERMS}
    return verdict.outcome is Outcome.ACCEPTED and {one.id, other.id} <= named
