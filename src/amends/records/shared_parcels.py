"""Queries on cases whose goods come in one parcel, as their customer has told."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from amends.core.dates import Instant, utc_of
from amends.records import models, plain_sql

_SHARED = """
SELECT other.case_number FROM records_sharedparcel own
JOIN records_sharedparcel other ON other.shop_id = own.shop_id AND other.parcel = own.parcel
WHERE own.shop_id = %s AND own.case_number = %s AND other.case_number <> own.case_number ORDER BY other.case_number
"""


def share_parcel(shop_id: str, numbers: Sequence[str], at: Instant) -> None:
    """This function will put these cases into one parcel, and the first of them out of any with others; one is alone.

    It needs a transaction around it.
    """
    rows = models.SharedParcel.objects.filter(shop_id=shop_id)
    before = rows.filter(case_number=numbers[0]).values_list("parcel", flat=True).first()
    rows.filter(parcel=before or "").delete()
    if len(numbers) == 1:
        return
    parcel, moment = secrets.token_hex(16), utc_of(at)
    models.SharedParcel.objects.bulk_create(
        [models.SharedParcel(shop_id=shop_id, case_number=one, parcel=parcel, told_at=moment) for one in numbers],
        update_conflicts=True, unique_fields=["shop", "case_number"], update_fields=["parcel", "told_at"],
    )  # fmt: skip


def shared_with(shop_id: str, number: str) -> tuple[str, ...]:
    """This function will return the other cases that come in the parcel of this one."""
    return tuple(other for (other,) in plain_sql.rows(_SHARED, shop_id, number))
