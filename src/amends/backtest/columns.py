"""A policy lowered to columns: for each remedy and lane a chain of cases with the answer and the clause behind it.

The rows of `engine.spec`, written so that a column engine can follow them: every acceptance, refusal and requirement is
a condition, and an answer is the first case of a chain that is so. Law: the answers equal those of the engine, row for
row, what is unknown or wrong included (differential test); `decided` says the same of a verdict of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain as linked

from amends.backtest.formulas import (
    Case,
    Chain,
    Formula,
    Lacking,
    Wrong,
    every,
    fails,
    holds,
    may_hold,
    opposite,
    otherwise,
    some,
    together,
)
from amends.core.engine.spec import DECIDING, NAMING, speaks_of
from amends.core.engine.standings import begun_test, extending, in_window, limit_test, speaking, tests_of
from amends.core.engine.truth import tests_in
from amends.core.engine.verdict import Ground, Outcome, Verdict
from amends.core.policy.tree import ALWAYS, AnyOf, Clause, Condition, Effect, Not, Op, Policy, Test
from amends.core.vocabulary import LANES

REASON = "claim.reason"
AGAINST = (Ground.REFUSES, Ground.TOO_LATE, Ground.NOT_BEGUN, Ground.CONDITION_MISSED, Ground.USED_UP)
CAN_BE_WRONG = (Op.WITHIN, Op.DAYS, Op.SEASON)  # columns have types, so only moments can make no sense


@dataclass(frozen=True, slots=True)
class Answer:
    """What one claim is answered, and the clause that is named first for it (none where no clause speaks)."""

    outcome: Outcome
    ground: Ground
    clause: str = ""


WRONG = Answer(Outcome.REFERRED, Ground.WRONG)
UNKNOWN = Answer(Outcome.REFERRED, Ground.UNKNOWN)
SILENT = Answer(Outcome.REFERRED, Ground.SILENT)
NOT_OFFERED = Answer(Outcome.REFUSED, Ground.NOT_OFFERED)
Answers = Chain[Answer]


def decided(verdict: Verdict | None) -> Answer:
    """This function will return the answer of the engine's verdict; of none, that the remedy is not offered."""
    if verdict is None:
        return NOT_OFFERED
    grounds: tuple[Ground, ...] = (Ground.ACCEPTS,)
    if verdict.outcome is Outcome.REFUSED:
        grounds = (*AGAINST, Ground.NOT_OFFERED)
    elif verdict.outcome is Outcome.REFERRED:
        grounds = (Ground.WRONG, Ground.UNKNOWN, Ground.SILENT, *AGAINST)
    found = next((one for ground in grounds for one in verdict.reasons if one.ground is ground), None)
    return Answer(verdict.outcome, found.ground, found.clause) if found else Answer(verdict.outcome, Ground.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that acceptances ask for; `where` says of which rows, apart from the acceptance's own scope."""

    clause: Clause
    ground: Ground
    asked: Condition  # holds where it is met, or where its clause does not speak
    missed: Formula


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One clause that accepts, with what it and the clauses over it ask for."""

    clause: Clause
    own: tuple[Requirement, ...]
    hard: Condition
    soft: Condition

    @property
    def met(self) -> Condition:
        """This property will hold the condition under which it accepts."""
        return together(self.clause.scope, self.hard, self.soft)


class Place:
    """One remedy in one lane."""

    def __init__(self, policy: Policy, remedy: str, lane: str) -> None:
        self.policy = policy
        self.lane = lane
        self.on_offer = any(one.effect is Effect.ACCEPT and remedy in one.remedies for one in policy.clauses)
        self.refusals = _by_id(speaking(policy, lane, remedy, Effect.REFUSE))
        self.terms = _by_id(speaking(policy, lane, remedy, Effect.TERMS))
        over = speaking(policy, lane, remedy, Effect.REQUIRE, Effect.LIMIT)
        self.shared = tuple(linked.from_iterable(self._asked(one, shared=True) for one in over))
        accepting = _by_id(speaking(policy, lane, remedy, Effect.ACCEPT))
        self.acceptances = tuple(self._acceptance(one) for one in accepting)
        clauses = speaking(policy, lane, remedy, *DECIDING)
        seasons = linked.from_iterable(extending(policy, clause, lane) for clause in clauses)
        tests = linked.from_iterable(tests_of(clause) for clause in (*clauses, *seasons))
        self.wrong = some(Wrong(test) for test in tests if test.op in CAN_BE_WRONG)

    def _acceptance(self, clause: Clause) -> Acceptance:
        own = tuple(self._asked(clause, shared=False))
        asked = (*own, *self.shared)
        return Acceptance(
            clause,
            own,
            together(*(one.asked for one in asked if not one.clause.refers)),
            together(*(one.asked for one in asked if one.clause.refers)),
        )

    def _asked(self, clause: Clause, *, shared: bool) -> Iterator[Requirement]:
        """What a clause requires, each with where it is missed; over others, only where the clause speaks."""
        scope = clause.scope if shared else ALWAYS
        if clause.within is not None:
            begun = begun_test(clause.within)
            wanted = in_window(self.policy, clause, clause.within, self.lane)
            late = every((fails(wanted), opposite(fails(begun))))
            yield Requirement(clause, Ground.TOO_LATE, _implied(scope, wanted), every((holds(scope), late)))
            never = every((holds(scope), fails(begun)))
            yield Requirement(clause, Ground.NOT_BEGUN, ALWAYS, never)
        if clause.provided is not ALWAYS:
            yield _plain(clause, Ground.CONDITION_MISSED, scope, clause.provided)
        if clause.effect is Effect.LIMIT:
            yield _plain(clause, Ground.USED_UP, scope, limit_test(clause))

    @cached_property
    def refused(self) -> Formula:
        """This property will hold where a claim is refused, where nothing in it is wrong."""
        if not self.on_offer:
            return True
        fits = some(holds(one.clause.scope) for one in self.acceptances)
        missed = every(fails(together(one.clause.scope, one.hard)) for one in self.acceptances)
        return some((holds(self._refusal), every((fits, missed))))

    @property
    def _refusal(self) -> Condition:
        return AnyOf(tuple(one.scope for one in self.refusals))

    @cached_property
    def accepted(self) -> Formula:
        """This property will hold where a claim is accepted, where nothing in it is wrong."""
        known = (some((holds(one.scope), fails(one.scope))) for one in self.terms)
        return every((fails(self._refusal), some(holds(one.met) for one in self.acceptances), *known))

    @property
    def settled_referral(self) -> Formula:
        """This property will hold where the claim is referred, and would be whatever is unknown."""
        each = self.acceptances
        no_miss = some((
            *(holds(together(one.clause.scope, one.hard)) for one in each),
            every(some((fails(one.clause.scope), holds(one.hard))) for one in each),
        ))  # fmt: skip
        return every((fails(self._refusal), no_miss, *(fails(one.met) for one in each)))

    @property
    def fitting(self) -> Formula:
        """This property will hold where an acceptance's scope fits."""
        return some(holds(one.clause.scope) for one in self.acceptances)

    def refusing(self) -> Iterator[tuple[Ground, str, Formula]]:
        """This function will yield what speaks against a claim: the ground, the clause, and where it is named."""
        yield from ((Ground.REFUSES, one.id, holds(one.scope)) for one in self.refusals)
        fits = self.fitting
        yield from ((one.ground, one.clause.id, every((fits, one.missed))) for one in self.shared)
        for each in self.acceptances:
            scope = holds(each.clause.scope)
            yield from ((one.ground, one.clause.id, every((scope, one.missed))) for one in each.own)

    def accepting(self) -> Iterator[tuple[Ground, str, Formula]]:
        """This function will yield what accepts: the ground, the clause, and where it is named."""
        for one in self.acceptances:
            yield Ground.ACCEPTS, one.clause.id, _unmissed(one, self.shared)


def _unmissed(one: Acceptance, shared: Iterable[Requirement]) -> Formula:
    """An acceptance is named where its scope fits and nothing that it asks for is known to be missed."""
    asked = dict.fromkeys(each.asked for each in (*one.own, *shared))
    return every((holds(one.clause.scope), *(may_hold(each) for each in asked)))


def _plain(clause: Clause, ground: Ground, scope: Condition, wanted: Condition) -> Requirement:
    return Requirement(clause, ground, _implied(scope, wanted), every((holds(scope), fails(wanted))))


def _implied(scope: Condition, wanted: Condition) -> Condition:
    return wanted if scope is ALWAYS else AnyOf((Not(scope), wanted))


def _by_id(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(sorted(clauses, key=lambda one: one.id))


class Lowered:
    """A policy as chains of cases: which lane a claim is in, and what it is answered there for each remedy."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.remedies = tuple(
            sorted({one for clause in policy.clauses if clause.effect in NAMING for one in clause.remedies})
        )
        self._places: dict[tuple[str, str], Place] = {}
        self._classifying = [one for one in policy.clauses if one.effect is Effect.CLASSIFY]

    def place(self, remedy: str, lane: str) -> Place:
        """This function will return what the policy says of one remedy in one lane."""
        if (remedy, lane) not in self._places:
            self._places[remedy, lane] = Place(self.policy, remedy, lane)
        return self._places[remedy, lane]

    @cached_property
    def lanes(self) -> Chain[str]:
        """This property will hold the lane of a claim; none where the lane itself is open, or the reason is unknown."""
        alone = []
        for lane in LANES:
            others = [opposite(self.in_lane(one)) for one in LANES if one != lane]
            alone.append(Case(every((self.in_lane(lane), *others)), lane))
        return (*alone, otherwise(""))

    def in_lane(self, lane: str) -> Formula:
        """This function will return where the claim may belong to the lane."""
        found: list[Formula] = [Lacking(REASON)]
        groups: dict[tuple[str, ...], list[str]] = {}
        for reason in self.policy.lane_of_reason:
            speaking_of = [one for one in self._classifying if speaks_of(one, reason)]
            own = "own" if self.policy.lane_of_reason[reason] == lane else ""
            groups.setdefault((own, *(one.id for one in speaking_of)), []).append(reason)
        for (own, *ids), reasons in groups.items():
            clauses = [self.policy.clause(one) for one in ids]
            put = [may_hold(one.scope) for one in clauses if one.lane == lane]
            left = [every(opposite(holds(one.scope)) for one in clauses)] if own else []
            found.append(every((holds(Test(REASON, Op.IS, tuple(sorted(reasons)))), some((*put, *left)))))
        return some(found)

    @cached_property
    def misfiled(self) -> Formula:
        """This property will hold where the facts that the lane depends on make no sense."""
        known = Test(REASON, Op.IS, tuple(sorted(self.policy.lane_of_reason)))
        found: list[Formula] = [fails(known)]
        for clause in self._classifying:
            about: Formula = True
            if clause.reasons:
                about = holds(Test(REASON, Op.IS, tuple(sorted(clause.reasons))))
            tests = [test for test in tests_in(clause.scope) if test.op in CAN_BE_WRONG]
            found.append(every((about, some(Wrong(test) for test in tests))))
        return some(found)

    def answers(self, remedy: str, lane: str) -> Answers:
        """This function will return the chain of answers for a remedy in a lane; without one, over all lanes."""
        if remedy not in self.remedies:
            return (otherwise(NOT_OFFERED),)
        return self._in_one(self.place(remedy, lane)) if lane else self._over_lanes(remedy)

    def _in_one(self, place: Place) -> Answers:
        against = tuple(_named(Outcome.REFUSED, place.refusing()))
        referring = tuple(_named(Outcome.REFERRED, place.refusing()))
        none_fits = every(fails(one.clause.scope) for one in place.acceptances)
        return _cut((
            Case(some((self.misfiled, place.wrong)), WRONG),
            *_named(Outcome.REFUSED, ((g, c, f) for g, c, f in place.refusing() if g is Ground.REFUSES)),
            *((otherwise(NOT_OFFERED),) if not place.on_offer else ()),
            Case(place.accepted, _cut(tuple(_named(Outcome.ACCEPTED, place.accepting())))),
            Case(place.refused, _cut(against)),
            Case(every((place.settled_referral, none_fits)), SILENT),
            Case(every((place.settled_referral, place.fitting)), _cut(referring)),
            otherwise(UNKNOWN),
        ))  # fmt: skip

    def _over_lanes(self, remedy: str) -> Answers:
        each = [(self.in_lane(lane), self.place(remedy, lane)) for lane in LANES]
        wrong = some((self.misfiled, *(every((inside, place.wrong)) for inside, place in each)))
        refused = every(some((opposite(inside), place.refused)) for inside, place in each)
        accepted = every(some((opposite(inside), place.accepted)) for inside, place in each)
        against = _of_all((inside, place.refusing()) for inside, place in each)
        accepting = _of_all((inside, place.accepting()) for inside, place in each)
        never: Answers = (otherwise(NOT_OFFERED),)
        return _cut((
            Case(wrong, WRONG),
            Case(refused, _cut((*_named(Outcome.REFUSED, against), *never))),
            Case(accepted, _cut(tuple(_named(Outcome.ACCEPTED, accepting)))),
            otherwise(UNKNOWN),
        ))  # fmt: skip


def _of_all(
    each: Iterable[tuple[Formula, Iterator[tuple[Ground, str, Formula]]]],
) -> Iterator[tuple[Ground, str, Formula]]:
    found: dict[tuple[Ground, str], list[Formula]] = {}
    for inside, named in each:
        for ground, clause, where in named:
            found.setdefault((ground, clause), []).append(every((inside, where)))
    yield from ((ground, clause, some(where)) for (ground, clause), where in found.items())


def _named(outcome: Outcome, named: Iterable[tuple[Ground, str, Formula]]) -> Iterator[Case[Answer]]:
    """What is named, in the order in which a verdict names it: by ground, then by clause."""
    grounds = list(Ground)
    joined: dict[tuple[int, str], list[Formula]] = {}
    for ground, clause, where in named:
        joined.setdefault((grounds.index(ground), clause), []).append(where)
    for place, clause in sorted(joined):
        yield Case(some(joined[place, clause]), Answer(outcome, grounds[place], clause))


def _cut(cases: Answers) -> Answers:
    """The chain without cases that are never so, and without what comes after one that always is."""
    found: list[Case[Answer]] = []
    for case in cases:
        if case.when is False:
            continue
        if case.when is True and isinstance(case.then, tuple):
            return (*found, *case.then)
        found.append(case)
        if case.when is True:
            break
    return tuple(found)


def answers_in(chain: Answers) -> Iterator[Answer]:
    """This function will yield every answer that a chain can give."""
    for case in chain:
        if isinstance(case.then, tuple):
            yield from answers_in(case.then)
        else:
            yield case.then


def numbered(lowered: Iterable[Lowered]) -> Mapping[Answer, int]:
    """This function will number the answers that these policies can give, each once, alike for all of them."""
    found: dict[Answer, None] = {}
    for one in lowered:
        for remedy in (*one.remedies, ""):
            for lane in (*LANES, ""):
                found.update(dict.fromkeys(answers_in(one.answers(remedy, lane))))
    return {answer: place for place, answer in enumerate(found)}
