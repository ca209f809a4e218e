"""The demo when parts of it are killed: it goes on, and when its first process is killed, nothing stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from tests.cli.test_demo import home
from tests.ports import free_port

__all__ = ("home",)
PATIENCE_SECONDS = 300  # a machine may be busy


def until(fits: Callable[[], object]) -> None:
    """This function will wait until it is so, and fail the test where that takes far too long."""
    for _ in range(PATIENCE_SECONDS * 5):
        if fits():
            return
        time.sleep(0.2)
    raise AssertionError("it did not happen")


def children(pid: int) -> list[int]:
    """This function will return the processes that this one has started and that still live."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(one) for one in text.split() if lives(int(one))]  # one of them may end while it is looked at


def lives(pid: int) -> bool:
    """This function will say whether the process is there and is no mere remainder."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_well(port: int) -> bool:
    """This function will say whether the demo says that it is well, and shows a page."""
    try:
        with urlopen(f"http://localhost:{port}/health", timeout=30) as answer:
            well = json.load(answer) == {"database": "ok", "work": "ok"}
        with urlopen(f"http://localhost:{port}/silver/", timeout=30) as answer:
            return well and b"<html" in answer.read()
    except (HTTPException, OSError, ValueError):  # also an answer that was cut off half way
        return False


@pytest.fixture
def demo(home: Path) -> Iterator[tuple[int, int]]:
    """A demo that is ready: its first process, and its port."""
    port = free_port(10)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with (home / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", "from amends.cli.main import main; main()", "demo", "--port", str(port)],
            stdout=said,
            stderr=said,
            env={**environment, "AMENDS_HOME": str(home)},
        )
    try:
        until(lambda: is_well(port))
        yield process.pid, port
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)


def test_whatever_is_killed_is_started_again(demo: tuple[int, int], home: Path) -> None:
    pid, port = demo
    programs = children(pid)
    assert len(programs) == 3
    for one in programs:
        os.kill(one, signal.SIGKILL)
    until(lambda: len(children(pid)) == 3 and not set(programs) & set(children(pid)) and is_well(port))
    postmaster = int((home / "database" / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    # The database's own programs outlive it for a moment, and answer: well is what comes after the new start.
    until(lambda: (home / "said").read_text().count("is started again") == 4)
    until(lambda: is_well(port))
    assert not lives(postmaster)


def test_when_its_first_process_is_killed_none_of_its_programs_stays(demo: tuple[int, int], home: Path) -> None:
    pid, _ = demo
    programs = children(pid)
    workers = [worker for one in programs for worker in children(one)]
    assert workers
    os.kill(pid, signal.SIGKILL)
    until(lambda: not any(map(lives, [*programs, *workers])))
    postmaster = int((home / "database" / "data" / "postmaster.pid").read_text().split()[0])
    assert lives(postmaster)  # the next start joins it, and its end stops it
    os.kill(postmaster, signal.SIGTERM)
    until(lambda: not lives(postmaster))


def test_serve_brings_up_ones_own_shops_and_stops_when_told(home: Path) -> None:
    port = free_port(10)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with (home / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", "from amends.cli.main import main; main()", "serve", "--port", str(port)],
            stdout=said,
            stderr=said,
            env={**environment, "AMENDS_HOME": str(home)},
        )
    try:
        until(lambda: answer_of(port, "health") == 200)
        assert answer_of(port, "silver/") == 404  # no sample shop is loaded
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)
    assert process.returncode == 0
    assert "Traceback" not in (home / "said").read_text()


def answer_of(port: int, path: str) -> int:
    """This function will return the status of the answer, or 0 where there is none."""
    try:
        with urlopen(f"http://localhost:{port}/{path}", timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (HTTPException, OSError, ValueError):  # also an answer that was cut off half way
        return 0
