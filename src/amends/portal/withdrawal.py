"""The legal right to withdraw: where it holds its link is always there, whatever else is asked first."""

from __future__ import annotations

from amends.records.shops import ShopRow

EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()) | {
    "IS",
    "LI",
    "NO",
}  # the same law holds in the whole European Economic Area
SELLS_TO_EU = "sells_to_eu"  # among the shop's own numbers: 1 where it sells to consumers there


def has_right_to_withdraw(shop: ShopRow) -> bool:
    """This function will say whether the shop's customers may have the right to withdraw without a reason."""
    return shop.country in EU or bool(shop.desk.get(SELLS_TO_EU))
