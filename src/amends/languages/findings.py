"""What is wrong with a language: texts that are missing, places that a translation broke, files that are out of date.

None of it is ever an error where people read: what is missing is said in English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message

from amends.core.texts import places_in
from amends.languages.catalogs import COMPILED
from amends.languages.compiling import compiled_catalog, everything_in
from amends.languages.gather import Area, Part, Said, said_in

_PERCENT = re.compile(r"%(?:\((\w+)\))?[sd]")
_BRACES = re.compile(r"\{(\w*)\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MAY_BE_LEFT_OUT = frozenset({"thing"})  # where a language would have to bend the word, it says it otherwise
_EITHER = {"noun": "moment"}  # a moment is said as a noun where a language cannot make a sentence of it


@dataclass(frozen=True, slots=True)
class LanguageFinding:
    """What is wrong, in which file of a language, about which text, and what to do."""

    code: str
    language: str
    area: str
    about: str
    message: str
    hint: str = ""


def findings_in(
    areas: Iterable[Area], language: Path, root: Path, part: Part | None = None
) -> Iterator[LanguageFinding]:
    """This function will yield everything that is wrong with the files of a language."""
    known = everything_in(language)
    said: set[tuple[str, str]] = set()
    for area, texts in said_in(areas, root, part).items():
        for one in texts:
            said.add(one.key)
            yield from _of_text(one, known.get(one.key), language.name, area)
    for context, english in sorted(known.keys() - said):
        yield LanguageFinding(
            "text_unknown", language.name, "", context or english, "nobody says this any more.", GATHER
        )
    compiled = language / COMPILED
    if not compiled.is_file() or compiled.read_bytes() != compiled_catalog(language):
        yield LanguageFinding("not_compiled", language.name, "", "", "the compiled catalog is another.", GATHER)


GATHER = "Run `amends languages gather`."


def _of_text(one: Said, found: Message | None, language: str, area: str) -> Iterator[LanguageFinding]:
    about = one.context or one.english
    if found is None:
        yield LanguageFinding("not_gathered", language, area, about, "the text is new.", GATHER)
        return
    each = (found.string,) if isinstance(found.string, str) else tuple(found.string or ("",))
    if not all(each) or found.fuzzy:
        what = "the English has changed since." if found.fuzzy else "it is not translated, and is said in English."
        yield LanguageFinding("text_missing", language, area, about, what, f"Translate it in `{language}/{area}.po`.")
        return
    sources = (one.english, one.plural) if one.plural else (one.english,)
    for place, text in enumerate(each):
        english = sources[min(place, len(sources) - 1)]
        if not _same_places(english, text, by_name=bool(one.context)):
            what = f"its places are {_shown(text)}; those of the English are {_shown(english)}."
            yield LanguageFinding("places_differ", language, area, about, what, "Keep each place as it is written.")
        if Counter(_TAG.findall(english)) != Counter(_TAG.findall(text)):
            yield LanguageFinding("markup_differs", language, area, about, "its markup is another than in English.")


def _same_places(english: str, text: str, *, by_name: bool) -> bool:
    if by_name:
        said = {_EITHER.get(one, one) for one in places_in(text)}
        return places_in(english) - _MAY_BE_LEFT_OUT <= said <= places_in(english) and _is_whole(text)
    return all(Counter(kind.findall(english)) == Counter(kind.findall(text)) for kind in (_PERCENT, _BRACES))


def _is_whole(text: str) -> bool:
    """Whether it can be filled in at all: `{date` or `{}` cannot."""
    try:
        text.format_map(dict.fromkeys(places_in(text), ""))
    except (ValueError, KeyError, IndexError):
        return False
    return True


def _shown(text: str) -> str:
    found = [
        f"`{one}`" for one in sorted({*(m.group() for m in _PERCENT.finditer(text)), *_BRACES_SHOWN.findall(text)})
    ]
    return ", ".join(found) or "none"


_BRACES_SHOWN = re.compile(r"\{\w*\}")
