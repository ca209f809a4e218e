"""Decisions kept as text: the policy's hash, the facts and the moment. Decided again years later they give the same.

Facts are written in their normal form - minor units, microseconds, decimals as text, marks in the alphabet's order -
so that the same decision always has the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from amends.core.dates import NOT_YET
from amends.core.engine.decide import Decider
from amends.core.engine.verdict import Decision
from amends.core.errors import AmendsError
from amends.core.facts import Facts, Kind, Vocabulary


class StoredInvalid(AmendsError):
    """A stored decision cannot be decided again."""

    code = "stored_invalid"


class _Stored(msgspec.Struct, frozen=True):
    policy: str
    at: int
    facts: dict[str, Any]
    outcomes: dict[str, str]


def store(decision: Decision) -> bytes:
    """This function will return the decision as text that can be kept."""
    facts = facts_document(decision.facts)
    outcomes = {remedy: verdict.outcome.value for remedy, verdict in sorted(decision.verdicts.items())}
    return msgspec.json.encode(_Stored(decision.policy_hash, decision.at, facts, outcomes))


def decide_again(decider: Decider, kept: bytes) -> Decision:
    """This function will decide a stored decision again, under the policy that decided it then.

    Another policy, or text that is no stored decision, raises `StoredInvalid`.
    """
    try:
        found = msgspec.json.decode(kept, type=_Stored)
    except msgspec.DecodeError as error:
        raise StoredInvalid(f"this is no stored decision: {error}.") from error
    if found.policy != decider.policy.hash:
        what = f"this was decided under the policy `{found.policy}`, not under `{decider.policy.hash}`."
        raise StoredInvalid(what, hint="Load the version of the policy with that hash.")
    return decider.decide(facts_from(found.facts, decider.policy.vocabulary), found.at)


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
