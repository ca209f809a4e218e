"""The definition of a decision: short and obviously right, whatever it costs. `decide` must equal it.

For one remedy in one lane, the first row that applies decides:

1. no clause grants the remedy to anyone: refused as not offered (and not listed);
2. a refusal's scope fits: refused;
3. an acceptance's scope fits and all its requirements are met: accepted, on the terms best for the customer;
4. acceptances fit, but requirements are missed: refused naming each, or referred where the clause says so;
5. no clause speaks: referred.

A missing fact refers where it could change the row, a wrong one always. The order of clauses never matters.

A policy under a law is two sides, the shop's clauses and the law's, each decided by these rows alone and then made one
(`merge`). In a law silence grants nothing: its fifth row refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from amends.core.dates import Deadline, Instant
from amends.core.engine.agreed import agreed, best
from amends.core.engine.closings import (
    ASKED,
    closings_of,
    deadlines_in,
    in_time_order,
    promises_of,
    turns_of,
    until_of,
)
from amends.core.engine.merge import in_order, merged_all, merged_plainly, merged_promises, unnamed
from amends.core.engine.standings import (
    APART,
    MET,
    MISSED,
    MISSED_REFERS,
    Standing,
    conditions_of,
    extending,
    season_test,
    speaking,
    standings,
    tests_of,
)
from amends.core.engine.truth import (
    NO,
    UNKNOWN,
    WRONG,
    YES,
    Truth,
    TruthOf,
    either,
    holds,
    open_tests,
    tests_in,
    truth_in,
)
from amends.core.engine.verdict import Dates, Decision, Due, Ground, Outcome, Reason, Verdict
from amends.core.engine.ways import shortest, ways_to
from amends.core.facts import Facts
from amends.core.policy.floors import alone, law_in, protects
from amends.core.policy.tree import Clause, Effect, OpenSeason, OtherFact, Policy, Test, Window
from amends.core.refunds.terms import Terms
from amends.core.vocabulary import LANES

Lanes = dict[str, tuple[str, ...]]  # each lane that a claim may belong to, with the clauses that put it there
ACCEPTED, REFUSED, REFERRED = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.REFERRED
OUTCOME_OF = {MISSED: REFUSED, MISSED_REFERS: REFERRED, MET: ACCEPTED}
ALL_OUTCOMES = frozenset(Outcome)
SOUND: frozenset[str] = frozenset()  # no fact that makes no sense
NAMING = (Effect.ACCEPT, Effect.REFUSE)  # the remedies they name are decided
DECIDING = (Effect.ACCEPT, Effect.REFUSE, Effect.REQUIRE, Effect.LIMIT, Effect.TERMS)  # what can change a verdict
SPEAKING = (*DECIDING, Effect.ADVISE)


def decide(policy: Policy, facts: Facts, at: Instant) -> Decision:
    """This function will decide one claim for every remedy that the policy, or the law over it, names."""
    law, shop = law_in(policy) if protects(policy, facts) else None, alone(policy)

    def verdicts_at(facts: Facts, at: Instant) -> Mapping[str, Verdict]:
        own = _verdicts(shop, facts, at)
        return own if law is None else merged_all(policy, _verdicts(law, facts, at), own)

    def accepted_at(later: Instant) -> frozenset[str]:
        return accepted(verdicts_at({**facts, ASKED: later}, later))

    verdicts, asked = verdicts_at(facts, at), facts.get(ASKED)
    lanes, closings, promises, turns = _dated(shop, facts, at, accepted(verdicts))
    if law is not None:
        _, legal_closings, legal_promises, legal_turns = _dated(law, facts, at, accepted(verdicts))
        closings = {**closings, **legal_closings}
        promises = merged_promises(legal_promises, promises, _verdicts(law, facts, at).values())
        turns = in_time_order((*turns, *legal_turns))
    until = until_of(accepted(verdicts), turns, asked if isinstance(asked, int) else at, accepted_at)
    dates = Dates(closings, promises, until)
    return Decision(policy.hash, at, dict(facts), lanes, verdicts, lambda: dates)


def answer(policy: Policy, remedy: str, facts: Facts, at: Instant) -> tuple[tuple[str, ...], Verdict | None]:
    """This function will return the lanes and the verdict for one remedy, without the ways to another."""
    law, shop = law_in(policy) if protects(policy, facts) else None, alone(policy)
    lanes, own = _answer(shop, remedy, facts, at)
    legal = None if law is None else _answer(law, remedy, facts, at)[1]
    return lanes, own if legal is None else merged_plainly(policy, legal, own or unnamed(remedy))


def _answer(policy: Policy, remedy: str, facts: Facts, at: Instant) -> tuple[tuple[str, ...], Verdict | None]:
    truth, reason = truth_in(policy, facts, at), facts.get("claim.reason")
    lanes = lanes_of(policy, reason, truth)
    if remedy not in named_in(policy):
        return tuple(lanes), None
    return tuple(lanes), verdict_of(policy, remedy, reason, lanes, truth, with_ways=False)


def _verdicts(policy: Policy, facts: Facts, at: Instant) -> dict[str, Verdict]:
    return verdicts_of(policy, facts.get("claim.reason"), truth_in(policy, facts, at))


def _dated(
    policy: Policy, facts: Facts, at: Instant, remedies: Iterable[str]
) -> tuple[tuple[str, ...], dict[str, Deadline], tuple[Due, ...], list[Deadline]]:
    """One side's lanes, the ends of its windows, its promises, and the turns of its tests about these remedies."""
    truth, deadline_of = truth_in(policy, facts, at), deadlines_in(policy, facts, at)
    lanes = tuple(lanes_of(policy, facts.get("claim.reason"), truth))
    named = named_in(policy).intersection(remedies)
    tests = [test for remedy in named for clause in about(policy, remedy) for test in tests_of(clause)]
    return (
        lanes,
        closings_of(policy, lanes, facts, deadline_of, truth),
        promises_of(policy, lanes, deadline_of, truth),
        turns_of(tests, policy, facts, at, deadline_of),
    )


