"""Adding photos to a case. Each is read by itself: one that cannot be taken does not keep the others out.

Laws: a photo is kept only as it was written anew; the same one twice is one; the event holds its digest.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from amends.core.cases.commands import Record
from amends.core.cases.events import PhotoAdded
from amends.core.dates import Instant
from amends.ports.photos import PhotoReader, PhotoRefused, Picture
from amends.records.photos import NewPhoto, add_photo, digests_of_photos
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import act_on_case, lock_case

MOST_PHOTOS = 20  # in one case
MOST_AT_ONCE = 10
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo as it was sent, under its sender's name for it."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: the ids of what was kept, and what was refused, by name, and why."""

    kept: tuple[str, ...] = ()
    refused: tuple[tuple[str, PhotoRefused], ...] = ()


def add_photos(
    shop: ShopRow, number: str, sent: Iterable[Sent], read: PhotoReader, *, by: str, at: Instant, item: str = ""
) -> Added:
    """This function will keep those of the photos that can be read, or raise `CaseMissing`.

    Reading takes its time, so it is done before the case is locked. `item` is what they belong to, where that is known.
    """
    pictures: list[tuple[str, Picture]] = []
    refused: list[tuple[str, PhotoRefused]] = []
    for place, one in enumerate(sent):
        name = shown_name(one.name)
        try:
            if place >= MOST_AT_ONCE:
                raise _too_many(f"more than {MOST_AT_ONCE} came at once.", "Send it again by itself.")
            pictures.append((name, read(one.data)))
        except PhotoRefused as error:
            refused.append((name, error))
    kept: list[str] = []
    with transaction.atomic():
        lock_case(shop, number)
        digests = set(digests_of_photos(shop.id, number))
        for name, picture in pictures:
            digest = hashlib.sha256(picture.image).hexdigest()
            if digest in digests:
                continue  # sent twice
            if len(digests) >= MOST_PHOTOS:
                refused.append((name, _too_many(f"this case has {MOST_PHOTOS} photos already.", "Write to us.")))
                continue
            digests.add(digest)
            new = NewPhoto(
                id=secrets.token_urlsafe(16), item_id=item, by=by, name=name, digest=digest, width=picture.width,
                height=picture.height, image=picture.image, small=picture.small,
            )  # fmt: skip
            act_on_case(shop, number, Record(event=PhotoAdded(photo=new.id, digest=digest, item=item)), at=at, by=by)
            add_photo(shop.id, number, new, at)
            kept.append(new.id)
    return Added(tuple(kept), tuple(refused))


def shown_name(name: str) -> str:
    """This function will return a file's name as it is shown: its last part, without what hides or turns letters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    letters = (letter for letter in last if unicodedata.category(letter)[0] != "C")
    return "".join(letters).strip()[:LONGEST_NAME]


def _too_many(what: str, hint: str) -> PhotoRefused:
    return PhotoRefused(what, code="photo_too_many", hint=hint)
