"""Gathering what is said, in one file an area and language, and compiling a language's files into its catalog.

Texts of tables (core, mails, papers) are named by where they stand; those of pages are found in programs and
templates. A text of several areas stands in the first alone. Laws: a translation is never lost by gathering while its
text is still said; the files are the same whoever gathers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from amends.core.texts import texts_in
from amends.languages.catalogs import COMPILED
from amends.languages.compiling import DAY, Key, compiled_catalog, everything_in, is_whole, locale_of

_METHODS = [("**/jinja2/**.html", "jinja2"), ("**/jinja2/**.txt", "jinja2"), ("**.py", "python")]
_OPTIONS = {"**/jinja2/**": {"extensions": "jinja2.ext.i18n", "silent": "false"}}
_KEYWORDS = {
    "_": None, "lazy": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
_PLACE_ALONE = re.compile(r"\{[a-z_]+\}")  # nothing is said by it


@dataclass(frozen=True, slots=True)
class Area:
    """What stands in one file: tables by the name of their texts, and folders of programs and templates."""

    name: str
    tables: Mapping[str, object]
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One text that is said: where, and its plural where it has one."""

    context: str
    english: str
    plural: str = ""
    where: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """This property will hold what the text is found by."""
        return self.context, self.english


@dataclass(frozen=True, slots=True)
class Part:
    """A few pages, for a language that has no more: all of it stands in one file."""

    name: str
    files: tuple[str, ...]  # how the names of their programs and templates begin
    tables: tuple[str, ...]  # how the names of their texts begin

    def says(self, one: Said) -> bool:
        """This function will say whether the text is one of these pages."""
        if one.context and one.context.startswith(self.tables):
            return True
        return any(where.startswith(self.files) for where in one.where)


def said_in(areas: Iterable[Area], root: Path, part: Part | None = None) -> dict[str, list[Said]]:
    """This function will return every text by area, each in the first area that says it, in a fixed order.

    Of a part its texts alone, as one area.
    """
    if part is not None:
        every = (one for texts in said_in(areas, root).values() for one in texts)
        return {part.name: [one for one in every if part.says(one)]}
    seen: set[Key] = set()
    found: dict[str, list[Said]] = {}
    for area in areas:
        texts = sorted(_of_area(area, root), key=lambda one: (not one.context, one.where[:1], one.context, one.english))
        found[area.name] = [one for one in texts if one.key not in seen]
        seen |= {one.key for one in texts}
    return found


def _of_area(area: Area, root: Path) -> Iterator[Said]:
    for name, tables in area.tables.items():
        for context, english in texts_in(tables, name).items():
            if not _PLACE_ALONE.fullmatch(english):
                yield Said(context, english)
    places: dict[Key, tuple[str, list[str]]] = {}
    for folder in area.folders:
        for file, _, message, _, named in extract_from_dir(folder, _METHODS, _OPTIONS, _KEYWORDS):
            english, plural = (message, "") if isinstance(message, str) else (str(message[0]), str(message[1]))
            if english:
                before, where = places.get((named or "", english), ("", []))
                where.append((folder / file).relative_to(root).as_posix())
                places[named or "", english] = (before or plural, where)
    for (of, english), (plural, where) in places.items():
        yield Said(of, english, plural, tuple(sorted(set(where))))


def gather(areas: Iterable[Area], language: Path, root: Path, part: Part | None = None) -> bool:
    """This function will bring a language's files up to date and compile them, and say whether anything changed.

    A text whose English has changed keeps its translation, marked to be looked at again; it is not shown until then.
    """
    kept = everything_in(language)
    by_name = {message.context: message for message in kept.values() if message.context}
    changed = False
    language.mkdir(parents=True, exist_ok=True)
    for area, texts in said_in(areas, root, part).items():
        catalog = Catalog(locale=locale_of(language), project="Amends", version="", header_comment=f"# {area}",
                          creation_date=DAY, revision_date=DAY, fuzzy=False)  # fmt: skip
        for one in texts:
            _add(catalog, one, kept, by_name)
        out = io.BytesIO()
        write_po(out, catalog, width=0, include_lineno=False)
        changed |= _written(language / f"{area}.po", out.getvalue())
    changed |= _written(language / COMPILED, compiled_catalog(language))
    return changed


def _add(catalog: Catalog, one: Said, kept: Mapping[Key, Message], by_name: Mapping[str, Message]) -> None:
    before = kept.get(one.key)
    flags = set(before.flags) if before is not None else set()
    if before is None and one.context in by_name:
        before, flags = by_name[one.context], {"fuzzy"}
    string = before.string if before is not None and is_whole(before.string) else None
    if one.plural and not isinstance(string, tuple):
        string = None
    catalog.add(
        (one.english, one.plural) if one.plural else one.english,
        string=string,
        context=one.context or None,
        locations=[(where, 0) for where in one.where],
        flags=flags & {"fuzzy"} if string is not None else (),
    )


def _written(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
