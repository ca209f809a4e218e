"""A clause asks about something of the piece that no product of the shop's catalogue tells.

Looked at is the catalogue beside the policy, where there is one. What the customer is asked for, and what means
something where it is absent, is always known; every claim that any other fact would decide is referred to a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from amends.core.checks.asked import asked_by
from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say
from amends.core.policy.tree import Clause
from amends.core.regions.witness import Witness, decided, told

OF_THE_ORDER = frozenset(
    f"item.{name}" for name in ("category", "discounted", "marks", "paid", "price", "product", "quantity", "sku")
)


def needs_unknown_fact(subject: Subject) -> Iterator[Finding]:
    """This function will find facts of the piece that clauses ask about and that no product tells."""
    if not subject.products:
        return
    known = {f"item.{name}" for product in subject.products for name in product.attributes} | OF_THE_ORDER
    found: set[str] = set()
    for clause in subject.policy.clauses:
        for name in asked_by(clause):
            fact = subject.policy.vocabulary.facts.get(name)
            if not name.startswith("item.") or name in known | found or fact is None:
                continue
            if fact.absent is None and not fact.ask:
                found.add(name)
                message = say("needs_unknown_fact", fact=f"`{name}`", clause=f"`{clause.id}`")
                hint = say("needs_unknown_fact.do", attribute=f"`{name.partition('.')[2]}`")
                yield Finding("needs_unknown_fact", message, hint, clause.id, (), _witness(subject, clause, name))


def _witness(subject: Subject, clause: Clause, name: str) -> Witness | None:
    """A claim that the clause would decide, were the fact known."""
    for view in subject.regions.speaking(clause):
        claimed = view.claim_in(view.scope(clause))
        if claimed is not None:
            witness = told(view, claimed, view.remedy)
            witness = replace(witness, facts={key: value for key, value in witness.facts.items() if key != name})
            if name in decided(subject.policy, witness)[1].doubts:
                return witness
    return None
