"""The rest of what is wrong with a policy whose shape is wrong already, so that all problems are told at once.

What has the wrong shape is replaced by something harmless and the rest is read as usual. A problem that may come from
the replacing is not told: it shows, if it is real, once the shape is right.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from amends.core.dates import Calendar
from amends.core.errors import AmendsError, MoneyInvalid
from amends.core.policy.model import EFFECTS, PolicyOf
from amends.core.policy.normalise import normalise
from amends.core.policy.source import Path, Problem

_HEAD: dict[str, Any] = {
    "amends": 1,
    "shop": {"id": "shop", "name": "Shop", "country": "US", "zone": "UTC", "currency": "USD"},
    "version": "1",
    "starts": "2000-01-01",
    "answers_within": {"days": 1},
    "post_within": {"days": 1},
}
_PARTS = ("ask", "facts", "reasons")


def second_look(data: dict[str, Any], wrong: list[Path]) -> list[Problem]:
    """This function will return the problems of what is not at one of the wrong paths."""
    bare = {path[0] for path in wrong if len(path) == 1}
    seconds = {path[:2] for path in wrong if len(path) > 1}
    facts, reasons = ({key for part, key in seconds if part == name} for name in ("facts", "reasons"))
    patched = _patched(data, bare, seconds)
    patched["facts"] |= {key: {"kind": "text", "about": "?"} for key in facts}
    patched["reasons"] |= dict.fromkeys(reasons, "fault")
    clauses = data.get("clauses") if "clauses" not in bare else None
    patched["clauses"] = [
        _without(clause, [path[2:] for path in wrong if path[:2] == ("clauses", place)], f"wrong.{place}")
        for place, clause in enumerate(clauses or [{}])
    ]
    try:
        written = PolicyOf.model_validate(patched)
    except ValidationError:  # what is left is not readable either: the shape comes first
        return []
    _, problems = normalise(written, Calendar(frozenset(), 1, 0), "")

    def real(path: Path, one: AmendsError) -> bool:
        if path[:2] in seconds and (path[0] != "clauses" or (len(path) < 4 and path[-1] != "id")):
            return False
        if isinstance(one, MoneyInvalid) and ({"shop"} & bare or ("shop", "currency") in seconds):
            return False
        if facts & set(path) or (("facts" in bare or facts) and one.what.startswith("there is no fact")):
            return False
        if "extend" in path:  # the clause that it names may be one of the wrong ones
            return False
        return not ("reasons" in bare and one.what.startswith("there is no reason"))

    return [(path, one) for path, one in problems if real(path, one)]


def _patched(data: dict[str, Any], bare: set[Any], seconds: set[Path]) -> dict[str, Any]:
    patched = {name: data[name] for name in PolicyOf.model_fields if name in data}
    wrong = bare | {path[0] for path in seconds}
    for name, harmless in _HEAD.items():
        if name == "shop" and name not in bare and isinstance(data.get(name), dict):
            patched[name] = {**harmless, **_sound(data[name], name, seconds)}
        elif name in wrong or name not in patched:
            patched[name] = harmless
    for name in _PARTS:
        patched[name] = {} if name in bare else _sound(patched.get(name, {}), name, seconds)
    return patched


def _sound(part: dict[str, Any], name: str, seconds: set[Path]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if (name, key) not in seconds}


def _without(clause: Any, wrong: list[Path], stand_in: str) -> Any:
    """The clause without its wrong parts, and with what every clause has. Its effect may be gone: it advises then."""
    if clause and not wrong:
        return clause
    kept = clause if isinstance(clause, dict) and () not in wrong else {}
    kept = {name: value for name, value in kept.items() if (name,) not in {path[:1] for path in wrong}}
    whole = {"id": stand_in, "says": "?", **kept}
    return whole if any(name in whole for name in EFFECTS) else {**whole, "advise": "all"}
