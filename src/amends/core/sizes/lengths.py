"""Lengths as people measure them: millimetres, centimetres, inches and fractions of inches, exact.

An inch is 25.4 mm exactly (international yard and pound agreement of 1959; ISO 80000-3). Nothing is rounded before it
is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from amends.core.errors import AmendsError
from amends.core.money import rounded

INCH_MM = Fraction(254, 10)
PI = Fraction(3_141_592_653_589_793, 10**15)  # closer to pi than an atom is wide, at the size of a finger
FINEST_INCH = 32  # jewellery is named in parts of an inch down to this one
UNITS = {"mm": Fraction(1), "cm": Fraction(10), "in": INCH_MM}
_LONGEST = 24
_SUFFIX = re.compile(r'\s*(mm|cm|in(?:ch(?:es)?)?\.?|["″”])\s*$', re.IGNORECASE)
_VULGAR = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_NUMBER = re.compile(r"(\d{1,4}(?:[.,]\d{1,4})?)|(?:(\d{1,3})[\s-]+)?(\d{1,3})/(\d{1,3})", re.ASCII)


class SizeInvalid(AmendsError):
    """A size or a measure cannot be read, or no such size exists."""

    code = "size_invalid"


@dataclass(frozen=True, slots=True)
class Inches:
    """A length in whole inches and a fraction in lowest terms; `is_exact` says whether it is just that long."""

    whole: int
    over: int
    under: int
    is_exact: bool

    def __str__(self) -> str:
        part = f"{self.over}/{self.under}" if self.over else ""
        return " ".join(one for one in (str(self.whole) if self.whole or not part else "", part) if one)


def parse_number(text: str) -> Fraction:
    """This function will read `6.5`, `6,5`, `1/4`, `1 1/16` or `6½`; anything else raises `SizeInvalid`."""
    plain = text.strip()[: _LONGEST + 1]
    for sign, written in _VULGAR.items():
        plain = plain.replace(sign, f" {written}")
    found = _NUMBER.fullmatch(plain.strip().replace("⁄", "/"))
    if found is None or len(plain) > _LONGEST or (found[4] and not int(found[4])):
        raise SizeInvalid(f"`{text[:_LONGEST]}` is no number.", hint="Write it in digits, such as `6.5` or `1/4`.")
    if found[1]:
        return Fraction(found[1].replace(",", "."))
    return int(found[2] or 0) + Fraction(int(found[3]), int(found[4]))


def parse_length(text: str, unit: str = "mm") -> Fraction:
    """This function will read a length as millimetres; a unit in the text counts more than the one that is given."""
    found = _SUFFIX.search(text)
    if found:
        text, unit = text[: found.start()], {"mm": "mm", "cm": "cm"}.get(found[1].lower(), "in")
    return parse_number(text) * UNITS[unit]


def hundredths(length: Fraction) -> int:
    """This function will return the length in whole hundredths of a millimetre, a half rounded up."""
    return rounded(length * 100)


def written(length: Fraction) -> str:
    """This function will write millimetres with at most two digits after the point, and no more than there are."""
    whole, rest = divmod(hundredths(length), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def inches(length: Fraction) -> Inches:
    """This function will return the nearest length in whole parts of an inch, `FINEST_INCH` to the inch."""
    parts = rounded(length / INCH_MM * FINEST_INCH)  # exact: fractions
    whole, rest = divmod(parts, FINEST_INCH)
    part = Fraction(rest, FINEST_INCH)
    return Inches(whole, part.numerator, part.denominator, parts * INCH_MM == length * FINEST_INCH)


def inch_thousandths(length: Fraction) -> int:
    """This function will return the length in whole thousandths of an inch, as thicknesses are given."""
    return rounded(length / INCH_MM * 1000)  # exact: fractions


def circumference(diameter: Fraction) -> Fraction:
    """This function will return the way around a circle of that diameter."""
    return diameter * PI


def diameter(around: Fraction) -> Fraction:
    """This function will return the diameter of a circle that is so long around."""
    return around / PI  # exact: fractions
