"""What pydantic finds wrong with the shape of a file, in words: the same for policies, help and sizes.

Each kind of file knows what belongs where; what is said of a fault does not depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel

from amends.core.errors import did_you_mean
from amends.core.policy.words import shown

_SIGNS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}


def _nothing(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a kind of file knows about the place of a fault, by the name of its field."""

    about: Callable[[str], str] = _nothing  # what belongs there
    known: Callable[[str], str] = _nothing  # where a name that is not known here would be
    entries: str = ""
    patterns: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""  # for all other fields
    unknown: str = "is not known here."
    too_many: str = ""


def in_words(one: Any, name: str, hints: Hints) -> tuple[str, str]:  # noqa: C901 - one line for each kind of fault
    """This function will return what is wrong at the field of that name, and what to do about it."""
    wrong, kind, context = one["input"], one["type"], one.get("ctx", {})
    match kind:
        case "missing":
            return f"`{name}` is missing.", hints.about(name)
        case "extra_forbidden":
            return f"{shown(name)} {hints.unknown}", hints.known(name)
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
            return f"{shown(wrong)} cannot stand here.", _one_of(str(wrong), allowed)
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"`{name}` takes entries such as `name: value`, not {shown(wrong)}.", hints.entries
        case "list_type":
            return f"`{name}` takes a list, not {shown(wrong)}.", "Write `[one, another]`."
        case "string_type":
            is_number = isinstance(wrong, int | float) or hasattr(wrong, "as_tuple")
            return f"{shown(wrong)} is no text.", "Write it in quotes." if is_number else ""
        case "string_too_short" | "too_short":
            return f"`{name}` is empty.", hints.about(name)
        case "too_long" if isinstance(wrong, list | dict):
            return f"`{name}` has more than the {context['max_length']} entries it may have.", hints.too_many
        case "string_too_long" | "too_long":
            return f"`{name}` is longer than the {context['max_length']} characters it may have.", ""
        case "string_pattern_mismatch":
            use = "a name here" if name == wrong else f"`{name}`"
            return f"{shown(wrong)} cannot be used as {use}.", hints.patterns.get(name, hints.pattern)
        case "bool_type" | "bool_parsing":
            return f"{shown(wrong)} is not `true` or `false`.", ""
        case _ if kind in _SIGNS:
            words, key = _SIGNS[kind]
            what = f"{shown(wrong)} is too {'small' if key[0] == 'g' else 'large'} for `{name}`."
            return what, f"It is {words} {context[key]}."
    return f"{shown(wrong)} is not right for `{name}`: {one['msg'].lower()}.", ""


def _one_of(wrong: str, allowed: Sequence[str]) -> str:
    listed = ", ".join(f"`{word}`" for word in allowed)
    return did_you_mean(wrong, allowed) or (f"Write one of {listed}." if len(allowed) > 1 else f"Write {listed}.")


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """This function will return the models that a field's type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in get_args(annotation):
        yield from models_in(inside)
