"""Policies that are slightly wrong: a number one off, a word left out, a clause gone. A good scenario notices each.

A mutant is the policy file's own data with one change; it is read again like any policy. What changes nothing - a term
set to the value that silence has - is not made.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from amends.core.refunds.terms import Terms

UNITS = ("hours", "days", "business_days", "months", "years")
FORMS = {"over": "at_least", "at_least": "over", "at_most": "under", "under": "at_most"}
OPPOSITES = {"shop": "customer", "customer": "shop", "happened": "not_yet", "not_yet": "happened"}
EFFECTS = ("accept", "refuse", "require", "terms", "advise")
UNSAID = {spec.name: spec.default for spec in fields(Terms)}
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to a policy: which clause it is in, what it is, and the file that it gives."""

    clause: str
    change: str
    data: dict[str, Any] = field(repr=False)


def mutants(data: dict[str, Any]) -> Iterator[Mutant]:
    """This function will return every mutant of a policy."""
    if not any(clause.get("promise", {}).get("what") == "answer" for clause in data["clauses"]):
        for path, change, value in _of_span(("answers_within",), data["answers_within"]):
            mutated = deepcopy(data)
            _put(mutated, path, value)
            yield Mutant("", f"{'.'.join(map(str, path))}: {change}", mutated)
    for number, clause in enumerate(data["clauses"]):
        yield Mutant(clause["id"], "the clause is gone", _without_clause(data, clause["id"]))
        for path, change, value in _changes(clause):
            mutated = deepcopy(data)
            _put(mutated["clauses"][number], path, value)
            yield Mutant(clause["id"], f"{'.'.join(map(str, path))}: {change}", mutated)


GONE = object()


def _changes(clause: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    for key in ("when", "provided"):
        yield from _of_condition((key,), clause.get(key) or {})
    if "within" in clause:
        yield from _of_span(("within",), clause["within"])
    if "promise" in clause:
        yield from _of_span(("promise", "within"), clause["promise"]["within"])
    yield from _of_words(("lanes",), clause.get("lanes", "all"))
    if clause.get("lanes", "all") != "all" and not _by_reason(clause.get("when") or {}):
        yield ("lanes",), "in every lane", "all"
    for effect in EFFECTS:
        if effect in clause:
            yield from _of_words((effect,), clause[effect])
    if "otherwise" in clause:
        yield ("otherwise",), "refused instead", "refuse"
    if "unless" in clause:
        yield ("unless",), "without exceptions", []
    yield from _of_terms(clause.get("set", {}))
    yield from _of_the_rest(clause)


def _by_reason(condition: dict[str, Any]) -> bool:
    """Whether only certain reasons are spoken of: each has its lane, so further lanes change nothing."""
    each = condition.get("any", [])
    return "claim.reason" in condition or (bool(each) and all("claim.reason" in one for one in each))


def _of_the_rest(clause: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    if "limit" in clause:
        yield ("limit", "times"), "+1", clause["limit"]["times"] + 1
        yield ("limit", "counting"), "another counter", "another"
    if "classify" in clause:
        yield ("classify", "lane"), "another lane", "guarantee"
    for number, season in enumerate(clause.get("extend", {}).get("seasons", ())):
        for key, day in season.items():
            for step in (-1, 1):
                moved = date.fromisoformat(day) + timedelta(days=step)
                yield ("extend", "seasons", number, key), f"{step:+} day", moved.isoformat()
    for number, _ in enumerate(clause.get("extend", {}).get("clauses", ())):
        if len(clause["extend"]["clauses"]) > 1:
            yield ("extend", "clauses", number), "not lengthened", GONE


def _of_condition(path: Path, condition: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    for key, value in condition.items():
        here = (*path, key)
        if key in ("any", "all", "none"):
            for number, inside in enumerate(value):
                if len(value) > 1:
                    yield (*here, number), "left out", GONE
                yield from _of_condition((*here, number), inside)
            continue
        if len(condition) > 1 or path == ("when",):  # nothing asked at all would be no condition
            yield here, "not asked", GONE
        yield from _of_test(here, value)


def _of_test(path: Path, value: Any) -> Iterator[tuple[Path, str, Any]]:
    if isinstance(value, bool):
        yield path, "the opposite", not value
    elif isinstance(value, list):
        yield from _of_words(path, value)
    elif isinstance(value, str) and value in OPPOSITES:
        yield path, "the opposite", OPPOSITES[value]
    elif isinstance(value, int):
        for step in (-1, 1):
            yield path, f"{step:+}", value + step
    elif isinstance(value, dict):
        for form, wanted in value.items():
            if form in FORMS:
                rest = {key: one for key, one in value.items() if key != form}
                yield path, f"`{FORMS[form]}` instead", {**rest, FORMS[form]: wanted}
                for near, other in _near(wanted):
                    yield (*path, form), near, other
            elif isinstance(wanted, dict):
                yield from _of_span((*path, form), wanted)


def _of_span(path: Path, span: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    for unit in UNITS:
        if unit in span:
            for step in (-1, 1):
                yield (*path, unit), f"{step:+}", span[unit] + step


def _of_words(path: Path, words: Any) -> Iterator[tuple[Path, str, Any]]:
    if isinstance(words, list) and len(words) > 1:
        for word in words:
            yield path, f"without `{word}`", [one for one in words if one != word]


def _of_terms(said: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    for key, value in said.items():
        path: Path = ("set", key)
        unsaid = UNSAID.get(key, UNSAID.get(f"{key}_minor"))
        if isinstance(value, dict):
            yield path, "not said", GONE
            for name, inside in value.items():
                for near, other in _near(inside):
                    yield (*path, name), near, other
            continue
        if not (value == unsaid or (isinstance(value, Decimal | int) and not value and not unsaid)):
            yield path, "not said", GONE
        if isinstance(value, str) and value in OPPOSITES:
            yield path, "the opposite", OPPOSITES[value]
        if isinstance(value, bool):
            yield path, "the opposite", not value
        else:
            for near, other in _near(value):
                yield path, near, other


def _near(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Decimal):
        for step in (Decimal("-0.01"), Decimal("0.01")):
            if value + step >= 0:
                yield f"{step:+}", value + step
    elif isinstance(value, int) and not isinstance(value, bool):
        for whole in (-1, 1):
            if value + whole >= 0:
                yield f"{whole:+}", value + whole


def _without_clause(data: dict[str, Any], clause_id: str) -> dict[str, Any]:
    mutated = deepcopy(data)
    kept = []
    for clause in mutated["clauses"]:
        if "extend" in clause:
            clause["extend"]["clauses"] = [one for one in clause["extend"]["clauses"] if one != clause_id]
        if clause["id"] != clause_id and clause.get("extend", {"clauses": [1]})["clauses"]:
            kept.append(clause)
    mutated["clauses"] = kept
    return mutated


def _put(data: Any, path: Path, value: Any) -> None:
    for part in path[:-1]:
        data = data[part]
    if value is GONE:
        del data[path[-1]]
    else:
        data[path[-1]] = value
