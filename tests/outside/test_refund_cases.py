"""The refund arithmetic that other projects' tests, servers and bug threads assert, computed by ours."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.outside.runner import play


def cases(name: str) -> list[dict[str, Any]]:
    """This function will read the scenarios of a file."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


GIVEN, FURTHER = cases("refund_cases.yaml"), cases("further_cases.yaml")
SCENARIOS = [*GIVEN, *FURTHER]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["id"] for one in SCENARIOS])
def test_the_case_comes_out_as_expected(scenario: dict[str, Any]) -> None:
    assert play(scenario) == []


def test_every_case_is_there_once() -> None:
    assert len({one["id"] for one in SCENARIOS}) == len(SCENARIOS)
    assert Counter(one["adopt"] for one in GIVEN) == {"must": 102, "policy": 23, "anti": 3}


def test_every_further_case_says_what_it_rests_on() -> None:
    assert [
        one["id"] for one in FURTHER if not one.get("basis") or one["adopt"] not in {"must", "policy", "anti"}
    ] == []


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["id"] for one in SCENARIOS])
def test_another_amount_would_have_failed(scenario: dict[str, Any]) -> None:
    """A runner that compares nothing passes everything: each expected value, changed, is noticed."""
    for number, step in enumerate(scenario["steps"]):
        for changed in _changed(step["expect"]):
            steps = [*scenario["steps"][:number], {**step, "expect": changed}]
            assert play({**scenario, "steps": steps}), json.dumps(changed)


def _changed(expect: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for key, value in expect.items():
        if isinstance(value, dict) and value:
            found += [{**expect, key: inner} for inner in _changed(value)]
        else:
            found.append({**expect, key: f"not {value}" if key == "error" else ["another", value]})
    return found
