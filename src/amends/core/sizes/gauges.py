"""Gauges of posts and rings for piercings: what is called 18 gauge, in millimetres and in parts of an inch.

The number is that of the American wire gauge (ASTM B258: 0.005 inch x 92^((36 - n) / 39)); jewellers sell the
thicknesses beside it, which are rounder. Two thicknesses that share a gauge wear alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from amends.core.errors import did_you_mean
from amends.core.sizes.lengths import SizeInvalid, parse_length

_WORDS = re.compile(r"(?:gauge|gauges|ga|g)\.?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One thickness: its number, what the wire of that number measures, and what jewellers sell under it."""

    number: int
    wire_um: int  # micrometres
    sold_mm: Fraction


# Thicker is a lower number. The wire's thickness to the micrometre; tests hold it against the formula.
GAUGES = tuple(
    Gauge(number, wire_um, Fraction(sold))
    for number, wire_um, sold in (
        (22, 644, "0.6"), (20, 812, "0.8"), (18, 1024, "1.0"), (16, 1291, "1.2"), (14, 1628, "1.6"),
        (12, 2053, "2.0"), (10, 2588, "2.4"), (8, 3264, "3.2"),
    )
)  # fmt: skip
_BY_NUMBER = {one.number: one for one in GAUGES}


def gauge(number: int) -> Gauge:
    """This function will return the gauge of that number; an unknown one raises `SizeInvalid`."""
    if number not in _BY_NUMBER:
        near = did_you_mean(str(number), _BY_NUMBER) or f"Known are {', '.join(map(str, _BY_NUMBER))}."
        raise SizeInvalid(f"`{number}` is no gauge that is worn.", hint=near)
    return _BY_NUMBER[number]


def nearest_gauge(thickness: Fraction) -> Gauge:
    """This function will return the gauge that a post of that thickness is sold as; between two, the thicker."""
    return min(reversed(GAUGES), key=lambda one: min(abs(one.sold_mm - thickness), abs(wire(one) - thickness)))


def wire(one: Gauge) -> Fraction:
    """This function will return the thickness of the wire of that number in millimetres."""
    return Fraction(one.wire_um, 1000)


def parse_gauge(text: str) -> Gauge:
    """This function will read `18`, `18g`, `gauge 18`, or a thickness such as `1.2 mm`, as a gauge."""
    plain = _WORDS.sub("", text).strip()
    if plain.isascii() and plain.isdigit() and len(plain) < 3:
        return gauge(int(plain))
    thickness = parse_length(text)
    if not Fraction(1, 2) <= thickness <= Fraction(7, 2):
        raise SizeInvalid(f"`{text.strip()[:20]}` is no thickness that is worn.", hint="Write `18` or `1.0 mm`.")
    return nearest_gauge(thickness)
