"""The page of the laws and the command that prints them say what the files say."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from amends.cli.laws import command
from amends.laws.page import PATH, laws_page

ROOT = Path(__file__).parents[2]


def test_the_committed_page_is_what_the_files_say() -> None:
    hint = "run `python -m amends.laws` and commit what it writes"
    assert (ROOT / PATH).read_text(encoding="utf-8") == laws_page(), hint


def test_a_place_is_listed_with_its_own_numbers() -> None:
    said = CliRunner().invoke(command, ["list", "es", "--json"]).output
    rows = {row["id"]: row for row in json.loads(said)}
    assert rows["EU-C-05"]["says"].startswith("Goods with a fault that shows within 36 months")
    assert rows["EU-W-15"]["kind"] == "duty"
    assert rows["EU-W-20"]["status"] == "unverified"


def test_a_state_has_its_own_law_and_the_federal_one() -> None:
    said = CliRunner().invoke(command, ["list", "US-NY"]).output
    assert "US-NY-01  verified, in NY" in said
    assert "US-D-01" in said
    assert "US-CA-01" not in said
