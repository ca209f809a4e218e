"""What is kept beside a history: where it lies, and by what it is known to belong to the file as it is now."""

from __future__ import annotations

import hashlib
from pathlib import Path

BESIDE = ".amends-backtest"  # the folder for copies, beside the history
ENDS = 1 << 20  # bytes of either end that a stamp covers


def stamp_of(path: Path) -> str:
    """This function will return what stands for a file's contents: its length, its time and both its ends."""
    found = path.stat()
    digest = hashlib.sha256(f"{found.st_size} {found.st_mtime_ns}".encode())
    with path.open("rb") as file:
        digest.update(file.read(ENDS))
        file.seek(max(0, found.st_size - ENDS))
        digest.update(file.read(ENDS))
    return digest.hexdigest()[:16]


def stamp_of_copy(path: Path, zone: str, currency: str) -> str:
    """This function will return the stamp of the copy that is prepared of a file for a shop."""
    return hashlib.sha256("\n".join((stamp_of(path), zone, currency)).encode()).hexdigest()[:16]


def copy_of(path: Path, stamp: str, ending: str) -> Path:
    """This function will return where a copy of the file with that stamp lies."""
    return path.parent / BESIDE / f"{path.name}-{stamp}{ending}"
