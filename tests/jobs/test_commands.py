"""The commands that look after the background work."""

from __future__ import annotations

from pathlib import Path

from tests.jobs.opening import effects, opened
from tests.jobs.processes import said
from tests.jobs.test_processes import address
from tests.sample_shops import AT

from amends.records.outbox import mark_dead, take_effect

__all__ = ("address",)


def test_what_could_not_be_done_is_listed_and_tried_again(address: str, tmp_path: Path) -> None:
    opened()
    (key,) = effects()
    assert said(tmp_path, address, "worker", "dead") == "Nothing.\n"
    row = take_effect("silver", key, AT)
    assert row
    mark_dead(row, AT, "no such address", 1)
    listed = said(tmp_path, address, "worker", "dead")
    assert listed == f"silver {key} mail, wanted since 2026-11-22 15:00 UTC, 1 attempts: no such address\n"
    assert "wait for a person" in said(tmp_path, address, "health", code=1)
    assert "`nothing`" in said(tmp_path, address, "worker", "retry", "nothing", code=2)
    assert said(tmp_path, address, "worker", "retry", key) == "1 to be tried again.\n"
    (tmp_path / "go").touch()
    assert said(tmp_path, address, "worker", "once").endswith("1 tried.\n")
    assert effects("done") == effects()


def test_one_run_takes_what_a_killed_worker_had_in_hand(address: str, tmp_path: Path) -> None:
    opened()
    (key,) = effects()
    assert take_effect("silver", key, AT)
    (tmp_path / "go").touch()
    assert said(tmp_path, address, "worker", "once").endswith("0 tried.\n")
    assert said(tmp_path, address, "worker", "once", "--alone").endswith("1 tried.\n")
    assert effects("done") == effects()
