"""Amounts read and written, rounded and divided; the worked tables of the page are computed here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.core.money_page import table

from amends.core.errors import MoneyInvalid
from amends.core.money import (
    Rounding,
    Split,
    allocate,
    digits_of,
    exact_amount,
    format_amount,
    parse_amount,
    percent_of,
    rounded,
    share,
)

ROUNDED = [(row["exact"], mode, int(row[mode.value])) for row in table("exact", "half_up") for mode in Rounding]
DIVIDED = [(row["total"], row["weights"], mode, row[mode.value]) for row in table("total", "weights") for mode in Split]


@pytest.mark.parametrize(("exact", "mode", "whole"), ROUNDED)
def test_rounding_gives_what_the_page_says(exact: str, mode: Rounding, whole: int) -> None:
    assert rounded(Fraction(exact), mode) == whole


@pytest.mark.parametrize(("total", "weights", "mode", "parts"), DIVIDED)
def test_dividing_gives_what_the_page_says(total: str, weights: str, mode: Split, parts: str) -> None:
    found = allocate(parse_amount(total, "USD"), [int(weight) for weight in weights.split()], mode)
    assert [format_amount(part, "USD") for part in found] == parts.split()


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("40.00", "USD", 4000),
        ("40", "USD", 4000),
        ("0.5", "USD", 50),
        ("-0.05", "EUR", -5),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("1.2345", "CLF", 12345),
    ],
)
def test_an_amount_is_read_in_the_digits_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    ["", ".", ".5", "40.", "40.001", "40.000", "1e3", "1,000.00", "$5", "+5", " 5", "5 ", "--5", "0x10", "1_000", "٤",
     "５", "inf", "nan", "9" * 30, "1.2.3"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyInvalid, match="is no amount in USD"):
        parse_amount(text, "USD")


def test_no_digits_after_a_point_where_the_currency_has_none() -> None:
    with pytest.raises(MoneyInvalid, match="no digits after a point"):
        parse_amount("12.0", "JPY")


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("ISK", 0), ("UGX", 0), ("XOF", 0), ("CLP", 0),
     ("KWD", 3), ("BHD", 3), ("TND", 3), ("IQD", 3), ("CLF", 4), ("UYW", 4), ("HUF", 2), ("TWD", 2),
     ("RSD", 2), ("ALL", 2), ("LBP", 2), ("AFN", 2), ("IRR", 2), ("MGA", 2), ("MMK", 2)],
)  # fmt: skip
def test_digits_are_those_of_the_standard_and_not_of_other_lists(currency: str, digits: int) -> None:
    assert digits_of(currency) == digits


@pytest.mark.parametrize("currency", ["usd", "US", "", "XAU", "ABC", "€€€", "USDX"])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    with pytest.raises(MoneyInvalid, match="is no currency"):
        digits_of(currency)


def test_a_mistyped_currency_gets_a_hint() -> None:
    with pytest.raises(MoneyInvalid, match="Did you mean `USD`"):
        digits_of("usd")


def test_amounts_are_written_with_all_their_digits() -> None:
    assert [format_amount(minor, "USD") for minor in (0, 5, -5, 123456)] == ["0.00", "0.05", "-0.05", "1234.56"]
    assert format_amount(-7, "JPY") == "-7"
    assert format_amount(7, "KWD") == "0.007"


def test_prices_finer_than_a_coin_are_read_exactly() -> None:
    assert exact_amount("13.956300", "USD") == Fraction(139563, 100)
    assert rounded(9 * exact_amount("13.956300", "USD")) == 12561


def test_dividing_by_impossible_weights_is_an_error() -> None:
    with pytest.raises(MoneyInvalid, match="nobody to divide"):
        allocate(100, [])
    with pytest.raises(MoneyInvalid, match="every weight is zero"):
        allocate(100, [0, 0])
    with pytest.raises(MoneyInvalid, match="not negative"):
        allocate(100, [1, -1])
    with pytest.raises(MoneyInvalid, match="whole or exact"):
        allocate(100, [0.5, 0.5])  # type: ignore[list-item]
    with pytest.raises(MoneyInvalid, match="whole minor units"):
        allocate(1.5, [1])  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", Split)
def test_nothing_divides_into_nothing(mode: Split) -> None:
    assert allocate(0, [0, 0], mode) == (0, 0)
    assert allocate(0, [3, 1], mode) == (0, 0)


def test_shares_and_percentages_are_exact_until_they_are_rounded() -> None:
    assert share(1000, 1, 3) == 333
    assert share(1000, 0, 0) == 0
    assert percent_of(999, Decimal("33.3")) == Fraction(999 * 333, 1000)


def test_a_coin_too_many_is_taken_from_the_first_part_that_has_one() -> None:
    assert allocate(2, [1, 6, 6, 6], Split.ROUND_THEN_FIRST) == (0, 0, 1, 1)
