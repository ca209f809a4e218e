"""What pydantic finds wrong with the shape of a policy, in words that a shop can act on, each with the path to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from amends.core.errors import AmendsError, did_you_mean
from amends.core.policy.model import EFFECTS, PolicyOf
from amends.core.policy.source import Path, PolicyText, Problem
from amends.core.policy.words import shown
from amends.core.vocabulary import VOCABULARY

MOST_PROBLEMS = 100  # nobody reads more, and a hint for each of a hundred thousand would take minutes
_SIGNS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}
_PATTERNS = {
    "id": "Write letters and digits, parted by `-` or `.`, such as `B1-window`.",
    "country": "Write two capital letters, such as `US`.",
    "currency": "Write three capital letters, such as `USD`.",
    "counting": "Write small letters, digits and `_`, such as `free_resize`.",
}


def faults_in(error: ValidationError, data: Any) -> Iterator[Problem]:
    """This function will return every fault once, with the path to it in the file's own words."""
    seen: set[tuple[Path, str]] = set()
    for one in error.errors(include_url=False):
        path = _real_path(one["loc"], data)
        key = (path, "" if one["type"] != "missing" else str(one["loc"][-1]))
        if key not in seen:
            seen.add(key)
            yield path, _in_words(one, path)
        if len(seen) >= MOST_PROBLEMS:
            return


def _real_path(loc: tuple[Any, ...], data: Any) -> Path:
    """The part of pydantic's path that the file has, and a last name that it lacks."""
    path: list[str | int] = []
    for place, part in enumerate(loc):
        if (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        ):
            data = data[part]
            path.append(part)
        elif place == len(loc) - 1 and isinstance(data, dict) and isinstance(part, str) and part != "[key]":
            path.append(part)
    return tuple(path)


def _in_words(one: Any, path: Path) -> AmendsError:  # noqa: C901 - one short case for each kind of fault
    field = next((part for part in reversed(path) if isinstance(part, str)), "the policy")
    wrong, kind, context = one["input"], one["type"], one.get("ctx", {})
    match kind:
        case "said":
            return PolicyText(context["said"])
        case "missing":
            return PolicyText(f"`{field}` is missing.", hint=_about(path))
        case "extra_forbidden":
            return PolicyText(f"{shown(field)} is no word of the language here.", hint=_home_of(field, path))
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
            listed = ", ".join(f"`{word}`" for word in allowed)
            near = did_you_mean(str(wrong), allowed)
            hint = near or (f"Write one of {listed}." if len(allowed) > 1 else f"Write {listed}.")
            return PolicyText(f"{shown(wrong)} cannot stand here.", hint=hint)
        case "model_type" | "dict_type" | "model_attributes_type":
            return PolicyText(
                f"`{field}` takes entries such as `name: value`, not {shown(wrong)}.", hint=_entries(path)
            )
        case "list_type":
            return PolicyText(f"`{field}` takes a list, not {shown(wrong)}.", hint="Write `[one, another]`.")
        case "string_type":
            hint = "Write it in quotes." if isinstance(wrong, int | float) or hasattr(wrong, "as_tuple") else ""
            return PolicyText(f"{shown(wrong)} is no text.", hint=hint)
        case "string_too_short" | "too_short":
            return PolicyText(f"`{field}` is empty.", hint=_about(path))
        case "string_too_long" | "too_long":
            return PolicyText(f"`{field}` is longer than the {context['max_length']} characters it may have.")
        case "string_pattern_mismatch":
            return PolicyText(f"{shown(wrong)} cannot be used as `{field}`.", hint=_PATTERNS.get(field, ""))
        case "bool_type" | "bool_parsing":
            return PolicyText(f"{shown(wrong)} is not `true` or `false`.")
    if kind in _SIGNS:
        words, key = _SIGNS[kind]
        return PolicyText(
            f"{shown(wrong)} is too {'small' if key[0] == 'g' else 'large'} for `{field}`.",
            hint=f"It is {words} {context[key]}.",
        )
    return PolicyText(f"{shown(wrong)} is not right for `{field}`: {one['msg'].lower()}.")


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in get_args(annotation):
        yield from _models_in(inside)


def _home(path: Path) -> type[BaseModel] | None:
    """The model whose field the last name of the path is, or would be; none inside a condition."""
    model: type[BaseModel] | None = PolicyOf
    named = False  # the next part is a name of the shop's own, as under `facts`
    for part in path[:-1]:
        if isinstance(part, int):
            continue
        if named:
            named = False
            continue
        known = model.model_fields.get(part) if model else None
        if known is None:
            return None
        named = get_origin(known.annotation) is dict
        model = next(_models_in(known.annotation), None)
    return None if named else model


def _home_of(word: str, path: Path) -> str:
    home = _home(path)
    here = list(home.model_fields) if home else []
    near = did_you_mean(word, here)
    if near:
        return near
    if word in VOCABULARY.facts:
        return "Facts are asked about under `when` or `provided`."
    if word in VOCABULARY_WORDS:
        return f"`{word}` is a value; it stands after one of {', '.join(f'`{name}`' for name in EFFECTS[:4])}."
    above = [name for name, model in PARTS.items() if word in model.model_fields]
    if above:
        return f"It belongs to {' or '.join(f'`{name}`' for name in above[:3])}."
    return f"Here can stand: {', '.join(f'`{name}`' for name in here)}." if 0 < len(here) <= 8 else ""


def _about(path: Path) -> str:
    home = _home(path)
    known = home.model_fields.get(str(path[-1])) if home and path else None
    return f"It says {known.description}." if known is not None and known.description else ""


def _entries(path: Path) -> str:
    home = _home((*path, "?")) if path else PolicyOf
    return f"Here can stand: {', '.join(f'`{name}`' for name in list(home.model_fields)[:8])}." if home else ""


def _parts(model: type[BaseModel], name: str) -> Iterator[tuple[str, type[BaseModel]]]:
    yield name, model
    for field, info in model.model_fields.items():
        for inside in _models_in(info.annotation):
            yield from _parts(inside, field)


PARTS: dict[str, type[BaseModel]] = dict(_parts(PolicyOf, "the policy"))
VOCABULARY_WORDS = frozenset(
    word
    for name in ("lanes", "accept")
    for inside in get_args(PARTS["clauses"].model_fields[name].annotation)
    for each in get_args(inside)
    for word in get_args(each)
)
