"""The core's values as JSON documents, the same every time, so that two that say the same have the same bytes."""

from __future__ import annotations

from dataclasses import fields
from types import MappingProxyType
from typing import Any

import msgspec

from amends.core.engine.verdict import Decision, Verdict


def as_document(value: object) -> Any:
    """This function will return the value as JSON can hold it, the same every time; decimals become text."""
    return msgspec.json.decode(_ENCODER.encode(value))


def as_json(value: object) -> str:
    """This function will return the same document as text."""
    return _ENCODER.encode(value).decode()


def verdicts_document(decision: Decision) -> dict[str, Any]:
    """This function will return everything that was decided, remedy by remedy, with the promises made."""
    return {
        "lanes": list(decision.lanes),
        "verdicts": {name: _verdict(verdict) for name, verdict in sorted(decision.verdicts.items())},
        "closings": {name: as_document(closing) for name, closing in sorted(decision.closings.items())},
        "promises": [as_document(due) for due in decision.promises],
    }


def _verdict(verdict: Verdict) -> Any:
    # Field by field: a verdict may work parts of itself out only now, and is no plain record then.
    parts = {one.name: getattr(verdict, one.name) for one in fields(Verdict)}
    # A set of enumerated values has no order of its own to be written in.
    return as_document({**parts, "possible": sorted(one.value for one in verdict.possible)})


def _more(value: object) -> Any:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(f"a {type(value).__name__} has no place in a document")


_ENCODER = msgspec.json.Encoder(enc_hook=_more, order="deterministic")
