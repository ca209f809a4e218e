"""Queries on what stands beside a case for its customer: labels, and where parcels are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from amends.core.dates import Instant, instant_of
from amends.records import models, plain_sql

MOST_SIGHTINGS = 20
_LABELS = """
SELECT id, tracking, made_at, expires_at, state FROM records_label
WHERE shop_id = %s AND case_number = %s ORDER BY made_at DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label for the way back, without its page."""

    id: str
    tracking: str
    made_at: Instant
    expires_at: Instant | None
    state: str  # made, expired, cancelled


@dataclass(frozen=True, slots=True)
class SightingRow:
    """Where a carrier has seen a parcel."""

    tracking: str
    status: str
    at: Instant
    place: str
    says: str


def labels_of(shop_id: str, case_number: str) -> tuple[LabelRow, ...]:
    """This function will return the case's labels, the latest first."""
    found = plain_sql.rows(_LABELS, shop_id, case_number)
    return tuple(
        LabelRow(label_id, tracking, instant_of(made), plain_sql.instant_or_none(ends), state)
        for label_id, tracking, made, ends, state in found
    )


def sightings_of(shop_id: str, trackings: Iterable[str]) -> tuple[SightingRow, ...]:
    """This function will return where the parcels were seen, the latest first."""
    numbers = [one for one in trackings if one]
    if not numbers:
        return ()
    rows = models.ParcelEvent.objects.filter(shop_id=shop_id, tracking__in=numbers).order_by("-at", "-id")
    return tuple(
        SightingRow(one.tracking, one.status, instant_of(one.at), one.place, one.says) for one in rows[:MOST_SIGHTINGS]
    )
