"""A policy lowered to columns: for each remedy and lane a chain of cases with the answer and the clause behind it.

The rows of `engine.spec`, written so that a column engine can follow them: every acceptance, refusal and requirement is
a condition, and an answer is the first case of a chain that is so. Law: the answers equal those of the engine, row for
row, what is unknown or wrong included (differential test); `decided` says the same of a verdict of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from amends.backtest.formulas import (
    Case,
    Chain,
    Formula,
    Lacking,
    Value,
    Wrong,
    every,
    fails,
    holds,
    may_hold,
    opposite,
    otherwise,
    some,
)
from amends.backtest.places import CAN_BE_WRONG, OpenTo, Place
from amends.core.engine.spec import NAMING, facts_in, speaks_of
from amends.core.engine.standings import tests_of
from amends.core.engine.truth import tests_in
from amends.core.engine.verdict import Ground, Outcome, Verdict
from amends.core.policy.tree import AllOf, Clause, Effect, Op, Policy, Test
from amends.core.vocabulary import LANES

REASON = "claim.reason"
AGAINST = (Ground.REFUSES, Ground.TOO_LATE, Ground.NOT_BEGUN, Ground.CONDITION_MISSED, Ground.USED_UP)


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
OPEN, MISFILED = "open", "misfiled"  # beside the lanes
LANES_AND = (*LANES, OPEN, MISFILED)
OUTCOMES = (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.REFERRED)
ALWAYS_MET = AllOf(())  # what `together` makes of nothing


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


class Lowered:
    """A policy as chains of cases: which lane a claim is in, and what it is answered there for each remedy."""

    def __init__(self, policy: Policy, open_to: OpenTo = lambda _: True) -> None:
        self.policy = policy
        self.open_to = open_to
        self.remedies = tuple(
            sorted({one for clause in policy.clauses if clause.effect in NAMING for one in clause.remedies})
        )
        self._places: dict[tuple[str, str], Place] = {}
        self._answers: dict[tuple[str, str], Answers] = {}
        self._classifying = [one for one in policy.clauses if one.effect is Effect.CLASSIFY]

    @cached_property
    def asks_reason(self) -> bool:
        """This property will hold whether a clause asks for the reason, beside those that choose a lane by it."""
        others = (one for one in self.policy.clauses if one.effect is not Effect.CLASSIFY)
        return any(REASON in facts_in(test) for clause in others for test in tests_of(clause))

    def place(self, remedy: str, lane: str) -> Place:
        """This function will return what the policy says of one remedy in one lane."""
        if (remedy, lane) not in self._places:
            self._places[remedy, lane] = Place(self.policy, remedy, lane, self.open_to)
        return self._places[remedy, lane]

    @cached_property
    def lanes(self) -> Chain[str]:
        """This property will hold a claim's lane: `OPEN` where facts are missing, `MISFILED` where they are wrong."""
        found: list[Case[str]] = [Case(self.misfiled, MISFILED)] if self._classifying else []
        for reasons, own, clauses in self._groups():
            about = holds(Test(REASON, Op.IS, reasons))
            if not clauses:
                found.append(Case(about, own))
                continue
            lanes = sorted({own, *(one.lane for one in clauses)})
            inside = {lane: self._put(lane, own, clauses) for lane in lanes}
            alone = tuple(
                Case(every((inside[lane], *(opposite(inside[one]) for one in lanes if one != lane))), lane)
                for lane in lanes
            )
            clear = not any(self.open_to(one.scope) for one in clauses) and len({one.lane for one in clauses}) == 1
            found.append(Case(about, _last_taken(alone) if clear else (*alone, otherwise(OPEN))))
        return (*found, Case(Lacking(REASON), OPEN), otherwise(MISFILED))

    def _groups(self) -> Iterator[tuple[tuple[str, ...], str, list[Clause]]]:
        """Reasons that are filed alike: the reasons, the lane of their own, the clauses that may put them elsewhere."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for reason, own in self.policy.lane_of_reason.items():
            speaking_of = [one.id for one in self._classifying if speaks_of(one, reason)]
            groups.setdefault((own, *speaking_of), []).append(reason)
        for (own, *ids), reasons in groups.items():
            yield tuple(sorted(reasons)), own, [self.policy.clause(one) for one in ids]

    @staticmethod
    def _put(lane: str, own: str, clauses: list[Clause]) -> Formula:
        put = [may_hold(one.scope) for one in clauses if one.lane == lane]
        left = [every(opposite(holds(one.scope)) for one in clauses)] if own == lane else []
        return some((*put, *left))

    def in_lane(self, lane: str) -> Formula:
        """This function will return where the claim may belong to the lane."""
        found: list[Formula] = [Lacking(REASON)]
        for reasons, own, clauses in self._groups():
            found.append(every((holds(Test(REASON, Op.IS, reasons)), self._put(lane, own, clauses))))
        return some(found)

    @cached_property
    def misfiled(self) -> Formula:
        """This property will hold where the facts that the lane depends on make no sense; an unknown reason apart."""
        found: list[Formula] = []
        for clause in self._classifying:
            about: Formula = True
            if clause.reasons:
                about = holds(Test(REASON, Op.IS, tuple(sorted(clause.reasons))))
            tests = [test for test in tests_in(clause.scope) if test.op in CAN_BE_WRONG]
            found.append(every((about, some(Wrong(test) for test in tests))))
        return some(found)

    def answers(self, remedy: str, lane: str) -> Answers:
        """This function will return the chain of answers for a remedy in a lane, or over all lanes where it is open."""
        if (remedy, lane) not in self._answers:
            self._answers[remedy, lane] = self._chain(remedy, lane)
        return self._answers[remedy, lane]

    def _chain(self, remedy: str, lane: str) -> Answers:
        if remedy not in self.remedies:
            return (otherwise(NOT_OFFERED),)
        if lane == MISFILED:
            return (otherwise(WRONG),)
        if lane == OPEN:
            return self._over_lanes(remedy)
        place = self.place(remedy, lane)
        return self._clearly(place) if place.is_clear else self._in_one(place)

    def _clearly(self, place: Place) -> Answers:
        """The answers where nothing can be unknown, so that each case is what the ones before it leave."""
        each = place.acceptances
        nearly = [every((holds(one.clause.scope), holds(one.hard))) for one in each if one.soft != ALWAYS_MET]
        return _cut((
            *_opening(place),
            *_named(Outcome.ACCEPTED, ((Ground.ACCEPTS, one.clause.id, holds(one.met)) for one in each)),
            Case(some(nearly), _last_taken(_named(Outcome.REFERRED, place.missing()))),
            Case(place.fitting, _last_taken(_named(Outcome.REFUSED, place.missing()))),
            otherwise(SILENT),
        ))  # fmt: skip

    def _in_one(self, place: Place) -> Answers:
        none_fits = every(fails(one.clause.scope) for one in place.acceptances)
        return _cut((
            *_opening(place),
            Case(place.accepted, _last_taken(_named(Outcome.ACCEPTED, place.accepting()))),
            Case(place.refused, _last_taken(_named(Outcome.REFUSED, place.missing()))),
            Case(every((place.settled_referral, none_fits)), SILENT),
            Case(
                every((place.settled_referral, place.fitting)),
                _last_taken(_named(Outcome.REFERRED, place.missing())),
            ),
            otherwise(UNKNOWN),
        ))  # fmt: skip

    def _over_lanes(self, remedy: str) -> Answers:
        each = [(self.in_lane(lane), self.place(remedy, lane)) for lane in LANES]
        wrong = some(every((inside, place.wrong)) for inside, place in each)
        refused = every(some((opposite(inside), place.refused)) for inside, place in each)
        accepted = every(some((opposite(inside), place.accepted)) for inside, place in each)
        against = _of_all((inside, place.refusing()) for inside, place in each)
        accepting = _of_all((inside, place.accepting()) for inside, place in each)
        return _cut((
            Case(wrong, WRONG),
            Case(refused, _cut((*_named(Outcome.REFUSED, against), otherwise(NOT_OFFERED)))),
            Case(accepted, _last_taken(_named(Outcome.ACCEPTED, accepting))),
            otherwise(UNKNOWN),
        ))  # fmt: skip


def _opening(place: Place) -> Iterator[Case[Answer]]:
    """What comes first in one lane: what makes no sense, refusals, what is not on offer."""
    yield Case(place.wrong, WRONG)
    refusing = ((Ground.REFUSES, one.id, holds(one.scope)) for one in place.refusals)
    yield from _named(Outcome.REFUSED, refusing)
    if not place.on_offer:
        yield otherwise(NOT_OFFERED)


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


def _last_taken(named: Iterable[Case[Value]]) -> Chain[Value]:
    """A chain of which one case is sure to be so: the last needs no asking."""
    cases = [case for case in named if case.when is not False]
    return _cut((*cases[:-1], Case(when=True, then=cases[-1].then))) if cases else ()


def _cut(cases: Chain[Value]) -> Chain[Value]:
    """The chain without cases that are never so, and without what comes after one that always is."""
    found: list[Case[Value]] = []
    for case in cases:
        if case.when is False:
            continue
        if case.when is True and isinstance(case.then, tuple):
            return (*found, *case.then)
        found.append(case)
        if case.when is True:
            break
    return tuple(found)
