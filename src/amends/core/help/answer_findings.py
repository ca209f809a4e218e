"""Answers that cannot both be true: one way through a guide says a thing twice, and otherwise each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from amends.core.help.finding import Found, Subject, found
from amends.core.help.model import Choice, Guide, Step


def answer_findings(subject: Subject) -> Iterator[Found]:
    """This function will walk every way through every guide and compare what its answers say."""
    for guide in subject.guides():
        told: set[tuple[str, str]] = set()
        for step, choice, fault in _ways(guide, guide.first, {}, frozenset()):
            key = (step.id, fault)
            if key not in told:
                told.add(key)
                path = ("choices", choice.id, "facts") if choice else ("reason",)
                hint = "Lead to another step, or take one of the two out."
                yield found(subject, guide, step, path, "answers_contradict", fault, hint)


def _ways(
    guide: Guide, name: str, known: dict[str, Any], behind: frozenset[str]
) -> Iterator[tuple[Step, Choice | None, str]]:
    if name in behind:
        return  # who goes back answers anew
    step, behind = guide.steps[name], behind | {name}
    reason = step.outcome.reason if step.outcome else ""
    told = known.get("claim.reason")
    if reason and told not in (None, reason):
        yield step, None, f"the claim goes on with `{reason}`, but the answers before it said `{told}`."
    if step.next:
        yield from _ways(guide, step.next, known, behind)
    for choice in step.choices:
        for fact, value in choice.facts.items():
            if fact in known and known[fact] != value:
                said = f"`{choice.id}` says `{fact}: {_shown(value)}`, but an answer before it `{_shown(known[fact])}`."
                yield step, choice, said
            elif fact in guide.products and str(value).lower() not in guide.products[fact]:
                yield step, choice, f"`{choice.id}` says `{fact}: {_shown(value)}`, but the guide is for no such piece."
        if choice.to:
            yield from _ways(guide, choice.to, {**known, **choice.facts}, behind)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
