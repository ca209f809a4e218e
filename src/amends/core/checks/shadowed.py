"""Others always decide the same: without the clause no answer, and none of its terms, would be another one.

A refusal is shadowed where other refusals are about all of its claims, an acceptance where others grant all that it
grants on the same terms, a requirement or limit where it is never what is missed, and terms where others that hold with
them are always as good for the customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from amends.core.checks.contradiction import differing, is_as_wide
from amends.core.checks.finding import Finding, Subject, shown
from amends.core.checks.window_never_open import window_never_open
from amends.core.checks.words import quoted, say
from amends.core.engine.verdict import Outcome, Verdict
from amends.core.policy.tree import Clause, Effect
from amends.core.refunds.terms import BETTER
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import Situations

GOVERNING = (Effect.REQUIRE, Effect.LIMIT)
LOOKS = 8


def shadowed(subject: Subject) -> Iterator[Finding]:
    """This function will find clauses that change nothing because others say it already."""
    gone: set[str] = set()  # of two that say the same, the later one is told
    never_open = {one.clause for one in window_never_open(subject)}
    for clause in reversed(subject.policy.clauses):
        if clause.id in never_open:
            continue  # which is what there is to mend
        views = [view for view in subject.regions.speaking(clause) if view.scope(clause) != NONE]
        others = _others(clause, views, gone)
        if others is None:
            continue
        gone.add(clause.id)
        if any(_is_against(views, clause, subject.policy.clause(one)) for one in others):
            continue
        view = next((one for one in views if _seen(one, clause) != NONE), None)
        witness = None if view is None else shown(subject, view, _seen(view, clause), partial(_says, clause, others))
        if witness is not None:
            name = "one" if len(others) == 1 else "many" if others else "all"
            message = say(f"shadowed.{name}", clause=f"`{clause.id}`", others=quoted(sorted(others)))
            yield Finding("shadowed", message, say("shadowed.do"), clause.id, (clause.effect.value,), witness)


def _others(clause: Clause, views: list[Situations], gone: set[str]) -> set[str] | None:
    """The clauses that together always say what this one says; nothing where something would be lost with it."""
    found: set[str] = set()
    for view in views:
        match clause.effect:
            case Effect.REFUSE:
                over = _covering(view, clause, view.scope(clause), _kept(view, clause, gone, Effect.REFUSE))
            case Effect.ACCEPT:
                over = _granting(view, clause, gone)
            case Effect.TERMS:
                over = _setting(view, clause, gone)
            case Effect.REQUIRE | Effect.LIMIT:
                over = _requiring(view, clause, gone)
            case _:
                over = None
        if over is None:
            return None
        found |= over
    return found if views else None


def _is_against(views: list[Situations], clause: Clause, other: Clause) -> bool:
    """Whether the two set terms against each other over the same claims, which is told as a contradiction."""
    if clause.effect is not Effect.TERMS or not differing(clause, other):
        return False
    return any(other in view.clauses and is_as_wide(view, clause, other) for view in views)


def _kept(view: Situations, clause: Clause, gone: set[str], *effects: Effect) -> list[Clause]:
    return [one for one in view.speaking(*effects) if one is not clause and one.id not in gone]


def _covering(view: Situations, clause: Clause, wanted: int, others: Iterable[Clause]) -> set[str] | None:
    others = list(others)
    if _is_seen_outside(view, wanted, others):
        return None
    left, used = wanted, set[str]()
    for one in others:
        rest = view.sets.without(view.scope(one), left)
        if rest != left:
            left = rest
            used.add(one.id)
    return used if left == NONE and clause.id not in used else None


def _is_seen_outside(view: Situations, wanted: int, others: list[Clause]) -> bool:
    """Whether one of some claims of the set is in no other clause's scope: most sets are not covered, and show it."""
    if wanted == NONE:
        return False
    scopes = [view.scope(one) for one in others]
    view.sets.steps.take(LOOKS * len(scopes))
    return any(not any(view.sets.holds(scope, look) for scope in scopes) for look in view.sets.looks(wanted, LOOKS))


def _granting(view: Situations, clause: Clause, gone: set[str]) -> set[str] | None:
    """Another acceptance over all of its scope, on the same terms, that asks for no more."""
    for one in _kept(view, clause, gone, Effect.ACCEPT):
        is_wider = dict(one.terms) == dict(clause.terms) and view.sets.within(view.scope(clause), view.scope(one))
        if is_wider and view.sets.within(view.granted_by(clause), view.granted_by(one)):
            without = view.outcomes_without(clause)
            return {one.id} if without == view.outcomes else None
    return None


def _requiring(view: Situations, clause: Clause, gone: set[str]) -> set[str] | None:
    """Never what is missed: whatever it asks for is so, or is asked for by others too."""
    fits = view.sets.both(view.scope(clause), view.covered)
    missed = view.sets.without(view.met(clause), fits)
    others = [one for one in _kept(view, clause, gone, *GOVERNING) if one.refers == clause.refers]
    used = {
        one.id for one in others if view.sets.both(missed, view.sets.without(view.met(one), view.scope(one))) != NONE
    }
    missed_by_others = (view.sets.without(view.met(one), view.scope(one)) for one in others)
    if not view.sets.within(missed, view.sets.either(*missed_by_others)):
        return None
    return used


def _setting(view: Situations, clause: Clause, gone: set[str]) -> set[str] | None:
    """For each of its terms another clause that holds wherever it does, and sets what is better or the same."""
    holds = view.sets.both(view.scope(clause), view.outcomes[Outcome.ACCEPTED])
    used: set[str] = set()
    for key, value in clause.terms.items():
        others = [
            one
            for one in _kept(view, clause, gone, Effect.TERMS)
            if key in one.terms and BETTER[key].better(one.terms[key], value) == one.terms[key]
        ]
        over = _covering(view, clause, holds, others)
        if over is None:
            return None
        used |= over
    return used


def _seen(view: Situations, clause: Clause) -> int:
    """Claims in which the clause is named."""
    fits = view.scope(clause)
    if clause.effect is Effect.REFUSE:
        return fits
    if clause.effect is Effect.TERMS:
        return view.sets.both(fits, view.outcomes[Outcome.ACCEPTED])
    return view.sets.both(fits, view.covered if clause.effect in GOVERNING else view.granted_by(clause))


def _says(clause: Clause, others: set[str], verdict: Verdict) -> bool:
    return clause.id in verdict.clauses and (not others or bool(others & set(verdict.clauses)))
