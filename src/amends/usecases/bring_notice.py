"""Bringing in the official notice on the legal guarantee: the Union's own files, a file a language, kept as they are.

Laws: what is no picture or page of its kind is not brought in, and what is brought in is not touched; a language that
the folder does not have keeps the file that it has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from amends.core.errors import AmendsError, Place
from amends.usecases.read_notice import LANGUAGE, MOST_BYTES, NOTICE, TYPES

_BEGINS: Final = {".png": (b"\x89PNG\r\n\x1a\n",), ".pdf": (b"%PDF-",), ".svg": (b"<?xml", b"<svg", b"\xef\xbb\xbf<")}


class NoticeInvalid(AmendsError):
    """A file beside the others is no official notice that can be shown."""

    code = "notice_invalid"


def bring_notice(source: Path, shelves: Path, shop_id: str) -> tuple[str, ...]:
    """This function will put the files of the folder's `notice` into use, and return their languages; none: no folder.

    Raises `NoticeInvalid` before anything is written.
    """
    found = {path: path.read_bytes() for path in sorted((source / NOTICE).glob("*")) if _is_one(path)}
    to = shelves / shop_id / NOTICE
    if found:
        to.mkdir(parents=True, exist_ok=True)
    for path, content in found.items():
        kept = to / path.name
        making = kept.with_suffix(f"{path.suffix}.new")
        making.write_bytes(content)
        making.replace(kept)
        for other in TYPES.keys() - {path.suffix}:  # one file a language
            kept.with_suffix(other).unlink(missing_ok=True)
    return tuple(dict.fromkeys(path.stem for path in found))


def _is_one(path: Path) -> bool:
    where = Place(file=str(path))
    if not path.is_file() or path.is_symlink() or path.name.startswith("."):
        return False
    if path.suffix not in TYPES or not LANGUAGE.fullmatch(path.stem):
        hint = f"Name each file by its language: `de.png`; {', '.join(TYPES)} can be shown."
        raise NoticeInvalid(f"`{path.name}` is no name of a notice.", place=where, hint=hint)
    if path.stat().st_size > MOST_BYTES:
        raise NoticeInvalid(f"it is larger than {MOST_BYTES // 1_000_000} MB.", place=where)
    with path.open("rb") as file:
        begins = file.read(16).lstrip()
    if not begins.startswith(_BEGINS[path.suffix]):
        hint = "Bring the official file as it was downloaded."
        raise NoticeInvalid(f"it is no {path.suffix.removeprefix('.').upper()} file.", place=where, hint=hint)
    return True
