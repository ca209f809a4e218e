"""JSON cut into rows: the same whatever the pieces it is read in, and nothing trusted of a file that breaks off."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.imports.reading import json_items, order_data, orders_in, problem_in

from amends.imports.json_rows import read_json
from amends.imports.orders import ReadOrder
from amends.imports.rows import FileInvalid, Row, RowInvalid

LISTS = ("orders", "products")
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=6,
)
rows = st.lists(st.dictionaries(st.text(max_size=5), values, max_size=3), max_size=5)


class Trickle(io.StringIO):
    """A text that comes a few characters at a time, however many are asked for."""

    def __init__(self, text: str, step: int) -> None:
        super().__init__(text)
        self.step = step

    def read(self, size: int | None = -1) -> str:
        return super().read(min(self.step, size) if size and size > 0 else self.step)


def written(data: object, **more: Any) -> str:
    return json.dumps(data, default=float, **more)


def read(text: str, step: int = 1 << 20) -> list[tuple[str, Any]]:
    return [
        (name, row.values if isinstance(row, Row) else row) for name, row in read_json(Trickle(text, step), "f", LISTS)
    ]


def again(data: object) -> Any:
    return json.loads(written(data), parse_float=Decimal)


@given(rows, st.integers(min_value=1, max_value=7), st.sampled_from([None, 2]))
def test_an_array_is_the_same_in_whatever_pieces_it_comes(data: list[Any], step: int, indent: int | None) -> None:
    assert [value for _, value in read(written(data, indent=indent), step)] == again(data)


@given(rows, rows, st.integers(min_value=1, max_value=7))
def test_an_object_with_lists_too(orders: list[Any], products: list[Any], step: int) -> None:
    text = written({"source": {"a": [1]}, "products": products, "orders": orders, "currency": "USD"})
    found = read(text, step)
    if not orders and not products:
        assert len(found) <= 1
        return
    assert [value for name, value in found if name == "orders"] == again(orders)
    assert [value for name, value in found if name == "products"] == again(products)


@given(st.lists(st.dictionaries(st.text(max_size=5), values, max_size=3), min_size=2, max_size=5), st.integers(1, 7))
def test_and_one_object_a_line(data: list[Any], step: int) -> None:
    text = "".join(f"{written(one)}\n" for one in data)
    assert [value for _, value in read(text, step)] == again(data)


@given(st.integers(min_value=1, max_value=400))
def test_a_file_that_breaks_off_anywhere_is_refused(cut: int) -> None:
    text = written([order_data(number=f"N{place}") for place in range(3)])
    with pytest.raises(FileInvalid):
        json_items(text[: min(cut, len(text) - 1)])


def test_where_it_breaks_off_is_told() -> None:
    with pytest.raises(FileInvalid) as caught:
        read('[\n{"number": "1"},\n{"number": "2", "li')
    assert caught.value.what == "the file breaks off here."
    assert caught.value.place.line == 3


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[1.5] x", "follows after the end"),
        ('{"orders": []} {"orders": []}', "follows after the end"),
        ("[{} {}]", "`,` is missing"),
        ("[{},]", "no JSON"),
        ('{"orders" []}', "`:` is missing"),
        ("{7: []}", "name in quotation marks"),
        ("[NaN]", "no JSON"),
        ("[" + "[" * 100_000, "nested too deeply"),
        ("number,price\n1,2", "begins with"),
        ("", "begins with"),
    ],
)
def test_what_is_no_json_is_refused_with_a_reason(text: str, what: str) -> None:
    with pytest.raises(FileInvalid) as caught:
        read(text)
    assert what in caught.value.what


@given(st.integers(min_value=1, max_value=9))
def test_a_number_that_comes_in_two_pieces_is_one_number(step: int) -> None:
    assert read('{\n"number": 1234567, "price": 12.50, "last": 89}', step) == [
        ("", {"number": 1234567, "price": Decimal("12.50"), "last": 89})
    ]


def test_numbers_with_a_point_are_exact() -> None:
    ((_, row),) = read('[{"a": 0.1, "b": 12345678901234567.89, "c": 5}]')
    assert row == {"a": Decimal("0.1"), "b": Decimal("12345678901234567.89"), "c": 5}


def test_an_entry_that_is_no_object_is_a_bad_row_and_says_which() -> None:
    items = json_items([order_data(), 7, order_data(number="N2")])
    assert [type(item) for item in items] == [ReadOrder, RowInvalid, ReadOrder]
    assert str(items[1]).startswith("orders.json:1 `row[1]`: this is no object")


def test_a_broken_line_of_json_lines_is_one_bad_row() -> None:
    good = json.dumps(order_data())
    items = json_items(f'{good}\n{{"number": \n\n{json.dumps(order_data(number="N2"))}\n')
    assert [type(item) for item in items] == [ReadOrder, RowInvalid, ReadOrder]
    assert isinstance(items[1], RowInvalid)
    assert items[1].place.line == 2


def test_one_order_alone_is_an_order_however_it_is_laid_out() -> None:
    for indent in (None, 2):
        assert orders_in(json_items(json.dumps(order_data(), indent=indent)))[0].number == "N1"


def test_what_has_no_order_number_says_which_name_is_missing() -> None:
    with pytest.raises(FileInvalid) as caught:
        json_items([{"nummer": 1, "lines": []}])
    assert "`number`" in caught.value.what
    assert "`nummer`" in caught.value.hint


def test_a_mistake_deep_inside_is_named_by_its_path() -> None:
    problem = problem_in(json_items({"orders": [order_data(lines=[{"unit_price": "1"}, {"unit_price": "?"}])]}))
    assert problem.place.field == "orders[0].lines[1].unit_price"
