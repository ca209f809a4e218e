"""Counting failed attempts in the database, so that every process and every server sees the same number.

A span slides: what counts is this span's attempts and the part of the last one's that still lies in it. The key is a
keyed digest; nobody's address is kept.
"""

from __future__ import annotations

import hashlib
import hmac

from django.db import connection

from amends.core.dates import SECOND, Instant
from amends.records import models

SPAN_SECONDS = 15 * 60
_SPAN = SPAN_SECONDS * SECOND


def take_attempt(shop_id: str, kind: str, digest: str, at: Instant) -> int:
    """This function will count one attempt and return how many there were in the span that ends now, this one included.

    The row stays locked until the transaction ends, so that a burst is counted one by one.
    """
    span, into = divmod(at, _SPAN)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_attempt (shop_id, kind, digest, span, count) VALUES (%s, %s, %s, %s, 1)"
            " ON CONFLICT (shop_id, kind, digest, span) DO UPDATE SET count = records_attempt.count + 1"
            " RETURNING count",
            [shop_id, kind, digest, span],
        )
        now = int(cursor.fetchone()[0])
    rows = models.Attempt.objects.filter(shop_id=shop_id, kind=kind, digest=digest, span=span - 1)
    before = rows.values_list("count", flat=True).first() or 0
    return now - before * (into - _SPAN) // _SPAN  # rounded up: the edge of a span gives nothing away


def give_back_attempt(shop_id: str, kind: str, digest: str, at: Instant) -> None:
    """This function will uncount an attempt that succeeded: only failures are held against anybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_attempt SET count = count - 1"
            " WHERE shop_id = %s AND kind = %s AND digest = %s AND span = %s AND count > 0",
            [shop_id, kind, digest, at // _SPAN],
        )


def forget_attempts(shop_id: str, at: Instant) -> None:
    """This function will remove what no longer counts."""
    models.Attempt.objects.filter(shop_id=shop_id, span__lt=at // _SPAN - 1).delete()


def digest_of(key: bytes, what: str) -> str:
    """This function will return the keyed digest under which attempts on `what` are counted."""
    return hmac.new(key, what.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
