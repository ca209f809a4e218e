"""The tour is walked as a newcomer walks it: each file written, each command run, each line of output looked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "ten-minutes.md"
STEP = re.compile(r"(?:<!-- (append|write): (\S+) -->\n)?```(yaml|console)\n(.*?)```", re.DOTALL)


def test_the_tour_leads_where_it_says(tmp_path: Path) -> None:
    steps = STEP.findall(PAGE.read_text(encoding="utf-8"))
    commands = 0
    for deed, name, kind, text in steps:
        if kind == "console":
            commands += walk(text, tmp_path)
        elif deed:
            file = tmp_path / name
            file.parent.mkdir(exist_ok=True)
            earlier = file.read_text(encoding="utf-8") if deed == "append" else ""
            file.write_text(earlier + text, encoding="utf-8")
        else:  # shown, because the reader has it before them
            assert text in (tmp_path / "policy.yaml").read_text(encoding="utf-8")
    assert commands >= 12


def walk(text: str, folder: Path) -> int:
    """This function will run the commands of a block and compare what they print, however it is spaced."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    for part in parts:
        command, *expected = part.strip("\n").split("\n")
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        # No `pipefail`: a command that finds something leaves with more than 0, and that is what is shown.
        ran = subprocess.run(
            ["bash", "-c", command],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env={**os.environ, "PATH": path},
        )
        assert "Traceback" not in ran.stderr, ran.stderr
        told = " ".join((ran.stdout + ran.stderr).split())
        assert ran.returncode in (0, 1, 2)
        for line in expected:
            assert " ".join(line.split()) in told, f"{command}\n{ran.stdout}{ran.stderr}"
    return len(parts)
