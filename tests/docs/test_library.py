"""The programs of docs/library.md run as they stand there, one after the other, and the claim is answered."""

from __future__ import annotations

import re
import runpy
import shutil
from pathlib import Path

import msgspec
import pytest

from amends import examples
from amends.core.engine.wire import Answer

PAGE = (Path(__file__).parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_programs_run_and_the_claim_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(Path(examples.__file__).parent / "starter" / "policy.yaml", tmp_path)
    program = tmp_path / "program.py"
    program.write_text("".join(PROGRAMS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    answer = msgspec.json.decode(runpy.run_path(str(program))["answer"], type=Answer)
    outcomes = {name: one.outcome for name, one in answer.remedies.items()}
    assert outcomes == {"refund": "accepted", "exchange": "accepted"}
    assert len(PROGRAMS) == 5
