"""A clause governs acceptances, but there are none in its lanes: its requirement, limit or terms can never matter."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say
from amends.core.policy.tree import Effect

GOVERNING = (Effect.REQUIRE, Effect.TERMS, Effect.LIMIT)


def nothing_to_govern(subject: Subject) -> Iterator[Finding]:
    """This function will find clauses over remedies that no clause accepts in their lanes."""
    granted = {
        (lane, remedy)
        for clause in subject.policy.clauses
        if clause.effect is Effect.ACCEPT
        for lane in clause.lanes
        for remedy in clause.remedies
    }
    for clause in subject.policy.clauses:
        if clause.effect not in GOVERNING:
            continue
        if not any((lane, remedy) in granted for lane in clause.lanes for remedy in clause.remedies):
            message = say("nothing_to_govern", clause=f"`{clause.id}`")
            hint = say("nothing_to_govern.do")
            yield Finding("nothing_to_govern", message, hint, clause.id, (clause.effect.value,))
