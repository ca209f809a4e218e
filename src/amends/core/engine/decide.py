"""The fast engine: equal to the definition in `spec`, verdict for verdict and date for date.

A verdict follows from the truths of the conditions and from nothing else. So one generated function (`compile`) finds
the truths, and the verdict for them is looked up; where it is met for the first time, the definition works it out from
just these truths. Every remedy has its own memory, because a remedy depends on few conditions and so meets the same few
situations again and again. What is odd - a fact that makes no sense, an unknown reason - goes to the definition whole.

Laws: equal to `spec.decide` (differential tests); bounded memory; no text of a policy is ever executed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain
from types import MappingProxyType
from typing import Any

from amends.core.dates import NOT_YET, Deadline, Instant, Unit
from amends.core.engine import spec
from amends.core.engine.closings import (
    ASKED,
    DeadlineOf,
    closings_of,
    deadlines_in,
    each_turn,
    in_time_order,
    promises_of,
    until_of,
)
from amends.core.engine.compile import TRUTHS, Answers, Questions, timed_answers
from amends.core.engine.keys import Key, key_of
from amends.core.engine.merge import merged_plainly, merged_promises, merged_ways, unnamed
from amends.core.engine.remembered import UNKNOWN, LateWays, RemedyMemory
from amends.core.engine.standings import season_test
from amends.core.engine.truth import SENSELESS, Truth, TruthOf, tests_in, value_of
from amends.core.engine.verdict import Dates, Decision, Due, Verdict
from amends.core.facts import Facts
from amends.core.policy.floors import alone, law_in, protects
from amends.core.policy.tree import Condition, Effect, Policy, Test, Window

MOST_SITUATIONS = 1_000  # whole situations remembered
Situation = tuple[tuple[str, ...], Mapping[str, Verdict]]  # the lanes, and the verdict for each remedy
One = tuple[tuple[str, ...], Verdict | None]  # the same for one remedy
Dated = tuple[dict[str, Deadline], tuple[Due, ...], Iterable[Deadline]]  # closings, promises, turns
Pair = tuple[Situation, Situation, Situation]  # the shop's, the law's, and the two made one
NOWHERE: Situation = ((), MappingProxyType({}))  # a law that does not protect
BUYER = "order.buyer"


def compile_policy(policy: Policy) -> Decider:
    """This function will return the policy as something that decides claims quickly."""
    law = law_in(policy)
    return Decider(policy) if law is None else LawfulDecider(policy, law)


class Decider:
    """One policy, or one law, that is decided by itself; safe to share between threads."""

    law: Decider | None = None  # that decides what the law alone gives, where the policy stands under one

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._questions = Questions(policy)
        self._look = self._questions.look
        self._situations: dict[object, Situation] = {}
        self._remedies = {remedy: RemedyMemory(remedy, self._questions) for remedy in sorted(spec.named_in(policy))}
        self._lanes = replace(policy, clauses=tuple(one for one in policy.clauses if one.effect is Effect.CLASSIFY))
        self._dated: dict[tuple[str, ...], Policy] = {}  # by lanes, of which there are few

    def decide(self, facts: Facts, at: Instant) -> Decision:
        """This function will decide one claim for every remedy that the policy names, exactly as `spec.decide` does."""
        seen = dict(facts)
        try:
            situation = self.situation(seen, at)
        except SENSELESS:
            return spec.decide(self.policy, facts, at)
        return Decision(self.policy.hash, at, seen, situation[0], situation[1], _LateDates(self, seen, at, situation))

    def answer(self, remedy: str, facts: Facts, at: Instant) -> One:
        """This function will return the lanes and the verdict for one remedy, for who counts claims by the thousand."""
        try:
            return self.one(remedy, facts, at)
        except SENSELESS:
            return spec.answer(self.policy, remedy, facts, at)

    def one(self, remedy: str, facts: Facts, at: Instant) -> One:
        """This function will return the lanes and the verdict for one remedy, and look at no other; or raise."""
        conditions, tests = self._look(facts.get, at)
        reason, truth = facts.get("claim.reason"), self._truth(tests)
        lanes = spec.lanes_of(self._lanes, reason, truth)
        memory = self._remedies.get(remedy)
        return tuple(lanes), None if memory is None else memory.verdict(conditions, tests, reason, lanes, truth)

    def own_verdicts(self, facts: Facts, at: Instant) -> Mapping[str, Verdict]:
        """This function will return what the shop's clauses alone say."""
        return self.decide(facts, at).verdicts

    def answers(self, facts: Facts, at: Instant) -> tuple[Answers, Answers] | None:
        """This function will return the truths of all conditions and tests; nothing where something is odd."""
        try:
            return self._look(facts.get, at)
        except SENSELESS:
            return None

    def places(self, conditions: Iterable[Condition]) -> tuple[int, ...]:
        """This function will return where those tests of these conditions stand that are among the truths here."""
        places, tests = self._questions.tests, {test for condition in conditions for test in tests_in(condition)}
        return tuple(sorted(places[test] for test in tests if test in places))

    def situation(self, facts: Facts, at: Instant) -> Situation:
        """This function will return lanes and verdicts, the same object where it was met before; or raise."""
        return self.own_situation(facts, at)

    def own_situation(self, facts: Facts, at: Instant) -> Situation:
        """This function will return the same by the policy's own clauses, without a law over it."""
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

    def _truth_late(self, facts: Facts, at: Instant) -> TruthOf:
        """The truths, found when the first is asked for: many claims have no promise and no season to ask about."""
        found: list[Answers] = []

        def truth(test: Test) -> Truth:
            look, places = self._of_dates
            if not found:
                found.append(look(facts.get, at))
            return TRUTHS[found[0][places[test]]]

        return truth

    @cached_property
    def _of_dates(self) -> tuple[Callable[[Callable[[str], Any], Instant], Answers], dict[Test, int]]:
        """What promises and seasons ask, which is little, and where each answer stands."""
        dating = [one for one in self.policy.clauses if one.promise or one.seasons]
        asked = [
            test for one in dating for test in (*tests_in(one.scope), *((season_test(one),) if one.seasons else ()))
        ]
        tests = tuple(dict.fromkeys(asked))
        return timed_answers(self._questions, tests), {test: place for place, test in enumerate(tests)}

    def dates(self, facts: Facts, at: Instant, situation: Situation) -> Dates:
        """This function will return the dates of a decision that was not odd."""
        accepted = spec.accepted(situation[1])
        closings, promises, turns = self.dated(facts, at, situation, accepted)
        asked = facts.get(ASKED)
        start = asked if isinstance(asked, int) else at
        until = until_of(accepted, in_time_order(turns), start, lambda later: self._accepted_at(facts, later))
        return Dates(closings, promises, until)

    def dated(self, facts: Facts, at: Instant, situation: Situation, remedies: Collection[str]) -> Dated:
        """This function will return the ends of the windows, the promises, and the turns for these remedies."""
        lanes, truth, deadline_of = situation[0], self._truth_late(facts, at), self._deadlines_in(facts, at)
        dated = self._dated_in(lanes)
        named = (self._remedies[one] for one in remedies if one in self._remedies)
        tests = {test: None for one in named for test in one.timed}
        closings = closings_of(dated, lanes, facts, deadline_of, truth)
        turns = each_turn(tests, self.policy, facts, at, deadline_of)
        return closings, promises_of(dated, lanes, deadline_of, truth), turns

    def _deadlines_in(self, facts: Facts, at: Instant) -> DeadlineOf:
        questions, vocabulary = self._questions, self.policy.vocabulary
        known: dict[tuple[str, int, Unit], Deadline | None] = {}  # many windows are as long as each other

        def deadline_of(window: Window) -> Deadline | None:
            place = (window.anchor, window.amount, window.unit)
            if place not in known:
                known[place] = worked_out(window)
            return known[place]

        def worked_out(window: Window) -> Deadline | None:
            anchor = value_of(window.anchor, vocabulary, facts, at)
            if anchor is None or anchor is NOT_YET:
                return None
            try:
                return questions.deadline(window, anchor)
            except SENSELESS:
                return deadlines_in(self.policy, facts, at)(window)

        return deadline_of

    def _dated_in(self, lanes: tuple[str, ...]) -> Policy:
        """The policy's clauses with a date in these lanes, and those that lengthen them."""
        found = self._dated.get(lanes)
        if found is None:
            dated = (one for one in self.policy.clauses if one.within or one.promise or one.seasons)
            clauses = tuple(one for one in dated if not one.lanes.isdisjoint(lanes))
            found = self._dated[lanes] = replace(self.policy, clauses=clauses)
        return found

    def _accepted_at(self, facts: Facts, later: Instant) -> frozenset[str]:
        moved = {**facts, ASKED: later}
        try:
            return spec.accepted(self.situation(moved, later)[1])
        except SENSELESS:
            return spec.accepted(spec.decide(self.policy, moved, later).verdicts)


