"""Reading a language: its compiled catalog, or its texts where nobody has compiled them yet.

Laws: a text that a catalog does not have is English, and nothing is raised; a language that is not there is English.
"""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from amends.core.cases.stages import TELLINGS, Tellings
from amends.core.engine.language import ENGLISH as ENGLISH_WORDS
from amends.core.engine.language import Words, words_in
from amends.core.formats import Formats
from amends.core.texts import Tables, translated
from amends.languages.figures import Figures

HERE = Path(__file__).parent
FOLDER_NAMED = "AMENDS_LANGUAGES"  # the environment's name of one more folder of languages
COMPILED = Path("LC_MESSAGES") / "django.mo"  # where the web framework looks, too
SOURCE = "en"
PART = "withdrawal"  # the one area of a language in which no more is said than the law asks for


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language with everything that the core says in it; more tables are translated by `tables`."""

    code: str
    words: Words
    tellings: Tellings
    catalog: gettext.NullTranslations

    @property
    def formats(self) -> Formats:
        """This property will hold how the language writes days, amounts and numbers."""
        return self.words.formats

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """This property will hold `ltr` or `rtl`."""
        return "rtl" if self.formats.is_rtl else "ltr"

    @property
    def name(self) -> str:
        """This property will hold what the language calls itself."""
        return own_name(self.code)

    def text(self, name: str, english: str) -> str:
        """This function will return the text of that name, or the English where it is not translated."""
        return self.catalog.pgettext(name, english)

    def tables(self, tables: Tables, name: str) -> Tables:
        """This function will return tables of texts in this language."""
        return translated(tables, self.text, name)


def folders() -> tuple[Path, ...]:
    """This function will return where languages lie: those that come with the program, and one's own."""
    own = os.environ.get(FOLDER_NAMED, "")
    return (HERE, Path(own)) if own else (HERE,)


def codes(among: Iterable[Path] | None = None) -> tuple[str, ...]:
    """This function will return the codes of all languages, English first."""
    return _codes(tuple(among or folders()))


def parts(among: Iterable[Path] | None = None) -> tuple[str, ...]:
    """This function will return the codes of the languages in which the pages of the withdrawal alone are said."""
    return _parts(tuple(among or folders()))


@lru_cache(maxsize=32)
def _codes(among: tuple[Path, ...]) -> tuple[str, ...]:
    found = {one.parent.name for folder in among for one in folder.glob("*/*.po")}
    found |= {one.parent.parent.name for folder in among for one in folder.glob(f"*/{COMPILED}")}
    return (SOURCE, *sorted(found - {SOURCE, *_parts(among)}))


@lru_cache(maxsize=32)
def _parts(among: tuple[Path, ...]) -> tuple[str, ...]:
    found = {one.parent.name for folder in among for one in folder.glob(f"*/{PART}.po")}
    whole = {one.parent.name for folder in among for one in folder.glob("*/*.po") if one.stem != PART}
    return tuple(sorted(found - whole))


def language_named(code: str, among: tuple[Path, ...] | None = None) -> Language:
    """This function will return the language of that code, or the nearest that there is: `de-AT` is German."""
    where = among or folders()
    return _language(nearest([code], where) or SOURCE, where)


def of_the_law(code: str) -> Language:
    """This function will return the language of that code for the pages of the withdrawal, of which there are more."""
    return _language(nearest_of_the_law([code]) or SOURCE, folders())


def nearest(wanted: Iterable[str], among: tuple[Path, ...] | None = None) -> str:
    """This function will return the first of the wanted languages that there is, or nothing."""
    return _first(wanted, codes(among))


def nearest_of_the_law(wanted: Iterable[str]) -> str:
    """This function will return the first of the wanted languages that has the pages of the withdrawal, or nothing."""
    return _first(wanted, (*codes(), *parts()))


def _first(wanted: Iterable[str], there: tuple[str, ...]) -> str:
    known = {one.lower(): one for one in there}
    for code in wanted:
        full = code.strip().lower().replace("_", "-")
        for one in (full, full.partition("-")[0]):
            if one in known:
                return known[one]
    return ""


@lru_cache(maxsize=64)
def own_name(code: str) -> str:
    """This function will return what a language calls itself: `Deutsch`."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import; English alone needs none of it

    try:
        name = Locale.parse(code, sep="-").display_name or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=32)
def _language(code: str, among: tuple[Path, ...]) -> Language:
    if code == SOURCE:
        return Language(code, ENGLISH_WORDS, TELLINGS, gettext.NullTranslations())
    catalog = catalog_of(code, among)
    formats = Figures(code, catalog.pgettext)
    words = words_in(catalog.pgettext, formats)
    return Language(code, words, translated(TELLINGS, catalog.pgettext, "stages"), catalog)


def catalog_of(code: str, among: Iterable[Path] | None = None) -> gettext.NullTranslations:
    """This function will return the texts of a language, from every folder that has some; later folders win."""
    found: gettext.NullTranslations = gettext.NullTranslations()
    for folder in among or folders():
        compiled = folder / code / COMPILED
        if compiled.is_file():
            content = compiled.read_bytes()
        elif any((folder / code).glob("*.po")):
            from amends.languages.compiling import compiled_catalog  # noqa: PLC0415 - only where nobody has compiled

            content = compiled_catalog(folder / code)
        else:
            continue
        one = gettext.GNUTranslations(io.BytesIO(content))
        one.add_fallback(found)
        found = one
    return found


ENGLISH = _language(SOURCE, (HERE,))
