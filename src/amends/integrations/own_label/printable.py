"""Whatever people typed, made fit for paper: no control characters, breakable, and within bounds.

Text reaches the page as data. Nothing here escapes anything, because nothing has to be.
"""

from __future__ import annotations

import unicodedata

BOX = "□"  # stands for a character that no font at hand can draw
BREAK = "\u200b"  # where a line may break inside a word
_MOST = 300  # characters of one line of an address, a name, a sentence
_WORD = 14  # characters of a word that may stand unbroken
_JOINERS = "\u200c\u200d"  # Persian and emoji need them
_DROPPED = {"Cc", "Cf", "Cs", "Co"}  # controls, marks that turn the direction of text, halves of characters
_KEPT = frozenset(_JOINERS + "\t\n\r")


def printable(text: str) -> str:
    """This function will return the text on one line, composed, without controls and reversals of direction."""
    plain = unicodedata.normalize("NFC", text[: 4 * _MOST])
    kept = "".join(
        " " if one.isspace() else one for one in plain if unicodedata.category(one) not in _DROPPED or one in _KEPT
    )
    line = " ".join(kept.split())
    return line if len(line) <= _MOST else line[: _MOST - 1] + "…"


def breakable(text: str) -> str:
    """This function will let long words of the text break, which would leave the paper otherwise."""
    return " ".join(
        BREAK.join(word[start : start + _WORD] for start in range(0, len(word), _WORD)) for word in text.split(" ")
    )


def without(text: str, missing: frozenset[str]) -> str:
    """This function will put a box for each character that cannot be drawn; a joiner or mark of it goes."""
    if not missing.intersection(text):
        return text
    drawn = (
        one if one not in missing else "" if one in _JOINERS or unicodedata.category(one)[0] in "MC" else BOX
        for one in text
    )
    return "".join(drawn)
