"""The law of an order: by the consumer's country and region, and by the day of the contract.

Laws: the same country, region, day and currency give the same floor, hash included; a law that changes on a day has
changed for the orders of that day; where no law is known there is no floor. Rules for engineers, not legal advice.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

from amends.core.dates import Calendar, zone_named
from amends.core.engine.language import ShopTexts
from amends.core.engine.shop_texts import read_shop_texts
from amends.core.facts import read_value
from amends.core.policy.load import NO_CALENDAR
from amends.core.policy.tree import Clock, Floor, Shop
from amends.core.vocabulary import VOCABULARY
from amends.laws.calendars import calendar_for
from amends.laws.files import FILE_OF, FILES, HERE, clauses_of, filled_in, law_of, written_in
from amends.laws.model import DutyOf, LawClauseOf, LawOf

MOST_KEPT: Final = 512
_ALWAYS: Final = 1  # the first day there is, for a law that does not say since when


def floor_for(country: str, region: str, ordered_day: int, shop: Shop) -> Floor | None:
    """This function will return the law for consumers of that place whose contract is of that day (an ordinal).

    `region` is a state or province in two letters, or empty; only the law of federal countries asks for it.
    """
    if country not in FILE_OF:
        return None
    regions, starts = _turns(country)
    known = region if region in regions else ""
    return _floor(country, known, starts[bisect_right(starts, ordered_day) - 1], shop.currency)


def duties_for(country: str, region: str, ordered_day: int) -> tuple[DutyOf, ...]:
    """This function will return what the law of that place and day asks of shops, and no clause can decide."""
    if law_of(country) is None:
        return ()
    law = written_in(country)
    return tuple(one for one in law.duties if _holds(one, region, ordered_day))


def floor_texts(country: str, language: str) -> ShopTexts:
    """This function will return what the clauses of that country's law say in a language, where anybody has said it."""
    law = law_of(country)
    if law is None:
        return ShopTexts()
    said = _texts(law.head.law, language)
    numbers = {**law.head.parameters, **law.head.countries[country].set}
    return ShopTexts(
        says={name: filled_in(text, numbers) for name, text in said.says.items()},
        sections=said.sections,
    )


@lru_cache(maxsize=MOST_KEPT)
def _texts(name: str, language: str) -> ShopTexts:
    file = HERE / language / f"{name}.yaml"
    if name not in FILES or not file.is_file():
        return ShopTexts()
    return read_shop_texts(file.read_text(encoding="utf-8"), f"{language}/{name}.yaml")[0]


@lru_cache(maxsize=MOST_KEPT)
def _floor(country: str, region: str, since: int, currency: str) -> Floor | None:
    law = written_in(country)
    calendar = calendar_for(country) if law.rolls or law.counts_business_days else NO_CALENDAR
    return floor_in(law, country, region, since, currency, calendar)


def floor_in(law: LawOf, country: str, region: str, since: int, currency: str, calendar: Calendar) -> Floor | None:
    """This function will return what that law gives consumers of a country and region from that day (an ordinal) on."""
    chosen = [one for one in law.clauses if _holds(one, region, since)]
    clauses = clauses_of(law, chosen, currency)
    if not clauses:
        return None
    place = f"{country}-{region}" if region else country
    zones = tuple(zone_named(one) for one in law.countries[country].zones)
    return Floor(
        name=f"{place} {_written_day(since)}".strip(),
        hash=_hash(law, chosen, calendar, zones),
        clauses=clauses,
        clock=Clock(calendar, zones, rolls=law.rolls),
        assumes=assumed_in(law, currency),
    )


def assumed_in(law: LawOf, currency: str) -> dict[str, Any]:
    """This function will return what the law takes for granted of facts that nobody has told, as facts are kept."""
    return {
        name: read_value(VOCABULARY.find(name), value, zone_named("UTC"), currency)
        for name, value in law.assumes.items()
    }


def _hash(law: LawOf, chosen: Iterable[LawClauseOf], calendar: Calendar, zones: Iterable[ZoneInfo]) -> str:
    # What its file does not say is left out: else a later word of the language would give every law another hash.
    said = [one.model_dump(mode="json", exclude={"read"}, exclude_unset=True) for one in chosen]
    clock = [calendar.first_day, calendar.last_day, sorted(calendar.holidays), [zone.key for zone in zones], law.rolls]
    meant = json.dumps([said, clock, law.assumes], sort_keys=True, default=str)
    return sha256(meant.encode()).hexdigest()


def _written_day(ordinal: int) -> str:
    return "" if ordinal == _ALWAYS else date.fromordinal(ordinal).isoformat()


def _holds(one: LawClauseOf | DutyOf, region: str, day: int) -> bool:
    if one.regions and region not in one.regions:
        return False
    return (one.first_day is None or one.first_day.toordinal() <= day) and (
        one.last_day is None or day <= one.last_day.toordinal()
    )


@lru_cache(maxsize=MOST_KEPT)
def _turns(country: str) -> tuple[frozenset[str], tuple[int, ...]]:
    """The regions whose law is another one, and the days on which a clause began or had just ended, in order."""
    law = written_in(country)
    begun = (one.first_day.toordinal() for one in law.clauses if one.first_day is not None)
    ended = (one.last_day.toordinal() + 1 for one in law.clauses if one.last_day is not None)
    regions = frozenset(region for one in law.clauses for region in one.regions)
    return regions, tuple(sorted({_ALWAYS, *begun, *ended}))
