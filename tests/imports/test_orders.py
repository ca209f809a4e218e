"""From rows to orders: exact amounts, known and unknown dates, and every bad input reported and never guessed at."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.imports.reading import ZONE, csv_items, json_items, line_data, order_data, orders_in, problem_in

from amends.core.claims import Claim, facts_about, pieces_of
from amends.core.dates import NOT_YET, parse_instant
from amends.core.money import format_amount
from amends.core.orders import Payment
from amends.core.refunds.paid import paid
from amends.core.vocabulary import VOCABULARY
from amends.imports.cells import Settings, Unreadable, read_amount
from amends.imports.mapping import load_mapping
from amends.imports.orders import ReadOrder
from amends.imports.rows import FileInvalid, RowInvalid

MAJOR = Settings("USD", ZONE, minor=False)
MINOR = Settings("USD", ZONE, minor=True)


def test_an_order_is_read_whole() -> None:
    (order,) = orders_in(
        json_items([
            order_data(
                currency="usd", country="US", postcode="97301", email="a@example.com", gift=True, discount="5.00",
                shipping="6.00", coupon="SPRING", payments=[{"id": "p1", "method": "card", "amount": "81.00"}],
                lines=[
                    {"line": "a", "product": "p", "sku": "S", "name": "Ring", "quantity": "2", "unit_price": "40.00",
                     "category": "ring", "marks": "final_sale, sample_sale"},
                ],
                parcels=[{"id": "1", "lines": {"a": 1}, "shipped_at": "2026-03-11", "delivered_at": ""}],
            )
        ])
    )  # fmt: skip
    assert paid(order).total_minor == 8_100
    assert order.placed_at == parse_instant("2026-03-10T14:30:00-04:00", ZONE)
    assert order.coupon
    assert order.gift
    assert order.lines[0].marks == {"final_sale", "sample_sale"}
    assert [(piece.parcel and piece.parcel.id, piece.quantity) for piece in pieces_of(order)] == [("1", 1), (None, 1)]
    assert order.payments[0].captured_minor == 8_100


def test_entries_with_the_same_id_are_one_payment_and_refunds_of_it() -> None:
    mapping = (
        "amends: 1\n"
        "orders:\n"
        "  number: number\n"
        "  lines: {at: lines, sku: sku, quantity: quantity, unit_price: unit_price}\n"
        "  payments: {id: id, method: method, label: label, amount: amount, refunded: refunded, kind: kind}\n"
    )
    entries = [
        {"id": "card", "method": "card", "label": "Visa 42", "amount": "30.00", "refunded": "1.00"},
        {"id": "gift", "kind": "payment", "method": "gift_card", "amount": "10.00"},
        {"id": "card", "kind": "refund", "amount": "2.50"},
    ]
    (order,) = orders_in(json_items([order_data(payments=entries)], mapping))
    assert order.payments == (
        Payment(id="card", method="card", label="Visa 42", captured_minor=3_000, refunded_minor=350),
        Payment(id="gift", method="gift_card", captured_minor=1_000),
    )
    entries[2]["kind"] = "chargeback"
    assert "neither `payment` nor `refund`" in str(problem_in(json_items([order_data(payments=entries)], mapping)))


@pytest.mark.parametrize(
    ("data", "field", "what"),
    [
        (order_data(currency="EUR"), "currency", "the shop's currency is USD"),
        (order_data(number=""), "number", "belongs to no order"),
        (order_data(lines=[]), "lines", "no lines"),
        (order_data(lines=7), "lines", "no list"),
        (order_data(lines=[7]), "lines", "no list"),
        (line_data(quantity=-1), "quantity", "below zero"),
        (line_data(quantity="-3"), "quantity", "below zero"),
        (line_data(quantity=1.5), "quantity", "no whole number"),
        (line_data(quantity=True), "quantity", "no whole number"),
        (line_data(quantity=200_000), "lines", "200000"),
        (line_data(unit_price="-1.00"), "unit_price", "below zero"),
        (line_data(unit_price=None), "unit_price", "no price"),
        (line_data(unit_price="40.005"), "unit_price", "no amount in USD"),
        (line_data(unit_price="€40.00"), "unit_price", "no amount in USD"),
        (line_data(unit_price="40.00 EUR"), "unit_price", "no amount in USD"),
        (line_data(unit_price="1,23"), "unit_price", "no amount"),
        (line_data(unit_price="=1+1"), "unit_price", "no amount"),
        (line_data(unit_price={"amount": 4}), "unit_price", "no amount"),
        (line_data(unit_price=True), "unit_price", "no amount"),
        (line_data(unit_price="1" * 40), "unit_price", "no amount"),
        (line_data(line_discount="50.00"), "discount", "discount"),
        (line_data(name="a\0b"), "name", "null character"),
        (line_data(name="half \ud800"), "name", "half a character"),
        (line_data(name="x" * 100_001), "name", "100001 characters"),
        (line_data(tax_percent="many"), "tax_percent", "no percentage"),
        (order_data(placed_at="yesterday"), "placed_at", "no date and time"),
        (order_data(placed_at="2026-02-30"), "placed_at", "no date and time"),
        (order_data(placed_at="1899-12-31T12:00:00"), "placed_at", "1900 to 9990"),
        (order_data(placed_at="9999-12-31T23:59:59"), "placed_at", "1900 to 9990"),
        (order_data(gift="perhaps"), "gift", "neither yes nor no"),
        (order_data(parcels=[{"lines": ["9"]}]), "lines", "more of `9`"),
        (order_data(parcels=[{"lines": {"1": 2}}]), "lines", "more of `1`"),
        (order_data(parcels=[{"lines": {"1": -2}}]), "parcels", "number of units"),
        (order_data(email=["a", "b"]), "email", "no text"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_a_bad_row_that_names_the_field(data: dict[str, Any], field: str, what: str) -> None:
    problem = problem_in(json_items([data]))
    assert field in problem.place.field
    assert what in problem.what
    assert problem.place.line == 1


def test_the_other_faults_of_a_row_are_named_too() -> None:
    problem = problem_in(json_items([order_data(currency="EUR", placed_at="soon", gift="?")]))
    assert "`placed_at`, `gift`" in problem.hint


def test_the_first_year_and_the_last_are_read() -> None:
    first, last = orders_in(
        json_items([order_data(placed_at="1900-01-01T00:00:00"), order_data(placed_at="9990-12-31")])
    )
    assert isinstance(first.placed_at, int)
    assert isinstance(last.placed_at, int)
    assert first.placed_at < last.placed_at


def test_an_order_without_dates_is_read_and_its_dates_are_unknown() -> None:
    (order,) = orders_in(json_items([order_data(placed_at=None)]))
    (piece,) = pieces_of(order)
    facts = facts_about(order, piece, Claim(), VOCABULARY)
    assert order.placed_at is None
    for name in ("order.placed_at", "parcel.shipped_at", "parcel.delivered_at"):
        assert name not in facts, "unknown, neither a date nor known not to have happened"


def test_an_empty_date_means_not_yet_only_where_the_mapping_says_so() -> None:
    header = "Name,Created at,Fulfilled at,Lineitem name,Lineitem quantity,Lineitem price"
    text = f"{header}\n#1,2026-03-10 10:00:00 -0500,,Ring,1,40.00\n"
    (order,) = orders_in(csv_items(text, "shopify-orders-csv"))
    facts = facts_about(order, pieces_of(order)[0], Claim(), VOCABULARY)
    assert facts["parcel.shipped_at"] is NOT_YET


def test_five_thousand_lines_are_read() -> None:
    lines = [{"sku": f"S{place}", "quantity": 1, "unit_price": "1.00"} for place in range(5_000)]
    (order,) = orders_in(json_items([order_data(lines=lines)]))
    assert len(order.lines) == 5_000
    assert paid(order).total_minor == 500_000
    many = [{"sku": "S", "quantity": 1, "unit_price": "1.00"}] * 20_001
    assert "20001 lines" in problem_in(json_items([order_data(lines=many)])).what


def test_text_that_looks_like_a_formula_stays_the_text_it_is() -> None:
    for text in ('=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)", "[red]red[/red]"):
        (order,) = orders_in(json_items([line_data(name=text)]))
        assert order.lines[0].name == text


def test_a_zone_that_does_not_exist_is_no_mapping() -> None:
    with pytest.raises(FileInvalid, match="Mars"):
        load_mapping("amends: 1\nzone: Mars/Olympus\norders: {number: number}\n")


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_an_amount_written_and_read_is_the_same_in_every_form(minor: int) -> None:
    text = format_amount(minor, "USD")
    whole = f"{abs(minor) // 100:,}.{abs(minor) % 100:02}"
    sign = "-" if minor < 0 else ""
    for form in (text, Decimal(text), f"{text}0", f"${text}" if minor >= 0 else text, f"{text} USD", f"{sign}{whole}"):
        assert read_amount(form, MAJOR) == minor
    assert read_amount(minor, MINOR) == minor
    comma = Settings("USD", ZONE, minor=False, decimal_mark=",")
    assert read_amount(f"{sign}{whole}".translate(str.maketrans(",.", ".,")), comma) == minor


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_whole_cents_pass_no_float(minor: int) -> None:
    assert read_amount(minor, MINOR) == minor
    assert read_amount(json.loads(f"{minor}.0", parse_float=Decimal), MAJOR) == minor * 100 if minor < 10**13 else True


@pytest.mark.parametrize("raw", ["40.5", "40.00", Decimal("40.5"), "", "x", None, [], {}, True])
def test_cents_that_are_not_whole_are_an_error(raw: Any) -> None:
    with pytest.raises(Unreadable):
        read_amount(raw, MINOR)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-03-10 14:30:00 -0400", "2026-03-10T14:30:00-04:00"),
        ("2026-03-10 18:30:00 UTC", "2026-03-10T14:30:00-04:00"),
        ("2026-03-10T18:30:00Z", "2026-03-10T14:30:00-04:00"),
        ("2026-03-10", "2026-03-10T00:00:00-04:00"),
    ],
)
def test_dates_are_read_as_shops_write_them(text: str, same: str) -> None:
    (order,) = orders_in(json_items([order_data(placed_at=text)]))
    assert order.placed_at == parse_instant(same, ZONE)


def test_a_sum_that_differs_from_the_file_is_remarked_on() -> None:
    (item,) = json_items([order_data(total="41.00")])
    assert isinstance(item, ReadOrder)
    assert item.remark == "order `N1` comes to 40.00, but the file says 41.00."


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "number",
    "placed_at",
    "discount",
    "gift",
    "coupon",
    "shipping",
    "paid",
    "lines",
    "payments",
    "parcels",
    "state",
)


@given(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=4))
def test_whatever_stands_in_a_row_it_is_an_order_or_a_problem(strange: dict[str, Any]) -> None:
    (item,) = json_items([order_data(**strange)])
    assert isinstance(item, ReadOrder | RowInvalid)
    if isinstance(item, ReadOrder):
        assert paid(item.order).total_minor >= 0