class LawfulDecider(Decider):
    """A policy under a law: both decided by themselves, and each pair of their answers made one once."""

    def __init__(self, policy: Policy, law: Policy) -> None:
        super().__init__(policy)
        self.law = self._law = Decider(law)
        self._key = key_of((self._questions, self._law._questions), apart=(BUYER,))  # noqa: SLF001 - one of ours
        self._met: dict[Key, Pair] = {}
        self._pairs: dict[tuple[int, int], Pair] = {}
        self._both: dict[int, Pair] = {}  # by what they come to
        self._merged: dict[tuple[int, int], tuple[Verdict, Verdict, Verdict]] = {}
        self._unnamed = {remedy: unnamed(remedy) for remedy in spec.named_in(law)}

    def own_verdicts(self, facts: Facts, at: Instant) -> Mapping[str, Verdict]:
        """This function will return what the shop's clauses alone say."""
        try:
            return self.own_situation(facts, at)[1]
        except SENSELESS:
            return spec.decide(alone(self.policy), facts, at).verdicts

    def answers(self, facts: Facts, at: Instant) -> tuple[Answers, Answers] | None:
        """This function will return the truths of the shop's conditions and tests, followed by the law's."""
        own, legal = super().answers(facts, at), self._law.answers(facts, at)
        return None if own is None or legal is None else (own[0] + legal[0], own[1] + legal[1])

    def places(self, conditions: Iterable[Condition]) -> tuple[int, ...]:
        """This function will return where the tests of these conditions stand, in either side's answers."""
        asked, first = tuple(conditions), len(self._questions.tests)
        return (*super().places(asked), *(first + place for place in self._law.places(asked)))

    def situation(self, facts: Facts, at: Instant) -> Situation:
        """This function will return the shop's lanes, and the verdicts of both made one; or raise."""
        return self._pair(facts, at)[2]

    def one(self, remedy: str, facts: Facts, at: Instant) -> One:
        """This function will return the shop's lanes, and the verdict of both made one; or raise."""
        lanes, shop = super().one(remedy, facts, at)
        law = self._law.one(remedy, facts, at)[1] if protects(self.policy, facts) else None
        return lanes, shop if law is None else self._merged_one(remedy, law, shop)

    def _pair(self, facts: Facts, at: Instant) -> Pair:
        """The situations of shop and law, and what they come to together; where no law protects, the shop's alone."""
        key = self._key(facts.get, at)
        found = self._met.get(key)
        if found is None:
            own = self.own_situation(facts, at)
            protected = protects(self.policy, facts)
            found = self._paired(own, self._law.own_situation(facts, at)) if protected else (own, NOWHERE, own)
            if len(self._met) >= MOST_SITUATIONS:
                self._met.clear()
            self._met[key] = found
        return found

    def _paired(self, own: Situation, legal: Situation) -> Pair:
        found = self._pairs.get((id(own), id(legal)))
        if found is None:
            verdicts = {remedy: self._one(remedy, own, legal) for remedy in sorted({*own[1], *legal[1]})}
            if len(self._pairs) >= MOST_SITUATIONS:
                self._pairs.clear()
                self._both.clear()
            # Kept with what it was made from, so that no other object can come to have the same identity.
            found = self._pairs[id(own), id(legal)] = (own, legal, (own[0], MappingProxyType(verdicts)))
            self._both[id(found[2])] = found
        return found

    def _one(self, remedy: str, own: Situation, legal: Situation) -> Verdict:
        law = legal[1].get(remedy)
        return own[1][remedy] if law is None else self._merged_one(remedy, law, own[1].get(remedy))

    def _merged_one(self, remedy: str, law: Verdict, said: Verdict | None) -> Verdict:
        shop = said or self._unnamed[remedy]
        found = self._merged.get((id(law), id(shop)))
        if found is None:
            plain = merged_plainly(self.policy, law, shop)
            if len(self._merged) >= MOST_SITUATIONS:
                self._merged.clear()
            one = LateWays(plain, {}, partial(merged_ways, law, shop))
            found = self._merged[id(law), id(shop)] = (law, shop, one)
        return found[2]

    def dated(self, facts: Facts, at: Instant, situation: Situation, remedies: Collection[str]) -> Dated:
        """This function will return the dates and the turns of both, the law's in its own lanes."""
        own, legal, _ = self._both.get(id(situation)) or self._pair(facts, at)
        closings, promises, turns = super().dated(facts, at, own, remedies)
        if legal is NOWHERE:
            return closings, promises, turns
        legal_closings, legal_promises, legal_turns = self._law.dated(facts, at, legal, remedies)
        both = merged_promises(legal_promises, promises, legal[1].values())
        return {**closings, **legal_closings}, both, chain(turns, legal_turns)


class _LateDates:
    """The dates of a decision, worked out when somebody asks for them, and once."""

    __slots__ = ("_at", "_decider", "_facts", "_found", "_situation")

    def __init__(self, decider: Decider, facts: Facts, at: Instant, situation: Situation) -> None:
        self._decider = decider
        self._facts = facts
        self._at = at
        self._situation = situation
        self._found: Dates | None = None

    def __call__(self) -> Dates:
        if self._found is None:
            self._found = self._decider.dates(self._facts, self._at, self._situation)
        return self._found
