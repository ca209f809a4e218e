"""Tracking numbers: worked examples of every numbering, and laws that wrong check digits cannot pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.tracking import compact, gs1_digit, mod37_letter, s10_digit, tracking_numbers

DIGITS = "0123456789"
ALNUM = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# As printed by the carriers or read off their barcodes, whose, and the number in it. Sources: docs/parcels.md.
EXAMPLES = [
    ("RB 123 456 785 GB", "Royal Mail", "RB123456785GB"),
    ("LX473124829US", "USPS", "LX473124829US"),
    ("CP473124829XK", "post", "CP473124829XK"),
    ("1Z5R89390357567127", "UPS", "1Z5R89390357567127"),
    ("1z 879e93 03 4683 4440", "UPS", "1Z879E930346834440"),
    ("1Z410E7W0392751591", "UPS", "1Z410E7W0392751591"),
    ("986578788855", "FedEx", "986578788855"),
    (" 7 9 0 5 3 5 3 1 2 3 1 7 ", "FedEx", "790535312317"),
    ("477179081230", "FedEx", "477179081230"),
    ("0414 4176 0228 964", "FedEx", "041441760228964"),
    ("1001921334250001000300779017972697", "FedEx", "779017972697"),
    ("9622001900000000000000776632517510", "FedEx", "776632517510"),
    ("9611020987654312345672", "FedEx", "987654312345672"),
    ("9400 1112 0108 0805 4830 16", "USPS", "9400111201080805483016"),
    ("420 22153 9101026837331000039521", "USPS", "9101026837331000039521"),
    ("4201028200009261290113185417468510", "USPS", "9261290113185417468510"),
    ("92748931507708513018050063", "USPS", "92748931507708513018050063"),
    ("7112 3456 7891 2345 6787", "USPS", "71123456789123456787"),
    ("3318810025", "DHL Express", "3318810025"),
    ("00340434161094042557", "DHL", "00340434161094042557"),
    ("56.310 243.031 3", "DHL", "563102430313"),
    ("00 81827 0998 0000 0200 33 350 276 C", "DPD", "008182709980000020033350276C"),
    ("0073938000549297", "Canada Post", "0073938000549297"),
]


@pytest.mark.parametrize(("text", "carrier", "number"), EXAMPLES)
def test_each_carrier_is_recognised(text: str, carrier: str, number: str) -> None:
    found = {one.carrier: one for one in tracking_numbers(text)}
    assert found[carrier].number == number
    assert found[carrier].is_right is True


@pytest.mark.parametrize(("text", "carrier", "number"), EXAMPLES)
def test_a_wrong_check_digit_is_never_called_right(text: str, carrier: str, number: str) -> None:
    whole = compact(text)
    for other in set(DIGITS) - set(number[-1]):
        # In a post's number the check digit stands before the country.
        wrong = whole[:10] + other + whole[11:] if whole[-1].isalpha() and len(whole) == 13 else whole[:-1] + other
        if wrong != whole:
            assert not any(one.carrier == carrier and one.is_right for one in tracking_numbers(wrong)), wrong


@pytest.mark.parametrize(("text", "carrier"), [("JJD0099999999", "DHL Express"), ("TBA123456789012", "Amazon")])
def test_a_number_without_a_check_digit_says_so(text: str, carrier: str) -> None:
    assert [(one.carrier, one.is_right) for one in tracking_numbers(text)] == [(carrier, None)]


@pytest.mark.parametrize("text", ["1Z1111111111111111", "RB123456784GB"])
def test_a_slip_in_a_telling_number_is_told(text: str) -> None:
    assert [one.is_right for one in tracking_numbers(text)] == [False]


@pytest.mark.parametrize("text", ["996578788855", "9261292700768711948020", "0307 1790 0005 2348 3742", "", "WR-1042"])
def test_what_is_no_tracking_number_is_nothing(text: str) -> None:
    assert tracking_numbers(text) == ()


def test_digits_that_fit_two_carriers_name_both() -> None:
    both = [
        number
        for serial in range(2000)
        if len(tracking_numbers(number := f"{50_000_000_000 + serial}{serial % 10}")) > 1
    ]
    assert both
    assert {one.carrier for one in tracking_numbers(both[0])} == {"FedEx", "DHL"}


def test_the_worked_examples_of_the_standards() -> None:
    assert s10_digit("47312482") == "9"  # 11 - 200 mod 11
    assert s10_digit("12345678") == "5"
    assert s10_digit("00000008") == "0"  # 10 is written 0
    assert s10_digit("00000000") == "5"  # 11 is written 5
    assert gs1_digit("629104150021") == "3"
    assert mod37_letter("A12425GABC1234002") == "M"


@given(st.text(max_size=60))
def test_nothing_that_is_typed_raises(text: str) -> None:
    for one in tracking_numbers(text):
        assert set(one.number) <= set(ALNUM)


def finds_every_slip(digit: Callable[[str], str], body: str, place: int, letter: str) -> bool:
    """This function will say whether the check digit tells a body from the same with one character changed."""
    place %= len(body)
    changed = body[:place] + letter + body[place + 1 :]
    return changed == body or digit(changed) != digit(body)


@given(st.text(DIGITS, min_size=1, max_size=33), st.integers(0, 40), st.sampled_from(DIGITS))
def test_one_wrong_digit_is_found(body: str, place: int, letter: str) -> None:
    assert finds_every_slip(gs1_digit, body, place, letter)


@given(st.text(ALNUM, min_size=1, max_size=30), st.integers(0, 40), st.sampled_from(ALNUM))
def test_one_wrong_character_is_found(body: str, place: int, letter: str) -> None:
    assert finds_every_slip(mod37_letter, body, place, letter)


def test_the_law_finds_a_check_that_is_too_weak() -> None:
    def even_weights(body: str) -> str:
        return str(sum(int(one) * (2, 1)[place % 2] for place, one in enumerate(body)) % 10)

    assert not finds_every_slip(even_weights, "000", 0, "5")
