"""A named exception is never used: no claim that the clause would be about is one that the exception is about.

Either the clause does not reach that far, or the exception's condition can never be so.
"""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say
from amends.core.policy.tree import Clause, Effect, Unless
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import Situations
from amends.core.regions.witness import Witness, told
from amends.core.vocabulary import LANES


def exception_unused(subject: Subject) -> Iterator[Finding]:
    """This function will find exceptions that fit no claim of their clause."""
    for clause in subject.policy.clauses:
        for place, one in enumerate(clause.unless):
            views = [subject.regions.of(lane, "", (clause.when, one.when)) for lane in _lanes(clause)]
            if any(view.sets.both(view.where(clause.when), view.where(one.when)) != NONE for view in views):
                continue
            message = say("exception_unused", exception=f"`{one.id}`", clause=f"`{clause.id}`")
            hint = say("exception_unused.do")
            yield Finding("exception_unused", message, hint, clause.id, ("unless", place), _witness(views, clause, one))


def _lanes(clause: Clause) -> list[str]:
    return [lane for lane in LANES if lane in clause.lanes or clause.effect is Effect.CLASSIFY]


def _witness(views: list[Situations], clause: Clause, exception: Unless) -> Witness | None:
    """A claim that the clause is about, exception or not; without one the clause is dead, which another check tells."""
    for view in views:
        remedy = next(iter(sorted(clause.remedies)), "refund")
        claimed = view.claim_in(view.sets.without(view.where(exception.when), view.where(clause.when)))
        if claimed is not None:
            return told(view, claimed, remedy)
    return None
