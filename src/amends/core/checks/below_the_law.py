"""A clause gives less than the law of a country does: its answer is set aside for orders to there.

Looked at are the laws that were asked for (`--law DE,GB`, or `all`), for orders from today on. Every claim in which the
law accepts is compared with what the shop's clauses alone say: where they refuse it, end sooner, or charge or pay out
less, each clause is told with the rules of all laws that go before it, and clauses of which just the same is so are
told together. Where the law leaves it to a person and the shop refuses by itself, that is told as a warning. A duty of
a law (a closed list of exceptions, a wording) is told of the clauses that offend against it; one about the policy as a
whole, such as where to show it, once, as a note. What nobody has verified of a law is no more than a note. Where a shop
says nothing at all the law fills in, and no clause is to blame; promises are not compared, nor days that only the law
moves on past a holiday.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from amends.core.checks.finding import LEVELS, Finding, Level, Rule, Spot, Statute, Subject
from amends.core.checks.less import Less, less_than
from amends.core.checks.words import TEXTS, OfLaw, lane_named, listed, one_after_other, quoted, remedies_named, say
from amends.core.regions.beside_law import Shared
from amends.core.regions.diagram import TooManySituations
from amends.core.regions.witness import Witness

Told = tuple[str, ...]  # what is told together


def below_the_law(subject: Subject) -> Iterator[Finding]:
    """This function will find the clauses that give less than the laws asked for, and the rules they fall behind."""
    shared = Shared(subject.policy, subject.as_of)
    unfinished: list[TooManySituations] = []
    by_clause: dict[Told, list[Less]] = {}
    for law in subject.laws:
        for one in less_than(subject, law, shared, unfinished):
            by_clause.setdefault(_about(one), []).append(one)
    alike: dict[object, list[list[Less]]] = {}
    for found in by_clause.values():
        first = _worst(found)
        key = (first.kind, first.level, first.lane, first.untold, tuple(_remedies(found)), frozenset(_rules(found, ())))
        alike.setdefault(key, []).append(found)
    for together in alike.values():
        yield _finding(together, subject.laws)
    if unfinished:
        raise unfinished[0]


def _about(one: Less) -> Told:
    """What is told of one clause at once: what there is one thing to do about."""
    if one.kind == "whole":
        return (one.rule,)
    apart = one.kind if one.kind in ("sets", "begins") or (one.kind == "duty" and not one.lane) else ""
    return (one.clause.id, one.lane, apart, one.term, "untold" if one.untold else "")


def _worst(found: Iterable[Less]) -> Less:
    return min(found, key=_weight)


def _weight(one: Less) -> tuple[int, bool, bool]:
    """Of one weight, what a law asks in so many words comes first, and what it leaves to a person last."""
    return LEVELS.index(one.level), bool(one.law_clause), not one.is_certain


def _remedies(found: Iterable[Less]) -> list[str]:
    first = _worst(found := list(found))
    return sorted({name for one in found if one.kind == first.kind for name in one.remedies})


def _rules(found: Iterable[Less], laws: Iterable[Statute]) -> tuple[Rule, ...]:
    """The rules, the weightiest first, each with all the places in which it goes before the clause."""
    every: dict[tuple[str, Level], list[Less]] = {}
    for one in sorted(found, key=_weight):
        every.setdefault((one.rule, one.level), []).append(one)
    rules = []
    for (name, level), same in every.items():
        places = tuple(dict.fromkeys(place for one in same for place in one.places))
        where = _named(places, laws)
        first = same[0]
        says = first.says if isinstance(first.says, OfLaw) else " ".join(first.says.split())
        rules.append(Rule(name, first.article, says, places, level, first.law_clause, where))
    return tuple(rules)


def _finding(together: list[list[Less]], laws: Iterable[Statute]) -> Finding:
    first = _worst(together[0])
    rules = _rules(together[0], laws)
    same = (first.level, first.is_certain)
    alike = (one for one in sorted(together[0], key=_weight) if (one.level, one.is_certain) == same)
    places = _named(tuple(dict.fromkeys(place for one in alike for place in one.places)), laws)
    spots = tuple(Spot(found[0].clause.id, _shown(found)) for found in together)
    names = [spot.clause for spot in spots]
    if first.kind == "whole":
        return Finding(
            "below_the_law", say("less.whole", places=places), first.do, "", ("clauses",), None, first.level, (), rules
        )
    message = _message(first, together, names, places)
    if len(first.clause.lanes) > 1 and first.lane:
        message = say("less.in_lane", lane=lane_named(first.lane), said=message)
    return Finding(
        "below_the_law", message, _hint(together[0], first), names[0], (),
        spots[0].witness, first.level, spots[1:], rules,
    )  # fmt: skip


def _shown(found: list[Less]) -> Witness | None:
    """The claim of what is worst, as near to every day as it can be."""
    one = next((one for one in sorted(found, key=_weight) if one.witness is not None), None)
    return None if one is None else one.nearer() if one.nearer is not None else one.witness


def _message(first: Less, together: list[list[Less]], names: list[str], places: str) -> str:
    if first.kind == "sets":
        each = (
            say("less.sets.one", clause=f"`{found[0].clause.id}`", terms=f"`{found[0].term.removesuffix('_minor')}`")
            for found in together
        )
        return say("less.untold" if first.untold else "less.sets", set=listed(each), places=places)
    kind = first.kind if first.is_certain or first.kind == "held" else "person"
    many = ".many" if len(names) > 1 else ""
    remedies = remedies_named(_remedies(together[0]))
    return say(f"less.{kind}{many}", clauses=quoted(names), remedies=remedies, places=places)


def _hint(found: list[Less], first: Less) -> str:
    every = dict.fromkeys(one.do for one in sorted(found, key=_weight) if one.do)
    if every:
        return one_after_other(every)
    if first.untold:
        return say("less.told_before")
    return say("less.set_aside" if first.is_certain else "less.looked_at")


def _named(places: tuple[str, ...], laws: Iterable[Statute]) -> str:
    """The places in few words: those of one law together, no region beside its country, else codes."""
    left = [one for one in places if one.partition("-")[0] not in places or "-" not in one]
    said: list[str] = []
    for law in {one.law: one for one in laws}.values():
        here = [one for one in left if one in law.countries]
        others = [one for one in law.countries if one not in here]
        if len(here) < 2 or len(here) <= len(others):
            continue
        left = [one for one in left if one not in here]
        name = say(law.law) if law.law in TEXTS else law.law
        what = {"law": name, "count": len(here)}
        said.append(say("places.most", **what, others=listed(others)) if others else say("places.all", **what))
    return listed((*said, *left))
