"""Queries on what stands beside a case for its customer: labels, payment pages, store credit, where parcels are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
class DueRow:
    """What a customer is to pay, and where; without an address the page to pay on is being made."""

    item_id: str
    due_id: str
    page_url: str


@dataclass(frozen=True, slots=True)
class CreditRow:
    """Store credit, and what is left of it."""

    item_id: str
    code: str
    amount_minor: int
    left_minor: int
    currency: str
    expires_at: Instant | None


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
    return tuple(LabelRow(i, tracking, instant_of(made), _at(ends), state) for i, tracking, made, ends, state in found)


def dues_of(shop_id: str, case_number: str) -> dict[tuple[str, str], DueRow]:
    """This function will return what is to be paid in the case, by item and due."""
    rows = models.Due.objects.filter(shop_id=shop_id, case_number=case_number, state="open")
    found = [DueRow(one.item_id, one.due_id, one.page_url) for one in rows]
    return {(one.item_id, one.due_id): one for one in found}


def credits_of(shop_id: str, case_number: str) -> tuple[CreditRow, ...]:
    """This function will return the store credit that was given in the case."""
    rows = models.Credit.objects.filter(shop_id=shop_id, case_number=case_number).order_by("given_at", "id")
    return tuple(
        CreditRow(one.item_id, one.code, one.amount_minor, one.left_minor, one.currency, _at(one.expires_at))
        for one in rows
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


def _at(moment: datetime | None) -> Instant | None:
    return None if moment is None else instant_of(moment)
