"""Decisions as JSON: a request in, an explained decision out.

A request is `{"facts": {...}, "at": "2023-04-01T12:00:00-04:00"}`; facts are written as `facts.read_facts` takes them,
flat or nested, amounts as text in major units. The answer holds every remedy on offer, explained.

What is said about the same verdict differs in its dates alone. So each explanation is written once, with places for the
dates, and filled in afterwards; the bytes are the same as if it had been written whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from amends.core.dates import MINUTE, Deadline, datetime_of
from amends.core.engine.compile import Answers
from amends.core.engine.decide import Decider
from amends.core.engine.explain import Explaining, explain
from amends.core.engine.explained import Explained
from amends.core.engine.language import ENGLISH, Told, Words
from amends.core.engine.reading import reader_of
from amends.core.engine.truth import event_of
from amends.core.engine.verdict import Dates, Decision, Due, Ground, Verdict
from amends.core.engine.wording import deadline_in_words, instant_in_figures, moment_in_words
from amends.core.policy.tree import Policy

MOST_TEMPLATES = 3_000
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


class _Assembled(msgspec.Struct, frozen=True):
    """An `Answer` whose remedies are written already."""

    policy: str
    at: str
    lanes: tuple[str, ...]
    remedies: dict[str, msgspec.Raw]


def decision_to_json(policy: Policy, decision: Decision, words: Words = ENGLISH) -> bytes:
    """This function will write a decision, explained, as JSON."""
    return msgspec.json.encode(
        Answer(decision.policy_hash, _at(policy, decision), decision.lanes, explain(policy, decision, words))
    )


def _at(policy: Policy, decision: Decision) -> str:
    return datetime_of(decision.at, policy.shop.zone).isoformat()


class Wire:
    """One policy that answers requests in JSON, in one language: English, unless it is told in another."""

    def __init__(self, decider: Decider, told: Told | None = None) -> None:
        self.decider = decider
        self.told = told or Told(decider.policy)
        self.policy = self.told.policy
        self._read = reader_of(self.policy)
        self._said: dict[int, _Said] = {}  # by the identity of the verdict, which each of them keeps alive
        self._templates = 0
        self._dates: dict[object, bytes] = {}
        # A policy whose own text has the marks of places is answered the long way; `repr` writes the marks as escapes.
        law = self.policy.floor and self.policy.floor.clauses
        written = repr((self.policy.clauses, law, self.policy.vocabulary, self.told.words.names))
        self._has_marks = any(ascii(mark)[1:-1] in written for mark in (OPEN, CLOSE))

    def decide(self, request: bytes) -> bytes:
        """This function will answer a request, or raise the error that says what is wrong with it."""
        facts, at = self._read(request)
        decision = self.decider.decide(facts, at)
        answers = None if self._has_marks else self.decider.answers(facts, at)
        if answers is None:
            return decision_to_json(self.policy, decision, self.told.words)
        shape = _shape(decision)
        remedies = {
            remedy: msgspec.Raw(self._template(verdict, decision, answers[1], shape).filled(decision, self._write))
            for remedy, verdict in decision.verdicts.items()
            if verdict.on_offer
        }
        return msgspec.json.encode(
            _Assembled(decision.policy_hash, _at(self.policy, decision), decision.lanes, remedies)
        )

    def _template(self, verdict: Verdict, decision: Decision, tests: Answers, shape: object) -> _Template:
        said = self._said.get(id(verdict))
        if said is None:
            said = self._said[id(verdict)] = _Said(verdict, self.decider)
        key = said.key(decision, tests, shape)
        template = said.templates.get(key)
        if template is None:
            if self._templates >= MOST_TEMPLATES:
                self._said.clear()
                self._templates = 0
            self._templates += 1
            template = said.templates[key] = _Template(self.told, decision, verdict)
        return template

    def _write(self, place: Place, decision: Decision) -> bytes:
        if place[0] == "when":
            _, event, exact = place
            moment = event_of(event, self.policy, decision.facts, decision.at)
            return (
                b"" if moment is None else moment_in_words(moment, self.policy, self.told.words, exact=exact).encode()
            )
        deadline = _deadline_at(place, decision.dates())
        key = (place[0] == "words", deadline.closes_at, deadline.last_day)
        found = self._dates.get(key)
        if found is None:
            if len(self._dates) >= MOST_DATES:
                self._dates.clear()
            words = self.told.words
            text = (
                deadline_in_words(deadline, self.policy, words) if key[0] else instant_in_figures(deadline, self.policy)
            )
            found = self._dates[key] = text.encode()
        return found


def _shape(decision: Decision) -> object:
    """Which dates there are, and which of them are exact to the microsecond; not the dates themselves."""
    dates = decision.dates()
    return (
        decision.lanes,
        tuple([(clause, one.last_day is None) for clause, one in dates.closings.items()]),
        _alike(dates),
        tuple(dates.until),
        decision.open_remedies,
        tuple([(due.what, due.clause) for due in dates.promises]),
    )


def _alike(dates: Dates) -> tuple[str, ...]:
    """Which windows end on the same day or in the same minute: ways that say the same are said once."""
    if len(dates.closings) < 2:
        return tuple(dates.closings)
    first: dict[tuple[int | None, int], str] = {}
    return tuple([
        first.setdefault((one.last_day, 0 if one.last_day is not None else one.closes_at // MINUTE), clause)
        for clause, one in dates.closings.items()
    ])  # fmt: skip


class _Said:
    """What has been said about one verdict. It depends on which parts of conditions hold, and on which dates exist."""

    def __init__(self, verdict: Verdict, decider: Decider) -> None:
        self.verdict = verdict
        self.templates: dict[object, _Template] = {}
        missed = [condition for reason in verdict.reasons for condition in reason.missed]
        changed = [change.wanted for way in verdict.ways for change in way if change.wanted is not None]
        self._places = decider.places(missed + changed)
        used = (reason.clause for reason in verdict.reasons if reason.ground is Ground.USED_UP)
        self._facts = (*(decider.policy.clause(clause).counter for clause in used), *verdict.doubts)

    def key(self, decision: Decision, tests: Answers, shape: object) -> object:
        """This function will return everything that what is said depends on, apart from the dates themselves."""
        facts = tuple([decision.facts.get(name) for name in self._facts])
        return tuple([tests[place] for place in self._places]), facts, shape


def _deadline_at(place: Place, dates: Dates) -> Deadline:
    _, table, key = place
    found: Any = getattr(dates, table)[key]
    return found.deadline if isinstance(found, Due) else found


class _Template:
    """One remedy's explanation as bytes, with places for the dates."""

    def __init__(self, told: Told, decision: Decision, verdict: Verdict) -> None:
        self._places: dict[Place, int] = {}
        dates = decision.dates()
        marked = Dates(
            {clause: replace(one) for clause, one in dates.closings.items()},
            tuple(replace(due, deadline=replace(due.deadline)) for due in dates.promises),
            {remedy: replace(one) for remedy, one in dates.until.items()},
        )
        where: dict[int, tuple[str, object]] = {}
        first = zip(marked.closings.values(), _alike(dates), strict=True)
        where.update((id(one), ("closings", clause)) for one, clause in first)
        where.update((id(due.deadline), ("promises", place)) for place, due in enumerate(marked.promises))
        where.update((id(one), ("until", remedy)) for remedy, one in marked.until.items())
        copied = msgspec.structs.replace(decision, dates=lambda: marked)
        whole = msgspec.json.encode(_Marking(told, copied, verdict, where, self.mark).explained())
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
        told: Told,
        decision: Decision,
        verdict: Verdict,
        where: Mapping[int, tuple[str, object]],
        mark: Callable[[Place], str],
    ) -> None:
        super().__init__(told.policy, decision, verdict, told.words)
        self._where = where
        self._mark = mark

    def date(self, deadline: Deadline) -> str:
        return self._mark(("words", *self._where[id(deadline)]))

    def figures(self, deadline: Deadline) -> str:
        return self._mark(("figures", *self._where[id(deadline)]))

    def when(self, event: str, *, exact: bool) -> str:
        return self._mark(("when", event, exact))
