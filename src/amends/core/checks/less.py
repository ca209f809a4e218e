"""Where a policy gives less than one law does: every clause with the rule that it falls behind, and a claim for it.

Found by comparing sets of claims, and believed only where the engine decides the claim so under both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Any

from amends.core.checks.asked import asked_by
from amends.core.checks.finding import LEVELS, Level, Offence, Statute, Subject
from amends.core.checks.near import nearer, plainer
from amends.core.engine.merge import spoken_in
from amends.core.engine.verdict import Ground, Outcome
from amends.core.facts import Facts
from amends.core.policy.tree import Article, Clause, Effect
from amends.core.refunds.terms import BETTER
from amends.core.regions.beside_law import PLACE, TOLD, UNTOLD, Answers, BesideLaw, Met, Shared
from amends.core.regions.diagram import NONE, TooManySituations
from amends.core.regions.space import Claimed
from amends.core.regions.witness import Unconfirmed, Witness

SETTING = (Effect.ACCEPT, Effect.TERMS)
REPLACED = ("exchange", "remake", "resend")  # to the law one remedy: the same again
KINDS = {
    Ground.REFUSES: "refuses", Ground.TOO_LATE: "ends", Ground.NOT_BEGUN: "begins", Ground.CONDITION_MISSED: "asks",
    Ground.USED_UP: "asks",
}  # fmt: skip
KEPT = ("claim.reason", "order.placed_at", *PLACE)  # what every claim tells: why, of which day, from where
OF_LANE = {"change_of_mind": "W", "fault": "C", "guarantee": "G", "delivery": "D", "recall": "R"}  # in names of rules


@dataclass(frozen=True, slots=True)
class Less:
    """A clause that gives less than one rule, and where."""

    clause: Clause
    rule: str
    article: str
    kind: str  # refuses, held, ends, begins, asks, sets, duty, whole
    level: Level
    remedies: tuple[str, ...]
    says: str
    do: str = ""
    lane: str = ""
    law_lane: str = ""
    law_clause: str = ""
    term: str = ""
    untold: bool = False
    is_certain: bool = True  # the law accepts; else it leaves it to a person
    places: tuple[str, ...] = ()
    witness: Witness | None = None
    nearer: Callable[[], Witness] | None = None  # the same, more like what happens every day


def less_than(subject: Subject, law: Statute, shared: Shared, unfinished: list[TooManySituations]) -> list[Less]:
    """This function will return the clauses that give less than the law does, each with the rules it falls behind.

    What of it asks too much at once to be looked at is added to `unfinished`.
    """
    found = list(_less(subject, law, TOLD, shared, unfinished))
    if any(name in law.asks for name in UNTOLD):
        plain = {(one.clause.id, one.rule) for one in found}
        untold = _less(subject, law, UNTOLD, shared, unfinished, terms_alone=True)
        found += [one for one in untold if (one.clause.id, one.rule) not in plain]
    every = _with_duties(subject, law, found)
    return [replace(one, places=law.places) for one in every]


def _strongest(found: list[Less]) -> list[Less]:
    """Of a clause, the first rule of each lane; what is left to a person only where none is certain."""
    shown: set[tuple[str, str, str, str]] = set()
    certain: set[tuple[str, str]] = set()
    kept: dict[tuple[str, str], Less] = {}
    for one in sorted(found, key=_strength):
        key = (one.clause.id, one.lane, one.remedies[0], one.term)
        if key in shown or (one.level == "warning" and (one.clause.id, one.lane) in certain):
            continue
        shown.add(key)
        certain |= {(one.clause.id, one.lane)} if one.level != "warning" else set()
        first = kept.setdefault((one.clause.id, one.rule), one)
        kept[one.clause.id, one.rule] = replace(first, remedies=tuple(dict.fromkeys((*first.remedies, *one.remedies))))
    return list(kept.values())


def _strength(one: Less) -> tuple[int, bool, bool]:
    """The weightiest first; of one weight, a rule made for the lane: a fault is answered by the law of faults."""
    return LEVELS.index(one.level), one.lane != one.law_lane, OF_LANE.get(one.lane) not in one.rule.split("-")


def _with_duties(subject: Subject, law: Statute, found: list[Less]) -> list[Less]:
    """The duties, each with the claim that shows the clause's offence where one does, in place of the plain rule."""
    strongest = _strongest(found)
    told: list[Less] = []
    spent: set[tuple[str, str]] = set()
    for one in law.offences:
        shows = _showing(one, found, strongest)
        told.append(_duty(subject, one, shows))
        if shows is not None and one.is_verified:
            spent.add((shows.clause.id, shows.rule))
    return [*(one for one in strongest if (one.clause.id, one.rule) not in spent), *told]


