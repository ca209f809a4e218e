"""The facts of a decision as JSON keeps them; with the policy and the moment they give the same decision years later.

They are written in their normal form - minor units, microseconds, decimals as text, marks in the alphabet's order -
so that the same facts always have the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from amends.core.dates import NOT_YET
from amends.core.facts import Facts, Kind, Vocabulary


def facts_document(facts: Facts) -> dict[str, Any]:
    """This function will return the known facts as JSON can hold them, always in the same order."""
    return {name: _plain(value) for name, value in sorted(facts.items()) if value is not None}


def facts_from(kept: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """This function will return the facts that `facts_document` wrote, in the form that the engine takes."""
    return {name: _read(vocabulary.find(name).kind, value) for name, value in kept.items()}


def _plain(value: Any) -> Any:
    if value is NOT_YET:
        return "not_yet"
    if isinstance(value, Decimal):
        return str(value)
    return sorted(value) if isinstance(value, frozenset) else value


def _read(kind: Kind, value: Any) -> Any:
    match kind:
        case Kind.MOMENT if value == "not_yet":
            return NOT_YET
        case Kind.NUMBER:
            return Decimal(value)
        case Kind.MARKS:
            return frozenset(value)
    return value
