"""Queries on parcels that arrived and belong to no case that anybody knows of."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from amends.core.dates import Instant, instant_of, utc_of
from amends.records import models

OPEN, MATCHED, SENT_BACK = "open", "matched", "sent_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRow:
    """One parcel that arrived unannounced."""

    id: str
    at: Instant
    by: str  # a member's id
    scanned: str
    note: str


def add_arrival(shop_id: str, scanned: str, note: str, by: str, at: Instant) -> str:
    """This function will put the parcel down and return its id."""
    row = models.Arrival.objects.create(
        shop_id=shop_id, id=secrets.token_hex(8), at=utc_of(at), by=by, scanned=scanned, note=note
    )
    return row.id


def open_arrivals(shop_id: str, most: int) -> tuple[ArrivalRow, ...]:
    """This function will return the parcels that wait to be matched or sent back, the first one first."""
    found = models.Arrival.objects.filter(shop_id=shop_id, state=OPEN).order_by("at", "id")[:most]
    return tuple(
        ArrivalRow(id=one.id, at=instant_of(one.at), by=one.by, scanned=one.scanned, note=one.note) for one in found
    )


def close_arrival(shop_id: str, arrival_id: str, state: str, case_number: str = "") -> bool:
    """This function will say what became of the parcel, and whether it was still open."""
    rows = models.Arrival.objects.filter(shop_id=shop_id, id=arrival_id, state=OPEN)
    return rows.update(state=state, case_number=case_number) == 1