def _showing(duty: Offence, found: list[Less], strongest: list[Less]) -> Less | None:
    """The strongest that the law gives there; of what is a part of a clause, what a clause of the same rule gives."""
    if duty.is_whole:
        return None
    same = (one for one in found if duty.is_part and one.rule == duty.rule)
    return next((one for one in (*same, *strongest) if one.clause.id == duty.clause and _is_about(one, duty)), None)


def _is_about(found: Less, duty: Offence) -> bool:
    return not found.untold and (not duty.lane or found.lane == found.law_lane == duty.lane)


def _duty(subject: Subject, duty: Offence, shows: Less | None) -> Less:
    """The duty as what is found: where nothing shows it, a warning, and a note where no clause alone offends."""
    unshown: Level = "note" if duty.is_whole or not duty.is_verified else "warning"
    if shows is None:
        kind = "whole" if duty.is_whole else "duty"
        clause = subject.policy.clause(duty.clause)
        shows = Less(clause, duty.rule, duty.article, kind, unshown, (), duty.says, lane=duty.lane)
    return replace(
        shows, rule=duty.rule, article=duty.article, says=duty.says, do=duty.do, law_clause="",
        level=shows.level if duty.is_verified else unshown,
    )  # fmt: skip


def _less(
    subject: Subject,
    law: Statute,
    facts: Mapping[str, Any],
    shared: Shared,
    unfinished: list[TooManySituations],
    *,
    terms_alone: bool = False,
) -> Iterator[Less]:
    if not law.floor.clauses:
        return
    beside = BesideLaw(shared, law.floor, law.places[0], facts)
    for legal in sorted(beside.granted):
        charged = partial(_is_charged, beside, legal) if terms_alone else None
        for own in REPLACED if legal in REPLACED and not terms_alone else (legal,):
            try:
                for met in beside.met(legal, own, charged):
                    yield from _in(subject, beside, met, terms_alone=terms_alone)
            except TooManySituations as error:  # the other remedies are looked at all the same
                unfinished.append(error)


def _in(subject: Subject, beside: BesideLaw, met: Met, *, terms_alone: bool) -> Iterator[Less]:
    if not terms_alone:
        yield from _refused(subject, beside, met)
    for one in _charged(subject, beside, met) if met.law.remedy == met.shop.remedy else ():
        yield replace(one, untold=True, level="note") if terms_alone else one


def _refused(subject: Subject, beside: BesideLaw, met: Met) -> Iterator[Less]:
    sets, refused = met.shop.sets, met.law.refused_by()
    shop_refuses = met.shop.outcomes[Outcome.REFUSED]  # where another clause leaves it to a person, so does the law
    against = dict(_against(met))
    for rule in met.law.speaking(Effect.ACCEPT):
        asks = met.law.asks(rule)
        fits = sets.without(refused, sets.both(met.all, met.law.scope(rule), asks.hard))
        given = sets.both(fits, asks.soft)
        if met.law.lane != met.shop.lane:
            fits = NONE  # the shop reads the claim as another one, and what a judgement would come to is open
        for clause, (here, late) in against.items():
            certain = sets.both(given, here if not clause.refers else late)
            is_certain = certain != NONE
            region = certain if is_certain else NONE if clause.refers else sets.both(fits, here, shop_refuses)
            if region == NONE:
                continue
            also = (one for other, (one, _) in against.items() if other is not clause and not other.refers)
            others = sets.either(*also)
            alone = sets.without(others, region)
            shown = _shown(subject, beside, met, alone if alone != NONE else region, clause, is_certain=is_certain)
            if shown is not None:
                ground, witness, better = shown
                is_held = ground is not Ground.NOT_BEGUN and _is_about_the_way_back(clause)
                is_slight = ground is Ground.NOT_BEGUN or is_held
                level: Level = "note" if is_slight else "error" if is_certain else "warning"
                kind = "held" if is_held else KINDS[ground]
                yield replace(_of(clause, rule, kind, met, level, witness), is_certain=is_certain, nearer=better)


