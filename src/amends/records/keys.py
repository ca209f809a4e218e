"""How what people type is compared with what is kept: case, spaces, hyphens and invisible characters do not count."""

from __future__ import annotations

import unicodedata

MOST = 254  # characters: the longest email address there can be


def number_key(text: str) -> str:
    """This function will return an order number or gift code with letters and digits alone, in capitals."""
    return "".join(letter for letter in _folded(text) if letter.isalnum()).upper()[:80]


def postcode_key(text: str) -> str:
    """This function will return a postcode with letters and digits alone, in capitals."""
    return number_key(text)


def email_key(text: str) -> str:
    """This function will return an address without spaces and invisible characters, in lower case.

    Letters of another script that look alike stay what they are, and so does what stands after a plus.
    """
    return "".join(letter for letter in _folded(text) if unicodedata.category(letter)[0] not in "CZ").casefold()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[: 4 * MOST])
