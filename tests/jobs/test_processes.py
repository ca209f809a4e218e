"""Real workers on a real database: killed, told to stop, two at once, and the database killed beneath them."""

from __future__ import annotations

import signal
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from tests.jobs.opening import effects, opened
from tests.jobs.processes import PATIENCE_SECONDS, lines, running, until
from tests.jobs.test_sweep import run

PIECES = ("L1.P1", "L2.P1")


@pytest.fixture
def address(silver: None, database_url: str) -> str:
    """The address of the tests' own database, for another process."""
    parts = urlsplit(database_url)
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def begun(folder: Path) -> list[list[str]]:
    """This function will return key, attempt and process of whatever was begun."""
    return [line.split() for line in lines(folder / "begun")]


def test_an_effect_whose_worker_is_killed_is_done_by_the_next(address: str, tmp_path: Path) -> None:
    opened()
    (key,) = effects()
    with running(tmp_path, DATABASE_URL=address) as first:
        until(lambda: begun(tmp_path))
        first.kill()
    assert effects("doing") == effects()
    run("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")  # so long ago
    (tmp_path / "go").touch()
    with running(tmp_path, DATABASE_URL=address):
        until(lambda: effects("done"))
    assert [(found, attempt) for found, attempt, _ in begun(tmp_path)] == [(key, "1"), (key, "2")]
    assert lines(tmp_path / "done") == [key]


def test_told_to_stop_it_finishes_what_it_has_begun(address: str, tmp_path: Path) -> None:
    opened()
    with running(tmp_path, DATABASE_URL=address) as worker:
        until(lambda: begun(tmp_path))
        opened("another form", "L2.P1")
        worker.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        assert worker.wait(PATIENCE_SECONDS) == 0
    assert len(effects("done")) >= 1
    assert not effects("doing")
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_two_workers_do_nothing_twice(address: str, tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    for piece in PIECES:
        opened(f"form of {piece}", piece)
    with connection.cursor() as cursor:  # forty more of them
        cursor.execute(
            "INSERT INTO records_effect (shop_id, key, case_number, kind, body, state, attempts, failures, made_at,"
            " next_at, why) SELECT shop_id, key || '.' || n, case_number, kind, body, state, 0, 0, made_at, next_at, ''"
            " FROM records_effect, generate_series(1, 20) n"
        )
    with running(tmp_path, DATABASE_URL=address), running(tmp_path, DATABASE_URL=address):
        until(lambda: len(effects("done")) == 42)
    assert sorted(lines(tmp_path / "done")) == sorted(effects())


def test_a_database_that_goes_away_and_comes_back_is_waited_for(address: str, tmp_path: Path) -> None:
    opened()
    (key,) = effects()
    with running(tmp_path, DATABASE_URL=address) as worker:
        until(lambda: begun(tmp_path))
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s",
            connection.settings_dict["NAME"])  # fmt: skip
        (tmp_path / "go").touch()
        until(lambda: effects("done"))
        opened("another form", "L2.P1")  # it works on
        until(lambda: effects("done") == effects() and len(effects()) == 2)
        assert worker.poll() is None
    assert next((found, attempt) for found, attempt, _ in begun(tmp_path)) == (key, "1")
    assert sorted(lines(tmp_path / "done")) == sorted(effects())
