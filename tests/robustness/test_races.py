"""Races in short; the long version is `python -m tests.robustness.races --count 10000`."""

from __future__ import annotations

from typing import Any

import pytest
from tests.robustness.told import told

RACES = 120  # each contest six times


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What came of the races, and of those with wrong ways."""
    return told("tests.robustness.races", "--count", str(RACES), "--wrong-ways")


def test_the_effect_is_there_once_and_the_losers_get_an_exact_answer(found: dict[str, Any]) -> None:
    assert not found["faults"], "\n".join(found["faults"][:5])


def test_every_contest_was_raced(found: dict[str, Any]) -> None:
    assert found["races"] >= RACES
    assert min(found["by_contest"].values()) >= 6


def test_somebody_lost(found: dict[str, Any]) -> None:
    codes = {code for lost in found["lost"].values() for code in lost}
    assert {"already_in_case", "approved_already", "case_moved_on", "credit_unusable"} <= codes


@pytest.mark.parametrize(
    "way",
    [
        "open without a lock",
        "spend without a lock",
        "say that everybody won",
        "open without lock or constraint",
    ],
)
def test_a_wrong_way_is_caught(found: dict[str, Any], way: str) -> None:
    assert found["caught"][way], f"`{way}` was not noticed"
