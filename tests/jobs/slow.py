"""Handlers of a worker in another process: they say that they have begun, and wait until they may go on."""

from __future__ import annotations

import os
import time
from pathlib import Path

from amends.core.dates import Instant
from amends.records.outbox import EffectRow

FOLDER = "AMENDS_TEST_FOLDER"


def slow(row: EffectRow, _: Instant) -> None:
    """This function will write down who does it, wait for the file `go`, and write down that it is done."""
    folder = Path(os.environ[FOLDER])
    with (folder / "begun").open("a") as file:
        file.write(f"{row.key} {row.attempts} {os.getpid()}\n")
    while not (folder / "go").exists():
        time.sleep(0.05)
    with (folder / "done").open("a") as file:
        file.write(f"{row.key}\n")


HANDLERS = {"mail": slow, "label": slow}
