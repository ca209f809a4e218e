"""Which carrier a tracking number belongs to, and whether its check digit is right.

Laws: pure text in, values out; nothing that people or scanners type raises; a number whose check digit is wrong is
never called right. Digits alone can fit several carriers: all that fit are named, the most telling first. Each
numbering with its source and worked examples: `docs/parcels.md`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle

_MOST = 200  # characters that are looked at: the longest barcode on a parcel has 34 digits
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# The posts that shops meet most; any other country's number is called `post` with its country.
_POSTS = {
    "AT": "Austrian Post", "AU": "Australia Post", "BE": "bpost", "CA": "Canada Post", "CH": "Swiss Post",
    "CN": "China Post", "DE": "Deutsche Post DHL", "DK": "PostNord", "ES": "Correos", "FR": "La Poste",
    "GB": "Royal Mail", "IE": "An Post", "IT": "Poste Italiane", "JP": "Japan Post", "NL": "PostNL",
    "NZ": "New Zealand Post", "PL": "Poczta Polska", "SE": "PostNord", "US": "USPS",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrackingNumber:
    """A number as the carrier writes it, without spaces; `is_right` is None where it has no check digit."""

    carrier: str
    number: str
    is_right: bool | None
    country: str = ""  # of the post that gave it out, where the number says so


@dataclass(frozen=True, slots=True)
class _Numbering:
    """One way of numbering: the shape of the whole, which group is the number, and its check."""

    carrier: str
    shape: re.Pattern[str]
    check: Callable[[str], bool] | None
    is_telling: bool = False  # the shape alone shows the carrier, so that a wrong check digit is a slip of the pen


def compact(text: str) -> str:
    """This function will return the letters A to Z and digits of a text in capitals, however it was typed or scanned.

    Wide and other compatible forms count as the plain ones; separators, controls and everything else go.
    """
    plain = unicodedata.normalize("NFKC", text[:_MOST])
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum()).upper()


def tracking_numbers(text: str) -> tuple[TrackingNumber, ...]:
    """This function will return what the text may be as a tracking number, the most telling first.

    A number of a telling shape whose check digit is wrong comes back alone, with `is_right` false.
    """
    whole = compact(text)
    found: list[TrackingNumber] = []
    slips: list[TrackingNumber] = []
    for numbering in _NUMBERINGS:
        match = numbering.shape.fullmatch(whole)
        if not match:
            continue
        number = match["number"]
        country = match.groupdict().get("country") or ""
        carrier = _POSTS.get(country, numbering.carrier)
        is_right = numbering.check(number) if numbering.check else None
        if is_right is False and numbering.is_telling:
            slips.append(TrackingNumber(carrier, number, is_right=False, country=country))
        if is_right is not False:
            found.append(TrackingNumber(carrier, number, is_right, country))
    return tuple(found or slips)


def s10_digit(serial: str) -> str:
    """This function will return the check digit of the eight digits in a number of the world's posts (UPU S10)."""
    digit = 11 - _weighed(serial, (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    return str({10: 0, 11: 5}.get(digit, digit))


def gs1_digit(digits: str) -> str:
    """This function will return the check digit that GS1 numbers end in: weights 3 and 1 from the right, modulo 10."""
    return str(-_weighed(digits[::-1], (3, 1)) % 10)


def mod37_letter(body: str) -> str:
    """This function will return the check character of letters and digits (ISO 7064, MOD 37,36).

    It finds every single wrong character and nearly every two that changed places.
    """
    product = 36
    for letter in body:
        total = (product + _LETTERS.index(letter)) % 36 or 36
        product = 2 * total % 37
    return _LETTERS[(37 - product) % 36]


def ups_digit(body: str) -> str:
    """This function will return the check digit of the fifteen characters after UPS's `1Z`; A counts 2, B 3, I 0."""
    values = [int(one) if one.isdigit() else (_LETTERS.index(one) - 8) % 10 for one in body]
    return str(-sum(value * weight for value, weight in zip(values, cycle((1, 2)), strict=False)) % 10)


def _weighed(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, cycle(weights), strict=False))


def _is_s10(number: str) -> bool:
    return s10_digit(number[2:10]) == number[10]


def _is_ups(number: str) -> bool:
    return ups_digit(number[2:-1]) == number[-1]


def _is_gs1(number: str) -> bool:
    return gs1_digit(number[:-1]) == number[-1]


def _is_fedex_12(number: str) -> bool:
    return str(_weighed(number[-2::-1], (1, 3, 7)) % 11 % 10) == number[-1]


def _is_dhl_express(number: str) -> bool:
    return int(number[:-1]) % 7 == int(number[-1])


def _is_identcode(number: str) -> bool:
    return str(-_weighed(number[:-1], (4, 9)) % 10) == number[-1]


def _is_dpd(number: str) -> bool:
    return mod37_letter(number[:-1]) == number[-1]


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


# The order is that of the answers: shapes that show the carrier first, bare digits last.
_NUMBERINGS = (
    _Numbering("UPS", _shape(r"(?P<number>1Z[0-9A-Z]{15}\d)"), _is_ups, is_telling=True),
    _Numbering("post", _shape(r"(?P<number>[A-Z]{2}\d{9}(?P<country>[A-Z]{2}))"), _is_s10, is_telling=True),
    _Numbering("DHL Express", _shape(r"(?P<number>J[A-Z]{2,3}\d{9,18})"), None),
    _Numbering("DHL eCommerce", _shape(r"(?P<number>GM\d{10,20})"), None),
    _Numbering("Amazon", _shape(r"(?P<number>TB[A-C]\d{12})"), None),
    _Numbering("DPD", _shape(r"(?P<number>\d{27}[0-9A-Z])"), _is_dpd),
    # The barcode on the parcel begins with 420 and the postcode of five or nine digits; the number follows.
    _Numbering("USPS", _shape(r"(?:420\d{5}(?:\d{4})?)?(?P<number>9[1-5]\d{20}(?:\d{4})?)"), _is_gs1),
    # FedEx's long barcodes end in the number of twelve or fifteen digits.
    _Numbering("FedEx", _shape(r"(?:10|96)\d{20}(?P<number>\d{12})"), _is_fedex_12),
    _Numbering("FedEx", _shape(r"96\d{5}(?P<number>\d{15})"), _is_gs1),
    _Numbering("DHL", _shape(r"(?P<number>00340\d{15})"), _is_gs1),
    _Numbering("USPS", _shape(r"(?P<number>(?:0[13]|23|7\d|8[12])\d{18})"), _is_gs1),
    _Numbering("Canada Post", _shape(r"(?P<number>\d{16})"), _is_gs1),
    _Numbering("FedEx", _shape(r"(?P<number>\d{15})"), _is_gs1),
    _Numbering("FedEx", _shape(r"(?P<number>\d{12})"), _is_fedex_12),
    _Numbering("DHL", _shape(r"(?P<number>\d{12})"), _is_identcode),
    _Numbering("DHL Express", _shape(r"(?P<number>\d{10,11})"), _is_dhl_express),
)
