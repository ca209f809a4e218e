"""The languages that people read: a folder each, with catalogs of texts; English is in the program itself.

`catalogs` reads them, `figures` writes dates and amounts as a language does, `compiling` compiles them, `gather` brings
them up to date, `findings` says what is wrong with them. A language is added by adding its folder.
"""

from __future__ import annotations

from amends.languages.catalogs import (
    ENGLISH,
    SOURCE,
    Language,
    codes,
    language_named,
    nearest,
    nearest_of_the_law,
    of_the_law,
    parts,
)

__all__ = [
    "ENGLISH", "SOURCE", "Language", "codes", "language_named", "nearest", "nearest_of_the_law", "of_the_law", "parts",
]  # fmt: skip
