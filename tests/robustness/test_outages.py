"""The database gone and back, its disk full, the provider down for an hour."""

from __future__ import annotations

from typing import Any

import pytest
from tests.robustness.told import told


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What was seen during each outage and after it."""
    return told("tests.robustness.outages")


class TestTheProviderIsDownForAnHour:
    def test_customers_and_staff_go_on(self, found: dict[str, Any]) -> None:
        assert found["provider_down"]["opened"] == ["paying"] * 3

    def test_payouts_wait_and_customers_are_told(self, found: dict[str, Any]) -> None:
        assert found["provider_down"]["waiting"] == ["the money is on its way", "waiting"]

    def test_an_hour_later_everything_is_done_once(self, found: dict[str, Any]) -> None:
        assert found["provider_down"]["afterwards"] == {"states": {"done": 3}, "faults": []}


class TestTheDatabaseIsKilledUnderPages:
    def test_pages_answer_calmly_and_come_back_by_themselves(self, found: dict[str, Any]) -> None:
        assert found["database_gone"]["gone"]["page"] == {"status": 503, "again": "5"}
        assert found["database_gone"]["gone"]["other"] == 503

    def test_what_was_sent_is_kept(self, found: dict[str, Any]) -> None:
        assert found["database_gone"]["gone"]["sent"] == {"status": 503, "kept": True}

    def test_the_same_process_goes_on(self, found: dict[str, Any]) -> None:
        back = found["database_gone"]["back"]
        assert (back["page"]["status"], back["sent"]["status"], back["cases"]) == (200, 302, 1)
        assert found["database_gone"]["worker"] == "done"


class TestTheDiskIsFull:
    @pytest.fixture
    def disk(self, found: dict[str, Any]) -> dict[str, Any]:
        """What was seen on a small disk; this account may not be allowed to mount one."""
        if found["disk_full"] is None:
            pytest.skip("a small disk cannot be mounted here")
        seen: dict[str, Any] = found["disk_full"]
        return seen

    def test_no_case_is_opened_that_is_not_kept(self, disk: dict[str, Any]) -> None:
        assert disk["refused"]
        assert "wrongly" not in disk["refused"]
        assert disk["opened"]
        assert not disk["afterwards"]["lost"]

    def test_with_room_again_everything_goes_on(self, disk: dict[str, Any]) -> None:
        assert disk["afterwards"]["states"] == {"done": 12}
        assert not disk["afterwards"]["faults"]
