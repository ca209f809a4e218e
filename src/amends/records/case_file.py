"""Queries on what belongs to a case beside its events: messages, and photos without their pictures."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.dates import Instant, instant_of
from amends.records import models, plain_sql

MOST_MESSAGES, MOST_PHOTOS = 200, 60
_MESSAGES = f"""
SELECT id, at, by, channel, text FROM records_message
WHERE shop_id = %s AND case_number = %s ORDER BY at DESC, id DESC LIMIT {MOST_MESSAGES}
"""  # noqa: S608 - a number of ours
_PHOTOS = f"""
SELECT id, item_id, at, by, name, width, height FROM records_photo
WHERE shop_id = %s AND case_number = %s ORDER BY at, id LIMIT {MOST_PHOTOS}
"""  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class MessageRow:
    """What a customer or the shop wrote."""

    id: str
    at: Instant
    by: str  # customer, or a member's id
    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo, without the picture itself."""

    id: str
    item_id: str
    at: Instant
    by: str
    name: str
    width: int
    height: int


def messages_of(shop_id: str, case_number: str) -> tuple[MessageRow, ...]:
    """This function will return the case's last messages, the first one first."""
    found = plain_sql.rows(_MESSAGES, shop_id, case_number)
    return tuple(MessageRow(i, instant_of(at), by, channel, text) for i, at, by, channel, text in reversed(found))


def photos_of(shop_id: str, case_number: str) -> tuple[PhotoRow, ...]:
    """This function will return the case's photos, the first one first."""
    return tuple(
        PhotoRow(i, item_id, instant_of(at), by, name, width, height)
        for i, item_id, at, by, name, width, height in plain_sql.rows(_PHOTOS, shop_id, case_number)
    )


def picture_of(shop_id: str, photo_id: str, *, small: bool) -> bytes | None:
    """This function will return the picture as JPEG, or nothing."""
    rows = models.Photo.objects.filter(shop_id=shop_id, id=photo_id)
    found = rows.values_list("small" if small else "image", flat=True).first()
    return None if found is None else bytes(found)
