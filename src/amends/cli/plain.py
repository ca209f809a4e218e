"""Text from a file or from somebody else, as a terminal may show it."""

from __future__ import annotations


def plain(text: str) -> str:
    """This function will return text from a file without the signs that could steer a terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
