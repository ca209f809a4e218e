"""What the laws say, as rows to be printed: every clause and every duty, of all places or of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from amends.core.errors import AmendsError, did_you_mean
from amends.laws.files import law_of, laws, written_in
from amends.laws.model import DutyOf, LawClauseOf, LawOf


class LawMissing(AmendsError):
    """No law of that place is known."""

    code = "law_missing"


@dataclass(frozen=True, slots=True)
class Row:
    """One clause or duty of a law."""

    law: str
    kind: str  # clause, or duty
    rule: str
    id: str
    article: str
    source: str
    status: str
    read: str
    since: str
    until: str
    regions: tuple[str, ...]
    lanes: tuple[str, ...]
    says: str
    do: str


def rows_in(place: str = "") -> Iterator[tuple[LawOf, tuple[Row, ...]]]:
    """This function will return each law with its rows; of one place, `DE` or `US-NY`, with that country's numbers."""
    if not place:
        for law in laws():
            yield law.head, tuple(_rows(law.head, ""))
        return
    country, _, region = place.upper().partition("-")
    if law_of(country) is None:
        known = [code for law in laws() for code in law.head.countries]
        raise LawMissing(
            f"no law of `{place}` is known.", hint=did_you_mean(country, known) or "`amends laws list` shows all."
        )
    law_there = written_in(country)
    yield law_there, tuple(_rows(law_there, region))


def _rows(law: LawOf, region: str) -> Iterator[Row]:
    for clause in law.clauses:
        if _is_there(clause, region):
            but = (f"Except `{one.id}`: {one.says}" for one in clause.unless)
            says = " ".join(" ".join((clause.says, *but)).split())
            yield _row(law, clause, "clause", clause.id, says, "", tuple(clause.lanes or ()))
    for duty in law.duties:
        if _is_there(duty, region):
            says = " ".join(duty.says.split())
            yield _row(law, duty, "duty", duty.rule, says, duty.do, (duty.lane,) if duty.lane else ())


def _is_there(one: LawClauseOf | DutyOf, region: str) -> bool:
    return not region or not one.regions or region in one.regions


def _row(
    law: LawOf, one: LawClauseOf | DutyOf, kind: str, name: str, says: str, do: str, lanes: tuple[str, ...]
) -> Row:  # fmt: skip
    return Row(
        law=law.law,
        kind=kind,
        rule=one.rule,
        id=name,
        article=one.article,
        source=law.sources[one.source],
        status=one.status,
        read=one.read,
        since=one.first_day.isoformat() if one.first_day else "",
        until=one.last_day.isoformat() if one.last_day else "",
        regions=tuple(one.regions),
        lanes=lanes,
        says=says,
        do=do,
    )
