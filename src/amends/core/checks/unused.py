"""A fact of the shop's own, or the wording of a question, that no clause needs: a leftover, or a clause is missing."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.checks.asked import asked_by
from amends.core.checks.finding import Finding, Subject
from amends.core.vocabulary import VOCABULARY


def unused(subject: Subject) -> Iterator[Finding]:
    """This function will find own facts and own questions that no clause asks about."""
    asked = {name for clause in subject.policy.clauses for name in asked_by(clause)}
    for name, fact in subject.policy.vocabulary.facts.items():
        if name in asked or name == "claim.reason":
            continue
        known = VOCABULARY.facts.get(name)
        if known is None:
            yield Finding("unused", f"no clause asks about the fact `{name}`.", "Take it out.", "", ("facts", name))
        elif known.ask != fact.ask:
            message = f"there is a question for `{name}`, but no clause asks about it."
            yield Finding("unused", message, "Take it out.", "", ("ask", name))
