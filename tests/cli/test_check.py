"""`amends check` and `amends policy` as a shop types them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.core.policy.policies import GOOD, HEAD, changed

from amends.cli.main import amends
from amends.core.policy.schema import policy_schema
from amends.usecases.check_policy import replaced_in

THE_REST = """\
  - id: the-rest
    says: Everything else one of us looks at.
    lanes: [fault, guarantee, delivery, recall]
    provided: {claim.agreed: true}
    otherwise: refer
    accept: [refund]
"""
# Without what a cheaper piece brings: with that, the shipping taken off could be got around by an exchange.
WHOLE = GOOD.replace("clawback: {free", "price_fall: kept, clawback: {free") + THE_REST


def run(*args: object) -> Result:
    """This function will run `amends` with these words; an exception is a fault of ours."""
    return CliRunner().invoke(amends, [str(arg) for arg in args], catch_exceptions=True)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A policy in which nothing is found."""
    return written(tmp_path / "good.yaml", WHOLE)


def written(path: Path, text: str) -> Path:
    """This function will write the text into the file and return its path."""
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clean_policy_leaves_with_0(good: Path) -> None:
    result = run("check", good, "--today", "2023-12-01")
    assert result.exit_code == 0
    assert result.output == f"{good}: 9 clauses, nothing found.\n"


def test_a_finding_leaves_with_1(good: Path) -> None:
    result = run("check", good, "--today", "2026-11-22")
    assert result.exit_code == 1
    assert (
        "clause winter, extend, seasons: the last season of `winter` ended on 2024-01-31. [season_over]"
        in result.output
    )


