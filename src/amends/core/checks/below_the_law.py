"""A clause gives less than the law of a country does: its answer is set aside for orders to there.

Looked at are the laws that were asked for (`--law DE,GB`, or `all`), for orders from today on. Every claim in which the
law accepts is compared with what the shop's clauses alone say: where they refuse it, end sooner, or charge or pay out
less, each clause is told with the law's rule and article. Where the law leaves it to a person and the shop refuses by
itself, that is told as a warning. A duty of a law (a closed list of exceptions, a wording) is told of the clauses that
offend against it. What nobody has verified of a law is no more than a note. Where a shop says nothing at all the law
fills in, and no clause is to blame; promises are not compared, nor days that only the law moves on past a holiday.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from amends.core.checks.asked import asked_by
from amends.core.checks.finding import Finding, Level, Offence, Statute, Subject
from amends.core.engine.merge import spoken_in
from amends.core.engine.verdict import Ground, Outcome
from amends.core.policy.tree import Article, Clause, Effect
from amends.core.refunds.terms import BETTER
from amends.core.regions.beside_law import TOLD, UNTOLD, Answers, BesideLaw, Met
from amends.core.regions.clockwork import Clockwork
from amends.core.regions.diagram import NONE
from amends.core.regions.witness import Unconfirmed, Witness

REPLACED = ("exchange", "remake", "resend")  # to the law one remedy: the same again
KINDS = {
    Ground.REFUSES: "refuses", Ground.TOO_LATE: "ends", Ground.NOT_BEGUN: "begins", Ground.CONDITION_MISSED: "asks",
    Ground.USED_UP: "asks",
}  # fmt: skip
Clockworks = dict[int, Clockwork]  # by the day on which they begin
ARE = {"begins": "begins later than", "ends": "ends sooner than", "asks": "asks for more than"}


@dataclass(slots=True)
class _Found:
    """A clause that gives less than one rule, and where."""

    clause: Clause
    rule: str
    article: str
    kind: str
    level: Level
    remedies: list[str]
    says: str
    do: str = ""
    lane: str = ""
    law_lane: str = ""
    term: str = ""
    untold: bool = False
    is_certain: bool = True  # the law accepts; else it leaves it to a person
    places: list[str] = field(default_factory=list)
    witness: Witness | None = None


def below_the_law(subject: Subject) -> Iterator[Finding]:
    """This function will find the clauses that give less than the laws asked for, and the rules they fall behind."""
    clockworks: Clockworks = {}
    found: dict[tuple[str, str, str, str], _Found] = {}
    for law in subject.laws:
        for one in _in(subject, law, clockworks):
            key = (one.clause.id, one.rule, one.kind, one.level)
            kept = found.setdefault(key, one)
            kept.places += [place for place in law.places if place not in kept.places]
            kept.remedies += [name for name in one.remedies if name not in kept.remedies]
    for one in found.values():
        yield _finding(one)


def _in(subject: Subject, law: Statute, clockworks: Clockworks) -> list[_Found]:
    found = list(_less(subject, law, TOLD, clockworks))
    if any(name in law.asks for name in UNTOLD):
        plain = {(one.clause.id, one.rule) for one in found}
        untold = _less(subject, law, UNTOLD, clockworks, terms_alone=True)
        found += [one for one in untold if (one.clause.id, one.rule) not in plain]
    return _with_duties(subject, law, _strongest(found))


def _strongest(found: list[_Found]) -> list[_Found]:
    """Of a clause, the first rule of each lane; what is left to a person only where none is certain."""
    rank = ("error", "warning", "note")
    shown: set[tuple[str, str, str, str]] = set()
    certain: set[tuple[str, str]] = set()
    kept: dict[tuple[str, str], _Found] = {}
    for one in sorted(found, key=lambda one: (rank.index(one.level), one.lane != one.law_lane)):
        key = (one.clause.id, one.lane, one.remedies[0], one.term)
        if key in shown or (one.level == "warning" and (one.clause.id, one.lane) in certain):
            continue
        shown.add(key)
        certain |= {(one.clause.id, one.lane)} if one.level != "warning" else set()
        first = kept.setdefault((one.clause.id, one.rule), one)
        first.remedies += [name for name in one.remedies if name not in first.remedies]
    return list(kept.values())


def _with_duties(subject: Subject, law: Statute, found: list[_Found]) -> list[_Found]:
    """The duties, each with the claim that shows the clause's offence where one does, in place of the plain rule."""
    told: list[_Found] = []
    spent: set[int] = set()
    for one in law.offences:
        shows = next((each for each in found if each.clause.id == one.clause and _is_about(each, one)), None)
        told.append(_duty(subject, one, shows))
        if shows is not None and one.is_verified:
            spent.add(id(shows))
    return [*(one for one in found if id(one) not in spent), *told]


