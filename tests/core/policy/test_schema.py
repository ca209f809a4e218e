"""The schema accepts what the language accepts, and editors see the faults that people make."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from tests.core.policy.policies import GOOD, with_clause

from amends.core.policy.model import Lane, Remedy
from amends.core.policy.schema import policy_schema
from amends.core.policy.source import read_yaml
from amends.core.vocabulary import LANES, REMEDIES, VOCABULARY
from amends.usecases.read_policy import read_policy, read_text

ROOT = Path(__file__).parents[3]
POLICIES = sorted(
    [*(ROOT / "src/amends/examples").glob("*/policy*.yaml"), *(ROOT / "docs/recipes").glob("*/policy.yaml")]
)
GENERAL = Draft202012Validator(policy_schema())


def as_json(text: str) -> Any:
    """This function will return the data as an editor sees them: decimals as numbers."""
    return json.loads(json.dumps(read_yaml(text, "p").data, default=lambda one: float(Decimal(one))))


def faults(text: str) -> list[str]:
    """This function will return what the schema says against the policy."""
    return [one.message for one in GENERAL.iter_errors(as_json(text))]


def test_the_schema_is_one_itself() -> None:
    Draft202012Validator.check_schema(policy_schema())
    Draft202012Validator.check_schema(policy_schema(VOCABULARY))


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_policies_that_the_project_ships_fit(path: Path) -> None:
    assert len(POLICIES) >= 4
    assert faults(read_text(path)) == []


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_they_fit_the_schema_of_their_own_facts_too(path: Path) -> None:
    strict = Draft202012Validator(policy_schema(read_policy(path).vocabulary))
    assert list(strict.iter_errors(as_json(read_text(path)))) == []


def test_a_policy_with_every_form_fits() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    "line",
    [
        "when: {item.price: {ovr: 40}}",
        "when: {item.price: {over: ten}}",
        "when: {condition.worn: no}",
        "when: {catgory: ring}",
        "when: {claim.cause: weer}",
        "when: {order.placed_at: yesterday}",
        "when: {order.placed_at: {within: {days: 2, hours: 3}}}",
        "when: {order.placed_at: {within: {days: -2}}}",
        "when: {any: []}",
        "within: {days: 30}",
        "within: {of: order}",
        "within: {days: 50000, of: order}",
        "within: {days: -1, of: order}",
        "within: {days: 30, of: shipmnt}",
        "within: {days: 3, of: order, event: askd}",
        "lanes: [fualt]",
        "set: {fee: six}",
        "set: {restocking_percent: 120}",
        "set: {return_postage: nobody}",
        "otherwise: maybe",
        "colour: red",
        "refuse: [refund]",
        "unless: [{id: a, says: b}]",
    ],
)
def test_an_editor_sees_the_fault(line: str) -> None:
    assert faults(with_clause("accept: [refund]")) == []
    assert faults(with_clause("accept: [refund]", line))


def test_the_schema_of_a_shop_knows_its_own_facts_and_no_others() -> None:
    own = with_clause("accept: refund", "when: {item.metal: gold}")
    general = policy_schema()
    strict = Draft202012Validator(policy_schema(VOCABULARY))
    assert list(Draft202012Validator(general).iter_errors(as_json(own))) == []
    assert list(strict.iter_errors(as_json(own)))


def test_the_model_and_the_vocabulary_know_the_same_lanes_and_remedies() -> None:
    assert get_args(Lane) == LANES
    assert get_args(Remedy) == REMEDIES


def test_the_line_for_editors_leads_to_the_schema() -> None:
    """The starter's leads to where its reader is told to put the schema."""
    for path in POLICIES:
        said = re.match(r"# yaml-language-server: \$schema=(\S+)\n", read_text(path))
        assert said, path
        if path.parent.name != "starter":
            assert json.loads((path.parent / said[1]).read_text(encoding="utf-8")) == policy_schema()


def test_every_fact_is_completed_with_what_it_is() -> None:
    known = policy_schema()["$defs"]["Condition"]["properties"]
    assert set(VOCABULARY.facts) <= set(known)
    assert all(fact.about in known[name]["description"] for name, fact in VOCABULARY.facts.items())


def test_every_field_says_what_it_is() -> None:
    assert list(_undescribed(policy_schema())) == []


def _undescribed(schema: dict[str, Any]) -> Iterator[str]:
    parts = {"policy": schema, **schema["$defs"]}
    for name, part in parts.items():
        for field, about in part.get("properties", {}).items():
            target = schema["$defs"].get(about.get("$ref", "").rpartition("/")[2], {})
            named_elsewhere = name in ("OtherFact", "SpanOfTest") or "description" in target
            if "description" not in about and not named_elsewhere:
                yield f"{name}.{field}"
