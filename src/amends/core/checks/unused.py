"""A fact of the shop's own, or the wording of a question, that no clause needs: a leftover, or a clause is missing."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.checks.asked import asked_by
from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say
from amends.core.vocabulary import VOCABULARY


def unused(subject: Subject) -> Iterator[Finding]:
    """This function will find own facts and own questions that no clause asks about."""
    asked = {name for clause in subject.policy.clauses for name in asked_by(clause)}
    for name, fact in subject.policy.vocabulary.facts.items():
        if name in asked or name == "claim.reason":
            continue
        known = VOCABULARY.facts.get(name)
        if known is None:
            yield Finding("unused", say("unused.fact", fact=f"`{name}`"), say("unused.do"), "", ("facts", name))
        elif known.ask != fact.ask:
            message = say("unused.question", fact=f"`{name}`")
            yield Finding("unused", message, say("unused.do"), "", ("ask", name))
