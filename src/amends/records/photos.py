"""Keeping photos of a case; they are read by `case_file`."""

from __future__ import annotations

from dataclasses import dataclass, field

from amends.core.dates import Instant, utc_of
from amends.records import models


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPhoto:
    """A photo that was written anew, to be kept."""

    id: str
    item_id: str
    by: str
    name: str
    width: int
    height: int
    digest: str
    image: bytes = field(repr=False)
    small: bytes = field(repr=False)


def add_photo(shop_id: str, case_number: str, new: NewPhoto, at: Instant) -> None:
    """This function will keep the photo."""
    models.Photo.objects.create(
        shop_id=shop_id, id=new.id, case_number=case_number, item_id=new.item_id, at=utc_of(at), by=new.by,
        name=new.name, width=new.width, height=new.height, image=new.image, small=new.small, digest=new.digest,
    )  # fmt: skip


def digests_of_photos(shop_id: str, case_number: str) -> frozenset[str]:
    """This function will return the digests of the case's photos, which tell them apart."""
    rows = models.Photo.objects.filter(shop_id=shop_id, case_number=case_number)
    return frozenset(rows.values_list("digest", flat=True))


def photo_of_case(shop_id: str, case_number: str, photo_id: str, *, small: bool) -> bytes | None:
    """This function will return the picture of that photo of the case as JPEG, or nothing."""
    rows = models.Photo.objects.filter(shop_id=shop_id, case_number=case_number, id=photo_id)
    found = rows.values_list("small" if small else "image", flat=True).first()
    return None if found is None else bytes(found)