def test_an_unreadable_policy_leaves_with_2_and_tells_everything(tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.yaml", changed("days: 35", "dayz: 35").replace("over: 40.00", "ovr: 40.00"))
    result = run("check", bad)
    assert result.exit_code == 2
    assert f"{bad}:16:14: clause window, within, dayz" in result.output
    assert "Did you mean `over`?" in result.output
    assert "cannot be read: 2 problems." in result.output


def test_the_worst_of_several_files_decides(good: Path, tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.yaml", "amends: [")
    result = run("check", good, bad, "--today", "2023-12-01")
    assert result.exit_code == 2
    assert "nothing found" in result.output


def test_two_files_of_one_shop_have_to_be_versions_of_each_other(good: Path, tmp_path: Path) -> None:
    same = written(tmp_path / "same.yaml", WHOLE)
    text = WHOLE.replace('version: "1"', 'version: "2"').replace("starts: 2023-01-01", "starts: 2023-10-01")
    later = written(tmp_path / "later.yaml", text)
    clash = run("check", good, same, "--today", "2023-12-01")
    assert clash.exit_code == 1
    assert "the versions `1` and `1` both start on 2023-01-01. [versions_clash]" in clash.output
    assert run("check", good, later, "--today", "2023-12-01").exit_code == 0


SHORT = """\
clauses:
  - id: back
    says: You have 9 days.
    lanes: [change_of_mind]
    within: {days: 9, of: delivery}
    accept: [refund]
"""


def test_of_a_version_that_was_replaced_nothing_is_told_of_orders_to_come(tmp_path: Path) -> None:
    first = written(tmp_path / "first.yaml", HEAD + SHORT)
    text = first.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"')
    second = written(tmp_path / "second.yaml", text.replace("starts: 2023-01-01", "starts: 2023-10-01"))
    bad = written(tmp_path / "bad.yaml", "amends: [")
    for day, replaced in ((date(2023, 9, 30), set()), (date(2023, 10, 1), {first})):
        assert replaced_in([first, second, bad], day) == replaced
    rows = json.loads(run("check", first, second, "--law", "GB", "--today", "2023-12-01", "--json").output)
    told = {(Path(row["file"]).name, row["code"]) for row in rows if row["code"] in ("below_the_law", "no_season")}
    assert told == {("second.yaml", "below_the_law"), ("second.yaml", "no_season")}


@pytest.mark.parametrize("content", [b"\xff\xfe\x00b", b"", b"\x00" * 50, "\ufeff- a".encode(), b"a: " + b"9" * 5000])
def test_whatever_the_file_holds_there_is_no_traceback(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "p.yaml"
    file.write_bytes(content)
    result = run("check", file)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert str(file) in result.output


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "the file cannot be read: no such file" in run("check", tmp_path / "nowhere.yaml").output
    assert "there is nothing to check here" in run("check", tmp_path).output


def test_a_day_that_is_none_is_a_mistake_of_usage(good: Path) -> None:
    result = run("check", good, "--today", "yesterday")
    assert result.exit_code == 2
    assert "`yesterday` is no day" in result.output


def test_everything_found_as_json(good: Path, tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.yaml", changed("days: 35", "dayz: 35"))
    result = run("check", good, bad, "--today", "2026-11-22", "--json")
    rows = json.loads(result.output)
    assert [(row["level"], row["code"], row["clause"], Path(row["file"]).name) for row in rows] == [
        ("finding", "season_over", "winter", "good.yaml"),
        ("problem", "policy_text", "", "bad.yaml"),
    ]
    assert all(row["line"] > 0 for row in rows)


def test_a_policy_is_shown_with_its_rules(good: Path) -> None:
    result = run("policy", "show", good)
    assert result.exit_code == 0
    assert "You have 35 days from posting.  [window]" in result.output
    assert "Time: ask within 35 days after the parcel was posted" in result.output
    assert "Except [sealed]: Sealed ones we take. (it is marked sealed)" in result.output


def test_one_clause_is_shown_alone(good: Path) -> None:
    result = run("policy", "show", good, "--clause", "hygiene")
    assert "[hygiene]" in result.output
    assert "[window]" not in result.output


def test_a_clause_that_is_not_there_is_told(good: Path) -> None:
    result = run("policy", "show", good, "--clause", "hygeine")
    assert "Did you mean `hygiene`?" in str(result.exception)


def test_html_escapes_what_a_shop_writes_and_gives_each_clause_its_anchor(tmp_path: Path) -> None:
    file = written(tmp_path / "p.yaml", changed("Unworn, please.", "<script>alert(1)</script>"))
    result = run("policy", "show", file, "--html")
    assert '<section id="window">' in result.output
    assert "<script>" not in result.output
    assert "&lt;script&gt;" in result.output


def test_json_holds_the_page(good: Path) -> None:
    page = json.loads(run("policy", "show", good, "--json").output)
    assert page["shop"] == "Test"
    assert [one["id"] for section in page["sections"] for one in section["passages"]][:2] == ["window", "unworn"]


def test_the_schema_is_printed_and_of_a_shop_with_its_own_facts(good: Path) -> None:
    assert json.loads(run("policy", "schema").output) == policy_schema()
    own = json.loads(run("policy", "schema", good).output)
    assert "item.metal" in own["$defs"]["Condition"]["properties"]


def test_of_the_example_only_that_is_found_of_which_it_does_not_speak(tmp_path: Path) -> None:
    file = written(tmp_path / "policy.yaml", run("policy", "example").output)
    rows = json.loads(run("check", file, "--today", "2026-06-01", "--json").output)
    assert [row["code"] for row in rows] == ["gap"] * 4


def test_a_shops_folder_is_checked_with_its_help(good: Path) -> None:
    shop = good.parent / "shop"
    (shop / "help").mkdir(parents=True)
    written(shop / "policy.yaml", GOOD)
    guide = "title: T\nsummary: S\ntopic: care\nasked: [x]\nclauses: [nowhere]\nsteps: {one: {says: Text.}}\n"
    written(shop / "help" / "care.yaml", guide)
    result = run("check", shop, "--today", "2023-12-01")
    assert result.exit_code == 1
    file = shop / "help" / "care.yaml"
    assert f"{file}:5:1: clauses: there is no clause `nowhere`. [unknown_clause]" in result.output
    assert f"{file}:6:9: steps, one: the step `one` leads nowhere. [dead_end]" in result.output
    assert f"{shop / 'help'}, 2 findings." in result.output


def test_help_that_cannot_be_read_leaves_with_2_and_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "help").mkdir()
    file = written(tmp_path / "help" / "care.yaml", "title: T\nsummmary: S\ntopic: care\nsteps: {one: {says: Text.}}\n")
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert f"{file}:2:1: summmary: `summmary` is not known here." in result.output
    assert "Did you mean `summary`?" in result.output


def test_the_name_of_an_example_shop_stands_for_its_folder() -> None:
    result = run("check", "silver", "--today", "2026-11-22")
    assert "silver/policy.yaml: 29 clauses" in result.output
    assert "silver/help" in result.output
