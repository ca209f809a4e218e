"""The reference is what the language says today: every page as generated, every example loaded, every recipe tried."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.core.policy.policies import CALENDAR, HEAD

from amends.core.checks.every import CHECKS
from amends.core.facts import Kind
from amends.core.policy.load import load_policy
from amends.core.policy.model import EFFECTS, ClauseOf, PolicyOf, TermsOf
from amends.core.vocabulary import LANE_OF_REASON, LANES, REMEDIES, VOCABULARY
from amends.reference.check_examples import EXAMPLES
from amends.reference.checks import example_of
from amends.reference.pages import generated
from amends.reference.prose import FORMS
from amends.reference.recipes import ORDER
from amends.usecases.check_policy import check_policy
from amends.usecases.read_policy import read_policy
from amends.usecases.run_scenarios import run_scenarios

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "recipes"
PAGES = generated(ROOT)
LANGUAGE = PAGES["docs/language.md"]
BLOCKS = re.findall(r"```yaml\n(.*?)```", LANGUAGE, re.DOTALL)


@pytest.mark.parametrize("path", PAGES)
def test_the_committed_page_is_what_the_generator_gives(path: str) -> None:
    hint = "run `python -m amends.reference` and commit what it writes"
    assert (ROOT / path).read_text(encoding="utf-8") == PAGES[path], hint


@pytest.mark.parametrize("block", BLOCKS, ids=[block.split("\n")[0] for block in BLOCKS])
def test_every_example_loads(block: str) -> None:
    if block.startswith("- id"):
        block = "clauses:\n" + "".join(f"  {line}\n" for line in block.splitlines())
    load_policy(block if block.startswith("amends") else HEAD + block, CALENDAR)


@pytest.mark.parametrize("code", EXAMPLES)
def test_every_check_finds_its_fault_in_its_example_and_each_has_one(code: str) -> None:
    check = next(one for one in CHECKS if one.__name__ == code)
    found, command = example_of(check, EXAMPLES[code])
    assert found.code == code
    assert bool(command) is (found.witness is not None)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_fact_has_an_example_of_a_test(kind: Kind) -> None:
    clause = f"clauses:\n  - {{id: x, says: y, accept: refund, when: {{{FORMS[kind.value]}}}}}\n"
    assert len(load_policy(HEAD + clause, CALENDAR).clauses) == 1
    name = FORMS[kind.value].split(":")[0]
    assert VOCABULARY.facts[name].kind is kind


def test_every_word_of_the_language_is_there() -> None:
    words = [*PolicyOf.model_fields, *ClauseOf.model_fields, *TermsOf.model_fields, *EFFECTS]
    words += [*VOCABULARY.facts, *LANES, *REMEDIES, *LANE_OF_REASON]
    assert [word for word in words if f"`{word}`" not in LANGUAGE] == []


def test_every_recipe_has_its_place() -> None:
    assert sorted(ORDER) == sorted(path.name for path in RECIPES.iterdir())


@pytest.mark.parametrize("name", ORDER)
def test_a_recipe_does_what_it_says(name: str) -> None:
    results = [one for file in run_scenarios([RECIPES / name]) for one in file.results]
    assert results
    assert {one.case.case.name: one.differences for one in results if not one.passed} == {}
    starts = read_policy(RECIPES / name / "policy.yaml").starts
    report = check_policy(RECIPES / name / "policy.yaml", date.fromordinal(starts))
    found = {one.code for _, one in report.findings if one.level != "note"}  # that it has no season is no fault of it
    assert found <= {"gap"}  # a recipe is a part of a policy
