"""What is wrong with the shape of a help file, in words that a shop can act on, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from amends.core.errors import AmendsError, Unreadable, did_you_mean
from amends.core.policy.shapes import Hints, in_words, models_in
from amends.core.policy.source import Path, Source
from amends.core.policy.words import shown

_MOST = 100
_NAMES = "Write small letters and digits, parted by `-`, such as `push-pin`."
_PATTERNS = {
    "language": "Write the language's short name, such as `de` or `pt-BR`.",
    "languages": "Write the languages' short names, such as `[de, fr]`.",
    "picture": "Write the name of a file, such as `from-behind.svg`.",
    "pictures": "Write the name of a file, such as `from-behind.svg`.",
}


class HelpText(AmendsError):
    """One thing that is wrong in a help file."""

    code = "help_text"


class HelpInvalid(Unreadable):
    """Help files cannot be read."""

    code = "help_invalid"
    begins = "the help has"


def placed(source: Source, path: Path, file: str, what: str, hint: str = "") -> HelpText:
    """This function will return a fault at that path of the file."""
    return HelpText(what, place=source.place(path, file), hint=hint)


def faults_in(error: ValidationError, source: Source, file: str, model: type[BaseModel]) -> Iterator[HelpText]:
    """This function will return each fault of the file's shape once."""
    told: set[Path] = set()
    for one in error.errors(include_url=False)[:_MOST]:
        path = tuple(part for part in one["loc"] if part != "[key]")
        if path not in told:
            told.add(path)
            yield placed(source, path, file, *_in_words(one, path, model))


def _in_words(one: Any, path: Path, model: type[BaseModel]) -> tuple[str, str]:
    field = next((part for part in reversed(path) if isinstance(part, str)), "the file")
    if one["input"] is None and path and " " in str(path[-1]):
        return f"{shown(path[-1])} stands here as a name.", "A text that holds a comma is written in quotes."
    home = _home(path, model)
    listed = ", ".join(f"`{name}`" for name in home)

    def about(name: str) -> str:
        return f"It says {home[name]}." if home.get(name) else ""

    def known(name: str) -> str:
        return did_you_mean(name, home) or (f"Here can stand: {listed}." if home else "")

    hints = Hints(about=about, known=known, patterns=_PATTERNS, pattern=_NAMES, too_many="Part it in two.")
    return in_words(one, field, hints)


def _home(path: Path, model: type[BaseModel]) -> dict[str, str]:
    """The names that can stand where the path ends, with what they say."""
    here: type[BaseModel] | None = model
    is_name = False  # the next part is a name of the shop's own, as under `steps`
    for part in path[:-1]:
        if is_name or isinstance(part, int):
            is_name = False
            continue
        known = here.model_fields.get(part) if here else None
        here = next(models_in(known.annotation), None) if known else None
        is_name = here is not None
    if here is None or is_name:
        return {}
    return {name: known.description or "" for name, known in here.model_fields.items()}
