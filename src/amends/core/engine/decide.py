"""The fast engine: equal to the definition in `spec`, verdict for verdict and date for date.

A verdict follows from the truths of the conditions and from nothing else. So one generated function (`compile`) finds
the truths, and the verdict for them is looked up; where it is met for the first time, the definition works it out from
just these truths. Every remedy has its own memory, because a remedy depends on few conditions and so meets the same few
situations again and again. What is odd - a fact that makes no sense, an unknown reason - goes to the definition whole.

Laws: equal to `spec.decide` (differential tests); bounded memory; no text of a policy is ever executed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from amends.core.dates import Instant
from amends.core.engine import spec
from amends.core.engine.closings import ASKED, closings_of, promises_of, turns_of, until_of
from amends.core.engine.compile import TRUTHS, Answers, Questions
from amends.core.engine.standings import tests_of
from amends.core.engine.truth import SENSELESS, Truth, TruthOf, truth_in
from amends.core.engine.verdict import Dates, Decision, Verdict
from amends.core.facts import Facts
from amends.core.policy.tree import Clause, Effect, Op, Policy, Test

MOST_SITUATIONS = 1_000  # whole situations remembered, and verdicts a remedy
UNKNOWN = 1
SPEAKING = (*spec.DECIDING, Effect.ADVISE)
TIMED = (Op.WITHIN, Op.SEASON, Op.DAYS)
Situation = tuple[tuple[str, ...], Mapping[str, Verdict]]  # the lanes, and the verdict for each remedy


def compile_policy(policy: Policy) -> Decider:
    """This function will return the policy as something that decides claims quickly."""
    return Decider(policy)


class Decider:
    """One policy, ready to decide; safe to share between threads."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._questions = Questions(policy)
        self._look = self._questions.look
        self._situations: dict[object, Situation] = {}
        named = {one for clause in policy.clauses if clause.effect in spec.NAMING for one in clause.remedies}
        self._remedies = {remedy: _Remedy(remedy, self._questions) for remedy in sorted(named)}
        self._lanes = replace(policy, clauses=tuple(one for one in policy.clauses if one.effect is Effect.CLASSIFY))
        dated = (one for one in policy.clauses if one.within or one.promise or one.effect is Effect.EXTEND)
        self._dated = replace(policy, clauses=tuple(dated))

    def decide(self, facts: Facts, at: Instant) -> Decision:
        """This function will decide one claim for every remedy that the policy names, exactly as `spec.decide` does."""
        seen = dict(facts)
        try:
            lanes, verdicts = self._situation(seen, at)
        except SENSELESS:
            return spec.decide(self.policy, facts, at)
        return Decision(self.policy.hash, at, seen, lanes, verdicts, _LateDates(self, seen, at, lanes, verdicts))

    def _situation(self, facts: Facts, at: Instant) -> Situation:
        conditions, tests = self._look(facts.get, at)
        found = self._situations.get(conditions) or self._situations.get((conditions, tests))
        return found or self._new_situation(conditions, tests, facts.get("claim.reason"))

    def _new_situation(self, conditions: Answers, tests: Answers, reason: str | None) -> Situation:
        truth = self._truth(tests)
        lanes = spec.lanes_of(self._lanes, reason, truth)
        verdicts = {name: one.verdict(conditions, tests, reason, lanes, truth) for name, one in self._remedies.items()}
        if len(self._situations) >= MOST_SITUATIONS:
            self._situations.clear()
        key = (conditions, tests) if UNKNOWN in conditions else conditions
        self._situations[key] = found = (tuple(lanes), MappingProxyType(verdicts))
        return found

    def _truth(self, answers: Answers) -> TruthOf:
        places = self._questions.tests

        def truth(test: Test) -> Truth:
            return TRUTHS[answers[places[test]]]

        return truth

    def dates(self, facts: Facts, at: Instant, lanes: tuple[str, ...], verdicts: Mapping[str, Verdict]) -> Dates:
        """This function will return the dates of a decision."""
        truth = truth_in(self.policy, facts, at)
        asked = facts.get(ASKED)
        accepted = spec.accepted(verdicts)
        tests = (test for test in self._questions.tests if test.op in TIMED) if accepted else ()
        return Dates(
            closings_of(self._dated, lanes, facts, at, truth),
            promises_of(self._dated, lanes, facts, at, truth),
            until_of(
                accepted,
                turns_of(tests, self.policy, facts, at),
                asked if isinstance(asked, int) else at,
                lambda later: self._accepted_at(facts, later),
            ),
        )

    def _accepted_at(self, facts: Facts, later: Instant) -> frozenset[str]:
        return spec.accepted(self.decide({**facts, ASKED: later}, later).verdicts)


class _LateDates:
    """The dates of a decision, worked out when somebody asks for them, and once."""

    __slots__ = ("_found", "_of")

    def __init__(self, *of: Any) -> None:
        self._of = of
        self._found: Dates | None = None

    def __call__(self) -> Dates:
        if self._found is None:
            decider, *rest = self._of
            self._found = decider.dates(*rest)
        return self._found


def _about(clauses: Iterable[Clause], remedy: str) -> Iterator[Clause]:
    """The clauses that can have a part in the verdict for a remedy."""
    speaking = {one.id for one in clauses if one.effect in SPEAKING and remedy in one.remedies}
    for clause in clauses:
        extends = clause.effect is Effect.EXTEND and not speaking.isdisjoint(clause.extends)
        if clause.id in speaking or extends or clause.effect is Effect.CLASSIFY:
            yield clause


def _picker(places: Collection[int]) -> Callable[[Answers], Answers]:
    if len(places) > 1:
        return itemgetter(*sorted(places))
    return lambda answers: tuple(answers[place] for place in places)


class _Remedy:
    """The verdicts for one remedy, remembered by the truths of the conditions that have a part in them."""

    def __init__(self, remedy: str, questions: Questions) -> None:
        self.remedy = remedy
        clauses = tuple(_about(questions.policy.clauses, remedy))
        self.policy = replace(questions.policy, clauses=clauses)
        places = {0}.union(*(questions.conditions_of[clause.id] for clause in clauses))
        tests = {questions.tests[test] for clause in clauses for test in tests_of(clause)}
        self.conditions = _picker(places)
        self.tests = _picker(tests)
        self.known: dict[object, Verdict] = {}

    def verdict(
        self, conditions: Answers, tests: Answers, reason: str | None, lanes: spec.Lanes, truth: TruthOf
    ) -> Verdict:
        """This function will return the verdict, from memory where the same truths were met before."""
        known = self.conditions(conditions)
        # which facts are missing follows from the tests, not from the conditions
        key = (known, self.tests(tests)) if UNKNOWN in known else known
        found = self.known.get(key)
        if found is None:
            found = spec.verdict_of(self.policy, self.remedy, reason, lanes, truth, sound=True)
            if len(self.known) >= MOST_SITUATIONS:
                self.known.clear()
            self.known[key] = found
        return found
