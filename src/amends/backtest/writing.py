"""Writing a history as CSV: what `preparing` reads comes out as it went in.

Laws: what is unknown is empty, and only that; a fact that might hold what a person wrote - a shop's own fact of kind
text - has a column only where a clause asks about it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import IO, Any

from amends.backtest.schema import OTHERS, ZONE
from amends.core.dates import datetime_of, zone_named
from amends.core.engine.standings import tests_of
from amends.core.facts import Kind
from amends.core.money import digits_of
from amends.core.policy.tree import Policy
from amends.core.vocabulary import VOCABULARY

_UTC = zone_named("UTC")


def columns_of(policy: Policy) -> dict[str, Kind]:
    """This function will return the columns that a shop's history has, with their kinds."""
    asked = {test.fact for clause in policy.clauses for test in tests_of(clause)}
    found = {name: kind for name, kind in OTHERS.items() if name != ZONE}
    for name, fact in policy.vocabulary.facts.items():
        if name in VOCABULARY.facts or fact.kind is not Kind.TEXT or name in asked:
            found[name] = fact.kind
    return found | {one.counter: Kind.COUNT for one in policy.clauses if one.counter}


def write_csv(
    file: IO[str], columns: Mapping[str, Kind], rows: Iterable[Mapping[str, Any]], currency: str
) -> int:  # fmt: skip
    """This function will write the rows, facts as a stored document has them, and return how many they were."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_written(row.get(name), kind, currency) for name, kind in columns.items()])
        count += 1
    return count


def _written(value: Any, kind: Kind, currency: str) -> str:
    if value is None:
        return ""
    match kind:
        case Kind.MOMENT if isinstance(value, int):
            with suppress(ValueError, OverflowError):
                return datetime_of(value, _UTC).isoformat()
            return ""  # of no year that can be written; such a claim is referred, as one whose moment is not known is
        case Kind.MONEY:
            return str(Decimal(value).scaleb(-digits_of(currency)))
        case Kind.FLAG:
            return "true" if value else "false"
        case Kind.MARKS:
            return "|".join(value) or "|"  # no marks are something else than not knowing them
    return str(value) or " "  # an empty text is not an unknown one
