"""Reading a policy file: YAML to a checked policy, with the line and column of everything that is wrong.

YAML is read as its authors mean it: `no` is a word, `40.00` an exact number, `2023-11-01` a day's name; a key twice in
one mapping is an error, and so are anchors and aliases, which a policy does not need.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml
from pydantic import ValidationError

from amends.core.dates import Calendar
from amends.core.errors import AmendsError, Place, PolicyInvalid, did_you_mean
from amends.core.policy.conditions import Path
from amends.core.policy.model import PolicyOf
from amends.core.policy.normalise import normalise
from amends.core.policy.tree import Policy

MOST_BYTES = 2_000_000
MOST_DEPTH = 40
TOO_LARGE = "the file is larger than a policy can be (2 MB)."
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PolicyText(AmendsError):
    """One thing that is wrong in a policy file."""

    code = "policy_text"


class _Loader(_Base):  # type: ignore[misc]
    """Resolves only what a policy means: `true`, `false`, `null`, whole numbers and exact decimals."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


@dataclass(slots=True)
class Source:
    """What a YAML text says, and where it says it."""

    data: Any
    marks: dict[Path, tuple[int, int]]
    problems: list[tuple[Path, AmendsError]]

    def place(self, path: Path, file: str) -> Place:
        """This function will return the place of the path, or of the nearest thing around it."""
        known = path
        while known and known not in self.marks:
            known = known[:-1]
        line, column = self.marks.get(known, (1, 1))
        return Place(file, line, column, ".".join(str(part) for part in path))


Calendars = Callable[[str], Calendar]


def load_policy(text: str, calendar: Calendar | Calendars, file: str = "policy.yaml") -> Policy:
    """This function will read a policy file, or raise `PolicyInvalid` with every problem in file order.

    `calendar` is the country's public holidays, or a function from the country's two letters to them.
    """
    source = read_yaml(text, file)
    problems = list(source.problems)
    written = None
    try:
        written = PolicyOf.model_validate(source.data)
    except ValidationError as error:
        problems.extend(_explained(error, source.data))
    policy = None
    if written is not None and not isinstance(calendar, Calendar):
        try:
            calendar = calendar(written.shop.country)
        except AmendsError as error:
            problems.append((("shop", "country"), error))
            calendar = Calendar(frozenset(), 1, 0)
    if written is not None and isinstance(calendar, Calendar):
        digest = hashlib.sha256(json.dumps([source.data, sorted(calendar.holidays)], sort_keys=True, default=str).encode()).hexdigest()
        policy, more = normalise(written, calendar, digest)
        problems.extend(more)
    if problems or policy is None:
        found = [PolicyText(one.what, place=source.place(path, file), hint=one.hint) for path, one in problems]
        raise PolicyInvalid(tuple(sorted(found, key=lambda one: (one.place.line, one.place.column))))
    return policy


def read_yaml(text: str, file: str) -> Source:
    """This function will read YAML with the place of every key and value, or raise `PolicyInvalid` where it is none."""
    if len(text) > MOST_BYTES:
        raise PolicyInvalid((PolicyText(TOO_LARGE, place=Place(file)),))
    try:
        node = yaml.compose(text, Loader=_Loader)
        source = Source(None, {}, [])
        source.data = None if node is None else _build(node, (), source, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise PolicyInvalid((PolicyText(f"this is no readable YAML: {error.problem}.", place=place),)) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PolicyInvalid((PolicyText(f"this is no readable YAML: {error}", place=Place(file)),)) from error
    return source


def _build(node: Any, path: Path, source: Source, depth: int) -> Any:
    source.marks.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if depth > MOST_DEPTH:
        raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=node.start_mark)
    if isinstance(node, yaml.SequenceNode):
        return [_build(one, (*path, place), source, depth + 1) for place, one in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _build_mapping(node, path, source, depth)
    return _scalar(node)


def _build_mapping(node: Any, path: Path, source: Source, depth: int) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*path, key)
        if key in built:
            source.problems.append((path, PolicyText(f"`{key}` is written twice.", hint="Keep one of the two.")))
        source.marks[here] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        built[key] = _build(value_node, here, source, depth + 1)
    return built


def _scalar(node: Any) -> Any:
    match node.tag.rsplit(":", 1)[-1]:
        case "bool":
            return node.value == "true"
        case "null":
            return None
        case "int":
            return int(node.value)
        case "float":
            return Decimal(node.value)
    return node.value


def _explained(error: ValidationError, data: Any) -> Iterator[tuple[Path, AmendsError]]:
    seen: set[Path] = set()
    for one in error.errors(include_url=False):
        path = _real_path(one["loc"], data)
        if path in seen and one["type"] != "extra_forbidden":
            continue  # a union reports each of its arms; the first says enough
        seen.add(path)
        yield path, _in_words(one, path)


def _real_path(loc: tuple[Any, ...], data: Any) -> Path:
    """Pydantic adds the names of union arms to its path; only the keys that the file has are kept (and a missing last)."""
    path: list[str | int] = []
    for place, part in enumerate(loc):
        inside = data[part] if isinstance(data, dict) and part in data else None
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            inside = data[part]
        elif not (isinstance(data, dict) and part in data):
            if place == len(loc) - 1 and isinstance(data, dict) and isinstance(part, str):
                path.append(part)
            continue
        path.append(part)
        data = inside
    return tuple(path)


def _in_words(one: Any, path: Path) -> AmendsError:
    field = path[-1] if path else "the file"
    match one["type"]:
        case "missing":
            return PolicyText(f"`{field}` is missing.")
        case "extra_forbidden":
            return PolicyText(f"`{field}` is no word of the language here.", hint=did_you_mean(str(field), _words()))
        case "literal_error":
            allowed = one["ctx"]["expected"].replace("'", "`")
            return PolicyText(f"`{one['input']}` cannot stand here.", hint=_near(one) or f"Allowed: {allowed}.")
        case "model_type" | "dict_type":
            return PolicyText(f"`{field}` takes entries such as `name: value`.")
        case "list_type":
            return PolicyText(f"`{field}` takes a list.")
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return PolicyText(f"`{one['input']}` is no day.", hint="Write it as `2023-11-01`.")
        case "string_pattern_mismatch":
            return PolicyText(f"`{one['input']}` cannot be used as `{field}`.", hint=f"It must match `{one['ctx']['pattern']}`.")
    return PolicyText(f"`{one['input']}` is not right for `{field}`: {one['msg'].lower()}.")


def _near(one: Any) -> str:
    return did_you_mean(str(one["input"]), [word.strip(" '") for word in one["ctx"]["expected"].replace(" or ", ", ").split(",")])


def _words() -> list[str]:
    schema = PolicyOf.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({name for part in parts for name in part.get("properties", {})})
