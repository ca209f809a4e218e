"""What pydantic finds wrong with the shape of a policy, in words that a shop can act on, each with the path to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from amends.core.errors import AmendsError, did_you_mean
from amends.core.policy.model import EFFECTS, PolicyOf
from amends.core.policy.shapes import Hints, in_words, models_in
from amends.core.policy.source import Path, PolicyText, Problem
from amends.core.vocabulary import VOCABULARY

MOST_PROBLEMS = 100  # nobody reads more, and a hint for each of a hundred thousand would take minutes
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


def _in_words(one: Any, path: Path) -> AmendsError:
    field = next((part for part in reversed(path) if isinstance(part, str)), "the policy")
    if one["type"] == "said":
        return PolicyText(one["ctx"]["said"])
    hints = Hints(
        about=lambda _: _about(path),
        known=lambda word: _home_of(word, path),
        entries=_entries(path),
        patterns=_PATTERNS,
        unknown="is no word of the language here.",
    )
    what, hint = in_words(one, field, hints)
    return PolicyText(what, hint=hint)


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
        model = next(models_in(known.annotation), None)
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
        for inside in models_in(info.annotation):
            yield from _parts(inside, field)


PARTS: dict[str, type[BaseModel]] = dict(_parts(PolicyOf, "the policy"))
VOCABULARY_WORDS = frozenset(
    word
    for name in ("lanes", "accept")
    for inside in get_args(PARTS["clauses"].model_fields[name].annotation)
    for each in get_args(inside)
    for word in get_args(each)
)
