"""What is kept beside a history: where it lies, and by what it is known to belong to the file as it is now."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from time import time

BESIDE = ".amends-backtest"  # the folder for copies, beside the history
PARTIAL = ".partial"
ABANDONED = 24 * 60 * 60  # seconds
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


def partial_of(copy: Path) -> Path:
    """This function will return where to write a copy until it is whole: a name that no other process writes to.

    What processes left behind that were ended more than a day ago is taken away.
    """
    copy.parent.mkdir(parents=True, exist_ok=True)
    for left in copy.parent.glob(f"*{PARTIAL}"):
        with suppress(OSError):  # somebody else was faster
            if time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    return copy.with_name(f"{copy.name}.{token_hex(6)}{PARTIAL}")


def copy_of(path: Path, stamp: str, ending: str) -> Path:
    """This function will return where a copy of the file with that stamp lies."""
    return path.parent / BESIDE / f"{path.name}-{stamp}{ending}"
