"""`amends policy diff`: plain words, and claims that are really answered differently."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from amends.cli.main import amends
from amends.examples.starter import starter_policy


def diff(folder: Path, *changes: tuple[str, str], options: tuple[str, ...] = ()) -> Result:
    """Compare the policy to start from with one that is changed."""
    text = changed = starter_policy()
    for before, after in changes:
        assert before in changed
        changed = changed.replace(before, after)
    (folder / "old.yaml").write_text(text, encoding="utf-8")
    (folder / "new.yaml").write_text(changed, encoding="utf-8")
    return CliRunner().invoke(amends, ["policy", "diff", *options, str(folder / "old.yaml"), str(folder / "new.yaml")])


def run(line: str) -> Any:
    """What a command line, as it was printed, says as JSON."""
    words = shlex.split(line)
    assert words[0] == "amends"
    return json.loads(CliRunner().invoke(amends, [*words[1:], "--json"]).output)


def test_other_words_alone_leave_every_answer_as_it_is(tmp_path: Path) -> None:
    found = diff(tmp_path, ("It has to be unworn.", "Wear nothing that you send back."))
    assert found.exit_code == 0
    assert "Every claim is answered the same." in found.output
    assert "before: It has to be unworn." in found.output


def test_a_change_is_told_in_words_and_in_claims_that_show_it(tmp_path: Path) -> None:
    change = ("within: {days: 30, of: delivery}", "within: {days: 20, of: shipment}")
    found = diff(tmp_path, change)
    assert found.exit_code == 1
    for words in ("20 days instead of 30 days", "Worse for the customer", "refused, accepted before", "[window]"):
        assert words in found.output
    told = json.loads(diff(tmp_path, change, options=("--json",)).output)
    assert not told["same_answers"]
    assert told["consequences"]
    for one in told["consequences"]:
        (remedy, *_), answers = one["remedies"], [run(line) for line in one["witness"]["decide"]]
        assert [each["remedies"][remedy]["outcome"] for each in answers] == [one["before"], one["after"]]


def test_other_terms_are_told_with_both(tmp_path: Path) -> None:
    told = json.loads(diff(tmp_path, ("return_postage: customer", "return_postage: shop"), options=("--json",)).output)
    (one,) = told["consequences"]
    assert (one["way"], one["what"], one["clause"]) == ("better", "terms", "postage")
    assert one["terms_before"] != one["terms_after"]


def test_a_promise_that_comes_later_is_worse(tmp_path: Path) -> None:
    found = diff(tmp_path, ("answers_within: {business_days: 2}", "answers_within: {business_days: 5}"))
    assert found.exit_code == 1
    assert "An answer (a change of mind): 5 business days instead of 2 business days" in found.output


def test_check_says_of_versions_whether_each_only_improves(tmp_path: Path) -> None:
    text = starter_policy()
    for name, starts, days in (("1", "2026-01-01", 30), ("2", "2026-03-01", 40), ("3", "2026-05-01", 35)):
        version = text.replace('version: "1"', f'version: "{name}"').replace("2026-01-01", starts)
        (tmp_path / f"policy-{name}.yaml").write_text(version.replace("days: 30,", f"days: {days},"), encoding="utf-8")
    files = [str(tmp_path / f"policy-{name}.yaml") for name in ("1", "2", "3")]
    said = CliRunner().invoke(amends, ["check", "--today", "2026-06-01", *files]).output
    assert "version `2` only improves on version `1`: it may start in the past." in said
    assert "version `3` answers some claims worse than version `2`" in said
    assert run(said.rpartition("$ ")[2].strip())["remedies"]["refund"]["outcome"] == "refused"


def test_an_example_shop_is_named_as_it_is_elsewhere() -> None:
    """As `amends decide` and `amends check` take it."""
    found = CliRunner().invoke(amends, ["policy", "diff", "silver", "silver"])
    assert found.exit_code == 0, found.output
    assert "Wrenfold: silver against silver, both version 2023" in found.output


def test_an_example_of_what_a_person_decided_says_why_a_person_did(tmp_path: Path) -> None:
    asked = ("    says: It has to be unworn.", "    says: It has to be unworn.\n    otherwise: refer")
    assert asked[0] in starter_policy()
    (tmp_path / "old.yaml").write_text(starter_policy().replace(*asked), encoding="utf-8")
    (tmp_path / "new.yaml").write_text(starter_policy().replace(*asked).replace("30", "20"), encoding="utf-8")
    said = CliRunner().invoke(amends, ["policy", "diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")]).output
    _, _, after = said.partition("refused, referred before")
    assert "worn" in after.partition("For example:")[2].partition("amends decide")[0], said
