"""The columns of a history: one row an order line, or a claim about one; each fact of the vocabulary is a column.

Law: a column's type follows from the fact's kind, so a value that is none of its kind cannot be in a history. Moments
are instants (`core.dates`) with `NOT_YET` as the latest number there is; beside each stands its local day in the shop's
zone, and marks stand in one text, parted by `|`. A line that nobody asked about has no `claim.asked_at`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from amends.core.dates import FIRST_DAY, LAST_DAY
from amends.core.errors import AmendsError
from amends.core.facts import Kind, Vocabulary, is_counter

NOT_YET = 2**63 - 1
NOT_YET_DAY = 2**31 - 1
SENSELESS_DAY = -1  # of an instant outside the years that anybody can mean
EARLIEST_DAY, LATEST_DAY = FIRST_DAY, LAST_DAY
ASKED, PLACED = "claim.asked_at", "order.placed_at"
LINE, REMEDY, ZONE, DECIDED, MONTH = "line", "claim.remedy", "zone", "decided_at", "claim.month"
ANSWERED = "claim.answered"  # what the shop answered: accepted, refused or referred
DISCOUNTS = "order.discounts"  # all discounts of the order together, in minor units
BREAKDOWN: Mapping[str, str] = MappingProxyType({"product": "item.product", "country": "order.country", "month": MONTH})
FINE = ("product",)  # too many values to count every claim by; what changes is counted by them
DAY = "_day"
CURRENCY = "currency"  # a column that is called so, wherever it comes from, has to name the shop's
TYPES: Mapping[Kind, str] = MappingProxyType({
    Kind.FLAG: "BOOLEAN",
    Kind.CHOICE: "VARCHAR",
    Kind.TEXT: "VARCHAR",
    Kind.COUNT: "BIGINT",
    Kind.NUMBER: "DECIMAL(18,6)",
    Kind.MONEY: "BIGINT",
    Kind.MOMENT: "BIGINT",
    Kind.MARKS: "VARCHAR",
})  # fmt: skip
OTHERS: Mapping[str, Kind] = MappingProxyType({
    LINE: Kind.TEXT,
    REMEDY: Kind.TEXT,
    ZONE: Kind.TEXT,
    DECIDED: Kind.MOMENT,
    ANSWERED: Kind.TEXT,
    DISCOUNTS: Kind.MONEY,
})  # fmt: skip


class HistoryInvalid(AmendsError):
    """A history cannot be read as one."""

    code = "history_invalid"


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a column before it is read; what is not known is taken as possible."""

    nulls: bool = True
    low: int | None = None
    high: int | None = None

    @property
    def not_yet(self) -> bool:
        """This property will hold whether some moment in the column may not have come."""
        return self.high is None or self.high >= NOT_YET_DAY

    @property
    def senseless(self) -> bool:
        """This property will hold whether some day in the column may be one that nobody can mean."""
        return self.low is None or self.low < EARLIEST_DAY


@dataclass(frozen=True, slots=True)
class History:
    """A history as a file with the columns of this schema, and what is known of them."""

    path: str
    zone: str
    columns: Mapping[str, Shape]
    lines: int
    stamp: str = ""  # of the file's contents: a copy packed from it belongs to this stamp

    def has(self, column: str) -> bool:
        """This function will say whether the history has the column."""
        return column in self.columns


def kind_of(column: str, vocabulary: Vocabulary) -> Kind | None:
    """This function will return the kind of a history's column; nothing where it is not of this schema."""
    if column in OTHERS:
        return OTHERS[column]
    if column in vocabulary.facts or is_counter(column):
        return vocabulary.find(column).kind
    return None


def fits(types: Mapping[str, str], vocabulary: Vocabulary) -> bool:
    """This function will return whether a file's columns have their types, and moments their local days."""
    for name, type_ in types.items():
        kind = kind_of(name, vocabulary)
        if kind is not None and type_ != TYPES[kind]:
            return False
        if kind is Kind.MOMENT and types.get(f"{name}{DAY}") != "INTEGER":
            return False
    return all(name in types for name in (ASKED, REMEDY, MONTH, ZONE))


def is_alone(history: History, policies: int) -> bool:
    """This function will return whether there is nothing that claims could be answered differently from."""
    return policies == 1 and not history.has(ANSWERED)


def dimensions_of(history: History, policies: int) -> tuple[str, ...]:
    """This function will return what a history's claims can be counted by, under one policy or two."""
    left_out = FINE if is_alone(history, policies) else ()
    return tuple(name for name, column in BREAKDOWN.items() if history.has(column) and name not in left_out)
