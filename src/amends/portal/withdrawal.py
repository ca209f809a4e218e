"""The legal right to withdraw: where it holds its link is always there, whatever else is asked first."""

from __future__ import annotations

from django.http import HttpRequest

from amends.core.withdrawal import COUNTRIES, Labels, labels_in
from amends.pages.reader import wanted
from amends.records.shops import ShopRow

SELLS_TO_EU = "sells_to_eu"  # among the shop's own numbers: 1 where it sells to consumers there


def words_of_the_law(request: HttpRequest) -> Labels:
    """This function will return the words of the law in the reader's language, also where no pages are in it."""
    return labels_in(*wanted(request))


def withdrawal_words(request: HttpRequest, shop: ShopRow) -> Labels | None:
    """This function will return the words of the law, where the shop's customers may have the right to withdraw."""
    sells_there = shop.country in COUNTRIES or bool(shop.desk.get(SELLS_TO_EU))
    return words_of_the_law(request) if sells_there else None
