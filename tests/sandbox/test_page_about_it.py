"""The page about payments lists what the practice provider can do."""

from __future__ import annotations

import re
from pathlib import Path

from amends.sandbox.control import _ACTIONS
from amends.sandbox.faults import KINDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "payments.md").read_text(encoding="utf-8")


def test_every_fault_is_explained() -> None:
    table = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.split("Faults, by default")[1], re.MULTILINE))
    assert table == KINDS


def test_every_control_request_is_explained() -> None:
    listed = set(re.findall(r"^\| `(GET|POST|DELETE) /_control/(\w+)", PAGE, re.MULTILINE))
    assert listed == {*_ACTIONS, ("POST", "deliver")}
