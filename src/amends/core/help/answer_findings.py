"""Answers that cannot both be true: one way through a guide says a thing twice, and otherwise each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from amends.core.help.finding import Found, Subject, found
from amends.core.help.model import Choice, Guide, Step

MOST_STATES = 5_000  # a guide that people can follow has some dozen


def answer_findings(subject: Subject) -> Iterator[Found]:
    """This function will walk every way through every guide and compare what its answers say."""
    for guide in subject.guides():
        told: set[tuple[str, str]] = set()
        for step, choice, fault in _faults(guide):
            key = (step.id, fault)
            if key not in told:
                told.add(key)
                path = ("choices", choice.id, "facts") if choice else ("reason",)
                hint = "Lead to another step, or take one of the two out."
                yield found(subject, guide, step, path, "answers_contradict", fault, hint)


def _faults(guide: Guide) -> Iterator[tuple[Step, Choice | None, str]]:
    """Each step is looked at once for everything that can be known there; who goes back answers anew."""
    seen: set[tuple[str, str]] = set()
    ahead: list[tuple[str, dict[str, Any], frozenset[str]]] = [(guide.first, {}, frozenset())]
    while ahead and len(seen) < MOST_STATES:
        name, known, behind = ahead.pop()
        state = (name, repr(sorted(known.items(), key=lambda one: one[0])))
        if name in behind or state in seen:
            continue
        seen.add(state)
        step, behind = guide.steps[name], behind | {name}
        yield from _at(guide, step, known)
        ahead += [(choice.to, {**known, **choice.facts}, behind) for choice in step.choices if choice.to]
        if step.next:
            ahead.append((step.next, known, behind))


def _at(guide: Guide, step: Step, known: dict[str, Any]) -> Iterator[tuple[Step, Choice | None, str]]:
    reason = step.outcome.reason if step.outcome else ""
    told = known.get("claim.reason")
    if reason and told not in (None, reason):
        yield step, None, f"the claim goes on with `{reason}`, but the answers before it said `{told}`."
    for choice in step.choices:
        for fact, value in choice.facts.items():
            if fact in known and known[fact] != value:
                said = f"`{choice.id}` says `{fact}: {_shown(value)}`, but an answer before it `{_shown(known[fact])}`."
                yield step, choice, said
            elif fact in guide.products and str(value).lower() not in guide.products[fact]:
                yield step, choice, f"`{choice.id}` says `{fact}: {_shown(value)}`, but the guide is for no such piece."


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
