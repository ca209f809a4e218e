"""Ring sizes hold against tables that others published, and every conversion can be gone back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.sizes.lengths import INCH_MM, PI, SizeInvalid, circumference, diameter, hundredths
from amends.core.sizes.rings import SAME, SCALES, SYSTEMS, RingSize, parse_inner, parse_ring, placed, sizes_of

# Wikipedia, "Ring size", table of ISO 8653: size -> inner diameter in tenths of a millimetre.
ISO_TENTHS = dict(
    zip(
        range(49, 73),
        (156, 159, 162, 166, 169, 172, 175, 178, 181, 185, 188, 191, 194, 197, 201, 204, 207, 210, 213, 216, 220, 223,
         226, 229),
        strict=True,
    )
)  # fmt: skip
# Wikipedia, "Ring size", the American scale: size -> inner diameter in thousandths of an inch and hundredths of a mm.
AMERICAN = {
    "0": (458, 1163), "¼": (466, 1184), "½": (474, 1204), "¾": (482, 1224), "1": (490, 1245), "2": (522, 1326),
    "3": (554, 1407), "4": (586, 1488),
}  # fmt: skip
# A London jeweller's chart (Ethos of London): American sizes beside British ones, in halves.
LONDON = {
    "4½": "I½", "5": "J½", "5½": "K½", "6": "L½", "6½": "M½", "7": "N½", "7½": "O½", "8": "P½", "8½": "Q½", "9": "R½",
    "9½": "S½", "10": "T½", "10½": "U½", "11": "V½", "11½": "W½", "12": "X½", "12½": "Y½",
}  # fmt: skip
# A chart from the older British sticks (Zuzu Jewellery): letter -> inner diameter in hundredths of a millimetre.
OLDER_STICKS = {"I": 1522, "J": 1561, "K": 1600, "L": 1640, "M": 1679, "N": 1718, "O": 1758, "P": 1797, "Q": 1836}

EVERY = [size for system in SYSTEMS for size in sizes_of(system)]
DIAMETERS = st.integers(1_310, 2_410).map(lambda one: Fraction(one, 100))


@pytest.mark.parametrize(("size", "tenths"), ISO_TENTHS.items())
def test_a16_european_sizes_are_those_of_the_iso_table(size: int, tenths: int) -> None:
    found = parse_ring(str(size), "eu")
    assert abs(found.diameter * 10 - tenths) < 1  # the table rounds to tenths
    assert abs(found.circumference - size) < Fraction(1, 10**12)


@pytest.mark.parametrize(("size", "measures"), AMERICAN.items())
def test_a16_american_sizes_are_those_of_the_american_table(size: str, measures: tuple[int, int]) -> None:
    found = parse_ring(size, "us")
    assert found.diameter / INCH_MM * 1000 == measures[0]
    assert abs(hundredths(found.diameter) - measures[1]) <= 1


def test_a16_british_sizes_stand_where_their_standard_puts_them() -> None:
    assert parse_ring("C", "uk").circumference - 40 == 0
    assert parse_ring("D", "uk").circumference - parse_ring("C", "uk").circumference == Fraction(5, 4)
    assert str(parse_ring("Z+6", "uk")) == "Z+6"


@pytest.mark.parametrize(("american", "british"), LONDON.items())
def test_a16_american_and_british_sizes_stand_side_by_side_as_a_jewellers_chart_has_them(
    american: str, british: str
) -> None:
    found = placed("uk", parse_ring(american, "us").diameter)
    assert found is not None
    assert abs(found.nearest.step - parse_ring(british, "uk").step) <= 1


@pytest.mark.parametrize(("letter", "inner"), OLDER_STICKS.items())
def test_a16_charts_of_the_older_sticks_lie_within_a_third_of_a_millimetre(letter: str, inner: int) -> None:
    around = parse_ring(letter, "uk").circumference
    assert abs(circumference(Fraction(inner, 100)) - around) < Fraction(1, 3)


def test_a16_spanish_sizes_are_european_ones_less_forty() -> None:
    assert all(one.diameter == parse_ring(str(int(str(one)) + 40), "eu").diameter for one in sizes_of("es"))


def test_a_size_written_and_read_again_is_the_same() -> None:
    assert [parse_ring(str(size), size.system) for size in EVERY] == EVERY


@given(st.sampled_from(EVERY))
def test_a_size_is_found_again_from_its_diameter(size: RingSize) -> None:
    found = placed(size.system, size.diameter)
    assert found is not None
    assert (found.nearest, found.is_between) == (size, False)


@given(DIAMETERS, st.sampled_from(SYSTEMS))
def test_a_ring_is_a_size_or_lies_between_two_neighbours(inner: Fraction, system: str) -> None:
    found = placed(system, inner)
    assert found is not None
    if abs(found.nearest.diameter - inner) <= SAME:
        assert not found.is_between
        return
    assert found.below is not None
    assert found.above is not None
    assert found.above.step == found.below.step + 1
    assert found.below.diameter < inner < found.above.diameter
    assert found.nearest in {found.below, found.above}
    other = found.above if found.nearest == found.below else found.below
    assert abs(found.nearest.diameter - inner) <= abs(other.diameter - inner) + Fraction(1, 10**9)


@given(DIAMETERS)
def test_there_and_back_through_another_system_is_off_by_half_a_step_of_it_at_most(inner: Fraction) -> None:
    for system in SYSTEMS:
        found = placed(system, inner)
        assert found is not None
        step = SCALES[system].step if SCALES[system].is_diameter else diameter(SCALES[system].step)
        assert abs(found.nearest.diameter - inner) <= step / 2


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_around_and_across_are_each_others_reverse(over: int, under: int) -> None:
    length = Fraction(over, under)
    assert diameter(circumference(length)) == length
    assert Fraction(31_415_926, 10**7) < PI < Fraction(31_415_927, 10**7)


@pytest.mark.parametrize(
    ("text", "how", "inner"),
    [("17.3", "diameter", Fraction(173, 10)), ("17,3 mm", "diameter", Fraction(173, 10)), ("7 1/2", "us", None),
     ("7.5", "us", None), ("7,5", "us", None)],
)  # fmt: skip
def test_a_ring_is_read_however_it_was_measured(text: str, how: str, inner: Fraction | None) -> None:
    assert parse_inner(text, how) == (inner or parse_ring("7½", "us").diameter)


def test_what_was_measured_around_is_brought_across() -> None:
    assert hundredths(parse_inner("54.4 mm", "circumference")) == 1732


@pytest.mark.parametrize(
    ("text", "how"),
    [("7.3", "us"), ("A+1", "uk"), ("54.5", "eu"), ("99", "eu"), ("", "us"), ("Ñ", "uk"), ("٧", "us"), ("5", "cn"),
     ("3", "diameter"), ("1e2", "diameter"), ("54", "diameter"), ("17", "circumference"), ("1/0", "us"), ("-6", "us")],
)  # fmt: skip
def test_what_is_no_size_is_said_so(text: str, how: str) -> None:
    with pytest.raises(SizeInvalid) as caught:
        parse_inner(text, how)
    assert caught.value.hint


def test_a_ring_beyond_the_scale_has_no_size() -> None:
    assert placed("eu", Fraction(12)) is None
    assert placed("us", Fraction(26)) is None
