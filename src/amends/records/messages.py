"""Writing down what people wrote in a case: words that can be erased; their digests stand in the events."""

from __future__ import annotations

from datetime import timedelta

from amends.core.dates import Instant, datetime_of, zone_named
from amends.records import models
from amends.records.case_file import MessageRow

_UTC = zone_named("UTC")
_DAY = timedelta(days=1)


def add_message(shop_id: str, case_number: str, row: MessageRow, mail_id: str = "") -> None:
    """This function will keep the message; `mail_id` is that of the mail it came by."""
    models.Message.objects.create(
        shop_id=shop_id, case_number=case_number, id=row.id, at=datetime_of(row.at, _UTC), by=row.by,
        channel=row.channel, text=row.text, mail_id=mail_id,
    )  # fmt: skip


def has_message(shop_id: str, case_number: str, message_id: str) -> bool:
    """This function will say whether the message is kept already."""
    return models.Message.objects.filter(shop_id=shop_id, case_number=case_number, id=message_id).exists()


def messages_of_a_day(shop_id: str, case_number: str, by: str, at: Instant) -> int:
    """This function will count what somebody wrote in the case in the twenty-four hours before."""
    since = datetime_of(at, _UTC) - _DAY
    rows = models.Message.objects.filter(shop_id=shop_id, case_number=case_number, by=by, at__gt=since)
    return rows.count()
