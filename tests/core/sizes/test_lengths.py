"""Lengths and gauges are exact, and hold against published tables."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.sizes.gauges import GAUGES, Gauge, nearest_gauge, parse_gauge, wire
from amends.core.sizes.lengths import SizeInvalid, hundredths, inch_thousandths, inches, parse_length, written

# Pagoda, "Measuring body jewelry": gauge -> millimetres of the wire, as printed.
PAGODA = {20: "0.812", 18: "1.024", 16: "1.291", 14: "1.628", 12: "2.053", 10: "2.588", 8: "3.264"}
# Local Piercers, "Body jewelry sizing chart": gauge -> millimetres as sold.
AS_SOLD = {20: "0.8", 18: "1.0", 16: "1.2", 14: "1.6", 12: "2", 10: "2.4", 8: "3.2"}
# Claire's, body jewellery guide: parts of an inch -> millimetres, as printed there.
BESIDE_INCHES = {"3/16": 488, "1/4": 640, "5/16": 790, "3/8": 950, "1/2": 1300, "9/16": 1430, "5/8": 1600, "3/4": 1900}


@pytest.mark.parametrize("one", GAUGES, ids=lambda one: str(one.number))
def test_a16_gauges_follow_the_formula_of_the_american_wire_gauge(one: Gauge) -> None:
    """d = 0.127 mm x 92^((36 - n) / 39): taken to the 39th power, so that nothing has to be rounded."""
    exact = Fraction(92) ** (36 - one.number)
    low, high = (Fraction(one.wire_um * 10 + off, 1270) ** 39 for off in (-10, 10))
    assert low < exact < high


def test_a16_gauges_are_those_of_the_published_charts() -> None:
    known = {one.number: one for one in GAUGES}
    assert all(wire(known[number]) == Fraction(text) for number, text in PAGODA.items())
    assert all(known[number].sold_mm == Fraction(text) for number, text in AS_SOLD.items())
    # Dimensions Guide, "Gauge sizes": gauge -> thousandths of an inch.
    assert {number: inch_thousandths(wire(known[number])) for number in (18, 14, 12, 10, 8)} == {
        18: 40, 14: 64, 12: 81, 10: 102, 8: 129,
    }  # fmt: skip


@pytest.mark.parametrize(("text", "printed"), BESIDE_INCHES.items())
def test_a16_parts_of_an_inch_are_what_a_chart_prints(text: str, printed: int) -> None:
    assert abs(hundredths(parse_length(f"{text} in")) - printed) <= 32  # the chart rounds as it likes
    assert str(inches(parse_length(f"{text} in"))) == text


@pytest.mark.parametrize(
    ("text", "hundred"),
    [("6.5", 650), ("6,5 mm", 650), ("0.65cm", 650), ('1/4"', 635), ("1/4 in", 635), ("¼ inch", 635), ("5⁄16 in", 794),
     ("1 1/16 in", 2699), ("1½ in", 3810), (" 8 MM ", 800), ("0.25 inches", 635)],
)  # fmt: skip
def test_a16_a_length_is_read_in_any_unit(text: str, hundred: int) -> None:
    assert hundredths(parse_length(text)) == hundred


def test_the_unit_beside_the_field_counts_where_none_is_written() -> None:
    assert parse_length("1/4", "in") == parse_length("0.25 in", "mm") == Fraction(635, 100)
    assert parse_length("6 mm", "in") == 6


@given(st.integers(0, 99), st.integers(0, 31))
def test_a_fraction_of_an_inch_is_found_again(whole: int, part: int) -> None:
    length = (whole + Fraction(part, 32)) * Fraction(254, 10)
    found = inches(length)
    assert found.is_exact
    assert parse_length(f"{found} in") == length


@given(st.integers(0, 99_999))
def test_a_length_written_and_read_again_is_the_same(hundred: int) -> None:
    assert hundredths(parse_length(f"{written(Fraction(hundred, 100))} mm")) == hundred


@given(st.fractions(0, 100))
def test_a_length_that_is_no_part_of_an_inch_says_so(length: Fraction) -> None:
    found = inches(length)
    back = (found.whole + Fraction(found.over, found.under)) * Fraction(254, 10)
    assert found.is_exact == (back == length)
    assert abs(back - length) <= Fraction(254, 640)


@pytest.mark.parametrize(
    ("text", "number"),
    [("18", 18), ("18g", 18), ("Gauge 16", 16), ("16 ga.", 16), ("1.2 mm", 16), ("1.0mm", 18), ("1,6", 14),
     ("1/16 in", 14), ("0.81 mm", 20)],
)  # fmt: skip
def test_a16_a_gauge_is_read_by_number_or_thickness(text: str, number: int) -> None:
    assert parse_gauge(text).number == number


@given(st.sampled_from(GAUGES))
def test_a_gauge_is_found_again_from_either_thickness(one: Gauge) -> None:
    assert nearest_gauge(wire(one)) == nearest_gauge(one.sold_mm) == one


@pytest.mark.parametrize("text", ["", "17", "99", "-1", "1/0", "6..5", "six", "1e3", "0x10", "9" * 40, "٦", "12 mm"])
def test_what_is_no_gauge_is_said_so(text: str) -> None:
    with pytest.raises(SizeInvalid) as caught:
        parse_gauge(text)
    assert caught.value.hint
