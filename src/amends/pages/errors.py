"""How an error is told on a page."""

from __future__ import annotations

from amends.core.errors import AmendsError


def sentence(error: AmendsError) -> str:
    """This function will return an error's sentence and its hint, without its marks for code."""
    text = f"{error.what} {error.hint}".strip()
    begins_with_code = text.startswith("`")  # a word of a file stays as it is written there
    text = text.replace("`", "")
    return text if begins_with_code else text[:1].upper() + text[1:]
