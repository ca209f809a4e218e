"""`amends test`: runs what it finds, says what differs, and leaves with 0, 1 or 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from amends.cli.main import main

POLICY = """
amends: 1
shop: {id: small, name: Small, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2023-01-01
answers_within: {hours: 12}
post_within: {days: 14}
clauses:
  - {id: R-window, says: Thirty days., lanes: [change_of_mind], within: {days: 30, of: order}, accept: [refund]}
"""
SCENARIOS = """
given: {order.placed_at: 2023-03-10T12:00:00, claim.reason: changed_mind}
cases:
  - {name: "The last day is in time", at: 2023-04-09T23:59:59, expect: {refund: accepted}}
  - {name: "The day after is not", at: 2023-04-10T00:00:00, expect: {refund: {outcome: refused, against: [R-window]}}}
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a policy and its scenarios, in which one stands."""
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "window.yaml").write_text(SCENARIOS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def amends(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """This function will run the command line and return how it left and what it said."""
    with pytest.raises(SystemExit) as left:
        main(["test", *words])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return int(left.value.code or 0), out, err


def test_the_folder_one_stands_in_is_tested(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = amends(capsys)
    assert code == 0
    assert out.splitlines()[0] == "passed  scenarios/window.yaml  2 cases"
    assert "2 cases in 1 file, all as expected" in out


@pytest.mark.parametrize("path", [".", "scenarios", "scenarios/window.yaml"])
def test_a_folder_or_a_file_may_be_named(shop: Path, capsys: pytest.CaptureFixture[str], path: str) -> None:
    code, out, _ = amends(capsys, path, "--names")
    assert code == 0
    assert "The last day is in time" in out


def test_what_differs_is_shown_with_the_clause_and_leaves_with_1(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "policy.yaml").write_text(POLICY.replace("days: 30", "days: 29"), encoding="utf-8")
    code, out, _ = amends(capsys)
    assert code == 1
    said = " ".join(out.split())
    assert "failed scenarios/window.yaml 2 cases, 1 not as expected" in said
    assert "The last day is in time scenarios/window.yaml:4" in said
    assert "refund, outcome expected accepted got refused by R-window" in said
    assert "2 cases in 1 file, 1 not as expected" in said


def test_as_json_a_program_can_read_it(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "policy.yaml").write_text(POLICY.replace("days: 30", "days: 29"), encoding="utf-8")
    code, out, _ = amends(capsys, "--json")
    report = json.loads(out)
    assert (code, report["passed"], report["cases"], report["failed"]) == (1, False, 2, 1)
    (case,) = [one for one in report["files"][0]["cases"] if not one["passed"]]
    assert case["name"] == "The last day is in time"
    assert case["differences"] == [
        {"about": "refund", "what": "outcome", "expected": "accepted", "got": "refused", "clauses": ["R-window"]}
    ]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "scenarios/window.yaml",
            SCENARIOS.replace("given", "gven"),
            "window.yaml:2:1: `gven` is no word of a scenario",
        ),
        ("scenarios/window.yaml", SCENARIOS.replace("claim.reason", "claim.reson"), "Did you mean `claim.reason`?"),
        ("scenarios/window.yaml", SCENARIOS.replace("[R-window]", "[R-windw]"), "Did you mean `R-window`?"),
        ("scenarios/window.yaml", "policy: other.yaml\n" + SCENARIOS, "other.yaml: the file cannot be read"),
        ("policy.yaml", POLICY.replace("accept", "acept"), "policy.yaml:9"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_with_2(
    shop: Path, capsys: pytest.CaptureFixture[str], file: str, text: str, said: str
) -> None:
    (shop / file).write_text(text, encoding="utf-8")
    code, _, err = amends(capsys)
    assert code == 2
    assert said in err


def test_where_there_is_nothing_to_test_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = amends(capsys)
    assert code == 2
    assert "there are no scenarios in this folder. Scenarios lie in a folder `scenarios` beside `policy.yaml`." in err
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "window.yaml").write_text(SCENARIOS, encoding="utf-8")
    code, _, err = amends(capsys)
    assert code == 2
    assert "there is no `policy.yaml` near these scenarios." in err


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = amends(capsys, "--schema")
    assert code == 0
    assert "cases" in json.loads(out)["properties"]
