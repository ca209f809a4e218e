"""A window can never be used: it closes before it opens, or before what is asked in it can have happened.

"Within two hours of the order, once it has been delivered" looks like a right and is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from amends.core.checks.finding import Finding, Subject, shown
from amends.core.checks.window_never_open import COMES_AFTER
from amends.core.checks.words import say
from amends.core.engine.verdict import Ground, Verdict
from amends.core.policy.tree import Clause, Effect
from amends.core.regions.diagram import NONE

HINT = say("window_impossible.do")


def window_impossible(subject: Subject) -> Iterator[Finding]:
    """This function will find windows in which no claim can be made."""
    for clause in subject.policy.clauses:
        if clause.within is None or clause.effect not in (Effect.ACCEPT, Effect.REQUIRE):
            continue
        if clause.within.anchor not in COMES_AFTER.get(clause.within.event, ()):  # else another check tells it
            yield from _of(subject, clause)


def _of(subject: Subject, clause: Clause) -> Iterator[Finding]:
    views = [view for view in subject.regions.speaking(clause) if view.scope(clause) != NONE]
    if not views or any(view.sets.both(view.scope(clause), view.open(clause)) != NONE for view in views):
        return
    witness = shown(subject, views[0], views[0].scope(clause), partial(_is_late, clause))
    message = say("window_impossible", clause=f"`{clause.id}`")
    yield Finding("window_impossible", message, HINT, clause.id, ("within",), witness)


def _is_late(clause: Clause, verdict: Verdict) -> bool:
    """It is named as too late or not begun, or not at all."""
    grounds = {reason.ground for reason in verdict.reasons if reason.clause == clause.id}
    return not grounds or not grounds.isdisjoint((Ground.TOO_LATE, Ground.NOT_BEGUN))