def _is_about(found: _Found, duty: Offence) -> bool:
    return not found.untold and (not duty.lane or found.lane == found.law_lane == duty.lane)


def _duty(subject: Subject, duty: Offence, shows: _Found | None) -> _Found:
    clause = subject.policy.clause(duty.clause)
    level: Level = "note" if not duty.is_verified else shows.level if shows else "warning"
    witness = None if shows is None else shows.witness
    remedies = [] if shows is None else list(shows.remedies)
    article = duty.article if shows is None else f"{duty.article}; {shows.rule}, {shows.article}"
    return _Found(
        clause, duty.rule, article, "duty", level, remedies, duty.says, duty.do, duty.lane, witness=witness
    )  # fmt: skip


def _less(
    subject: Subject, law: Statute, facts: Mapping[str, Any], clockworks: Clockworks, *, terms_alone: bool = False
) -> Iterator[_Found]:
    if not law.floor.clauses:
        return
    beside = BesideLaw(subject.policy, law.floor, law.places[0], subject.as_of, facts, clockworks)
    for legal in sorted(beside.granted):
        for own in REPLACED if legal in REPLACED else (legal,):
            for met in beside.met(legal, own):
                if not terms_alone:
                    yield from _refused(subject, beside, met)
                for one in _charged(beside, met) if legal == own else ():
                    yield replace(one, untold=terms_alone)


def _refused(subject: Subject, beside: BesideLaw, met: Met) -> Iterator[_Found]:
    sets, refused = met.shop.sets, met.law.refused_by()
    against = dict(_against(met))
    for rule in met.law.speaking(Effect.ACCEPT):
        asks = met.law.asks(rule)
        fits = sets.without(refused, sets.both(met.all, met.law.scope(rule), asks.hard))
        given = NONE if rule.refers else sets.both(fits, asks.soft)
        if met.law.lane != met.shop.lane:
            fits = NONE  # the shop reads the claim as another one, and what a judgement would come to is open
        for clause, (here, late) in against.items():
            certain = sets.both(given, here if not clause.refers else late)
            is_certain = certain != NONE
            region = certain if is_certain else NONE if clause.refers else sets.both(fits, here)
            if region == NONE:
                continue
            others = sets.either(*(one for other, (one, _) in against.items() if other is not clause))
            alone = sets.without(others, region)
            shown = _shown(subject, beside, met, alone if alone != NONE else region, clause, is_certain=is_certain)
            if shown is not None:
                witness, ground = shown
                is_slight = ground is Ground.NOT_BEGUN or _is_about_the_way_back(clause)
                level: Level = "note" if is_slight else "error" if is_certain else "warning"
                yield replace(_of(clause, rule, KINDS[ground], met, level, witness), is_certain=is_certain)


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
) -> tuple[Witness, Ground] | None:
    witness = beside.witness(met, region)
    if witness is None:
        return None
    legal = met.law.remedy
    answers = beside.answers(witness, legal)
    if legal in REPLACED and _is_replaced(beside, witness):
        return None
    ground = next((one.ground for one in answers.shop.reasons if one.clause == clause.id and one.ground in KINDS), None)
    if ground is None or answers.lane != met.shop.lane or not _keeps(answers, is_certain=is_certain):
        what = f"the engine does not confirm a claim for `{met.shop.remedy}` beside the law of {beside.held}."
        subject.unconfirmed.append(Unconfirmed(what, hint="Please report this: it is a fault of the checker."))
        return None
    return replace(witness, remedy=legal), ground


