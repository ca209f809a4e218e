"""The files of one language read, and compiled into its catalog."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DAY = datetime(2026, 11, 22, tzinfo=UTC)  # the head of a file says when it was made, which would change every file
Key = tuple[str, str]  # the context, which is a table's name of a text, and the English


def everything_in(language: Path) -> dict[Key, Message]:
    """This function will return every text of a language's files, translated or not."""
    found: dict[Key, Message] = {}
    for path in sorted(language.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale_of(language), ignore_obsolete=True):
                if message.id:
                    english = message.id if isinstance(message.id, str) else message.id[0]
                    found[message.context or "", english] = message
    return found


def compiled_catalog(language: Path) -> bytes:
    """This function will compile all files of a language into one catalog."""
    catalog = Catalog(locale=locale_of(language), project="Amends", version="", creation_date=DAY, revision_date=DAY,
                      fuzzy=False)  # fmt: skip
    for (context, _), message in sorted(everything_in(language).items()):
        if is_whole(message.string) and not message.fuzzy:
            catalog.add(message.id, string=message.string, context=context or None)
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def is_whole(string: object) -> bool:
    """This function will say whether a text is translated, in every form that it has."""
    return bool(string) and (isinstance(string, str) or all(string))  # type: ignore[arg-type]  # else a tuple


def locale_of(language: Path) -> str | None:
    """This function will return the folder's name where the world's tables know it; it says how plurals are formed."""
    try:
        Locale.parse(language.name, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return language.name.replace("-", "_")
