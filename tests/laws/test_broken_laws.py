"""The tries of the laws can fail: a clause left out, an exception lost, a window a day or a month off is caught.

A part of the breaks is tried with the tests; `python -m tests.laws.test_broken_laws` tries all and names what survives.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from tests.laws.claims_under_law import A, Case, last_days_under, outcome_under, shop_in, zone_of
from tests.laws.eu_cases import CONFORMITY, WITHDRAWAL
from tests.laws.other_cases import FAR, UNITED_KINGDOM

from amends.core.policy.load import NO_CALENDAR
from amends.core.policy.tree import Floor
from amends.laws.calendars import calendar_for
from amends.laws.files import written_in
from amends.laws.floors import floor_in
from amends.laws.model import LawClauseOf, LawOf

CASES = (*WITHDRAWAL, *CONFORMITY, *UNITED_KINGDOM, *FAR)
UNITS = ("days", "months", "years")
# After these a person looks for two months more whether the fault showed before, so their last day alone tells them.
DATED = Case("EU-C-05", "a fault", "DE", "2026-08-05", "2026-08-13", "repair", A, "defective", ordered="2026-08-01")
LAST_DAYS = dict.fromkeys(("EU-C-05-repair", "EU-C-05", "EU-C-05-made"), "2028-08-07")  # the 5th is a Saturday


@dataclass(frozen=True, slots=True)
class Break:
    """One clause of a law, and what it becomes; nothing: it is left out."""

    country: str
    place: int
    what: str
    clause: LawClauseOf | None

    def of(self, law: LawOf) -> LawOf:
        """This function will return the law with the clause broken."""
        after = [] if self.clause is None else [self.clause]
        return law.model_copy(update={"clauses": [*law.clauses[: self.place], *after, *law.clauses[self.place + 1 :]]})


def breaks(country: str) -> Iterator[Break]:
    """This function will return every small way to break what decides in the law of that country."""
    for place, clause in enumerate(written_in(country).clauses):
        if clause.status == "verified" and (clause.accept or clause.require or clause.classify):
            yield Break(country, place, f"{clause.id} left out", None)
            for spot, one in enumerate(clause.unless):
                kept = [*clause.unless[:spot], *clause.unless[spot + 1 :]]
                yield Break(country, place, f"{clause.id} without {one.id}", clause.model_copy(update={"unless": kept}))
            for by in (-1, 1):
                for within in moved(clause.within.model_dump(), by) if clause.within else ():
                    wider = clause.within.model_copy(update=within) if clause.within else None
                    yield Break(
                        country, place, f"{clause.id} window {by:+}", clause.model_copy(update={"within": wider})
                    )
                for when in moved(clause.when, by):
                    yield Break(country, place, f"{clause.id} when {by:+}", clause.model_copy(update={"when": when}))


def moved(written: Any, by: int) -> Iterator[Any]:
    """This function will return what is written with one of its lengths of time longer or shorter by one."""
    if isinstance(written, list):
        for place, one in enumerate(written):
            yield from ([*written[:place], each, *written[place + 1 :]] for each in moved(one, by))
    if not isinstance(written, Mapping):
        return
    for key, value in written.items():
        if key in UNITS and isinstance(value, int):
            yield {**written, key: value + by}
        else:
            yield from ({**written, key: each} for each in moved(value, by))


ALL = [each for country in ("DE", "GB", "AU", "US", "IN") for each in breaks(country)]


@pytest.mark.parametrize("broken", ALL[::5], ids=lambda one: f"{one.country} {one.what}")
def test_a_broken_law_is_caught(broken: Break) -> None:
    assert is_caught(broken)


def is_caught(broken: Break) -> bool:
    """This function will say whether one of the tries comes out otherwise under the broken law."""
    law = broken.of(written_in(broken.country))
    rule = written_in(broken.country).clauses[broken.place].rule
    mine = [case for case in CASES if case.country == broken.country]
    floors: dict[tuple[int, str], Floor | None] = {}
    clause = law.clauses[broken.place].id if broken.clause is not None else ""
    if clause in LAST_DAYS and broken.country == DATED.country and _is_dated_otherwise(clause, law):
        return True
    return any(_fails(case, law, floors) for case in sorted(mine, key=lambda case: case.rule != rule))


def _is_dated_otherwise(clause: str, law: LawOf) -> bool:
    since = date.fromisoformat(DATED.day).toordinal()
    floor = floor_in(law, DATED.country, "", since, "USD", calendar_for(DATED.country))
    assert floor is not None
    last = last_days_under(DATED, floor, shop_in(zone_of(DATED)))[clause]
    return last != date.fromisoformat(LAST_DAYS[clause]).toordinal()


def test_the_last_days_are_those_of_the_law_as_it_is() -> None:
    assert not any(_is_dated_otherwise(clause, written_in(DATED.country)) for clause in LAST_DAYS)


def _fails(case: Case, law: LawOf, floors: dict[tuple[int, str], Floor | None]) -> bool:
    day = date.fromisoformat(case.day).toordinal()
    begun = [one.first_day.toordinal() for one in law.clauses if one.first_day and one.first_day.toordinal() <= day]
    since = max(begun, default=day)
    place = (since, case.region)
    if place not in floors:
        calendar = calendar_for(case.country) if law.rolls else NO_CALENDAR
        floors[place] = floor_in(law, case.country, case.region, since, "USD", calendar)
    floor = floors[place]
    return floor is not None and outcome_under(case, floor, shop_in(zone_of(case))) != case.outcome


if __name__ == "__main__":
    survivors = [f"{one.country} {one.what}" for one in ALL if not is_caught(one)]
    sys.stdout.write("\n".join([f"{len(ALL)} breaks, {len(survivors)} not caught", *survivors]) + "\n")
    sys.exit(bool(survivors))
