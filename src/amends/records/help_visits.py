"""Visits to the help pages and how they ended: counted without knowing whose they were.

A visit is a random number that the reader's browser keeps and nothing else knows: no row leads from it to a person, an
order or a case. So it can be seen that something followed, and never what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from amends.core.dates import Instant, utc_of
from amends.records import models

LEFT, SOLVED, WENT_ON = "left", "solved", "went_on"
_FIGURES = """
    SELECT guide, count(*),
        count(*) FILTER (WHERE outcome = 'solved' AND undone_at IS NULL),
        count(*) FILTER (WHERE outcome = 'solved' AND undone_at IS NOT NULL),
        count(*) FILTER (WHERE outcome = 'went_on'),
        count(*) FILTER (WHERE outcome = 'left')
    FROM records_helpvisit
    WHERE shop_id = %(shop)s AND begun_at >= %(start)s AND begun_at < %(end)s
    GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFigures:
    """How the visits to one guide ended; `undone` said solved, and a case or a message followed."""

    guide: str
    visits: int
    solved: int
    undone: int
    went_on: int
    left: int


def begin_visit(shop_id: str, visit: str, guide: str, at: Instant) -> None:
    """This function will note that the guide is being read; seen again in the same visit it is noted once."""
    row = models.HelpVisit(shop_id=shop_id, visit=visit, guide=guide, begun_at=utc_of(at), outcome=LEFT)
    models.HelpVisit.objects.bulk_create([row], ignore_conflicts=True)


def end_visit(shop_id: str, visit: str, guide: str, outcome: str, at: Instant) -> None:
    """This function will note how it ended; the last word counts."""
    words: dict[str, Any] = {"shop": shop_id, "visit": visit, "guide": guide, "outcome": outcome}
    words["at"] = utc_of(at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_helpvisit (shop_id, visit, guide, begun_at, outcome, ended_at)"
            " VALUES (%(shop)s, %(visit)s, %(guide)s, %(at)s, %(outcome)s, %(at)s)"
            " ON CONFLICT (shop_id, visit, guide) DO UPDATE"
            " SET outcome = excluded.outcome, ended_at = excluded.ended_at, undone_at = NULL",
            words,
        )


def doubt_visit(shop_id: str, visit: str, since: Instant, at: Instant) -> int:
    """This function will note that a case or a message followed what had been solved since then; returns how many."""
    rows = models.HelpVisit.objects.filter(
        shop_id=shop_id, visit=visit, outcome=SOLVED, undone_at=None, ended_at__gte=utc_of(since)
    )
    return rows.update(undone_at=utc_of(at))


def forget_visits(shop_id: str, before: Instant) -> None:
    """This function will remove the visits that began before that."""
    models.HelpVisit.objects.filter(shop_id=shop_id, begun_at__lt=utc_of(before)).delete()


def help_figures(shop_id: str, start: Instant, end: Instant) -> tuple[GuideFigures, ...]:
    """This function will count the visits that began in the span, guide by guide, the most read first."""
    words: dict[str, Any] = {"shop": shop_id, "start": utc_of(start), "end": utc_of(end)}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, words)
        rows = cursor.fetchall()
    return tuple(
        GuideFigures(guide=guide, visits=visits, solved=solved, undone=undone, went_on=went_on, left=left)
        for guide, visits, solved, undone, went_on, left in rows
    )
