"""CSV cut into rows and grouped into orders: delimiters, quotes, line numbers, and rows nobody can be sure of."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.imports.reading import HEADER, csv_items, orders_in, problem_in

from amends.core.claims import Claim, facts_about, pieces_of
from amends.core.dates import NOT_YET
from amends.core.orders import Product
from amends.core.refunds.paid import paid
from amends.core.vocabulary import VOCABULARY
from amends.imports.csv_rows import read_csv, sniffed
from amends.imports.mapping import load_mapping
from amends.imports.orders import ReadOrder
from amends.imports.rows import FileInvalid, Row, RowInvalid
from amends.imports.values import Customer

cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


def row(number: str, sku: str = "S1", price: str = "40.00", name: str = "Ring") -> str:
    return f"{number},2026-03-10,p,{sku},{name},1,{price}"


def text_of(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6), st.sampled_from(",;\t|"))
def test_what_a_spreadsheet_writes_is_read_back(table: list[list[str]], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *table])
    stream.seek(0)
    found = [list(one.values.values()) for one in read_csv(stream, "f", "", ()) if isinstance(one, Row)]
    assert found == [one for one in table if any(cell.strip() for cell in one)]


def test_rows_with_the_same_number_are_one_order() -> None:
    first, second = orders_in(csv_items(text_of(row("1"), row("1", "S2", "5.00"), row("2"))))
    assert [line.sku for line in first.lines] == ["S1", "S2"]
    assert paid(first).goods_minor == 4_500
    assert len(second.lines) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_from_the_header(delimiter: str) -> None:
    text = text_of(row("1")).replace(",", delimiter)
    assert orders_in(csv_items(text))[0].number == "1"
    assert sniffed('"a;b;c;d",e,f') == ","


def test_the_case_of_a_header_and_spaces_in_it_do_not_count() -> None:
    text = text_of(row("1")).replace("number,placed_at", " Number ,PLACED_AT")
    assert orders_in(csv_items(text))[0].placed_at is not None


def test_a_quoted_line_break_keeps_the_line_numbers_right() -> None:
    text = text_of(row("1", name='"a\nring"'), row("2", price="?"))
    good, bad = csv_items(text)
    assert isinstance(good, ReadOrder)
    assert good.order.lines[0].name == "a\nring"
    assert isinstance(bad, RowInvalid)
    assert bad.place.line == 4


def test_the_bad_line_of_a_long_order_has_its_own_number() -> None:
    problem = problem_in(csv_items(text_of(row("1"), row("1"), row("1", price="-2"))))
    assert (problem.place.file, problem.place.line, problem.place.field) == ("orders.csv", 4, "unit_price")


@pytest.mark.parametrize("text", [row("1", name='"ring'), row("1", name='"ring"x'), 'a,"b\n' + row("2")])
def test_quotes_that_do_not_fit_refuse_the_file_because_rows_could_be_made_up(text: str) -> None:
    with pytest.raises(FileInvalid, match="quotation marks"):
        csv_items(text_of(text, row("3")))


def test_a_line_without_a_number_belongs_to_no_order() -> None:
    first, lost, last = csv_items(text_of(row("1"), row("", "S2"), row("2")))
    assert isinstance(first, ReadOrder)
    assert len(first.order.lines) == 1
    assert isinstance(lost, RowInvalid)
    assert "belongs to no order" in lost.what
    assert isinstance(last, ReadOrder)


def test_orders_beside_a_row_that_cannot_be_read_are_left_out() -> None:
    """The broken row could be a line of either; an order without one of its lines must not be imported."""
    found = csv_items(text_of(row("1"), row("2"), "2,too,few", row("3"), row("4")))
    assert [item.order.number for item in found if isinstance(item, ReadOrder)] == ["1", "4"]
    problems = [item for item in found if isinstance(item, RowInvalid)]
    assert [problem.place.line for problem in problems] == [4, 3, 5]
    assert "line 4 beside it" in problems[1].what


def test_a_broken_row_inside_an_order_spoils_that_order_alone() -> None:
    found = csv_items(text_of(row("1"), row("2"), "2,too,few", row("2"), row("3")))
    assert [item.order.number for item in found if isinstance(item, ReadOrder)] == ["1", "3"]


def test_a_cell_of_ten_megabytes_is_a_bad_row() -> None:
    problem, good = csv_items(text_of(row("1", name='"' + "x" * 10_000_000 + '"'), row("2")))
    assert isinstance(problem, RowInvalid)
    assert "10000000 characters" in problem.what
    assert isinstance(good, ReadOrder)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("\n" + text_of(row("1")), "no header"),
        ("a,b,a\n1,2,3\n", "`a` is there twice"),
        ("numbr,unit_price\n1,2\n", "no column `number`"),
        (",".join(f"c{place}" for place in range(2_001)) + "\n1\n", "2001 columns"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(text: str, what: str) -> None:
    with pytest.raises(FileInvalid) as caught:
        csv_items(text)
    assert what in caught.value.what


def test_a_misspelt_column_is_told_with_the_nearest_one() -> None:
    with pytest.raises(FileInvalid) as caught:
        csv_items("numbr,unit_price\n1,2\n")
    assert "Did you mean `numbr`?" in caught.value.hint


def test_rows_may_be_products_or_customers() -> None:
    products = csv_items("id,name,sku,price\np1,Ring,S1,40.00\np1,Ring,S2,45.00\np2,Chain,S3,9.00\n")
    assert [(one.id, len(one.variants)) for one in products if isinstance(one, Product)] == [("p1", 2), ("p2", 1)]
    customers = csv_items("id,email\nc1,a@example.com\n", kind="customers")
    assert [one.email for one in customers if isinstance(one, Customer)] == ["a@example.com"]


def test_an_export_of_shopify_is_read() -> None:
    header = (
        "Name,Email,Financial Status,Fulfillment Status,Fulfilled at,Currency,Shipping,Taxes,Total,Discount Code,"
        "Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Name,"
        "Shipping Zip,Shipping Country,Cancelled at,Payment Method,Refunded Amount,Lineitem discount"
    )
    text = (
        f"{header}\n"
        "#1001,a@example.com,paid,fulfilled,2026-03-11 09:00:00 -0500,USD,6.00,4.00,100.00,SPRING,10.00,"
        "2026-03-10 14:30:00 -0500,2,Ring,40.00,S1,Ann Lee,'97301,US,,Card,0.00,0.00\n"
        "#1001,a@example.com,,,,,,,,,,,1,Chain,20.00,S2,,,,,,,0.00\n"
        "#1002,b@example.com,pending,unfulfilled,,USD,0.00,0.00,40.00,,0.00,2026-03-10 14:30:00 -0500,"
        "1,Ring,40.00,S1,Bo Ray,97302,US,,Card,0.00,0.00\n"
    )
    first, second = csv_items(text, "shopify-orders-csv")
    assert isinstance(first, ReadOrder)
    assert isinstance(second, ReadOrder)
    assert not first.remark, "goods 100.00, less 10.00, shipping 6.00 and tax 4.00"
    assert first.order.postcode == "97301"
    assert first.order.coupon
    assert [one.captured_minor for one in first.order.payments] == [10_000]
    assert (first.order.state, second.order.state) == ("shipped", "pending")
    assert second.order.payments == (), "what was not paid cannot be given back"
    assert second.order.parcels == ()


@pytest.mark.parametrize(("said", "inside"), [("104.90", True), ("121.65", False), ("100.00", False)])
def test_the_total_shows_whether_the_tax_is_inside_the_prices(said: str, inside: bool) -> None:
    """A shop in Europe exports how much tax there is, and not that its prices have it inside."""
    header = "Name,Currency,Shipping,Taxes,Total,Lineitem quantity,Lineitem name,Lineitem price"
    text = f"{header}\n#1,USD,4.90,16.75,{said},2,Ring,40.00\n#1,,,,,1,Chain,20.00\n"
    (item,) = csv_items(text, "shopify-orders-csv")
    assert isinstance(item, ReadOrder)
    chain = paid(item.order).lines["2"].amount
    assert (chain.gross_minor, chain.tax_minor) == ((2000, 335) if inside else (2335, 335))
    assert bool(item.remark) == (said == "100.00"), "what neither reading comes to is told"


def test_a_mapping_that_says_where_the_tax_is_goes_before_the_total() -> None:
    mapping = load_mapping(
        "amends: 1\norders: {number: N, total: T, tax_included: false, lines: {unit_price: P, tax_percent: R}}\n"
    )
    (item,) = csv_items("N,T,P,R\n1,119.00,119.00,19\n", mapping)
    assert isinstance(item, ReadOrder)
    assert paid(item.order).total_minor == 14_161
    assert item.remark


def test_what_an_export_says_was_not_posted_yet_is_in_no_parcel() -> None:
    own = "Name,Fulfillment Status,Fulfilled at"
    header = f"{own},Lineitem quantity,Lineitem name,Lineitem price,Lineitem fulfillment status"
    text = f"{header}\n#1,partial,2026-03-11 09:00:00 -0500,2,Ring,40.00,fulfilled\n#1,,,1,Chain,20.00,pending\n"
    (order,) = orders_in(csv_items(text, "shopify-orders-csv"))
    assert [dict(one.contents) for one in order.parcels] == [{"1": 2}]
    ring, chain = (facts_about(order, piece, Claim(), VOCABULARY) for piece in pieces_of(order))
    assert ring["parcel.shipped_at"] == order.parcels[0].shipped_at
    assert chain["parcel.shipped_at"] is NOT_YET
    (none_sent,) = orders_in(csv_items(text.replace("fulfilled\n", "pending\n"), "shopify-orders-csv"))
    assert none_sent.parcels == ()
    (one,) = csv_items(text.replace("pending", "who knows"), "shopify-orders-csv")
    assert isinstance(one, ReadOrder)
    assert [dict(parcel.contents) for parcel in one.order.parcels] == [{"1": 2, "2": 1}]
