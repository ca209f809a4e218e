"""The JSON Schema of scenario files, made from the model and the vocabulary, for editors that complete and check."""

from __future__ import annotations

from typing import Any

from amends.core.facts import Fact, Kind
from amends.core.policy.schema import DIALECT
from amends.core.scenarios.model import ScenariosOf
from amends.core.vocabulary import VOCABULARY

Schema = dict[str, Any]
_NESTED = {"type": "object"}


def scenarios_schema() -> Schema:
    """This function will return the schema of scenario files; a shop's own facts are allowed beside those of all."""
    made = ScenariosOf.model_json_schema(by_alias=False, ref_template="#/$defs/{model}")
    made["$defs"]["Facts"] = _facts()
    made["properties"]["given"] = {"$ref": "#/$defs/Facts"}
    made["$defs"]["CaseOf"]["properties"]["when"] = {"$ref": "#/$defs/Facts"}
    return {"$schema": DIALECT, **made, "title": "Scenarios for Amends"}


def _facts() -> Schema:
    parts = {name.partition(".")[0] for name in VOCABULARY.facts}
    return {
        "type": "object",
        "description": "facts, nested or dotted; `null` takes one away",
        "properties": {
            **dict.fromkeys(sorted(parts), _NESTED),
            **{name: _about(fact) for name, fact in VOCABULARY.facts.items()},
        },
    }


def _about(fact: Fact) -> Schema:
    said: Schema = {"description": fact.about}
    match fact.kind:
        case Kind.FLAG:
            return {**said, "type": ["boolean", "null"]}
        case Kind.CHOICE if fact.name != "claim.reason":
            return {**said, "enum": [*fact.values, None]}
        case Kind.COUNT:
            return {**said, "type": ["integer", "null"], "minimum": 0}
        case Kind.MARKS:
            return {**said, "type": ["array", "null"], "items": {"type": "string"}}
    return said
