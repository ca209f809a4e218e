"""The three shops themselves: name, address, zone, currency and how their pages look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from amends.core.money import parse_amount
from amends.core.theme import Theme, theme_of
from amends.examples.folders import folder, read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One example shop; amounts in minor units of its currency."""

    id: str
    store: str  # A, B or C, as the clauses are numbered
    name: str
    says: str
    order_prefix: str
    country: str
    zone: str
    currency: str
    email: str
    phone: str
    address: tuple[str, ...]
    flat_rate_minor: int
    free_from_minor: int | None
    abroad_minor: int
    theme: Theme
    desk: Mapping[str, int]


def shop(shop_id: str) -> Shop:
    """This function will return that example shop."""
    raw: dict[str, Any] = read_yaml(shop_id, "shop.yaml")
    theme, shipping = raw.pop("theme"), raw.pop("shipping")
    currency = raw["currency"]
    flat_rate = parse_amount(shipping["flat_rate"], currency)
    return Shop(
        **{**raw, "address": tuple(raw["address"])},
        flat_rate_minor=flat_rate,
        free_from_minor=parse_amount(shipping["free_from"], currency) if "free_from" in shipping else None,
        abroad_minor=parse_amount(shipping["abroad"], currency) if "abroad" in shipping else 3 * flat_rate,
        theme=theme_of(theme, (folder(shop_id) / theme["logo"]).read_text(encoding="utf-8")),
    )
