"""What is kept beside a history: where it lies, and by what it is known to belong to the file as it is now."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from time import time

from amends.backtest.schema import HistoryInvalid

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


@contextmanager
def written_whole(copy: Path) -> Iterator[Path]:
    """This function will give the name under which to write a copy, a file or a folder, which is there once whole.

    Whatever goes wrong, nothing half-written is left; what the system refuses is `HistoryInvalid`.
    """
    try:
        partial = partial_of(copy)
        try:
            yield partial
            _put(partial, copy)
        finally:
            _remove(partial)
    except OSError as error:
        raise unkept(error.strerror or str(error)) from error


def unkept(reason: str) -> HistoryInvalid:
    """This function will say that a copy cannot be kept beside a history, and what to do."""
    hint = "Make room there, or put the history into another folder of your own."
    return HistoryInvalid(f"a copy cannot be kept in `{BESIDE}` beside the history: {reason.lower()}.", hint=hint)


def _put(partial: Path, copy: Path) -> None:
    if not partial.is_dir():
        partial.replace(copy)
        return
    _remove(copy)
    try:
        partial.rename(copy)
    except OSError:  # another process has written the same meanwhile
        if not copy.is_dir():
            raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def copy_of(path: Path, stamp: str, ending: str) -> Path:
    """This function will return where a copy of the file with that stamp lies."""
    return path.parent / BESIDE / f"{path.name}-{stamp}{ending}"
