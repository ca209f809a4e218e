"""A history as a CSV file: how it is written, and where in it something is wrong, in words of our own.

How its columns are parted is told by its head, whether commas, semicolons, tabs or `|` part them and whatever stands
above it; so what is wrong in a row is wrong in that row, and never makes the file look like another. Law: a file is
refused with the line and what to do, or read as it is written.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from amends.backtest.schema import ASKED, HistoryInvalid
from amends.core.errors import Place

ENDINGS = (".csv", ".csv.gz")
PARTED_BY = ",;\t|"
LONGEST = 1 << 20  # bytes in which the head has to stand
ABOVE = 20  # lines that may stand above the head, such as a title
AS_UTF8 = "Save it as `CSV UTF-8`, as spreadsheets call it."
OTHERS = {
    b"PK\x03\x04": ("it is a workbook or an archive, no CSV.", AS_UTF8),
    b"PAR1": ("it is a Parquet file.", "Give it a name that ends in `.parquet`."),
    b"\xff\xfe": ("it is written in UTF-16.", AS_UTF8),
    b"\xfe\xff": ("it is written in UTF-16.", AS_UTF8),
}
OF_PLATFORM = {"Lineitem name", "Financial Status", "Lineitem quantity"}  # in a platform's export of orders
HISTORY = "A history is described in docs/backtest.md: one row an order line, with what was asked about it."


@dataclass(frozen=True, slots=True)
class Head:
    """The names at the head of a file, what parts them, and how many lines stand above it."""

    names: tuple[str, ...]
    parted_by: str
    above: int


def is_csv(path: str) -> bool:
    """This function will say whether a file is CSV, by its ending."""
    return path.lower().endswith(ENDINGS)


def head_of(path: Path) -> Head:
    """This function will return the head of a CSV file, or raise `HistoryInvalid` for what is no such file."""
    place = Place(file=str(path))
    try:
        with _opened(path) as file:
            start = file.read(LONGEST)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise HistoryInvalid(f"the history cannot be read: {reason.lower()}.", place=place) from error
    if not start.strip():
        raise HistoryInvalid("the file is empty.", place=place, hint=HISTORY)
    for sign, (what, hint) in OTHERS.items():
        if start.startswith(sign):
            raise HistoryInvalid(f"the history cannot be read: {what}", place=place, hint=hint)
    lines = start.decode("utf-8-sig", errors="replace").splitlines(keepends=True)
    found = [(above, by, _cells(lines[above:], by)) for above in range(min(ABOVE, len(lines))) for by in PARTED_BY]
    above, by, names = next((one for one in found if ASKED in one[2]), max(found, key=lambda one: len(one[2])))
    return Head(tuple(names), by, above)


def columns_of(path: Path) -> tuple[str, ...]:
    """This function will return the names of the columns, each of its own; errors: `HistoryInvalid`."""
    head = head_of(path)
    place = Place(file=str(path), line=head.above + 1)
    if len(head.names) >= len(OF_PLATFORM) and set(head.names) >= OF_PLATFORM:
        what = "this is a platform's export of orders, in which nobody says what was asked."
        hint = "Take it in with `amends import`, and give `--shop` instead of `--history`."
        raise HistoryInvalid(what, place=place, hint=hint)
    lower = [name.lower() for name in head.names]
    twice = next((name for at, name in enumerate(head.names) if name and name.lower() in lower[:at]), None)
    if twice is not None:
        raise HistoryInvalid(f"the column `{twice}` is there twice.", place=place, hint="Keep one of the two.")
    return tuple(name or f"({at})" for at, name in enumerate(head.names, start=1))


def reading(path: str, quoted: str) -> str:
    """This function will return the expression that reads the file as texts; `quoted` is its name, as SQL has it."""
    head = head_of(Path(path))
    named = ", ".join("'" + name.replace("'", "''") + "': 'VARCHAR'" for name in columns_of(Path(path)))
    written = f"header=true, skip={head.above}, delim='{head.parted_by}', quote='\"', escape='\"', nullstr=''"
    return f"read_csv({quoted}, auto_detect=false, {written}, columns={{{named}}})"


def explained(said: str, path: str) -> HistoryInvalid | None:
    """This function will say in words of our own what the engine says is wrong with a CSV file, if it is known."""
    found = re.search(r"CSV Error on Line: (\d+)", said)
    if found is None or not is_csv(path):
        return None
    place = Place(file=path, line=int(found[1]))
    columns = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", said)
    if "unicode" in said:
        return HistoryInvalid("the history cannot be read: it is not written in UTF-8.", place=place, hint=AS_UTF8)
    if "unterminated quote" in said:
        what, hint = "a quote is opened and never closed", 'Write a quote within a value twice: `"a ""b"" c"`.'
    elif columns is None:
        what, hint = "it is no row of a CSV file", "Look at it in a text editor."
    elif int(columns[1]) < int(columns[2]):
        what = f"it has more columns than the {columns[1]} of the head"
        hint = 'Put a value that holds the sign which parts columns into quotes: `"a, b"`.'
    else:
        what = f"it has {columns[2]} of the {columns[1]} columns of the head"
        hint = "Give each row all columns, also those that are empty."
    return HistoryInvalid(f"the row cannot be read: {what}.", place=place, hint=hint)


def line_of(path: str, column: str, value: str) -> int:
    """This function will return the first line of a CSV file with this value in a column; 0 where there is none."""
    if not is_csv(path):
        return 0
    head = head_of(Path(path))
    at = head.names.index(column)
    for line, row in _rows(Path(path), head):
        if len(row) > at and row[at] == value:
            return line
    return 0


def _rows(path: Path, head: Head) -> Iterator[tuple[int, list[str]]]:
    """The rows below the head, each with the line on which it begins."""
    opened = gzip.open if path.name.lower().endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
        for _ in range(head.above):
            file.readline()
        rows = csv.reader(file, delimiter=head.parted_by)
        before = 0
        for row in rows:
            yield head.above + before + 1, row
            before = rows.line_num


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _cells(lines: list[str], parted_by: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader(lines, delimiter=parted_by), [])]
    except csv.Error:
        return []
