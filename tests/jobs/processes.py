"""Workers as processes of their own, to be killed and told to stop."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.jobs.slow import FOLDER
from tests.sample_shops import AT

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 300  # a machine may be busy
PROGRAM = (sys.executable, "-c", "from amends.cli.main import main; main()")


def until(fits: Callable[[], object]) -> None:
    """This function will wait until it is so, and fail the test where that takes far too long."""
    for _ in range(PATIENCE_SECONDS * 20):
        if fits():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def lines(path: Path) -> list[str]:
    """This function will return the lines of a file that may not be there yet."""
    return path.read_text().splitlines() if path.exists() else []


def environment(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """This function will return the variables of a program on the tests' database, with handlers that wait."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.jobs.process_settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "AMENDS_HOME": str(folder),
        "AMENDS_TEST_NOW": str(AT),
        FOLDER: str(folder),
        **variables,
    }


def said(folder: Path, address: str, *words: str, code: int = 0) -> str:
    """This function will run a command to its end and return what it said."""
    ran = subprocess.run(
        [*PROGRAM, *words],
        env=environment(folder, {"DATABASE_URL": address}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    return ran.stdout + ran.stderr


@contextmanager
def running(folder: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """This function will run `amends worker` on that database, and kill it if it is still there at the end."""
    with (folder / "log").open("a") as log:
        worker = subprocess.Popen(
            [*PROGRAM, "worker"], stdout=log, stderr=log, env=environment(folder, variables), text=True
        )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()