def _against(met: Met) -> Iterator[tuple[Clause, tuple[int, int]]]:
    """Each clause of the shop with the claims that it keeps from being accepted, and those it is too late for."""
    sets, shop = met.shop.sets, met.shop
    accepted = shop.outcomes[Outcome.ACCEPTED]
    for clause in shop.clauses:
        scope = sets.without(accepted, shop.scope(clause))
        match clause.effect:
            case Effect.REFUSE:
                yield clause, (scope, scope)
            case Effect.ACCEPT:
                yield clause, (sets.without(shop.met(clause), scope), sets.without(shop.open(clause), scope))
            case Effect.REQUIRE | Effect.LIMIT:
                over = sets.both(scope, shop.covered)
                yield clause, (sets.without(shop.met(clause), over), sets.without(shop.open(clause), over))


def _is_about_the_way_back(clause: Clause) -> bool:
    """The money of goods that are not back, nor shown to be posted, may be held: how long is for a person to say."""
    event = clause.within.event if clause.within is not None else ""
    return event == "return.sent_at" or "return.proof_of_posting" in set(asked_by(clause))


def _shown(
    subject: Subject, beside: BesideLaw, met: Met, region: int, clause: Clause, *, is_certain: bool
) -> tuple[Ground, Witness, Callable[[], Witness]] | None:
    """A claim of the set, why the clause is against it, and how to find one that is more like every day."""
    claimed = beside.claim_in(met, region)
    if claimed is None:
        return None
    legal = met.law.remedy
    witness = beside.witness_of(met, claimed)
    answers = beside.answers(witness, legal)
    if legal in REPLACED and _is_replaced(beside, witness):
        return None
    ground = _ground(answers, clause)
    if ground is None or answers.lane != met.shop.lane or not _keeps(answers, is_certain=is_certain):
        what = f"the engine does not confirm a claim for `{met.shop.remedy}` beside the law of {beside.held}."
        subject.unconfirmed.append(Unconfirmed(what, hint="Please report this: it is a fault of the checker."))
        return None

    def shows(other: Answers) -> bool:
        same = (_ground(other, clause), other.lane) == (ground, met.shop.lane)
        return same and _keeps(other, is_certain=is_certain)

    return ground, replace(witness, remedy=legal), partial(_nearest, subject, beside, met, region, claimed, shows)


def _ground(answers: Answers, clause: Clause) -> Ground | None:
    return next((one.ground for one in answers.shop.reasons if one.clause == clause.id and one.ground in KINDS), None)


def _nearest(
    subject: Subject, beside: BesideLaw, met: Met, region: int, claimed: Claimed, shows: Callable[[Answers], bool]
) -> Witness:
    """The claim of the set that is most like every day, told by the facts that matter to an answer."""
    legal = met.law.remedy
    witness = beside.witness_of(met, claimed)
    with suppress(TooManySituations):  # it has been found with the last of the steps that are allowed
        witness = next(_nearer(subject, beside, met, region, claimed, shows), witness)
    answers = beside.answers(witness, legal)

    def same(facts: Facts) -> bool:
        found = beside.answers(replace(witness, facts=facts), legal)
        return found.answered == answers.answered and shows(found)

    return replace(witness, facts=plainer(witness.facts, KEPT, same), remedy=legal)


