"""The fixed words of a slip, by language; a language that is not here gets English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

_MONTHS = "January February March April May June July August September October November December".split()
_ENGLISH = {
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
_WORDS = {"en": _ENGLISH}


def words_of(language: str) -> tuple[str, Mapping[str, str]]:
    """This function will return the words, and which language they are in."""
    primary = language.lower().replace("_", "-").partition("-")[0]
    found = primary if primary in _WORDS else "en"
    return found, _WORDS[found]


def day_words(day: date, language: str) -> str:
    """This function will write a date in words: `5 December 2026`."""
    del language  # English alone so far
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
