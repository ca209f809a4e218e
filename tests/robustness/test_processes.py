"""`kill -9` of real processes under load, each kind once; in long: `python -m tests.robustness.processes`."""

from __future__ import annotations

from typing import Any

import pytest
from tests.robustness.told import told


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What came of killing a server of pages, the database, the worker, everything, and the web server."""
    return told("tests.robustness.processes", "--kills", "5")


def test_each_kind_was_killed(found: dict[str, Any]) -> None:
    assert found["killed"] == {"page server": 1, "database": 1, "worker": 1, "everything": 1, "web server": 1}


def test_customers_were_served_or_told_to_wait(found: dict[str, Any]) -> None:
    assert found["cases"] >= 3
    assert set(found["statuses"]) <= {"0", "200", "302", "503"}  # 0: the line was cut


def test_nothing_is_lost_stuck_or_paid_twice(found: dict[str, Any]) -> None:
    assert not found["faults"], "\n".join(found["faults"][:10])
    assert set(found["states"]) == {"done"}
