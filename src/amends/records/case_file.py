"""Queries on what belongs to a case beside its events: messages, and photos without their pictures."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.dates import Instant, instant_of
from amends.records import models

MOST_MESSAGES, MOST_PHOTOS = 200, 60


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
    rows = models.Message.objects.filter(shop_id=shop_id, case_number=case_number).order_by("-at", "-id")
    found = list(rows[:MOST_MESSAGES])
    return tuple(MessageRow(one.id, instant_of(one.at), one.by, one.channel, one.text) for one in reversed(found))


def photos_of(shop_id: str, case_number: str) -> tuple[PhotoRow, ...]:
    """This function will return the case's photos, the first one first."""
    rows = models.Photo.objects.filter(shop_id=shop_id, case_number=case_number).order_by("at", "id")
    found = rows.only("id", "item_id", "at", "by", "name", "width", "height")[:MOST_PHOTOS]
    return tuple(
        PhotoRow(one.id, one.item_id, instant_of(one.at), one.by, one.name, one.width, one.height) for one in found
    )


def picture_of(shop_id: str, photo_id: str, *, small: bool) -> bytes | None:
    """This function will return the picture as JPEG, or nothing."""
    rows = models.Photo.objects.filter(shop_id=shop_id, id=photo_id)
    found = rows.values_list("small" if small else "image", flat=True).first()
    return None if found is None else bytes(found)
