"""Mappings: what is wrong with them is told with its place, and those that come with Amends are sound."""

from __future__ import annotations

import pytest
from tests.imports.reading import json_items, line_data, order_data, orders_in, problem_in

from amends.imports.mapping import load_mapping, preset, preset_names
from amends.imports.orders import ReadOrder
from amends.imports.rows import FileInvalid


def test_every_preset_can_be_loaded() -> None:
    assert {"default", "shopify-orders-csv"} <= set(preset_names())
    for name in preset_names():
        assert preset(name).orders


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("amends: 1\norders:\n  numbr: n\n", 3, "`numbr` is no field"),
        ("amends: 1\norders: {}\n", 2, "`number` is missing"),
        ("amends: 2\norders: {number: n}\n", 1, "`amends` is not right"),
        ("amends: 1\n", 0, "maps nothing"),
        ("amends: 1\ncurrency: XYZ\norders: {number: n}\n", 0, "`XYZ` is no currency"),
        ("amends: 1\norders: {number: {frm: n}}\n", 2, "`frm`"),
        ("amends: 1\namends: 1\n", 0, "written twice"),
        ("amends: [", 0, "YAML"),
        ("- 1\n", 0, ""),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, line: int, what: str) -> None:
    with pytest.raises(FileInvalid) as caught:
        load_mapping(text)
    assert what in str(caught.value)
    assert not line or caught.value.place.line == line


def test_a_misspelt_field_is_told_with_the_nearest_one() -> None:
    with pytest.raises(FileInvalid) as caught:
        load_mapping("amends: 1\norders:\n  number: n\n  curency: c\n")
    assert "Did you mean `currency`?" in caught.value.hint
    with pytest.raises(FileInvalid) as caught:
        preset("shopify")
    assert "shopify-orders-csv" in caught.value.hint


MAPPED = """
amends: 1
orders:
  number: {first_of: [missing, number]}
  customer_name: {from: [first, last]}
  state: {from: status, values: {open: pending, sent: shipped}}
  country: {value: US}
  postcode: {from: address.zip, pattern: "([0-9]+)"}
  placed_at: {from: placed, format: "%d/%m/%Y %H:%M"}
  paid: {from: total, only_if: {status: [sent]}}
  lines: {unit_price: unit_price, marks: {from: tags, split: ";"}, attributes: {metal: material}}
"""


def test_fields_are_joined_chosen_translated_and_cut() -> None:
    said = {
        "first": "Ann",
        "last": "Lee",
        "status": "sent",
        "address": {"zip": "Z-97301"},
        "placed": "10/03/2026 14:30",
        "total": "40",
    }
    line = [{"unit_price": 40, "tags": "a; b", "material": "gold"}]
    (order,) = orders_in(json_items([order_data(lines=line, **said)], MAPPED))
    assert (order.number, order.customer_name, order.state, order.country) == ("N1", "Ann Lee", "shipped", "US")
    assert order.postcode == "97301"
    assert order.lines[0].marks == {"a", "b"}
    assert order.lines[0].attributes == {"metal": "gold"}
    assert order.payments[0].captured_minor == 4_000
    (unpaid,) = orders_in(json_items([order_data(lines=line, **{**said, "status": "open"})], MAPPED))
    assert unpaid.payments == ()


@pytest.mark.parametrize(("status", "hint"), [("opn", "Did you mean `open`?"), ("lost", "")])
def test_a_word_that_the_mapping_does_not_know_is_a_bad_row(status: str, hint: str) -> None:
    problem = problem_in(json_items([order_data(status=status)], MAPPED))
    assert f"`{status}` is none of the words" in problem.what
    assert hint in problem.hint


def test_a_pattern_that_is_none_is_told() -> None:
    mapping = "amends: 1\norders: {number: {from: number, pattern: '('}}\n"
    (item,) = json_items([line_data()], mapping)
    assert not isinstance(item, ReadOrder)
    assert "no regular expression" in str(item)
