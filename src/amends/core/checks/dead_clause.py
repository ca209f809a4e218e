"""A clause never decides or changes anything: no claim that anybody could make is one that it is about.

Either its conditions can never be so together, or what it grants is always refused by others, or what it requires is
required of nobody. A leftover, or a mistake in a condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from amends.core.checks.finding import Finding, Subject, shown
from amends.core.checks.never_speaks import never_speaks
from amends.core.checks.words import say
from amends.core.engine.verdict import Ground, Outcome, Verdict
from amends.core.policy.tree import Clause, Effect
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import Situations
from amends.core.regions.witness import Witness
from amends.core.vocabulary import LANES

HINT = say("dead_clause.do")
GOVERNING = (Effect.REQUIRE, Effect.LIMIT, Effect.TERMS)


def dead_clause(subject: Subject) -> Iterator[Finding]:
    """This function will find clauses that no claim is about."""
    too_early = {one.clause for one in never_speaks(subject)}
    for clause in subject.policy.clauses:
        views = list(_views(subject, clause)) if clause.id not in too_early else []
        if not views:
            continue  # what is not on offer, or governs nothing, is told by other checks
        if all(view.scope(clause) == NONE for view in views):
            yield Finding("dead_clause", say("dead_clause.never", clause=f"`{clause.id}`"), HINT, clause.id, ("when",))
        elif clause.effect is Effect.ACCEPT:
            yield from _never_granted(subject, clause, views)
        elif clause.effect in GOVERNING and all(_governs_none(view, clause) for view in views):
            message = say("dead_clause.governs", clause=f"`{clause.id}`")
            yield Finding(
                "dead_clause", message, HINT, clause.id, (clause.effect.value,), _in_scope(subject, clause, views)
            )


def _views(subject: Subject, clause: Clause) -> Iterator[Situations]:
    if clause.effect in (Effect.PROMISE, Effect.CLASSIFY, Effect.EXTEND):
        for lane in LANES:
            if lane in clause.lanes and clause.effect is not Effect.CLASSIFY:
                yield subject.regions.of(lane, "", (clause.scope,))
        return
    for view in subject.regions.speaking(clause):
        if clause.effect not in GOVERNING or view.speaking(Effect.ACCEPT):
            yield view


def _governs_none(view: Situations, clause: Clause) -> bool:
    fits = view.scope(clause)
    if clause.effect is Effect.TERMS:
        return view.sets.both(fits, view.outcomes[Outcome.ACCEPTED]) == NONE
    return view.sets.both(fits, view.covered) == NONE


def _never_granted(subject: Subject, clause: Clause, views: list[Situations]) -> Iterator[Finding]:
    granted = [view.granted_by(clause) for view in views]
    if all(one == NONE for one in granted):
        opened = any(view.sets.both(view.scope(clause), view.open(clause)) != NONE for view in views)
        if opened:  # a window that never opens is told by another check
            message = say("dead_clause.nobody", clause=f"`{clause.id}`")
            yield Finding("dead_clause", message, HINT, clause.id, ("accept",), _in_scope(subject, clause, views))
        return
    if any(view.sets.without(view.refused_by(), one) != NONE for view, one in zip(views, granted, strict=True)):
        return
    if all(_is_whole(view, clause) for view in views):
        return  # a refusal that alone is about all of it is told as a contradiction
    message = say("dead_clause.refused", clause=f"`{clause.id}`")
    yield Finding("dead_clause", message, HINT, clause.id, ("accept",), _in_scope(subject, clause, views))


def _is_whole(view: Situations, clause: Clause) -> bool:
    fits = view.scope(clause)
    return any(view.sets.within(fits, view.scope(one)) for one in view.speaking(Effect.REFUSE))


def _in_scope(subject: Subject, clause: Clause, views: list[Situations]) -> Witness | None:
    """A claim that the clause is about, in which it does nothing."""
    view = next(view for view in views if view.scope(clause) != NONE)
    return shown(subject, view, view.scope(clause), partial(_without_it, clause))


def _without_it(clause: Clause, verdict: Verdict) -> bool:
    """Nothing is granted because of it, or it is not named at all."""
    grounds = {reason.ground for reason in verdict.reasons if reason.clause == clause.id}
    return verdict.outcome is Outcome.REFUSED or Ground.ACCEPTS not in grounds