def accepted(verdicts: Mapping[str, Verdict]) -> frozenset[str]:
    """This function will return the remedies that are accepted."""
    return frozenset(remedy for remedy, verdict in verdicts.items() if verdict.outcome is ACCEPTED)


def verdicts_of(policy: Policy, reason: str | None, truth: TruthOf) -> dict[str, Verdict]:
    """This function will return the verdict for every remedy that a clause names; it follows from the truths alone."""
    lanes = lanes_of(policy, reason, truth)
    return {remedy: verdict_of(policy, remedy, reason, lanes, truth) for remedy in sorted(named_in(policy))}


def named_in(policy: Policy) -> frozenset[str]:
    """This function will return the remedies that are decided; of a law, also those that it only speaks of."""
    naming = (*NAMING, Effect.ADVISE) if policy.is_law else NAMING
    return frozenset(one for clause in policy.clauses if clause.effect in naming for one in clause.remedies)


def about(policy: Policy, remedy: str) -> Iterator[Clause]:
    """This function will return the clauses that can have a part in the verdict for a remedy."""
    speak = {one.id for one in policy.clauses if one.effect in SPEAKING and remedy in one.remedies}
    for clause in policy.clauses:
        extends = clause.effect is Effect.EXTEND and not speak.isdisjoint(clause.extends)
        if clause.id in speak or extends or clause.effect is Effect.CLASSIFY:
            yield clause


def verdict_of(
    policy: Policy,
    remedy: str,
    reason: str | None,
    lanes: Lanes,
    truth: TruthOf,
    *,
    sound: bool = False,
    with_ways: bool = True,
) -> Verdict:
    """This function will return the verdict for one remedy; `sound`: the caller knows that no fact is wrong."""
    misfiled = SOUND if sound else _misfiled(policy, reason, truth)
    each = []
    for lane, classified in lanes.items():
        wrong = SOUND if sound else misfiled | _wrong(policy, lane, remedy, truth)
        each.append(_in_lane(policy, remedy, lane, classified, wrong, truth, with_ways=with_ways))
    return each[0] if len(each) == 1 else _over_lanes(policy, reason, each, truth)


def lanes_of(policy: Policy, reason: str | None, truth: TruthOf) -> Lanes:
    """This function will return the lanes the claim may belong to, each with the clauses that put it there."""
    if reason is None or reason not in policy.lane_of_reason:
        return dict.fromkeys(LANES, ())
    fits = {clause: holds(clause.scope, truth) for clause in _classifying(policy, reason)}
    found: dict[str, tuple[str, ...]] = {}
    for clause, fit in fits.items():
        if fit is not NO:
            found[clause.lane] = (*found.get(clause.lane, ()), clause.id)
    if YES not in fits.values():
        found.setdefault(policy.lane_of_reason[reason], ())
    return {lane: tuple(sorted(ids)) for lane, ids in sorted(found.items())}


def _classifying(policy: Policy, reason: str | None) -> Iterator[Clause]:
    for clause in policy.clauses:
        if clause.effect is Effect.CLASSIFY and speaks_of(clause, reason):
            yield clause


