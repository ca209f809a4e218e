"""One thing that does not hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One thing that does not hold: of which law, in which row, what is wrong, and what to do about it."""

    law: str  # docs/ledger.md lists them, I1 to I13
    row: str  # the table and its key
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.law} {self.row}: {self.what}. {self.do}"