def _nearer(
    subject: Subject, beside: BesideLaw, met: Met, region: int, claimed: Claimed, shows: Callable[[Answers], bool]
) -> Iterator[Witness]:
    legal = met.law.remedy
    for one in nearer(met.shop.space, met.shop.sets.both(met.all, region), claimed, subject.as_of):
        tried = beside.witness_of(met, one)
        if shows(beside.answers(tried, legal)) and not (legal in REPLACED and _is_replaced(beside, tried)):
            yield tried


def _is_replaced(beside: BesideLaw, witness: Witness) -> bool:
    each = (replace(witness, remedy=name) for name in REPLACED if name != witness.remedy)
    return any(beside.answers(one, one.remedy).shop.outcome is Outcome.ACCEPTED for one in each)


def _keeps(answers: Answers, *, is_certain: bool) -> bool:
    if answers.shop.outcome is Outcome.ACCEPTED:
        return False
    if is_certain:
        return answers.law.outcome is Outcome.ACCEPTED
    return answers.shop.outcome is Outcome.REFUSED and answers.law.outcome is not Outcome.REFUSED


def _charged(subject: Subject, beside: BesideLaw, met: Met) -> Iterator[Less]:
    """The clauses of the shop that set a term which the law sets better, where the shop accepts and the law may."""
    sets, shop, law = met.shop.sets, met.shop, met.law
    worse = list(_worse_terms(beside, law.remedy, law.clauses, shop.clauses))
    if not worse:
        return
    given = sets.both(met.all, shop.outcomes[Outcome.ACCEPTED])
    is_same = law.lane == shop.lane  # else what a judgement would come to is open
    looked_at = sets.both(given, law.outcomes[Outcome.REFERRED], law.covered) if is_same else NONE
    for is_certain, both in ((True, sets.both(given, law.outcomes[Outcome.ACCEPTED])), (False, looked_at)):
        for rule, clause, name in worse if both != NONE else ():
            region = sets.both(both, shop.scope(clause), law.scope(rule))
            claimed = beside.claim_in(met, region)
            if claimed is None:
                continue
            shows = partial(_pays_more, clause=clause, name=name)
            witness = beside.witness_of(met, claimed)
            if shows(beside.answers(witness, law.remedy)):
                better = partial(_nearest, subject, beside, met, region, claimed, shows)
                level: Level = "error" if is_certain else "warning"
                found = _of(clause, rule, "sets", met, level, witness)
                yield replace(found, term=name, nearer=better, is_certain=is_certain)


def _is_charged(beside: BesideLaw, legal: str, law: Sequence[Clause], shop: Sequence[Clause]) -> bool:
    """Whether any of these clauses of the shop sets a term worse than one of these of the law."""
    return any(True for _ in _worse_terms(beside, legal, law, shop))


def _worse_terms(
    beside: BesideLaw, legal: str, law: Sequence[Clause], shop: Sequence[Clause]
) -> Iterator[tuple[Clause, Clause, str]]:
    """The terms that a clause of the shop sets worse than one of the law: that one, the shop's, and the term."""
    spoken = spoken_in(beside.full, legal)
    for rule, clause in product(*([one for one in side if one.effect in SETTING] for side in (law, shop))):
        for name in sorted(clause.terms.keys() & rule.terms.keys() & spoken):
            own, legal = clause.terms[name], rule.terms[name]
            if own != legal and BETTER[name].better(own, legal) != own:
                yield rule, clause, name


def _pays_more(answers: Answers, clause: Clause, name: str) -> bool:
    """Whether the law makes the clause's term better, at once or once a person has looked."""
    own, both = getattr(answers.shop.terms, name), getattr(answers.both.terms, name)
    if answers.both.outcome is Outcome.REFERRED:
        return own != both and any(one.clause == clause.id for one in answers.shop.reasons)
    yields = any(one.ground is Ground.YIELDS and one.clause == clause.id for one in answers.both.reasons)
    return own != both and yields


def _of(clause: Clause, rule: Clause, kind: str, met: Met, level: Level, witness: Witness) -> Less:
    said = rule.article or Article(rule.id, "", "")
    return Less(
        clause, said.rule, said.article, kind, level, (met.shop.remedy,), rule.says, "", met.shop.lane,
        met.law.lane, rule.id, witness=witness,
    )  # fmt: skip
