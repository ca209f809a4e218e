"""Bringing a shop's own help and sizes into use: checked, copied into the data folder, and switched to at once.

Laws: what cannot be read is never brought in; whoever reads meanwhile sees all of the old or all of the new.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from amends.core.errors import AmendsError
from amends.core.sizes.rules import FILE
from amends.examples.guides import HELP, PICTURES
from amends.usecases.check_help import check_help
from amends.usecases.check_policy import Report
from amends.usecases.check_sizes import check_sizes
from amends.usecases.read_notice import NOTICE
from amends.usecases.read_shelf import CURRENT

MOST_BYTES = 20_000_000  # of all files: a page is read from them in one process


class NothingToBring(AmendsError):
    """A folder holds neither help nor sizes, or more than anybody reads, or links."""

    code = "nothing_to_bring"


@dataclass(frozen=True, slots=True)
class Brought:
    """What the check found, and the edition that is in use now; none where the check kept it out."""

    reports: tuple[Report, ...]
    edition: str = ""


def bring_help(source: Path, shelves: Path, shop_id: str, *, despite_findings: bool = False) -> Brought:
    """This function will check the folder's help and sizes, and put them into use where nothing is wrong with them."""
    paths = _paths(source)
    if not paths:
        hint = f"It holds a folder `{HELP}` with guides, or a file `{FILE}`, or both."
        raise NothingToBring(f"there is nothing to bring in `{source}`.", hint=hint)
    if sum(path.stat().st_size for path in paths) > MOST_BYTES:
        raise NothingToBring(f"`{source}` holds more than {MOST_BYTES // 1_000_000} MB.", hint="Make pictures smaller.")
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in paths}
    reports = tuple(_checked(source))
    if any(one.problems or (one.findings and not despite_findings) for one in reports):
        return Brought(reports)
    edition = _edition(files)
    _keep(files, shelves / shop_id, edition)
    return Brought(reports, edition)


def _paths(source: Path) -> list[Path]:
    """All that is ever read of a shop's folder: no other file is copied, and no link is followed out of it."""
    shapes = (FILE, f"{HELP}/*.yaml", f"{HELP}/*/*.yaml", f"{HELP}/{PICTURES}/*.svg")
    paths, own = sorted(one for shape in shapes for one in source.glob(shape)), source.resolve()
    other = next((one for one in paths if not one.is_file() or one.resolve() != own / one.relative_to(source)), None)
    if other is not None:
        what = f"`{other}` is no plain file of this folder, or lies behind a link."
        raise NothingToBring(what, hint="Put the file itself there.")
    return paths


def _checked(source: Path) -> Iterator[Report]:
    if (source / FILE).is_file():
        yield check_sizes(source / FILE)
    if (source / HELP).is_dir():
        yield check_help(source / HELP)


def _edition(files: dict[str, bytes]) -> str:
    told = hashlib.sha256()
    for name, data in files.items():
        told.update(f"{name}\n{len(data)}\n".encode() + data)
    return told.hexdigest()


def _keep(files: dict[str, bytes], folder: Path, edition: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    current, before = folder / CURRENT, ""
    if current.is_file():
        before = current.read_text(encoding="ascii").strip()
    if not (folder / edition).is_dir():
        making = folder / f"making-{edition}"
        shutil.rmtree(making, ignore_errors=True)
        for name, data in files.items():
            (making / name).parent.mkdir(parents=True, exist_ok=True)
            (making / name).write_bytes(data)
        making.rename(folder / edition)
    next_one = folder / f"{CURRENT}.next"
    next_one.write_text(f"{edition}\n", encoding="ascii")
    next_one.replace(current)
    for old in folder.iterdir():  # the one before stays: a request may be reading it
        if old.is_dir() and old.name not in {edition, before, NOTICE}:
            shutil.rmtree(old, ignore_errors=True)
