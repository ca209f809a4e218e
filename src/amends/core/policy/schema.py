"""The JSON Schema of the language, for editors that complete and check: made from the model and the vocabulary.

Without a policy it allows any dotted name as a fact of the shop's own; with one it knows them all, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.core.facts import Fact, Kind, Vocabulary
from amends.core.policy.conditions import ANCHORS, COMPARING, EVENTS
from amends.core.policy.model import EFFECTS, FACT_NAME, MOST, PolicyOf
from amends.core.vocabulary import LANE_OF_REASON, VOCABULARY

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
COUNTER = r"^used\.(order|line|customer)\.[a-z0-9_]+$"
_AMOUNT: Schema = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^([A-Z]{3} ?)?[0-9]+(\.[0-9]+)?( ?[A-Z]{3})?$"},
    ],
    "examples": ["40.00"],
}
_NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}
_BOUNDS = {"ge": "minimum", "le": "maximum"}  # as pydantic leaves them behind a validator of ours
_DAY: Schema = {"type": "string", "format": "date", "examples": ["2023-11-01"]}


def policy_schema(vocabulary: Vocabulary | None = None) -> Schema:
    """This function will return the schema of policies, or of those with exactly the facts of this vocabulary."""
    made = PolicyOf.model_json_schema(by_alias=False, ref_template="#/$defs/{model}")
    made = _tidied(made)
    parts = made["$defs"]
    facts = (vocabulary or VOCABULARY).facts
    parts["Condition"] = _condition(facts, strict=vocabulary is not None)
    parts.update(_tests(facts))
    parts.update({name: _choice(fact) for name, fact in facts.items() if fact.kind is Kind.CHOICE})
    for part, names in (("ClauseOf", ("when", "provided")), ("ExceptionOf", ("when",))):
        for name in names:
            said = parts[part]["properties"][name]
            parts[part]["properties"][name] = {"$ref": "#/$defs/Condition", "description": said["description"]}
    parts["Within"]["properties"]["of"] = _anchor(facts, parts["Within"]["properties"]["of"]["description"])
    for part in ("Span", "Within"):
        parts[part]["oneOf"] = [{"required": [unit]} for unit in MOST]
    parts["ClauseOf"]["oneOf"] = [{"required": [effect]} for effect in EFFECTS]
    parts["ClassifyOf"]["properties"]["reasons"] = _reasons(facts, strict=vocabulary is not None)
    made["properties"]["ask"] |= {"propertyNames": _names(facts, strict=vocabulary is not None)}
    made["properties"]["facts"] |= {"propertyNames": {"pattern": FACT_NAME}}
    return {"$schema": DIALECT, "title": "A policy for Amends", **made}


def _tidied(part: Any) -> Any:
    """In the schema's own words, and without what only Python needs: titles, `null` for what may be left out."""
    if isinstance(part, list):
        return [_tidied(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    named = part.get("properties")
    titles = {key for key, value in part.items() if key == "title" and isinstance(value, str)}
    kept = {_BOUNDS.get(key, key): _tidied(value) for key, value in part.items() if key not in titles}
    if isinstance(named, Mapping):
        kept["properties"] = {name: _tidied(value) for name, value in named.items()}
    arms = kept.get("anyOf")
    if arms and {"type": "null"} in arms:
        arms = [one for one in arms if one != {"type": "null"}]
        del kept["anyOf"]
        kept = {**arms[0], **kept} if len(arms) == 1 else {"anyOf": arms, **kept}
    if kept.get("default", "") in (None, "", {}, []):
        kept.pop("default", None)
    return kept


def _condition(facts: Mapping[str, Fact], *, strict: bool) -> Schema:
    several = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}}
    joined = {
        "any": "at least one of these conditions holds",
        "all": "all of these conditions hold",
        "none": "none of these conditions holds",
    }
    own = {} if strict else {FACT_NAME: {"$ref": "#/$defs/TestOfOwnFact"}}
    return {
        "type": "object",
        "description": "facts and what they must be; all of them must hold",
        "properties": {
            **{word: {**several, "description": text} for word, text in joined.items()},
            **{name: _about(fact) for name, fact in facts.items()},
        },
        "patternProperties": {COUNTER: {"$ref": "#/$defs/TestOfCount"}, **own},
        "additionalProperties": False,
        "examples": [{"item.category": "earring", "item.price": {"over": 40}}],
    }


