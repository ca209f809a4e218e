"""The timers: dates of cases, and what is to be done on them. They follow from how a case stands, so none is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection

from amends.core.cases.commands import Ring
from amends.core.cases.timers import Timer
from amends.core.dates import Instant, instant_of, utc_of
from amends.core.engine.documents import as_document
from amends.records import models

# One statement, which writes only what has changed.
SET = """
WITH wanted AS (
    SELECT * FROM unnest(%(names)s::text[], %(dates)s::timestamptz[], %(rings)s::text[]) AS one (name, at, ring)
), gone AS (
    DELETE FROM records_timer
    WHERE shop_id = %(shop)s AND case_number = %(case)s AND name <> ALL(%(names)s::text[])
)
INSERT INTO records_timer AS kept (shop_id, case_number, name, at, ring)
SELECT %(shop)s, %(case)s, name, at, ring::jsonb FROM wanted
ON CONFLICT (shop_id, case_number, name) DO UPDATE SET at = excluded.at, ring = excluded.ring
WHERE (kept.at, kept.ring) IS DISTINCT FROM (excluded.at, excluded.ring)
"""
PUT_OFF = """
UPDATE records_timer t SET at = t.at + (%(until)s - due.first)
FROM (SELECT min(at) AS first FROM records_timer WHERE shop_id = %(shop)s AND case_number = %(case)s) due
WHERE t.shop_id = %(shop)s AND t.case_number = %(case)s AND t.at <= %(at)s
"""


def set_timers(shop_id: str, case_number: str, timers: Sequence[Timer]) -> None:
    """This function will make these the case's timers, in place of those it had."""
    given: dict[str, Any] = {
        "shop": shop_id,
        "case": case_number,
        "names": [one.name for one in timers],
        "dates": [utc_of(one.at) for one in timers],
        "rings": [json.dumps(as_document(one.ring)) for one in timers],
    }
    with connection.cursor() as cursor:
        cursor.execute(SET, given)


def first_due(shop_id: str, case_number: str, at: Instant) -> Timer | None:
    """This function will return the case's timer that was due first, where one is due."""
    found = models.Timer.objects.filter(shop_id=shop_id, case_number=case_number, at__lte=utc_of(at))
    one = found.order_by("at", "name").first()
    return None if one is None else Timer(one.name, instant_of(one.at), msgspec.convert(one.ring, Ring))


def put_off_timers(shop_id: str, case_number: str, at: Instant, until: Instant) -> None:
    """This function will have the case's timers that are due ring from `until` on, in the order they had."""
    given: dict[str, Any] = {"shop": shop_id, "case": case_number}
    given |= {"at": utc_of(at), "until": utc_of(until)}
    with connection.cursor() as cursor:
        cursor.execute(PUT_OFF, given)


def drop_timer(shop_id: str, case_number: str, name: str, at: Instant) -> None:
    """This function will remove the timer, unless it was set to another date since."""
    rows = models.Timer.objects.filter(shop_id=shop_id, case_number=case_number, name=name)
    rows.filter(at=utc_of(at)).delete()