def speaks_of(clause: Clause, reason: str | None) -> bool:
    """This function will say whether a classifying clause is about that reason."""
    return not clause.reasons or reason in clause.reasons


def _misfiled(policy: Policy, reason: str | None, truth: TruthOf) -> frozenset[str]:
    """The facts that make no sense where the lane is found."""
    if reason is not None and reason not in policy.lane_of_reason:
        return frozenset({"claim.reason"})
    tests = chain.from_iterable(tests_in(clause.scope) for clause in _classifying(policy, reason))
    return frozenset(name for test in tests if truth(test) is WRONG for name in facts_in(test))


def _in_lane(
    policy: Policy,
    remedy: str,
    lane: str,
    classified: tuple[str, ...],
    wrong: frozenset[str],
    truth: TruthOf,
    *,
    with_ways: bool,
) -> Verdict:
    refusals = {one: holds(one.scope, truth) for one in speaking(policy, lane, remedy, Effect.REFUSE)}
    acceptances = standings(policy, lane, remedy, truth)
    on_offer = any(one.effect is Effect.ACCEPT and remedy in one.remedies for one in policy.clauses)
    silence = REFUSED if policy.is_law else REFERRED
    possible = _possible(either(refusals.values()), acceptances, silence) if on_offer else frozenset({REFUSED})
    terms_clauses = {one: holds(one.scope, truth) for one in speaking(policy, lane, remedy, Effect.TERMS)}
    hopeful = is_hopeful(policy, possible)
    settled = len(possible) == 1 and not (hopeful and UNKNOWN in terms_clauses.values()) and not wrong
    doubts = frozenset[str]() if settled else _doubts(policy, lane, remedy, truth, hopeful=hopeful)
    silences = _silences(on_offer, possible, refusals, acceptances, settled=settled, wrong=bool(wrong))
    advice = (one for one in speaking(policy, lane, remedy, Effect.ADVISE) if holds(one.scope, truth) is YES)
    reasons = [
        *(Reason(one.id, Ground.REFUSES, one.says) for one, fit in refusals.items() if fit is YES),
        *chain.from_iterable(_reasons_of(policy, lane, standing, truth) for standing in acceptances),
        *(Reason(one.id, Ground.TERMS, one.says) for one, fit in terms_clauses.items() if hopeful and fit is YES),
        *(Reason(one, Ground.CLASSIFIED, policy.clause(one).says) for one in classified),
        *(Reason("", ground) for ground in silences),
    ]
    return Verdict(
        remedy=remedy,
        outcome=next(iter(possible)) if settled else REFERRED,
        on_offer=on_offer,
        reasons=in_order(reasons),
        terms=_law_terms(acceptances, terms_clauses, sure=settled and possible == {ACCEPTED})
        if policy.is_law
        else _terms(acceptances, [one for one, fit in terms_clauses.items() if fit is YES]),
        possible=ALL_OUTCOMES if wrong else possible,
        doubts=tuple(sorted(doubts | wrong)),
        ways=ways_to(policy, lane, remedy, truth) if with_ways and possible != {ACCEPTED} else (),
        advice=tuple(sorted(one.id for one in advice)),
    )


def is_hopeful(policy: Policy, possible: frozenset[Outcome]) -> bool:
    """This function will say whether it may be accepted; what a law leaves to a judgement may be."""
    return ACCEPTED in possible or (policy.is_law and REFERRED in possible)


def _possible(refused: Truth, acceptances: list[Standing], silence: Outcome) -> frozenset[Outcome]:
    """Row by row: the outcomes that some completion of what is unknown gives. The best-standing acceptance decides."""
    if refused is YES:
        return frozenset({REFUSED})
    ranks = [one.ranks for one in acceptances] + [frozenset({APART})]
    best_ranks = {rank for rank in set().union(*ranks) if all(min(each) <= rank for each in ranks)}
    found = {silence if rank == APART else OUTCOME_OF[rank] for rank in best_ranks}
    return frozenset(found | {REFUSED} if refused is UNKNOWN else found)


def _reasons_of(policy: Policy, lane: str, standing: Standing, truth: TruthOf) -> Iterator[Reason]:
    if standing.fits is not YES:
        return
    clause = standing.clause
    if not standing.missed:
        yield Reason(clause.id, Ground.ACCEPTS, clause.says)
    for one in standing.requirements:
        if one.truth is NO:
            yield Reason(one.clause.id, one.ground, one.clause.says, (one.wanted,))
        if one.truth is not YES or holds(one.clause.scope, truth) is not YES:
            continue
        if one.clause is not clause:
            yield Reason(one.clause.id, Ground.MET, one.clause.says)
        if one.ground is Ground.TOO_LATE:
            for season in extending(policy, one.clause, lane):
                if holds(season.scope, truth) is YES and holds(season_test(season), truth) is YES:
                    yield Reason(season.id, Ground.LENGTHENED, season.says)


