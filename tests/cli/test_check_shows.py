"""What `amends check` finds in the shops that the project brings; each witness is a command that runs as printed."""

from __future__ import annotations

import json
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from amends.cli.main import amends
from amends.cli.sarif import sarif
from amends.examples import folder

# What is really there: the lanes of which a shop says nothing, and one season that is over.
SILENT = "no clause speaks of claims in the lane"
MOST_FACTS = 9  # of a claim that somebody is to read
BETTER = ["refused", "referred", "accepted"]
FOUND = {
    "piercing": [
        (
            "gap",
            "no clause grants or refuses `exchange`, `refund`, `resend` or `store_credit` in the lane `fault` where",
        ),
        ("gap", f"{SILENT} `guarantee` where "),
        ("gap", f"{SILENT} `delivery` where "),
        ("gap", f"{SILENT} `recall` where "),
        ("season_over", "the last season of `A3-season-2023` ended on 2024-01-31."),
    ],
    "silver": [
        ("gap", f"{SILENT} `{lane}` where `item.category` is not `gift_card`.")
        for lane in ("guarantee", "delivery", "recall")
    ],
    "bespoke": [
        (
            "gap",
            (
                "no clause grants or refuses `partial_refund`, `refund`, `remake` or `repair` in the lane `fault` "
                "where `claim.reason` is `missing_item` or `only_one_arrived` and `claim.minor` is `false`."
            ),
        ),
        ("gap", f"{SILENT} `recall`."),
        (
            "no_season",
            "a present bought on 2026-12-01 cannot be brought back on 2026-12-27: the policy knows no season.",
        ),
    ],
}


def run(*words: str) -> Any:
    """This function will run `amends` with these words and return what it writes as JSON."""
    result = CliRunner().invoke(amends, [*words, "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return json.loads(result.output)


@pytest.mark.parametrize("shop", FOUND)
def test_of_a_shop_only_that_is_found_which_is_there_and_every_witness_runs_as_printed(shop: str) -> None:
    rows = run("check", str(folder(shop) / "policy.yaml"), "--today", "2026-11-22")
    assert [row["code"] for row in rows] == [code for code, _ in FOUND[shop]]
    for row, (_, message) in zip(rows, FOUND[shop], strict=True):
        assert row["message"].startswith(message)
    for witness in [row["witness"] for row in rows if row["code"] == "gap"]:
        name, *words = shlex.split(witness["command"])
        assert name == "amends"
        decided = run(*words)
        assert decided["remedies"][witness["remedy"]]["outcome"] == "referred"
        assert decided["remedies"][witness["remedy"]]["reasons"] == []  # no clause speaks


def test_sarif_has_the_shape_that_code_hosts_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder("piercing").parents[3])
    file = str(folder("piercing") / "policy.yaml")
    result = CliRunner().invoke(amends, ["check", file, "--sarif", "--today", "2026-11-22"])
    log = json.loads(result.output)
    assert (log["version"], result.exit_code) == ("2.1.0", 1)
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [one] = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    assert len(one["results"]) == len(FOUND["piercing"])
    prints = set()
    for found in one["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
        assert found["level"] in {"none", "note", "warning", "error"}
        assert found["message"]["text"]
        [place] = found["locations"]
        where = place["physicalLocation"]
        assert where["artifactLocation"]["uri"] == "src/amends/examples/piercing/policy.yaml"  # from here, not from /
        assert where["region"]["startLine"] >= 1
        assert where["region"]["startColumn"] >= 1
        prints.add(found["partialFingerprints"]["amends/v1"])
    assert len(prints) == len(one["results"])


def test_a_fingerprint_stays_when_lines_move() -> None:
    row = {"file": "a/policy.yaml", "line": 3, "column": 1, "field": "clauses", "level": "finding", "code": "gap",
           "clause": "", "message": "m", "hint": ""}  # fmt: skip
    prints = [
        sarif([{**row, "line": line, "message": said}])["runs"][0]["results"][0]["partialFingerprints"]
        for line, said in ((3, "m"), (9, "m"), (3, "n"))
    ]
    assert prints[0] == prints[1] != prints[2]


ABROAD = """\
  - id: abroad
    says: To Germany we send nothing back and take nothing back.
    lanes: [change_of_mind]
    when: {order.country: DE}
    refuse: [refund]
  - id: abroad-too
    says: Nor to Austria, nor to Germany.
    lanes: [change_of_mind]
    when: {order.country: [AT, DE]}
    refuse: [refund]
"""


def test_a_claim_that_shows_what_the_shops_clauses_say_is_decided_without_the_law(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(run_plain("policy", "example") + ABROAD, encoding="utf-8")
    [row] = [one for one in run("check", str(file), "--today", "2026-06-01") if one["code"] == "shadowed"]
    assert row["clause"] == "abroad"
    words = shlex.split(row["witness"]["command"])[1:]
    own, both = run(*words), run(*(word for word in words if word != "--without-law"))
    assert own["remedies"]["refund"]["outcome"] == "refused"
    assert both["remedies"]["refund"]["outcome"] != "refused"  # there is a right to leave, whatever a shop says


def run_plain(*words: str) -> str:
    """This function will run `amends` with these words and return what it writes."""
    return CliRunner().invoke(amends, list(words), catch_exceptions=False).output


@cache
def under_every_law() -> list[dict[str, Any]]:
    """This function will return what a shop's policy gives less than any law."""
    rows: list[dict[str, Any]] = run("check", str(folder("bespoke") / "policy.yaml"), "--law", "all")
    return rows


def test_every_claim_under_a_law_runs_as_printed_and_comes_out_better_than_by_the_shops_clauses() -> None:
    rows = [one for one in under_every_law() if one["rules"]]
    spots = [spot for row in rows for spot in (row, *row["also"]) if spot["witness"]]
    assert len(rows) > 5
    for spot in spots:
        name, *words = shlex.split(spot["witness"]["command"])
        assert name == "amends"
        assert len(spot["witness"]["facts"]) <= MOST_FACTS, spot["witness"]["command"]
        both, own = (run(*words, *more)["remedies"] for more in ((), ("--without-law",)))
        remedy = spot["witness"]["remedy"]
        assert (own[remedy]["outcome"], own[remedy]["terms"]) != (both[remedy]["outcome"], both[remedy]["terms"])
        assert BETTER.index(own[remedy]["outcome"]) <= BETTER.index(both[remedy]["outcome"])


def test_the_worst_comes_first_and_places_that_share_a_law_are_named_shortly() -> None:
    rows = under_every_law()
    weights = [row["weight"] for row in rows]
    assert weights == sorted(weights, key=["error", "warning", "note"].index)
    assert any("the law of the EU and the EEA (37 countries and territories)" in row["message"] for row in rows)
    assert any(len(rule["places"]) == 37 for row in rows for rule in row["rules"])  # for programs, all of them
    assert len(rows) <= 16


def test_a_finding_of_several_clauses_is_a_result_at_each_of_them() -> None:
    rows = under_every_law()
    results = sarif(rows)["runs"][0]["results"]
    assert len(results) == sum(1 + len(row["also"]) for row in rows) > len(rows)
    assert len({one["partialFingerprints"]["amends/v1"] for one in results}) == len(results)
    lines = {one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in results}
    assert {spot["line"] for row in rows for spot in row["also"]} <= lines
