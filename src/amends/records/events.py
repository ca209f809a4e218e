"""What happened, for ever: rows that are only added, numbered per case and chained by hash per shop.

Law: `broken_link` is nothing exactly while no row was changed, removed from between or put between others. Rows cut
off at the end together with the chain's head are seen only against a copy of the head that is kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.cases.log import Happened, body_of, happened_from, kind_of
from amends.core.dates import Instant, instant_of, utc_of
from amends.records import models, plain_sql

_EVENTS = """
SELECT number, at, kind, by, body FROM records_event WHERE shop_id = %s AND case_number = %s ORDER BY number
"""
_HEAD = "SELECT length, hash FROM records_chainhead WHERE shop_id = %s FOR UPDATE"
_FIRST_HEAD = "INSERT INTO records_chainhead (shop_id, length, hash) VALUES (%s, 0, '') ON CONFLICT DO NOTHING"
_MOVE_HEAD = "UPDATE records_chainhead SET length = %s, hash = %s WHERE shop_id = %s"
_ADD = """
INSERT INTO records_event (shop_id, case_number, number, place, at, kind, by, body, before, hash)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of a case."""

    number: int
    at: Instant
    kind: str
    by: str
    body: Mapping[str, Any]


def add_events(shop_id: str, case_number: str, events: Sequence[EventRow]) -> None:
    """This function will add the events to the end of the shop's chain; their numbers must be the case's next ones.

    The chain's head stays locked until the transaction ends, so take this lock last.
    """
    place, before = _locked_head(shop_id)
    for event in events:
        place += 1
        body = json.dumps(event.body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        link = link_of(before, place, shop_id, case_number, event, body)
        plain_sql.run(
            _ADD, shop_id, case_number, event.number, place, utc_of(event.at), event.kind, event.by, body,
            before, link,
        )  # fmt: skip
        before = link
    plain_sql.run(_MOVE_HEAD, place, before, shop_id)


def _locked_head(shop_id: str) -> tuple[int, str]:
    head = plain_sql.row(_HEAD, shop_id)
    if head is None:
        plain_sql.run(_FIRST_HEAD, shop_id)
        head = plain_sql.row(_HEAD, shop_id)
    return head or (0, "")


def link_of(before: str, place: int, shop_id: str, case_number: str, event: EventRow, body: str) -> str:
    """This function will return the hash that stands for the event and for everything before it."""
    parts = [before, place, shop_id, case_number, event.number, event.at, event.kind, event.by, body]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def events_of(shop_id: str, case_number: str) -> tuple[EventRow, ...]:
    """This function will return the case's events in order."""
    return tuple(
        EventRow(number, instant_of(at), kind, by, json.loads(body))
        for number, at, kind, by, body in plain_sql.rows(_EVENTS, shop_id, case_number)
    )


def history_of(shop_id: str, case_number: str) -> tuple[Happened, ...]:
    """This function will return the case's events as the core reads them."""
    return tuple(
        happened_from(one.number, one.at, one.by, one.kind, one.body) for one in events_of(shop_id, case_number)
    )


def event_row(happened: Happened) -> EventRow:
    """This function will return the event as it is kept."""
    return EventRow(happened.number, happened.at, kind_of(happened.event), happened.by, body_of(happened))


def broken_link(shop_id: str) -> int | None:
    """This function will return the place of the first event that does not fit the chain, or nothing."""
    before, place = "", 0
    for one in models.Event.objects.filter(shop_id=shop_id).order_by("place").iterator():
        place += 1
        link = link_of(before, place, shop_id, one.case_number, _row(one), one.body)
        if one.place != place or one.before != before or one.hash != link:
            return place
        before = link
    head = models.ChainHead.objects.filter(shop_id=shop_id).first()
    whole = (head.length, head.hash) == (place, before) if head else place == 0
    return None if whole else place + 1


def chain_head(shop_id: str) -> tuple[int, str]:
    """This function will return how long the shop's chain is, and the hash that stands for all of it."""
    head = models.ChainHead.objects.filter(shop_id=shop_id).first()
    return (head.length, head.hash) if head else (0, "")


def hash_at(shop_id: str, place: int) -> str:
    """This function will return the hash of the chain at that place; empty: there is no such event."""
    found = models.Event.objects.filter(shop_id=shop_id, place=place).values_list("hash", flat=True).first()
    return found or ""


def _row(one: models.Event) -> EventRow:
    return EventRow(one.number, instant_of(one.at), one.kind, one.by, json.loads(one.body))