def _silences(
    on_offer: bool,
    possible: frozenset[Outcome],
    refusals: Mapping[Clause, Truth],
    acceptances: list[Standing],
    *,
    settled: bool,
    wrong: bool,
) -> Iterator[Ground]:
    if wrong:
        yield Ground.WRONG
    elif not settled:
        yield Ground.UNKNOWN
    elif not on_offer and YES not in refusals.values():
        yield Ground.NOT_OFFERED
    elif possible == {REFERRED} and all(one.fits is NO for one in acceptances):
        yield Ground.SILENT
    elif possible == {REFERRED} and all(one.fits is not YES for one in acceptances):
        yield Ground.UNKNOWN  # referred, whichever of them fits


def _terms(acceptances: list[Standing], clauses: list[Clause]) -> Terms:
    """What holds for the acceptances that are met, or still may be: each with the clauses over it, the best of all."""
    return best(agreed((one.clause, *clauses)) for one in acceptances if MET in one.ranks)


def _law_terms(acceptances: list[Standing], clauses: Mapping[Clause, Truth], *, sure: bool) -> Terms:
    """What a law gives, or, where that is open, the most that it may give."""
    ranks = {MET} if sure else {MET, MISSED_REFERS}
    fitting = [one for one, fit in clauses.items() if fit is not NO]
    return best(agreed((one.clause, *fitting)) for one in acceptances if one.ranks & ranks)


def _wrong(policy: Policy, lane: str, remedy: str, truth: TruthOf) -> frozenset[str]:
    """The facts that make no sense to a clause which has a part in the verdict."""
    clauses = speaking(policy, lane, remedy, *DECIDING)
    seasons = chain.from_iterable(extending(policy, clause, lane) for clause in clauses)
    tests = chain.from_iterable(tests_of(clause) for clause in (*clauses, *seasons))
    return frozenset(name for test in tests if truth(test) is WRONG for name in facts_in(test))


def _doubts(policy: Policy, lane: str, remedy: str, truth: TruthOf, *, hopeful: bool) -> frozenset[str]:
    """The facts that are missing in the clauses which could change the verdict."""
    speak = speaking(policy, lane, remedy, *(DECIDING if hopeful else DECIDING[:-1]))
    clauses = [one for one in speak if holds(one.scope, truth) is not NO]
    conditions = chain.from_iterable(conditions_of(policy, clause, lane) for clause in clauses)
    tests = chain.from_iterable(open_tests(condition, truth) for condition in conditions)
    return frozenset(name for test in tests for name in facts_in(test) if _can_be_missing(policy, name))


def _can_be_missing(policy: Policy, name: str) -> bool:
    """A fact whose absence has a meaning (a tolerance of half a millimetre, asked now) leaves nothing open."""
    return name != ASKED and policy.vocabulary.find(name).absent is None


def facts_in(test: Test) -> Iterator[str]:
    """This function will return the names of the facts that a test looks at."""
    yield test.fact
    if isinstance(test.value, OtherFact):
        yield test.value.name
    if isinstance(test.value, Window | OpenSeason):
        yield test.value.event


def _over_lanes(policy: Policy, reason: str | None, each: list[Verdict], truth: TruthOf) -> Verdict:
    """One verdict where the lane itself is open: an outcome only if every lane gives the same."""
    classifying = list(_classifying(policy, reason))
    unknown = (test for one in classifying for test in open_tests(one.scope, truth))
    missing = {name for test in unknown for name in facts_in(test) if _can_be_missing(policy, name)}
    open_lane = {"claim.reason"} if reason is None else missing
    outcomes = {one.outcome for one in each}
    agreed = len(outcomes) == 1 and REFERRED not in outcomes
    reasons = (*chain.from_iterable(one.reasons for one in each), *(() if agreed else (Reason("", Ground.UNKNOWN),)))
    return Verdict(
        remedy=each[0].remedy,
        outcome=each[0].outcome if agreed else REFERRED,
        on_offer=each[0].on_offer,
        reasons=in_order(reasons),
        terms=best(one.terms for one in each if is_hopeful(policy, one.possible)),
        possible=frozenset().union(*(one.possible for one in each)),
        doubts=() if agreed else tuple(sorted(open_lane.union(*(one.doubts for one in each)))),
        ways=shortest(chain.from_iterable(one.ways for one in each)),
        advice=tuple(sorted({advice for one in each for advice in one.advice})),
    )
