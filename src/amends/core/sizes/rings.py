"""Ring sizes: what each system calls a ring of some inner diameter, and where a ring lies between two sizes.

Sources of the scales:
- `eu`: ISO 8653 (Jewellery - Ring-sizes): the inner circumference in whole millimetres, 41 to 76.
- `es`: Italy, Spain, the Netherlands, Switzerland: that circumference less 40.
- `uk`: BS 6820:1987, used also in Ireland, Australia and New Zealand: letters with halves, 1.25 mm of circumference to
  a letter, C at 40 mm. (Charts from before 1987 lie up to a quarter of a letter away.)
- `us`: the scale of the United States, Canada and Mexico: 0.458 inch of inner diameter at 0, 0.032 inch to a size;
  halves and quarters are in use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from amends.core.money import rounded
from amends.core.sizes.lengths import INCH_MM, SizeInvalid, circumference, diameter, parse_number, written

SAME = Fraction(1, 20)  # mm of diameter: closer than this, a measuring stick shows no difference
SMALLEST, LARGEST = Fraction(11), Fraction(26)  # mm of diameter: what a finger may have
_LETTER = re.compile(r"([A-Z])\s*(?:\+\s*([1-6]))?\s*(½|1/2|[.,]5)?", re.ASCII | re.IGNORECASE)
_PARTS = {0: "", 1: "¼", 2: "½", 3: "¾"}


@dataclass(frozen=True, slots=True)
class Scale:
    """One system: `steps` sizes from `first` on, each `step` larger, as circumferences or as diameters in mm."""

    system: str
    first: Fraction
    step: Fraction
    steps: int
    is_diameter: bool = False

    def diameter_of(self, step: int) -> Fraction:
        """This function will return the inner diameter of the size that many steps above the first."""
        measure = self.first + step * self.step
        return measure if self.is_diameter else diameter(measure)

    def steps_to(self, inner: Fraction) -> Fraction:
        """This function will return how many steps above the first the diameter lies, in parts of a step."""
        measure = inner if self.is_diameter else circumference(inner)
        return (measure - self.first) / self.step  # exact: fractions


SCALES = {
    one.system: one
    for one in (
        Scale("eu", Fraction(41), Fraction(1), 36),
        Scale("uk", Fraction(75, 2), Fraction(5, 8), 63),
        Scale("us", Fraction(458, 1000) * INCH_MM, Fraction(8, 1000) * INCH_MM, 65, is_diameter=True),
        Scale("es", Fraction(41), Fraction(1), 36),
    )
}
SYSTEMS = tuple(SCALES)


@dataclass(frozen=True, slots=True)
class RingSize:
    """One size of one system."""

    system: str
    step: int

    @property
    def diameter(self) -> Fraction:
        """This property will hold the inner diameter in millimetres."""
        return SCALES[self.system].diameter_of(self.step)

    @property
    def circumference(self) -> Fraction:
        """This property will hold the way around the inside in millimetres."""
        return circumference(self.diameter)

    def __str__(self) -> str:
        match self.system:
            case "us":
                whole, part = divmod(self.step, 4)
                return _PARTS[part] if part and not whole else f"{whole}{_PARTS[part]}"
            case "uk":
                return _letter(self.step)
            case "es":
                return str(self.step + 1)
        return str(self.step + 41)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a ring lies on a scale: its nearest size, and the two it lies between where it is not that size."""

    nearest: RingSize
    below: RingSize | None
    above: RingSize | None

    @property
    def is_between(self) -> bool:
        """This property will say whether the ring is no size of the system but lies between two."""
        return self.below is not None and self.above is not None


def sizes_of(system: str) -> tuple[RingSize, ...]:
    """This function will return all sizes of the system, the smallest first."""
    return tuple(RingSize(system, step) for step in range(_scale(system).steps))


def placed(system: str, inner: Fraction) -> Placed | None:
    """This function will find a ring of that inner diameter on the scale; beyond either end there is nothing."""
    scale = _scale(system)
    exact = scale.steps_to(inner)
    step = rounded(exact)
    if not 0 <= step < scale.steps:
        return None
    nearest = RingSize(system, step)
    if abs(nearest.diameter - inner) <= SAME:
        return Placed(nearest, None, None)
    low = exact.numerator // exact.denominator
    below, above = (RingSize(system, one) if 0 <= one < scale.steps else None for one in (low, low + 1))
    return Placed(nearest, below, above)


def parse_ring(text: str, system: str) -> RingSize:
    """This function will read the name of a size: `54`, `N½`, `Z+1`, `7 1/2`; no such size raises `SizeInvalid`."""
    scale = _scale(system)
    step = _letter_step(text) if system == "uk" else _number_step(text, system)
    if step is None or not 0 <= step < scale.steps:
        first, last = RingSize(system, 0), RingSize(system, scale.steps - 1)
        hint = f"Sizes go from {first} to {last}{_FINENESS[system]}."
        raise SizeInvalid(f"`{text.strip()[:20]}` is no ring size of this system.", hint=hint)
    return RingSize(system, step)


def parse_inner(text: str, how: str) -> Fraction:
    """This function will read a ring as it was measured, as inner diameter in mm.

    `how` is a system, or `diameter` or `circumference` for millimetres. What no finger has raises `SizeInvalid`.
    """
    if how in SCALES:
        return parse_ring(text, how).diameter
    bare = re.sub(r"\s*mm\s*$", "", text, flags=re.IGNORECASE)
    measure = parse_number(bare)
    inner = measure if how == "diameter" else diameter(measure)
    if not SMALLEST <= inner <= LARGEST:
        low, high = (one if how == "diameter" else circumference(one) for one in (SMALLEST, LARGEST))
        hint = f"It lies between {written(low)} and {written(high)} mm."
        raise SizeInvalid(f"`{text.strip()[:20]}` is not the size of a ring.", hint=hint)
    return inner


_FINENESS = {"eu": ", in whole millimetres", "es": ", in whole numbers", "uk": ", with halves", "us": ", in quarters"}


def _scale(system: str) -> Scale:
    if system not in SCALES:
        raise SizeInvalid(f"`{system[:20]}` is no system of ring sizes.", hint=f"Use one of {', '.join(SYSTEMS)}.")
    return SCALES[system]


def _letter(step: int) -> str:
    letters, half = divmod(step, 2)
    name = chr(ord("A") + letters) if letters < 26 else f"Z+{letters - 25}"
    return name + ("½" if half else "")


def _letter_step(text: str) -> int | None:
    found = _LETTER.fullmatch(text.strip())
    if found is None or (found[2] and found[1].upper() != "Z"):
        return None
    return 2 * (ord(found[1].upper()) - ord("A") + int(found[2] or 0)) + bool(found[3])


def _number_step(text: str, system: str) -> int | None:
    number = parse_number(text)
    exact = 4 * number if system == "us" else number - (1 if system == "es" else 41)
    return exact.numerator if exact.denominator == 1 else None
