"""Reading what a shop says of itself beside its policy: its help, the pictures in it, its sizes.

A shop's own lies in the data folder, as `bring_help` put it there: `shops/<id>/current` names the folder beside it that
is in use, so what is brought in takes effect at once and as a whole. An example shop has its own in the package.

Laws: a request reads one short file to know what is in use; files that cannot be read are as if there were none, and
are told to whoever keeps the server.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from amends.core.errors import AmendsError
from amends.core.help.model import Help
from amends.core.help.read import HelpFiles, read_help
from amends.core.sizes.rules import FILE, SizeRules, read_rules
from amends.examples import SHOPS, guide_picture, help_of
from amends.examples.folders import ExampleMissing
from amends.examples.guides import HELP, PICTURES, texts_in
from amends.examples.sizing import sizing

CURRENT = "current"
_ID = re.compile(r"[a-z][a-z0-9-]*")  # as the policy has it: no part of a path
_EDITION = re.compile(r"[0-9a-f]{64}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one shop has brought in, in the languages that it speaks."""

    edition: str
    files: HelpFiles | None = None
    sizes: SizeRules | None = None
    pictures: Path = field(default_factory=Path)
    spoken: dict[str, Help] = field(default_factory=dict)  # kept, so that the same help is the same value

    def help_in(self, language: str) -> Help:
        """This function will return the help in that language, as far as the shop speaks it."""
        if self.files is None:
            return Help(language=language or "en", guides={})
        wanted = language or self.files.index.language
        known = wanted if wanted in {*self.files.index.languages, *self.files.texts} else self.files.index.language
        if known not in self.spoken:
            self.spoken.setdefault(known, self.files.in_language(known))
        return self.spoken[known]


@dataclass(slots=True)
class Shelves:
    """The shelves of all shops whose files lie in one folder, each read once for an edition."""

    folder: Path
    known: dict[str, Shelf] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def of(self, shop_id: str) -> Shelf | None:
        """This function will return the shop's own shelf; nothing where it has brought in none."""
        edition = self._edition(shop_id)
        if not edition:
            return None
        with self.lock:
            known = self.known.get(shop_id)
            if known is None or known.edition != edition:
                known = self.known[shop_id] = _read(self.folder / shop_id / edition, edition)
        return known

    def _edition(self, shop_id: str) -> str:
        if not _ID.fullmatch(shop_id):
            return ""
        try:
            said = (self.folder / shop_id / CURRENT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return said if _EDITION.fullmatch(said) else ""


def _read(folder: Path, edition: str) -> Shelf:
    help_folder, sizes_file = folder / HELP, folder / FILE
    files = sizes = None
    try:
        files = read_help(texts_in(help_folder)) if help_folder.is_dir() else None
    except AmendsError as error:
        _log.error("The help in %s cannot be read: %s", folder, error)
    try:
        sizes = read_rules(sizes_file.read_text(encoding="utf-8-sig"), FILE) if sizes_file.is_file() else None
    except (AmendsError, OSError, UnicodeDecodeError) as error:
        _log.error("The sizes in %s cannot be read: %s", folder, error)
    return Shelf(edition, files, sizes, help_folder / PICTURES)


@cache
def _shelves_in(folder: Path) -> Shelves:
    return Shelves(folder)


def _own() -> Shelves:
    return _shelves_in(Path(settings.AMENDS_SHELVES))


def read_help_of(shop_id: str, language: str = "") -> Help:
    """This function will return the shop's help in that language or in its own; of a shop without any, none."""
    shelf = _own().of(shop_id)
    return shelf.help_in(language) if shelf is not None and shelf.files else help_of(shop_id, language)


def read_sizes_of(shop_id: str) -> SizeRules | None:
    """This function will return what the shop knows about sizes, if it says anything."""
    shelf = _own().of(shop_id)
    if shelf is not None and shelf.sizes is not None:
        return shelf.sizes
    return sizing(shop_id) if shop_id in SHOPS else None


def read_help_picture(shop_id: str, name: str) -> str | None:
    """This function will return the SVG of that name from the shop's help, or nothing."""
    shelf = _own().of(shop_id)
    if shelf is not None and shelf.files:
        there = {path.name: path for path in shelf.pictures.glob("*.svg")}
        return there[name].read_text(encoding="utf-8") if name in there else None
    try:
        return guide_picture(shop_id, name) if shop_id in SHOPS else None
    except ExampleMissing:
        return None
