"""Reading scenario files: what is wrong is told with its line and the word that was probably meant, all at once."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.scenarios.model import ScenariosOf
from amends.core.scenarios.read import ScenariosInvalid, path_of_fact, read_scenarios
from amends.core.scenarios.schema import scenarios_schema

SCHEMA = Path(__file__).parents[3] / "docs" / "scenarios.schema.json"
GOOD = """
given: {item.category: ring}
at: 2023-03-20T12:00:00
cases:
  - name: "A ring comes back"
    when: {claim.reason: changed_mind}
    expect: {refund: accepted}
"""


def told(text: str) -> list[str]:
    """This function will return what is said about a file that cannot be read."""
    with pytest.raises(ScenariosInvalid) as raised:
        read_scenarios(text, "s.yaml")
    return str(raised.value).splitlines()


def test_a_good_file_is_read() -> None:
    file = read_scenarios(GOOD, "s.yaml")
    assert file.written.cases[0].expect.refund == "accepted"
    assert file.place(("cases", 0)).line == 5


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("gven", "given", "s.yaml:2:1: `gven` is no word of a scenario here. Did you mean `given`?"),
        ("whn", "when", "s.yaml:6:5: `whn` is no word of a scenario here. Did you mean `when`?"),
        ("refnd", "refund", "s.yaml:7:14: `refnd` is no word of a scenario here. Did you mean `refund`?"),
        ("acepted", "accepted", "s.yaml:7:14: `acepted` cannot stand here. Did you mean `accepted`?"),
        ("{outcom: accepted}", "accepted", "`outcom` is no word of a scenario here. Did you mean `outcome`?"),
        ("{terms: {fe: 2.00}}", "accepted", "`fe` is no word of a scenario here. Did you mean `fee`?"),
        ("{outcome: [accepted]}", "accepted", "a list cannot stand here."),
        ('- nme: "A ring comes back"', '- name: "A ring comes back"', "`nme` is no word of a scenario here."),
    ],
)
def test_a_mistake_is_told_with_its_place(wrong: str, right: str, said: str) -> None:
    assert any(said in line for line in told(GOOD.replace(right, wrong, 1)))


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    lines = told(GOOD.replace("given", "gven").replace("refund", "refnd"))
    assert [line.split(":")[1] for line in lines] == ["2", "7"]


@pytest.mark.parametrize("text", ["", "- a list", "cases: []", "cases: {a: 1}", "cases: [1]", "a: [", "cases: &x [*x]"])
def test_what_is_no_scenario_file_is_told_and_nothing_else_happens(text: str) -> None:
    assert told(text)


def test_two_cases_of_one_name_are_told() -> None:
    again = GOOD + GOOD.split("cases:\n")[1]
    assert told(again) == ["s.yaml:8:5: two cases have this name. Give each a name of its own."]


@given(st.text(alphabet="casen:[]{}-&* \n\"'123", max_size=60))
def test_whatever_a_file_holds_it_is_read_or_told(text: str) -> None:
    with suppress(ScenariosInvalid):
        read_scenarios(text)


def test_facts_are_found_nested_and_dotted() -> None:
    assert path_of_fact({"item": {"category": "ring"}}, "item.category") == ("item", "category")
    assert path_of_fact({"item.category": "ring"}, "item.category") == ("item.category",)
    assert path_of_fact({"used": {"order.exchange": 1}}, "used.order.exchange") == ("used", "order.exchange")


def test_the_schema_in_the_docs_is_made_from_the_model() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == scenarios_schema()
    assert set(scenarios_schema()["properties"]) == set(ScenariosOf.model_fields)
