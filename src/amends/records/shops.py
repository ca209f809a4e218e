"""Queries on shops and their products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from amends.core.dates import zone_named
from amends.core.orders import Product
from amends.records import models
from amends.records.documents import as_document, product_from
from amends.records.wall import across


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRow:
    """One shop as its pages need it."""

    id: str
    name: str
    says: str
    country: str
    zone: ZoneInfo
    currency: str
    email: str
    phone: str
    address: tuple[str, ...]
    theme: Mapping[str, Any]
    sample_day: date | None
    language: str = "en"  # of readers of whom nothing else is known
    desk: Mapping[str, int] = field(default_factory=dict)  # the shop's own numbers (`core.cases.rules`)

    @property
    def is_sample(self) -> bool:
        """This property will say whether the shop is an invented one to try things on."""
        return self.sample_day is not None


def all_shops() -> tuple[ShopRow, ...]:
    """This function will return every shop, in the order of the list."""
    with across("shops"):
        return tuple(row_of(one) for one in models.Shop.objects.order_by("place", "name"))


def shop_with(shop_id: str) -> ShopRow | None:
    """This function will return the shop with that id, or nothing."""
    found = models.Shop.objects.filter(id=shop_id).first()
    return row_of(found) if found else None


def save_shop(row: ShopRow, place: int) -> None:
    """This function will add the shop, or change it to what is given."""
    values = {
        "name": row.name, "says": row.says, "country": row.country, "zone": row.zone.key, "currency": row.currency,
        "email": row.email, "phone": row.phone, "address": list(row.address), "theme": dict(row.theme),
        "place": place, "sample_day": row.sample_day, "desk": dict(row.desk), "language": row.language,
    }  # fmt: skip
    models.Shop.objects.update_or_create(id=row.id, defaults=values)


def save_products(shop_id: str, products: Iterable[Product]) -> int:
    """This function will add the products, or change them to what is given, and return how many they were."""
    rows = [
        models.Product(shop_id=shop_id, id=one.id, name=one.name, category=one.category, document=as_document(one))
        for one in products
    ]
    models.Product.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["shop", "id"], update_fields=["name", "category", "document"]
    )
    return len(rows)


def products_with(shop_id: str, product_ids: Sequence[str]) -> dict[str, Product]:
    """This function will return those of the products that the shop has, by id."""
    found = models.Product.objects.filter(shop_id=shop_id, id__in=set(product_ids)).values_list("id", "document")
    return {product_id: product_from(document) for product_id, document in found}


def some_products(shop_id: str, most: int = 500) -> tuple[Product, ...]:
    """This function will return the shop's products in the order of their ids, `most` of them."""
    found = models.Product.objects.filter(shop_id=shop_id).order_by("id").values_list("document", flat=True)
    return tuple(product_from(document) for document in found[:most])


def some_products(shop_id: str, most: int = 500) -> tuple[Product, ...]:
    """This function will return the shop's products in the order of their ids, `most` of them."""
    found = models.Product.objects.filter(shop_id=shop_id).order_by("id").values_list("document", flat=True)
    return tuple(product_from(document) for document in found[:most])


def row_of(one: models.Shop) -> ShopRow:
    """This function will return the row as its pages need it."""
    return ShopRow(
        id=one.id, name=one.name, says=one.says, country=one.country, zone=zone_named(one.zone), currency=one.currency,
        email=one.email, phone=one.phone, address=tuple(one.address), theme=one.theme, sample_day=one.sample_day,
        desk=one.desk, language=one.language,
    )  # fmt: skip
