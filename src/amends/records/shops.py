"""Queries on shops and their products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from amends.core.dates import zone_named
from amends.core.engine.documents import as_document
from amends.core.errors import AmendsError, did_you_mean
from amends.core.orders import Product
from amends.records import models, plain_sql
from amends.records.documents import product_of
from amends.records.wall import across

# What `shop_of` is given, in its order.
SHOP_COLUMNS = """
s.id, s.name, s.says, s.country, s.zone, s.currency, s.email, s.phone, s.address, s.theme, s.sample_day, s.desk,
s.language
"""
_SHOP = f"SELECT {SHOP_COLUMNS} FROM records_shop s WHERE s.id = %s"  # noqa: S608 - names of ours
_PRODUCTS = "SELECT id, document FROM records_product WHERE shop_id = %s AND id = ANY(%s)"
_FIRST_PRODUCTS = "SELECT document FROM records_product WHERE shop_id = %s ORDER BY id LIMIT %s"
_read = msgspec.json.decode


class ShopMissing(AmendsError):
    """No shop has that id."""

    code = "shop_missing"


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
    found = plain_sql.row(_SHOP, shop_id)
    return shop_of(*found) if found else None


def shop_named(shop_id: str) -> ShopRow:
    """This function will return the shop with that id, or raise `ShopMissing`, which names those that there are."""
    found = shop_with(shop_id)
    if found is None:
        known = [one.id for one in all_shops()]
        there = ", ".join(f"`{one}`" for one in known) or "none yet"
        hint = did_you_mean(shop_id, known) or f"There are {there}; `amends import` adds one with its policy."
        raise ShopMissing(f"there is no shop `{shop_id}`.", hint=hint)
    return found


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
    found = plain_sql.rows(_PRODUCTS, shop_id, list(set(product_ids))) if product_ids else []
    return {product_id: product_of(document) for product_id, document in found}


def some_products(shop_id: str, most: int = 500) -> tuple[Product, ...]:
    """This function will return the shop's products in the order of their ids, `most` of them."""
    return tuple(product_of(document) for (document,) in plain_sql.rows(_FIRST_PRODUCTS, shop_id, most))


def row_of(one: models.Shop) -> ShopRow:
    """This function will return the row as its pages need it."""
    return ShopRow(
        id=one.id, name=one.name, says=one.says, country=one.country, zone=zone_named(one.zone), currency=one.currency,
        email=one.email, phone=one.phone, address=tuple(one.address), theme=one.theme, sample_day=one.sample_day,
        desk=one.desk, language=one.language,
    )  # fmt: skip


def shop_of(*kept: Any) -> ShopRow:
    """This function will return the row of what `SHOP_COLUMNS` name, whose JSON is text."""
    id_, name, says, country, zone, currency, email, phone, address, theme, sample_day, desk, language = kept
    return ShopRow(
        id=id_, name=name, says=says, country=country, zone=zone_named(zone), currency=currency, email=email,
        phone=phone, address=tuple(_read(address)), theme=_read(theme), sample_day=sample_day, desk=_read(desk),
        language=language,
    )  # fmt: skip
