"""What `amends check` finds as SARIF 2.1.0, the format in which code hosts take findings and show them at their lines.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0. A finding keeps its fingerprint when its lines move.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from amends.core.checks.every import CHECKS

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SCHEME = "file:"  # of a file elsewhere on this machine: two slashes follow, and no host
LEVELS = {"problem": "error"}
UNLIKE = {"warning": "; a person looks", "note": "; a note"}


def sarif(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """This function will return the rows of a check as one run of the tool."""
    found = [one for row in rows for one in _each(row)]
    codes = list(dict.fromkeys([*(one.__name__ for one in CHECKS), *(row["code"] for row in found)]))
    driver = {"name": "amends", "version": version("amends"), "rules": [_rule(code) for code in codes]}
    results = [_result(row, codes.index(row["code"])) for row in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _each(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A result for every clause of which it is so: a code host shows a result at one line, and hides related ones."""
    yield row
    yield from ({**row, **spot} for spot in row.get("also", ()))


def _rule(code: str) -> dict[str, Any]:
    page = help_of(code)
    first = page.partition("\n")[0]
    name = "".join(word.capitalize() for word in code.split("_"))
    return {"id": code, "name": name, "shortDescription": {"text": first}, "help": {"text": page}}


def help_of(code: str) -> str:
    """This function will return the page of a finding, which is the docstring of its check's module."""
    check = next((one for one in CHECKS if one.__name__ == code), None)
    said = sys.modules[check.__module__].__doc__ if check is not None else None
    return (said or f"{code.replace('_', ' ').capitalize()}.").strip()


def _result(row: Mapping[str, Any], place: int) -> dict[str, Any]:
    witness = row.get("witness")
    rules = (rule_said(one, row["weight"]) for one in row.get("rules", ()))
    said = [row["message"], *rules, row["hint"], f"Try it: {witness['command']}" if witness else ""]
    location: dict[str, Any] = {"artifactLocation": {"uri": _address(row["file"])}}
    if row["line"]:
        location["region"] = {"startLine": row["line"], "startColumn": row["column"] or 1}
    return {
        "ruleId": row["code"],
        "ruleIndex": place,
        "level": LEVELS.get(row["level"], row.get("weight", "warning")),
        "message": {"text": _as_text("\n".join(part for part in said if part))},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"amends/v1": _fingerprint(row)},
    }


def _address(file: str) -> str:
    """The name of a file as an address has it, whatever is in the name: no part of it asks, or leads elsewhere.

    A code host shows what lies below the folder in which it checks, by a name that begins there.
    """
    path, here = Path(file), Path.cwd()
    below = str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else file
    address = quote(below.replace("\\", "/").encode("utf-8", "surrogateescape"))
    return f"{SCHEME}//{address}" if address.startswith("/") else address


def _as_text(message: str) -> str:
    """A message in which nothing is a link: viewers make one of `[words](address)`, whoever wrote it."""
    return message.replace("](", "] (")


def rule_said(rule: Mapping[str, Any], weight: str) -> str:
    """This function will return a rule of a law in a line, with its weight where the finding has another one."""
    unlike = UNLIKE.get(rule["weight"], "") if rule["weight"] != weight else ""
    return f"{rule['rule']} ({rule['where']}; {rule['article']}{unlike}): {rule['says']}"


def _fingerprint(row: Mapping[str, Any]) -> str:
    """Of what is found and in which clause, and not of where that stands in the file."""
    parts = (row["code"], row["clause"], row["field"], row["message"])
    return sha256("\0".join(map(str, parts)).encode()).hexdigest()
