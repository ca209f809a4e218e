"""`kill -9` at each named point once; the long version is `python -m tests.robustness.kills --count 10000`."""

from __future__ import annotations

from typing import Any

import pytest
from tests.robustness.told import told


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What came of killing at each point once, and of each wrong way."""
    return told("tests.robustness.kills", "--once")


def test_nothing_is_lost_stuck_or_paid_twice(found: dict[str, Any]) -> None:
    assert not found["faults"], "\n".join(found["faults"][:10])


def test_every_point_is_met(found: dict[str, Any]) -> None:
    assert not found["never"]
    assert len(found["reached"]) >= 25
    assert found["kills"] >= len(found["reached"])


def test_cases_come_to_their_end(found: dict[str, Any]) -> None:
    assert set(found["states"]) == {"done", "expired", "withdrawn"}


@pytest.mark.parametrize(
    "way",
    [
        "call, then save",
        "save, then call",
        "send again without looking",
        "pay inside the transaction",
        "mark as done, then do",
    ],
)
def test_a_wrong_way_is_caught(found: dict[str, Any], way: str) -> None:
    assert found["caught"][way], f"`{way}` was not noticed"
