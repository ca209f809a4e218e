"""Errors that a person can act on: what is wrong, where, and what to do.

A refusal under policy is a value (`engine.verdict.Verdict`), never one of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something is wrong; every part may be unknown."""

    file: str = ""
    line: int = 0
    column: int = 0
    field: str = ""

    def __str__(self) -> str:
        spot = ":".join(str(part) for part in (self.file, self.line or "", self.column or "") if part)
        return " ".join(part for part in (spot, f"`{self.field}`" if self.field else "") if part)


class AmendsError(Exception):
    """The root of all errors of the project; interfaces map `code`, people read the rest."""

    code = "amends"

    def __init__(self, what: str, *, place: Place | None = None, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.place = place or Place()
        self.hint = hint

    def __str__(self) -> str:
        where = str(self.place)
        return "".join((f"{where}: " if where else "", self.what, f" {self.hint}" if self.hint else ""))


class FactInvalid(AmendsError):
    """A fact is unknown to the vocabulary, or its value is not of the fact's kind."""

    code = "fact_invalid"


class MoneyInvalid(AmendsError):
    """An amount, a currency or an apportionment makes no sense."""

    code = "money_invalid"


class OrderInvalid(AmendsError):
    """An order contradicts itself: a parcel with goods that nobody bought, a negative quantity."""

    code = "order_invalid"


class Unreadable(AmendsError):
    """What somebody wrote cannot be read; `problems` lists every fault found, file by file, in the order of lines."""

    code = "unreadable"
    begins: ClassVar[str]  # `the policy has`

    def __init__(self, problems: Iterable[AmendsError]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.place.file, one.place.line, one.place.column)))
        count = len(self.problems)
        super().__init__(f"{self.begins} {count} {'problem' if count == 1 else 'problems'}")

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class PolicyInvalid(Unreadable):
    """A policy file cannot be read as a policy."""

    code = "policy_invalid"
    begins = "the policy has"


def did_you_mean(word: str, known: object) -> str:
    """This function will return a hint that names the known word nearest to `word`, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 # late: only a mistake needs it

    likeness = 0.6  # no amount: how alike two words are
    near = get_close_matches(word, [str(name) for name in known], n=1, cutoff=likeness)  # type: ignore[attr-defined]
    return f"Did you mean `{near[0]}`?" if near else ""
