"""A clause asks about a fact that nobody tells: neither the shop's data nor an answer of the customer, nor its absence.

Every claim that the fact decides would be referred to a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.checks.asked import asked_by
from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say
from amends.core.vocabulary import VOCABULARY

FROM_DATA = ("item.", "parcel.", "used.")


def never_known(subject: Subject) -> Iterator[Finding]:
    """This function will find facts of the shop's own that are asked about and never told."""
    told: set[str] = set()
    for clause in subject.policy.clauses:
        for name in asked_by(clause):
            fact = subject.policy.vocabulary.facts.get(name)
            if fact is None or name in VOCABULARY.facts or name in told or name.startswith(FROM_DATA):
                continue
            if fact.absent is None and not fact.ask:
                told.add(name)
                message = say("never_known", fact=f"`{name}`", clause=f"`{clause.id}`")
                hint = say("never_known.do")
                yield Finding("never_known", message, hint, "", ("facts", name))
