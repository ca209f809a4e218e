"""What a trial, run as a program of its own, has come to: it needs a database, a provider and settings of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_", "AMENDS_")


def told(module: str, *words: str) -> dict[str, Any]:
    """This function will run the trial and return what it says at its end; an end without words is a failure."""
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
