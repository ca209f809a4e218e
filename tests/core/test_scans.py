"""What a scanner or a hand gives at the counter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.errors import FactInvalid
from amends.core.scans import CLEAR_LETTERS, Scan, ScanKind, parcel_number, read_scan, scan_code

CASES = st.text(CLEAR_LETTERS, min_size=5, max_size=5).map("R-{}".format)


@given(CASES)
def test_the_code_on_the_slip_leads_to_its_case(case: str) -> None:
    assert read_scan(scan_code(case)) == (Scan(ScanKind.CASE, case, case),)


@given(CASES, st.text(max_size=80))
def test_the_number_on_the_label_leads_to_its_case(case: str, key: str) -> None:
    number = parcel_number(case, key)
    assert read_scan(number) == (Scan(ScanKind.PARCEL, number, case),)
    assert number == parcel_number(case, key)


def test_two_labels_of_one_case_have_two_numbers() -> None:
    assert parcel_number("R-7K3PX", "label:1") != parcel_number("R-7K3PX", "label:2")


@pytest.mark.parametrize("typed", ["AM1:R-7K3PX:R", "am1Ör-7k3pxÖr", " AM1;R/7K3PX;R\r\n", "AM1R7K3PXR"])
def test_a_scanner_with_another_keyboard_is_understood(typed: str) -> None:
    assert read_scan(typed) == (Scan(ScanKind.CASE, "R-7K3PX", "R-7K3PX"),)


@given(CASES, st.integers(6, 10), st.sampled_from(CLEAR_LETTERS))
def test_a_misread_code_never_opens_another_case(case: str, place: int, letter: str) -> None:
    code = scan_code(case)
    misread = code[:place] + letter + code[place + 1 :]
    (scan,) = read_scan(misread)
    assert scan.is_sound == (misread == code or scan.case_number == case)


@pytest.mark.parametrize(
    "typed", ["R-7K3PX", "r7k3px", " r-7k3px ", "R 7K3PX", "#R-7K3PX", "Ｒ－７Ｋ３ＰＸ", "r–7k3px"]
)
def test_a_case_number_by_hand(typed: str) -> None:
    first = read_scan(typed)[0]
    assert (first.kind, first.case_number, first.is_sound) == (ScanKind.CASE, "R-7K3PX", True)


def test_a_carriers_number_names_the_carrier_and_may_still_be_an_order() -> None:
    assert read_scan("1Z5R89390357567127") == (
        Scan(ScanKind.TRACKING, "1Z5R89390357567127", carrier="UPS"),
        Scan(ScanKind.ORDER, "1Z5R89390357567127"),
    )


def test_an_order_number_stays_as_typed() -> None:
    assert read_scan(" WR-1042\x1d") == (Scan(ScanKind.ORDER, "WR-1042"),)


def test_nothing_is_nothing() -> None:
    assert read_scan(" \x00\n") == ()


@given(st.text(max_size=120))
def test_nothing_that_is_typed_raises(text: str) -> None:
    assert all(scan.number for scan in read_scan(text))


@pytest.mark.parametrize("wrong", ["", "R-", "R-O0I1L", "r-7k3px", "R-7K3PX\n", "X-7K3PX"])
def test_a_code_is_made_of_a_case_number_alone(wrong: str) -> None:
    with pytest.raises(FactInvalid):
        scan_code(wrong)
