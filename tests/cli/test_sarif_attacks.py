"""Findings that somebody else sees at their code host: a hostile file makes no link there, and names no other file."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest

from amends.cli.sarif import sarif

ROW = {
    "code": "gap", "clause": "", "field": "", "level": "problem", "message": "See [this](https://evil.example).",
    "hint": "", "file": "policy.yaml", "line": 1, "column": 1,
}  # fmt: skip


def test_no_sentence_of_a_policy_is_a_link() -> None:
    (found,) = sarif([ROW])["runs"][0]["results"]
    assert "](" not in found["message"]["text"]
    assert "https://evil.example" in found["message"]["text"]


@pytest.mark.parametrize(
    "name", ["a b#x.yaml", "%2e%2e/policy.yaml", "x?y=1.yaml", "//evil.example/p.yaml", "\udcff.yaml"]
)
def test_a_finding_is_at_its_own_file(name: str) -> None:
    (found,) = sarif([{**ROW, "file": f"shop/{name}"}])["runs"][0]["results"]
    address = urlsplit(found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    assert (address.query, address.fragment, address.netloc) == ("", "", "")
    assert unquote(address.path, errors="surrogateescape") == f"shop/{name}"
