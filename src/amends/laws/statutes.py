"""The laws that a policy is held against: which places were asked for, and which of them say the same.

Law: places are put together only where their files and every number in them are the same; their holidays may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from amends.core.checks.finding import Offence, Statute
from amends.core.checks.words import of_law
from amends.core.engine.standings import tests_of
from amends.core.errors import did_you_mean
from amends.core.policy.tree import Clock, Floor, Policy
from amends.laws.files import FILE_OF, law_of, written_in
from amends.laws.floors import duties_for, floor_for
from amends.laws.model import DutyOf
from amends.laws.offences import offenders
from amends.laws.rows import LawMissing

ALL: Final = "all"
MOST_ORDERS: Final = "DE"  # of places that say the same, the one from which claims are shown
Kind = tuple[object, ...]


def every_place() -> tuple[str, ...]:
    """This function will return every place whose law is known: countries, and regions that have their own."""
    return tuple(place for country in sorted(FILE_OF) for place in (country, *_regions(country)))


def _regions(country: str) -> Iterator[str]:
    law = written_in(country)
    regions = {one for part in (law.clauses, law.duties) for each in part for one in each.regions}
    yield from (f"{country}-{one}" for one in sorted(regions))


def places_named(names: Iterable[str]) -> tuple[str, ...]:
    """This function will return the places that were asked for; `all` is every one. Raises `LawMissing`."""
    wanted = [name.strip().upper() for text in names for name in text.split(",") if name.strip()]
    known = every_place()
    if ALL.upper() in wanted:
        return known
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known) or "`amends laws list` shows all."
            raise LawMissing(f"no law of `{name}` is known.", hint=hint)
    return tuple(dict.fromkeys(wanted))


def statutes(policy: Policy, places: Iterable[str], day: int) -> tuple[Statute, ...]:
    """This function will return the law of the places for orders of that day, those that say the same together."""
    found: dict[Kind, list[str]] = {}
    for place in places:
        country, _, region = place.partition("-")
        law = law_of(country)
        if law is not None:
            numbers = tuple(sorted(law.head.countries[country].set.items()))
            found.setdefault((law.head.law, numbers, region), []).append(place)
    return tuple(_statute(policy, tuple(sorted(alike, key=MOST_ORDERS.__ne__)), day) for alike in found.values())


def _statute(policy: Policy, places: tuple[str, ...], day: int) -> Statute:
    country, _, region = places[0].partition("-")
    duties = duties_for(country, region, day)
    floor = floor_for(country, region, day, policy.shop) or _nothing(policy, places[0])
    asks = frozenset(test.fact for clause in floor.clauses for test in tests_of(clause))
    offences = tuple(_offence(one.clause.id, one.duty, places[0]) for one in offenders(policy, duties, country))
    law = law_of(country)
    head = law.head if law is not None else None
    return Statute(places, floor, asks, offences, head.law if head else "", tuple(head.countries) if head else ())


def _nothing(policy: Policy, place: str) -> Floor:
    """A law of duties alone."""
    return Floor(place, "", (), Clock(policy.calendar, (policy.shop.zone,)))


def _offence(clause: str, duty: DutyOf, place: str) -> Offence:
    says, do = of_law(place, duty.says_as, " ".join(duty.says.split())), of_law(place, duty.do_as, duty.do)
    is_part = any(one.asks for one in duty.offends)
    return Offence(
        clause, duty.rule, duty.article, says, do, duty.lane or "", duty.status == "verified", duty.whole, is_part
    )  # fmt: skip
