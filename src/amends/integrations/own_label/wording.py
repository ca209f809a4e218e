"""The fixed words of a slip, in the language of its case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from amends.languages import language_named

NAME = "slip"  # what the names of these texts begin with
ENGLISH: Mapping[str, str] = {
    "title_shop": "Return label",
    "title_customer": "Return slip",
    "title_out": "Parcel label",
    "to": "To",
    "from": "From",
    "case": "Return number",
    "order": "Order",
    "stamp": "Your postage goes here",
    "paid": "Postage is paid by {shop}",
    "cut": "Cut here. The upper part goes on the outside of the parcel, the lower part inside.",
    "apart": "Put this page inside the parcel.",
    "pack": "What to put in",
    "piece": "Piece",
    "quantity": "Quantity",
    "price": "Price",
    "post_by": "Please post it by {day}.",
    "outside": "The return number has to be readable on the outside of the parcel.",
    "qr": "QR code that says {code}",
    "bars": "Barcode that says {number}",
    "logo": "Logo of {shop}",
}


@lru_cache(maxsize=64)
def words_of(language: str) -> tuple[str, Mapping[str, str]]:
    """This function will return the words, and which language they are in; English where there is no such language."""
    found = language_named(language)
    return found.code, found.tables(ENGLISH, NAME)


def day_words(day: date, language: str) -> str:
    """This function will write a day as the language does."""
    return language_named(language).formats.day(day)
