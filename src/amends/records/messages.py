"""Writing down what people wrote in a case: words that can be erased; their digests stand in the events."""

from __future__ import annotations

from datetime import timedelta

from amends.core.dates import Instant, utc_of
from amends.records import plain_sql
from amends.records.case_file import MessageRow

_DAY = timedelta(days=1)
_ADD = """
INSERT INTO records_message (shop_id, case_number, id, at, by, channel, text, mail_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_IS_THERE = "SELECT FROM records_message WHERE shop_id = %s AND case_number = %s AND id = %s"
_OF_A_DAY = "SELECT count(*) FROM records_message WHERE shop_id = %s AND case_number = %s AND by = %s AND at > %s"


def add_message(shop_id: str, case_number: str, row: MessageRow, mail_id: str = "") -> None:
    """This function will keep the message; `mail_id` is that of the mail it came by."""
    plain_sql.run(_ADD, shop_id, case_number, row.id, utc_of(row.at), row.by, row.channel, row.text, mail_id)


def has_message(shop_id: str, case_number: str, message_id: str) -> bool:
    """This function will say whether the message is kept already."""
    return plain_sql.row(_IS_THERE, shop_id, case_number, message_id) is not None


def messages_of_a_day(shop_id: str, case_number: str, by: str, at: Instant) -> int:
    """This function will count what somebody wrote in the case in the twenty-four hours before."""
    found = plain_sql.row(_OF_A_DAY, shop_id, case_number, by, utc_of(at) - _DAY)
    return int(found[0]) if found else 0
