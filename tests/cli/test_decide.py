"""`amends decide` and `amends explain`: what they are told, what they answer, and what they say to a mistake."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from amends.cli.main import main

FACTS = """
order.placed_at: 2023-03-08T10:00:00
parcel.shipped_at: 2023-03-10T16:40:00
item: {category: necklace, material: silver, price: 35.00, discounted: false, marks: []}
claim.reason: changed_mind
condition: {worn: false, used: false, original_packaging: true}
"""
ORDER = {
    "number": "WR-1",
    "placed_at": "2023-03-08T10:00:00",
    "lines": [
        {"line": "ring", "product": "wren", "sku": "W-7", "quantity": 1, "unit_price": "50.00", "category": "ring"},
        {"line": "studs", "product": "seed", "sku": "S", "quantity": 1, "unit_price": "40.00", "category": "earring"},
    ],
    "parcels": [
        {"id": "P1", "lines": ["ring", "studs"], "shipped_at": "2023-03-10T16:40:00", "delivered_at": "not_yet"}
    ],
}


def amends(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """This function will run the command line and return how it left and what it said."""
    with pytest.raises(SystemExit) as left:
        main(list(words))
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return int(left.value.code or 0), out, err


@pytest.fixture
def facts(tmp_path: Path) -> str:
    """A file with the facts of a claim."""
    file = tmp_path / "facts.yaml"
    file.write_text(FACTS, encoding="utf-8")
    return str(file)


def decided(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """This function will return the JSON that `amends decide` writes."""
    code, out, _ = amends(capsys, "decide", *words, "--json")
    assert code == 0
    document: dict[str, Any] = json.loads(out)
    return document


def test_a_claim_is_decided_with_the_clauses_named(capsys: pytest.CaptureFixture[str], facts: str) -> None:
    code, out, _ = amends(capsys, "decide", "silver", "--facts", facts, "--at", "2023-04-14T23:59:59")
    assert code == 0
    assert "Wrenfold, policy 2023, decided at 2023-04-14 23:59:59 (America/New_York)" in out
    refund = next(line for line in out.splitlines() if line.strip().startswith("refund"))
    assert refund.split()[1:4] == ["accepted", "2023-04-14", "B1-window,"]


def test_a_second_later_it_is_refused(capsys: pytest.CaptureFixture[str], facts: str) -> None:
    _, out, _ = amends(
        capsys, "decide", "silver", "--facts", facts, "--at", "2023-04-15T00:00:00", "--remedy", "refund"
    )
    rows = [line.split() for line in out.splitlines() if line.strip().startswith(("refund", "exchange"))]
    assert rows == [["refund", "refused", "B1-window"]]


def test_as_json_it_says_everything(capsys: pytest.CaptureFixture[str], facts: str) -> None:
    told = decided(capsys, "silver", "--facts", facts, "--at", "2023-04-14T23:59:59")
    assert told["lanes"] == ["change_of_mind"]
    assert told["facts"]["item.price"] == "35.00"
    assert told["facts"]["parcel.shipped_at"] == "2023-03-10T16:40:00-05:00"
    refund = told["remedies"]["refund"]
    assert refund["outcome"] == "accepted"
    assert refund["until"]["last_day"] == "2023-04-14"
    assert refund["terms"]["clawback_rate_minor"] == 600
    assert {one["clause"] for one in refund["reasons"]} >= {"B1-window", "B2-condition"}
    assert told["remedies"]["price_adjustment"]["reasons"][0]["clause"] == "B15-prices-move"
    assert told["promises"][0] | {} == {
        "what": "answer",
        "clause": "B10-answer",
        "last_day": None,
        "closes_at": "2023-04-15T11:59:59-04:00",
    }


def test_facts_may_come_one_by_one_and_overrule_the_file(capsys: pytest.CaptureFixture[str], facts: str) -> None:
    told = decided(capsys, "silver", "--facts", facts, "--fact", "item.category=earring", "--at", "2023-04-01T00:00:00")
    assert told["remedies"]["refund"]["outcome"] == "refused"
    told = decided(
        capsys, "silver", "--facts", facts, "--fact", "item.marks=[gift_card]", "--at", "2023-04-01T00:00:00"
    )
    assert told["facts"]["item.marks"] == ["gift_card"]


@pytest.mark.parametrize(
    ("region", "outcome", "clause"),
    [("CA", "accepted", "US-CA-01"), ("US-CA", "accepted", "US-CA-01"), ("TX", "refused", "B5-hygiene")],
)
def test_the_law_is_that_of_the_state(
    capsys: pytest.CaptureFixture[str], region: str, outcome: str, clause: str
) -> None:
    said = (
        "order.country=US", f"order.region={region}", "order.terms_shown=false", "order.placed_at=2026-11-01T10:00:00",
        "parcel.shipped_at=2026-11-02T10:00:00", "item.category=earring", "item.marks=", "claim.reason=changed_mind",
        "condition.worn=false", "condition.used=false", "condition.undamaged=true",
    )  # fmt: skip
    told = decided(capsys, "silver", *(word for one in said for word in ("--fact", one)), "--at", "2026-11-20T10:00:00")
    assert told["facts"]["order.region"] == region.removeprefix("US-")
    refund = told["remedies"]["refund"]
    assert (refund["outcome"], clause in [one["clause"] for one in refund["reasons"]]) == (outcome, True)


def test_facts_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps({"claim.reason": "tarnished", "item.material": "brass"})))
    assert decided(capsys, "silver", "--facts", "-")["lanes"] == ["fault"]


def test_facts_may_come_from_an_order(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text(json.dumps([ORDER]), encoding="utf-8")
    told = decided(
        capsys, "silver", "--order", str(file), "--line", "studs", "--fact", "claim.reason=changed_mind",
        "--at", "2023-04-01T12:00:00",
    )  # fmt: skip
    assert told["facts"]["item.category"] == "earring"
    assert told["remedies"]["refund"]["reasons"][0]["clause"] == "B5-hygiene"
    code, _, err = amends(capsys, "decide", "silver", "--order", str(file))
    assert (code, "Say `--line` with one of `ring.P1`, `studs.P1`." in err) == (2, True)
    code, _, err = amends(capsys, "decide", "silver", "--order", str(file), "--line", "rig.P1")
    assert (code, "Did you mean `ring.P1`?" in err) == (2, True)


def test_what_is_missing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = amends(capsys, "decide", "silver", "--fact", "claim.reason=defective", "--remedy", "refund")
    assert "Missing: " in out
    assert "parcel.shipped_at" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["silver", "--fact", "item.categry=ring"], "there is no fact `item.categry`. Did you mean `item.category`?"),
        (["silver", "--fact", "claim.reason=defectiv"], "Did you mean `defective`?"),
        (["silver", "--fact", "order.country=de"], "`order.country` is two capital letters, not `de`."),
        (["silver", "--fact", "order.region=ca"], "`order.region` is two capital letters, not `ca`."),
        (["silver", "--fact", "order.region=US-CA"], "`order.region` is two capital letters, not `US-CA`."),
        (["silver", "--fact", "condition.worn=maybe"], "`maybe` is not `true` or `false`."),
        (["silver", "--fact", "condition.worn"], "`condition.worn` says nothing. Write it as"),
        (["silver"], "nothing is said about the claim."),
        (["silvr", "--fact", "condition.worn=true"], "silvr: the file cannot be read: no such file or directory."),
        (["silver", "--fact", "condition.worn=true", "--at", "soon"], "`soon` is no date and time."),
        (["silver", "--fact", "condition.worn=true", "--remedy", "refnd"], "Did you mean `refund`?"),
        (["silver", "--facts", "/nowhere.yaml"], "the file cannot be read"),
        (["silver", "--order", "/nowhere.json"], "the file cannot be read"),
    ],
)
def test_a_mistake_is_a_sentence_and_leaves_with_2(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    code, out, err = amends(capsys, "decide", *words)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("item:\n  categry: ring\n", "facts.yaml:2:3: there is no fact `item.categry`."),
        ("claim.reason: [a]\n", "facts.yaml:1:1: `['a']` is not one of the listed values."),
        ("- a\n", "facts are a mapping of names to values."),
        ("a: [\n", "this is no readable YAML"),
        ("a: 1\na: 2\n", "`a` is written twice."),
        ("", "facts are a mapping of names to values."),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("facts.yaml").write_text(text, encoding="utf-8")
    code, _, err = amends(capsys, "decide", "silver", "--facts", "facts.yaml")
    assert code == 2
    assert said in err


def test_a_decision_is_explained_as_a_page(capsys: pytest.CaptureFixture[str], facts: str) -> None:
    code, out, _ = amends(
        capsys, "explain", "silver", "--facts", facts, "--fact", "item.category=earring", "--at", "2023-04-01T00:00:00"
    )
    assert code == 0
    page = " ".join(out.split())
    assert "Refund refused You cannot return this for a refund." in page
    assert "B5-hygiene Earrings touch skin, so we take them back only when something is wrong with them." in page
    assert "What would change it" in page
    assert "What is open instead" in page


def test_an_explanation_gives_terms_and_dates(capsys: pytest.CaptureFixture[str], facts: str) -> None:
    _, out, _ = amends(
        capsys, "explain", "silver", "--facts", facts, "--at", "2023-04-01T00:00:00", "--remedy", "exchange"
    )
    page = " ".join(out.split())
    assert "Exchange accepted You can exchange this until Friday 14 April 2023." in page
    assert "On these terms" in page
    assert "$6.00" in page
    assert "Refund" not in page


def test_both_write_the_same_json(capsys: pytest.CaptureFixture[str], facts: str) -> None:
    words = ("silver", "--facts", facts, "--at", "2023-04-01T00:00:00", "--json")
    assert amends(capsys, "explain", *words)[1] == amends(capsys, "decide", *words)[1]
