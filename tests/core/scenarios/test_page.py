"""The page on scenarios: every example in it runs, against the policy that newcomers start from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amends.core.policy.load import load_policy
from amends.core.scenarios.model import VerdictExpected
from amends.core.scenarios.read import read_scenarios
from amends.core.scenarios.run import run
from amends.examples.starter import starter_policy
from amends.usecases.read_policy import calendar_for

PAGE = (Path(__file__).parents[3] / "docs" / "scenarios.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs(example: str) -> None:
    results = run(read_scenarios(example), [load_policy(starter_policy(), calendar_for)])
    assert results
    assert [(one.case.case.name, one.differences) for one in results if not one.passed] == []


def test_every_word_of_a_verdict_is_explained() -> None:
    assert not [name for name in VerdictExpected.model_fields if f"`{name}`" not in PAGE]
