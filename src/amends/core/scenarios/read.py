"""Reading a scenario file: all that is wrong is told at once, each with its line and the word that may be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from amends.core.errors import AmendsError, Place, PolicyInvalid, Unreadable, did_you_mean
from amends.core.policy.source import Path, PolicyText, Source, read_yaml
from amends.core.policy.words import shown
from amends.core.scenarios.model import ScenariosOf

_OF_ANOTHER_ARM = {
    "string_type",
    "int_type",
    "literal_error",
    "decimal_type",
    "is_instance_of",
    "list_type",
    "dict_type",
}


class ScenariosInvalid(Unreadable):
    """A scenario file cannot be read."""

    code = "scenarios_invalid"
    begins = "the scenarios have"


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """A scenario file as written, and where each part of it stands."""

    name: str
    written: ScenariosOf
    source: Source

    def place(self, path: Path) -> Place:
        """This function will return the place of a part of the file."""
        return place_in(self.source, path, self.name)


def read_scenarios(text: str, file: str = "scenarios.yaml") -> ScenarioFile:
    """This function will read a scenario file, or raise `ScenariosInvalid` with every problem in file order."""
    try:
        source = read_yaml(text, file)
    except PolicyInvalid as error:
        raise ScenariosInvalid(error.problems) from error
    problems = [_placed(source, path, one, file) for path, one in source.problems]
    written = None
    if not isinstance(source.data, dict):
        hint = "Begin with `cases:` and a list of cases, each with a `name`."
        problems.append(PolicyText("a scenario file is a mapping of names to values.", place=Place(file), hint=hint))
    else:
        try:
            written = ScenariosOf.model_validate(source.data)
        except ValidationError as error:
            problems += [_placed(source, path, one, file) for path, one in _faults(error, source.data)]
    if written is not None:
        problems += [_placed(source, path, one, file) for path, one in _twice(written)]
    if problems or written is None:
        raise ScenariosInvalid(problems)
    return ScenarioFile(file, written, source)


def place_in(source: Source, path: Path, file: str) -> Place:
    """This function will return the place of the path, or of the nearest thing around it, without the path's name."""
    place = source.place(path, file)
    return Place(file, place.line, place.column)


def path_of_fact(raw: Mapping[str, Any], name: str) -> Path:
    """This function will return the path at which a fact is written, nested or dotted."""
    if name in raw:
        return (name,)
    for key, inside in raw.items():
        if isinstance(inside, Mapping) and name.startswith(f"{key}."):
            return (key, *path_of_fact(inside, name[len(key) + 1 :]))
    return ()


def _placed(source: Source, path: Path, one: AmendsError, file: str) -> PolicyText:
    place = one.place if one.place.line else place_in(source, path, file)
    return PolicyText(one.what, place=Place(file, place.line, place.column), hint=one.hint)


def _twice(written: ScenariosOf) -> Iterator[tuple[Path, AmendsError]]:
    seen: set[str] = set()
    for number, case in enumerate(written.cases):
        if case.name in seen:
            yield (
                ("cases", number, "name"),
                PolicyText("two cases have this name.", hint="Give each a name of its own."),
            )
        seen.add(case.name)


def _faults(error: ValidationError, data: Any) -> Iterator[tuple[Path, AmendsError]]:
    """Each fault once; where a value may be one thing or another, the faults of the arm that was meant."""
    told: set[Path] = set()
    for one in error.errors(include_url=False):
        path, value = _real_path(one["loc"], data)
        if isinstance(value, Mapping) and one["type"] in _OF_ANOTHER_ARM and any(len(path) < len(p) for p in told):
            continue
        if path in told or (isinstance(value, Mapping) and one["type"] == "literal_error"):
            continue
        told.add(path)
        yield path, _in_words(one, path)


def _real_path(loc: tuple[Any, ...], data: Any) -> tuple[Path, Any]:
    """Pydantic's path without the names of the arms of a union, and what lies there."""
    path: list[str | int] = []
    for number, part in enumerate(loc):
        known = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if known or (isinstance(data, dict) and part in data):
            data = data[part]
        elif number == len(loc) - 1 and isinstance(data, dict) and isinstance(part, str):
            data = None
        else:
            continue
        path.append(part)
    return tuple(path), data


def _in_words(one: Any, path: Path) -> AmendsError:
    field, wrong = str(path[-1]) if path else "the file", one["input"]
    match one["type"]:
        case "missing":
            return PolicyText(f"`{field}` is missing.")
        case "extra_forbidden":
            known = _names_at(path[:-1])
            hint = did_you_mean(field, known) or (
                f"Here can stand: {', '.join(f'`{name}`' for name in known)}." if known else ""
            )
            return PolicyText(f"{shown(field)} is no word of a scenario here.", hint=hint)
        case "literal_error":
            allowed = [word.strip(" '") for word in one["ctx"]["expected"].replace(" or ", ", ").split(",")]
            hint = did_you_mean(str(wrong), allowed) or f"Write one of {', '.join(f'`{word}`' for word in allowed)}."
            return PolicyText(f"{shown(wrong)} cannot stand here.", hint=hint)
        case "said":
            return PolicyText(one["ctx"]["said"])
        case "model_type" | "dict_type" | "model_attributes_type":
            return PolicyText(f"`{field}` takes entries such as `name: value`, not {shown(wrong)}.")
        case "list_type":
            return PolicyText(f"`{field}` takes a list, not {shown(wrong)}.", hint="Write `[one, another]`.")
        case "string_type":
            return PolicyText(f"{shown(wrong)} is no text.", hint="Write it in quotes.")
    return PolicyText(f"{shown(wrong)} is not right for `{field}`.")


def _names_at(path: Path) -> list[str]:
    """The words that can stand at a path."""
    model: type[BaseModel] | None = ScenariosOf
    for part in path:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part) if model else None
        model = next(_models(field.annotation), None) if field else None
    return list(model.model_fields) if model else []


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in get_args(annotation):
        yield from _models(inside)
