"""What a file is cut into: rows with the place they come from, and what is wrong with the bad ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from amends.core.errors import AmendsError, Place

Kind = Literal["orders", "customers", "products"]
KINDS: tuple[Kind, ...] = ("orders", "customers", "products")
LONGEST_TEXT = 100_000  # characters of one value: above it somebody lost a quotation mark
MOST_LINES = 20_000  # of one order
MOST_SHOWN = 1_000  # problems kept in full; the others are counted


class FileInvalid(AmendsError):
    """A file cannot be read at all, so that nothing of it can be trusted."""

    code = "file_invalid"


class RowInvalid(AmendsError):
    """One row cannot become what it should be."""

    code = "row_invalid"


class RowsInvalid(AmendsError):
    """Rows are bad and the import was asked to refuse then; `problems` lists them, as many as are kept."""

    code = "rows_invalid"

    def __init__(self, problems: tuple[AmendsError, ...], count: int) -> None:
        rows = "1 row is bad" if count == 1 else f"{count} rows are bad"
        hint = "Mend them, or skip them with `--on-bad-row skip`."
        super().__init__(f"{rows}, so nothing was imported.", hint=hint)
        self.problems = problems
        self.count = count


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file: its values by name, and where it stands."""

    place: Place
    values: Mapping[str, Any]
    lines: tuple[tuple[int, Mapping[str, Any]], ...] = ()  # CSV: the rows of one order, with their line numbers


@dataclass(slots=True)
class Problems:
    """The problems found, the first thousand in full."""

    count: int = 0
    kept: list[AmendsError] = field(default_factory=list)

    def add(self, problem: AmendsError) -> None:
        """This function will note one more problem."""
        self.count += 1
        if len(self.kept) < MOST_SHOWN:
            self.kept.append(problem)
