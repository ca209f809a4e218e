"""CSV to rows: the delimiter seen from the header, quoted line breaks kept, line numbers as an editor shows them.

Quotation marks that do not close make the whole file unreadable: what follows them could be taken for rows that nobody
wrote.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from amends.core.errors import Place, did_you_mean
from amends.imports.rows import FileInvalid, Row, RowInvalid

DELIMITERS = ",;\t|"
LARGEST_CELL = 64_000_000  # characters; above it the rest of the file is inside one pair of quotation marks
HIGHEST_COLUMNS = 2_000


def read_csv(text: TextIO, file: str, delimiter: str, known: Iterable[str]) -> Iterator[Row | RowInvalid]:
    """This function will yield every row, with names from the header as the mapping spells them."""
    csv.field_size_limit(LARGEST_CELL)
    first = text.readline(1_000_000)
    if not first.strip():
        raise FileInvalid("the file has no header: its first line is empty.", place=Place(file, 1))
    reader = csv.reader(_again(first, text), delimiter=delimiter or sniffed(first), strict=True)
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not header:
                header = names_of(cells, known, Place(file, start))
            elif any(cell.strip() for cell in cells):
                yield _row(cells, header, Place(file, start))
    except csv.Error as error:
        what = f"the quotation marks from here on do not fit: {error}."
        hint = "A mark inside a quoted value is written twice; every quoted value ends with one."
        raise FileInvalid(what, place=Place(file, line), hint=hint) from error


def _again(first: str, text: TextIO) -> Iterator[str]:
    yield first
    yield from text


def sniffed(header: str) -> str:
    """This function will return the delimiter that parts most names in the header, quoted ones aside."""
    counts = dict.fromkeys(DELIMITERS, 0)
    is_quoted = False
    for sign in header:
        is_quoted ^= sign == '"'
        if sign in counts and not is_quoted:
            counts[sign] += 1
    return max(counts, key=lambda sign: counts[sign])


def names_of(cells: Sequence[str], known: Iterable[str], place: Place) -> list[str]:
    """This function will return the columns' names, spelled as the mapping spells them where only case differs."""
    spelled = {name.casefold(): name for name in known}
    names = [spelled.get(cell.strip().casefold(), cell.strip()) for cell in cells]
    if len(names) > HIGHEST_COLUMNS:
        raise FileInvalid(f"the header has {len(names)} columns; {HIGHEST_COLUMNS} is the most.", place=place)
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        hint = "Give each column its own name."
        raise FileInvalid(f"the column `{twice[:80]}` is there twice.", place=place, hint=hint)
    return names


def missing_column(name: str, header: Iterable[str], place: Place) -> FileInvalid:
    """This function will return the error for a column that an import cannot do without."""
    listed = [one for one in header if one]
    hint = did_you_mean(name, listed) or "The columns are " + ", ".join(f"`{one[:40]}`" for one in listed[:12]) + "."
    hint += " Another mapping is chosen with `--map`."
    return FileInvalid(f"there is no column `{name}`.", place=place, hint=hint)


def _row(cells: Sequence[str], header: Sequence[str], place: Place) -> Row | RowInvalid:
    if len(cells) != len(header):
        what = f"this row has {len(cells)} values, the header has {len(header)} names."
        return RowInvalid(what, place=place, hint="A delimiter inside a value needs quotation marks around the value.")
    return Row(place, dict(zip(header, cells, strict=True)))
