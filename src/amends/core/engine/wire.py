"""Decisions as JSON: a request in, an explained decision out.

A request is `{"facts": {...}, "at": "2023-04-01T12:00:00-04:00"}`; facts are written as `facts.read_facts` takes them,
flat or nested, amounts as text in major units. The answer holds every remedy on offer, explained.

What is said about the same situation differs in its dates alone. So the answer to a situation is written once, with
places for the dates, and filled in afterwards; the bytes are the same as if it had been written whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from amends.core.dates import Deadline, datetime_of
from amends.core.engine.decide import Decider
from amends.core.engine.explain import Explained, Explaining
from amends.core.engine.reading import reader_of
from amends.core.engine.truth import event_of
from amends.core.engine.verdict import Dates, Decision, Due, Verdict
from amends.core.engine.wording import deadline_in_words, instant_in_figures, moment_in_words
from amends.core.policy.tree import Effect, Policy

MOST_ANSWERS = 500
MOST_DATES = 4_000
OPEN, CLOSE = "\ue000", "\ue001"  # around the number of a place
_PLACE = re.compile(f"{OPEN}([0-9]+){CLOSE}".encode())
Place = tuple[Any, ...]
Write = Callable[[Place, Decision], bytes]


class Answer(msgspec.Struct, frozen=True):
    """What is answered: which policy decided, when, in which lanes, and every remedy on offer."""

    policy: str
    at: str
    lanes: tuple[str, ...]
    remedies: Mapping[str, Explained]


def decision_to_json(policy: Policy, decision: Decision) -> bytes:
    """This function will write a decision, explained, as JSON."""
    return _written(decision, _at(policy, decision), lambda verdict: Explaining(policy, decision, verdict))


def _at(policy: Policy, decision: Decision) -> str:
    return datetime_of(decision.at, policy.shop.zone).isoformat()


def _written(decision: Decision, at: str, explaining: Callable[[Verdict], Explaining]) -> bytes:
    offered = {remedy: verdict for remedy, verdict in decision.verdicts.items() if verdict.on_offer}
    remedies = {remedy: explaining(verdict).explained() for remedy, verdict in offered.items()}
    return msgspec.json.encode(Answer(decision.policy_hash, at, decision.lanes, remedies))


class Wire:
    """One policy that answers requests in JSON."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider
        self.policy = decider.policy
        self._read = reader_of(self.policy)
        self._limits = tuple(one.counter for one in self.policy.clauses if one.effect is Effect.LIMIT)
        self._templates: dict[object, _Template] = {}
        self._dates: dict[object, bytes] = {}
        # A policy whose own text has the marks of places is answered the long way; `repr` writes the marks as escapes.
        written = repr((self.policy.clauses, self.policy.vocabulary))
        self._has_marks = any(ascii(mark)[1:-1] in written for mark in (OPEN, CLOSE))

    def decide(self, request: bytes) -> bytes:
        """This function will answer a request, or raise the error that says what is wrong with it."""
        facts, at = self._read(request)
        decision = self.decider.decide(facts, at)
        answers = None if self._has_marks else self.decider.answers(facts, at)
        if answers is None:
            return decision_to_json(self.policy, decision)
        key = (answers, _shape(decision), tuple(facts.get(name) for name in self._limits), _known(decision))
        template = self._templates.get(key)
        if template is None:
            if len(self._templates) >= MOST_ANSWERS:
                self._templates.clear()
            template = self._templates[key] = _Template(self.policy, decision)
        return template.filled(decision, self._write)

    def _write(self, place: Place, decision: Decision) -> bytes:
        match place:
            case ("at",):
                return _at(self.policy, decision).encode()
            case ("when", event, exact):
                moment = event_of(event, self.policy, decision.facts, decision.at)
                return b"" if moment is None else moment_in_words(moment, self.policy, exact=exact).encode()
        deadline = _deadline_at(place, decision.dates())
        key = (place[0] == "words", deadline.closes_at, deadline.last_day)
        found = self._dates.get(key)
        if found is None:
            if len(self._dates) >= MOST_DATES:
                self._dates.clear()
            written = deadline_in_words if key[0] else instant_in_figures
            found = self._dates[key] = written(deadline, self.policy).encode()
        return found


def _shape(decision: Decision) -> object:
    """Which dates there are, and which of them are exact to the microsecond; not the dates themselves."""
    dates = decision.dates()
    return (
        tuple((clause, one.last_day is None) for clause, one in dates.closings.items()),
        tuple(dates.until),
        tuple((due.what, due.clause) for due in dates.promises),
    )


def _known(decision: Decision) -> object:
    """Which of the facts in doubt are known after all."""
    doubts = (name for verdict in decision.verdicts.values() for name in verdict.doubts)
    return tuple(decision.facts.get(name) is None for name in doubts)


def _deadline_at(place: Place, dates: Dates) -> Deadline:
    _, table, key = place
    found: Any = getattr(dates, table)[key]
    return found.deadline if isinstance(found, Due) else found


class _Template:
    """The answer to one situation as bytes, with places for what differs."""

    def __init__(self, policy: Policy, decision: Decision) -> None:
        self._places: dict[Place, int] = {}
        dates = decision.dates()
        marked = Dates(
            {clause: replace(one) for clause, one in dates.closings.items()},
            tuple(replace(due, deadline=replace(due.deadline)) for due in dates.promises),
            {remedy: replace(one) for remedy, one in dates.until.items()},
        )
        where: dict[int, tuple[str, object]] = {
            id(one): ("closings", clause) for clause, one in marked.closings.items()
        }
        where.update((id(due.deadline), ("promises", place)) for place, due in enumerate(marked.promises))
        where.update((id(one), ("until", remedy)) for remedy, one in marked.until.items())
        copied = msgspec.structs.replace(decision, dates=lambda: marked)
        whole = _written(copied, self.mark(("at",)), lambda one: _Marking(policy, copied, one, where, self.mark))
        parts = _PLACE.split(whole)
        self._texts, self._order = parts[::2], [int(number) for number in parts[1::2]]
        self._keys = tuple(self._places)

    def mark(self, place: Place) -> str:
        """This function will return the mark of a place."""
        return f"{OPEN}{self._places.setdefault(place, len(self._places))}{CLOSE}"

    def filled(self, decision: Decision, write: Write) -> bytes:
        """This function will return the answer with the dates of this decision."""
        found = [write(place, decision) for place in self._keys]
        parts = [self._texts[0]]
        for number, text in zip(self._order, self._texts[1:], strict=True):
            parts.append(found[number])
            parts.append(text)
        return b"".join(parts)


class _Marking(Explaining):
    """Explains with marks in the places of dates."""

    def __init__(
        self,
        policy: Policy,
        decision: Decision,
        verdict: Verdict,
        where: Mapping[int, tuple[str, object]],
        mark: Callable[[Place], str],
    ) -> None:
        super().__init__(policy, decision, verdict)
        self._where = where
        self._mark = mark

    def date(self, deadline: Deadline) -> str:
        return self._mark(("words", *self._where[id(deadline)]))

    def figures(self, deadline: Deadline) -> str:
        return self._mark(("figures", *self._where[id(deadline)]))

    def when(self, event: str, *, exact: bool) -> str:
        return self._mark(("when", event, exact))
