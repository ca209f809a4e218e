"""The example shops' catalogues: products with their variants, and how each is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product as every_combination
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from amends.core.money import parse_amount
from amends.core.orders import Product, Variant
from amends.examples.folders import read_yaml
from amends.examples.shops import shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a catalogue file: the product, what a sale takes off it, and what its picture shows."""

    product: Product
    sale_percent: int
    drawing: Mapping[str, Any]


@cache
def entries(shop_id: str) -> tuple[Entry, ...]:
    """This function will return the catalogue of that shop in the file's order, with prices in minor units."""
    currency = shop(shop_id).currency
    return tuple(_entry(raw, shop_id, currency) for raw in read_yaml(shop_id, "catalogue.yaml"))


def catalogue(shop_id: str) -> tuple[Product, ...]:
    """This function will return the products of that shop."""
    return tuple(entry.product for entry in entries(shop_id))


def products_in(folder: Path) -> tuple[Product, ...]:
    """This function will return the products of the shop whose `shop.yaml` and `catalogue.yaml` lie in the folder."""
    said, listed = (
        yaml.safe_load((folder / name).read_text(encoding="utf-8")) for name in ("shop.yaml", "catalogue.yaml")
    )
    return tuple(_entry(raw, said["id"], said["currency"]).product for raw in listed)


def _entry(raw: Mapping[str, Any], shop_id: str, currency: str) -> Entry:
    return Entry(
        product=Product(
            id=raw["id"],
            name=raw["name"],
            category=raw["category"],
            marks=frozenset(raw.get("marks", ())),
            attributes=MappingProxyType(dict(raw["attributes"])),
            variants=tuple(_variants(raw, currency)),
            picture=f"{shop_id}/pictures/{raw['id']}.svg",
        ),
        sale_percent=raw.get("sale_percent", 0),
        drawing=MappingProxyType(dict(raw["draw"])),
    )


def _variants(raw: Mapping[str, Any], currency: str) -> list[Variant]:
    names = tuple(raw["options"])
    dearer: Mapping[str, str] = raw.get("dearer", {})
    price_minor = parse_amount(raw["price"], currency)
    variants = []
    for values in every_combination(*raw["options"].values()):
        sku = "-".join((raw["code"], *(value.replace(" ", "").upper() for value in values)))
        extra_minor = sum(parse_amount(dearer[value], currency) for value in values if value in dearer)
        variants.append(
            Variant(
                sku=sku,
                price_minor=price_minor + extra_minor,
                options=MappingProxyType(dict(zip(names, values, strict=True))),
                available=sku not in raw.get("sold_out", ()),
            )
        )
    return variants
