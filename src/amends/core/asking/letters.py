"""From what was typed to words: letters without case and accents, numbers apart from their units, no marks."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300  # letters of one question that are looked at
_APART = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_ELIDED = re.compile(r"\b([a-z]{1,2})'(?=\w)")
_AGAIN = re.compile(r"([a-z])\1{2,}")
_SIGNS = str.maketrans({"%": " percent ", "$": " dollars ", "€": " euros ", "£": " pounds ", "&": " "})
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """This function will return the text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(one for one in plain if not unicodedata.combining(one))


def tokens_of(text: str) -> list[str]:
    """This function will return the words of a text in order: `can't` is `cant`, `l'argent` two, `8mm` two."""
    plain = _ELIDED.sub(r"\1 ", folded(text[:LONGEST].translate(_SIGNS))).replace("'", "")
    return _WORD.findall(_APART.sub(" ", _AGAIN.sub(r"\1\1", plain)))