def _about(fact: Fact) -> Schema:
    asked = f"; customers are asked: {fact.ask}" if fact.ask else ""
    said = f"{fact.about} ({fact.kind.value}{asked})"
    if fact.kind is Kind.CHOICE:
        return {**_is({"$ref": f"#/$defs/{fact.name}"}), "description": said}
    return {"$ref": f"#/$defs/TestOf{fact.kind.value.title()}", "description": said}


def _choice(fact: Fact) -> Schema:
    if fact.name == "claim.reason":
        return {"anyOf": [{"enum": list(fact.values)}, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}]}
    return {"enum": list(fact.values)}


def _is(value: Schema) -> Schema:
    one_or_more = {"anyOf": [value, {"type": "array", "minItems": 1, "items": value}]}
    forms = {"is": "it is this, or one of these", "not": "it is none of these"}
    return {"anyOf": [*one_or_more["anyOf"], _forms({form: (one_or_more, text) for form, text in forms.items()})]}


def _forms(forms: Mapping[str, tuple[Schema, str]]) -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {form: {**schema, "description": text} for form, (schema, text) in forms.items()},
    }


def _ordered(value: Schema) -> Schema:
    said = {"over": "more than this", "at_least": "this or more", "under": "less than this", "at_most": "this or less"}
    other = {"$ref": "#/$defs/OtherFact"}
    schema = _is(value)
    forms = schema["anyOf"][-1]
    for form in COMPARING:
        forms["properties"][form] = {"anyOf": [value, other], "description": said[form]}
    return schema


def _tests(facts: Mapping[str, Fact]) -> dict[str, Schema]:
    word: Schema = {"type": "string"}
    words: Schema = {"anyOf": [word, {"type": "array", "minItems": 1, "items": word}]}
    span = {"$ref": "#/$defs/SpanOfTest"}
    moment = _forms(
        {
            "happened": ({"type": "boolean"}, "it has come"),
            "within": (span, "it was no longer ago than this, counted as a window is"),
            "longer_ago_than": (span, "it has come, and longer ago than this"),
            "from": (_DAY, "on this day or later"),
            "to": (_DAY, "on this day or earlier"),
        }
    )
    marks = _forms({"has": (words, "it bears one of these"), "lacks": (words, "it bears none of these")})
    units: Schema = {unit: {"type": "integer", "minimum": 0, "maximum": most} for unit, most in MOST.items()}
    return {
        "TestOfFlag": _is({"type": "boolean"}),
        "TestOfText": _is(word),
        "TestOfCount": _ordered({"type": "integer", "minimum": 0}),
        "TestOfNumber": _ordered(_NUMBER),
        "TestOfMoney": _ordered(_AMOUNT),
        "TestOfMoment": {"anyOf": [{"enum": ["happened", "not_yet"]}, moment]},
        "TestOfMarks": {"anyOf": [*words["anyOf"], marks]},
        "TestOfOwnFact": {"description": "a fact of the shop's own, declared under `facts`"},
        "OtherFact": {
            "type": "object",
            "required": ["fact"],
            "additionalProperties": False,
            "properties": {"fact": {"anyOf": [{"enum": sorted(facts)}, {"type": "string", "pattern": FACT_NAME}]}},
        },
        "SpanOfTest": {
            "type": "object",
            "properties": {**units, "event": {"enum": list(EVENTS)}},
            "oneOf": [{"required": [unit]} for unit in MOST],
            "additionalProperties": False,
        },
    }


def _anchor(facts: Mapping[str, Fact], about: str) -> Schema:
    moments = [fact.name for fact in facts.values() if fact.kind is Kind.MOMENT]
    own: Schema = {"type": "string", "pattern": FACT_NAME}
    return {"anyOf": [{"enum": [*ANCHORS, *moments]}, own], "description": about}


def _reasons(facts: Mapping[str, Fact], *, strict: bool) -> Schema:
    known: Schema = {"enum": list(facts["claim.reason"].values)}
    one = (
        known
        if strict
        else {"anyOf": [{"enum": list(LANE_OF_REASON)}, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}]}
    )
    return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}], "description": "the reasons it speaks of"}


def _names(facts: Mapping[str, Fact], *, strict: bool) -> Schema:
    known: Schema = {"enum": list(facts)}
    return known if strict else {"anyOf": [known, {"pattern": FACT_NAME}]}
