"""The three shops themselves: name, address, zone, currency and how their pages look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amends.core.money import parse_amount
from amends.examples.folders import folder, read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours of one scheme, each as `#rrggbb`; text on them keeps a contrast of 4.5 to 1."""

    paper: str  # the page
    surface: str  # what lies on the page
    ink: str
    muted: str  # secondary text
    hairline: str
    accent: str  # links and buttons
    on_accent: str  # text on a button
    tint: str  # a soft patch of the accent


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How a shop's pages look; the rest is the same for all shops."""

    light: Colours
    dark: Colours
    heading_font: str  # a CSS font stack of system fonts
    radius: str  # a CSS length
    logo: str  # SVG that takes its colour from the text around it


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
        theme=Theme(
            light=Colours(**theme["light"]),
            dark=Colours(**theme["dark"]),
            heading_font=theme["heading_font"],
            radius=str(theme["radius"]),
            logo=(folder(shop_id) / theme["logo"]).read_text(encoding="utf-8"),
        ),
    )