def _is_replaced(beside: BesideLaw, witness: Witness) -> bool:
    each = (replace(witness, remedy=name) for name in REPLACED if name != witness.remedy)
    return any(beside.answers(one, one.remedy).shop.outcome is Outcome.ACCEPTED for one in each)


def _keeps(answers: Answers, *, is_certain: bool) -> bool:
    if answers.shop.outcome is Outcome.ACCEPTED:
        return False
    if is_certain:
        return answers.law.outcome is Outcome.ACCEPTED
    return answers.shop.outcome is Outcome.REFUSED and answers.law.outcome is not Outcome.REFUSED


def _charged(beside: BesideLaw, met: Met) -> Iterator[_Found]:
    """The clauses of the shop that set a term which the law sets better, where both accept."""
    sets, shop, law = met.shop.sets, met.shop, met.law
    both = sets.both(met.all, shop.outcomes[Outcome.ACCEPTED], law.outcomes[Outcome.ACCEPTED])
    if both == NONE:
        return
    spoken = spoken_in(beside.full, law.remedy)
    setting = (Effect.ACCEPT, Effect.TERMS)
    for rule in law.speaking(*setting):
        for clause in shop.speaking(*setting):
            for name in sorted(clause.terms.keys() & rule.terms.keys() & spoken):
                own, legal = clause.terms[name], rule.terms[name]
                if own == legal or BETTER[name].better(own, legal) == own:
                    continue
                region = sets.both(both, shop.scope(clause), law.scope(rule))
                witness = beside.witness(met, region)
                if witness is not None and _pays_more(beside.answers(witness, law.remedy), clause, name):
                    yield replace(_of(clause, rule, "sets", met, "error", witness), term=name)


def _pays_more(answers: Answers, clause: Clause, name: str) -> bool:
    own, both = getattr(answers.shop.terms, name), getattr(answers.both.terms, name)
    yields = any(one.ground is Ground.YIELDS and one.clause == clause.id for one in answers.both.reasons)
    return own != both and yields


def _of(clause: Clause, rule: Clause, kind: str, met: Met, level: Level, witness: Witness) -> _Found:
    said = rule.article or Article(rule.id, "", "")
    return _Found(
        clause, said.rule, said.article, kind, level, [met.shop.remedy], rule.says, "", met.shop.lane,
        met.law.lane, witness=witness,
    )  # fmt: skip


def _finding(one: _Found) -> Finding:
    places = ", ".join(one.places)
    level: Level = "note" if one.untold else one.level
    message = f"`{one.clause.id}` {_what(one)} ({places}; {one.article}): {' '.join(one.says.split())}"
    instead = "it is set aside" if one.is_certain else "a person looks instead"
    hint = one.do or f"For orders to {places} {instead}; say so in its sentence, or change it."
    return Finding("below_the_law", message, hint, one.clause.id, (), one.witness, level)


def _what(one: _Found) -> str:
    remedies = " and ".join(f"`{name}`" for name in one.remedies)
    if one.kind == "duty":
        return f"offends against {one.rule}"
    if one.kind == "sets":
        where = " where the buyer was not told of it" if one.untold else ""
        return f"sets `{one.term.removesuffix('_minor')}` worse than {one.rule} does{where}"
    if one.kind == "begins":
        return f"{ARE[one.kind]} {one.rule}"
    if not one.is_certain:
        return f"refuses {remedies}, which {one.rule} leaves to a person"
    if one.level == "note":
        return f"refuses {remedies}, which {one.rule} gives, though the money may wait for the goods"
    return f"refuses {remedies}, which {one.rule} gives" if one.kind == "refuses" else f"{ARE[one.kind]} {one.rule}"
