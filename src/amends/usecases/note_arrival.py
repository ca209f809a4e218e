"""Noting a parcel that nobody has announced, so that it is not lost, and what became of it."""

from __future__ import annotations

from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.records.arrivals import MATCHED, SENT_BACK, add_arrival, close_arrival
from amends.records.cases import case_numbered
from amends.records.shops import ShopRow

MOST_NOTED = 500  # characters


class ArrivalMissing(AmendsError):
    """There is no such parcel, or somebody has seen to it already."""

    code = "arrival_missing"


def note_arrival(shop: ShopRow, scanned: str, note: str, by: str, at: Instant) -> str:
    """This function will put the parcel down and return its id."""
    return add_arrival(shop.id, scanned.strip()[:MOST_NOTED], note.strip()[:MOST_NOTED], by, at)


def settle_arrival(shop: ShopRow, arrival_id: str, case_number: str) -> None:
    """This function will match the parcel with a case, or put down that it was sent back. Raises `ArrivalMissing`."""
    with transaction.atomic():
        if case_number and case_numbered(shop.id, case_number) is None:
            raise ArrivalMissing(f"there is no case `{case_number[:40]}`.", hint="Look at the number again.")
        state = MATCHED if case_number else SENT_BACK
        if not close_arrival(shop.id, arrival_id, state, case_number):
            raise ArrivalMissing("somebody has seen to this parcel already.")
