"""The harmonised notice on the legal guarantee, as the official file has it (Implementing Regulation (EU) 2025/1960).

The file is the Union's, and `amends bring` puts it into the shop's folder: `shops/<id>/notice/<language>.png` (or .svg,
.pdf). We draw none ourselves. Law: it is shown as it is, byte for byte; in the reader's language, else in the shop's,
else in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from amends.core.withdrawal import COUNTRIES
from amends.records.shops import ShopRow

TYPES: Final = {".png": "image/png", ".svg": "image/svg+xml", ".pdf": "application/pdf"}
MOST_BYTES: Final = 5_000_000
NOTICE: Final = "notice"
WHERE_TO_GET: Final = "https://eur-lex.europa.eu/eli/reg_impl/2025/1960/oj"
SELLS_TO_EU: Final = "sells_to_eu"  # among the shop's own numbers: 1 where it sells to consumers there
LANGUAGE: Final = re.compile(r"[a-z]{2}")
_NAME = re.compile(r"[a-z][a-z0-9-]*")  # no part of a path


@dataclass(frozen=True, slots=True)
class Notice:
    """The official file in one language."""

    path: Path
    language: str

    @property
    def type(self) -> str:
        """This property will hold what kind of file it is."""
        return TYPES[self.path.suffix]

    @property
    def content(self) -> bytes:
        """This property will hold the file, unchanged."""
        return self.path.read_bytes()


def sells_to_eu(shop: ShopRow) -> bool:
    """This function will say whether the shop sells to consumers who have these rights."""
    return shop.country in COUNTRIES or bool(shop.desk.get(SELLS_TO_EU))


def lacks_notice(shop: ShopRow) -> bool:
    """This function will say whether the shop has to show the notice, and has none at all."""
    folder = _folder(shop)
    return sells_to_eu(shop) and not any(one.suffix in TYPES for one in (folder.iterdir() if folder.is_dir() else ()))


def notice_of(shop: ShopRow, language: str) -> Notice | None:
    """This function will return the shop's notice for a reader of that language, where there is one."""
    folder = _folder(shop)
    if not _NAME.fullmatch(shop.id) or not folder.is_dir():
        return None
    for code in dict.fromkeys((language, shop.language, "en")):
        if not _NAME.fullmatch(code):
            continue
        for suffix in TYPES:
            path = folder / f"{code}{suffix}"
            if path.is_file() and path.stat().st_size <= MOST_BYTES:
                return Notice(path, code)
    return None


def _folder(shop: ShopRow) -> Path:
    return Path(settings.AMENDS_SHELVES) / shop.id / NOTICE
