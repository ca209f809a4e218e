"""A decision of the command line goes into a file that is checked without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.cli.main import amends

CLAIM = ("silver", "--fact", "claim.reason=changed_mind", "--fact", "item.category=earring", "--at", "2026-11-22T10:00")


@pytest.mark.parametrize("more", [(), ("--fact", "order.country=DE"), ("--fact", "order.country=DE", "--without-law")])
def test_a_decision_is_written_down_and_follows(more: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "one.receipt"
    told = run("decide", *CLAIM, *more, "--remedy", "refund", "--receipt", str(file))
    assert told == run("decide", *CLAIM, *more, "--remedy", "refund")
    checked = run("receipt", "check", str(file))
    assert "It follows." in checked
    assert ("under the law of DE" in checked) == ("under the law of DE" in told)
    assert "(asked for)" in checked


def test_where_it_cannot_be_written_that_is_said_and_nothing_else(tmp_path: Path) -> None:
    found = CliRunner().invoke(amends, ["decide", *CLAIM, "--receipt", str(tmp_path / "none" / "one.receipt")])
    assert found.exit_code != 0
    assert "the receipt cannot be written: no such file or directory." in str(found.exception)
    assert found.stdout == ""


def run(*words: str) -> str:
    """This function will run a command that succeeds and return what it prints."""
    found = CliRunner().invoke(amends, list(words), catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout
