"""The examples of docs/law.md say what the engine says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.cli import decide

PAGE = (Path(__file__).parents[2] / "docs" / "law.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```console\namends (decide SHOP .*?)\n```\n\n\| shop \| (\w+) .*\n\|.*\n((?:\|.*\n)+)")
EXAMPLES = [
    (command, remedy, *(part.strip() for part in row.strip("|\n").split("|")))
    for command, remedy, rows in EXAMPLE.findall(PAGE)
    for row in rows.splitlines()
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 9


@pytest.mark.parametrize(("command", "remedy", "shop", "outcome", "by", "yields"), EXAMPLES)
def test_an_example(command: str, remedy: str, shop: str, outcome: str, by: str, yields: str) -> None:
    words = shlex.split(command.replace("SHOP", shop).removeprefix("decide "))
    ran = CliRunner().invoke(decide.command, [*words, "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.output)["remedies"][remedy]
    assert found["outcome"] == outcome
    reasons = {(one["clause"], one["ground"]) for one in found["reasons"]}
    assert (by, "accepts") in reasons
    assert {clause for clause, ground in reasons if ground == "yields"} == set(filter(None, yields.split(", ")))
