"""What a trial, run as a program of its own, has come to: it needs a database, a provider and settings of its own."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_", "AMENDS_")


def told(module: str, *words: str) -> dict[str, Any]:
    """This function will return what the trial says at its end, run once however many workers ask for it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return _run(module, *words)
    kept = Path(tempfile.gettempdir()) / f"amends-told-{run}-{module.replace('.', '-')}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(json.dumps(_run(module, *words)))
        found: dict[str, Any] = json.loads(kept.read_text())
    return found


def _run(module: str, *words: str) -> dict[str, Any]:
    """An end without words is a failure."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    ran = subprocess.run(
        [sys.executable, "-m", module, *words, "--as-json"],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1800,
    )
    lines = ran.stdout.strip().splitlines()
    assert lines, f"{module} ended with {ran.returncode}:\n{ran.stderr[-4000:]}"
    said: dict[str, Any] = json.loads(lines[-1])
    return said
