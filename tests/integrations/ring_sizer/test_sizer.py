"""The printed ring sizer is as large as it says: measured on the paper itself, to a tenth of a millimetre."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest

from amends.core.sizes.rings import SYSTEMS
from amends.integrations.ring_sizer.draw import CARD_MM, PAPERS, Paper, SizerWords, discs_of, sizer_pdf, strip_sizes

WORDS = SizerWords(
    title="Ring sizer", lead="Print it at its own size.", check_title="Check", check="Lay a bank card on it.",
    card="Bank card", ruler="10 cm", strip_title="Strip", strip_steps=("Cut it out.", "Lay it around."),
    strip_hint="Take the larger.", discs_title="Discs", discs="Lay a ring on them.",
)  # fmt: skip
MM = Fraction(254, 720)  # of a point
TENTH = Fraction(1, 10)
SHEETS = [(system, paper) for system in SYSTEMS for paper in PAPERS]
SIZE_MM: dict[str, tuple[int, int]] = {"a4": (210, 297), "letter": (216, 279)}


class Drawn(NamedTuple):
    """A shape on the paper, in mm from its left upper corner."""

    left: Fraction
    width: Fraction
    height: Fraction


def shapes(pdf: bytes, page: int) -> list[Drawn]:
    """This function will measure every shape without an outline on a page."""
    document = pdfium.PdfDocument(pdf)
    found = []
    for one in document[page].get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH], max_depth=5):
        left, bottom, right, top = (Fraction(edge) * MM for edge in one.get_bounds())
        found.append(Drawn(left, right - left, top - bottom))
    document.close()
    return found


def is_about(measured: Fraction, meant: Fraction | int) -> bool:
    return abs(measured - meant) <= TENTH


@pytest.fixture(scope="module")
def sheets() -> dict[tuple[str, Paper], bytes]:
    return {(system, paper): sizer_pdf(WORDS, system, paper) for system, paper in SHEETS}


@pytest.mark.parametrize(("system", "paper"), SHEETS)
def test_a16_every_disc_is_as_wide_as_the_inside_of_its_ring(
    sheets: dict[tuple[str, Paper], bytes], system: str, paper: Paper
) -> None:
    discs = [one for one in shapes(sheets[system, paper], 1) if is_about(one.width, one.height) and one.width > 10]
    meant = [size.diameter for size in discs_of(system)]
    assert len(discs) == len(meant) > 15
    for disc, diameter in zip(discs, meant, strict=True):
        assert is_about(disc.width, diameter)
        assert is_about(disc.height, diameter)
    wrong = meant[1:] + meant[:1]  # one size further on: the measuring must tell them apart
    assert not any(is_about(disc.width, diameter) for disc, diameter in zip(discs, wrong, strict=True))


@pytest.mark.parametrize(("system", "paper"), SHEETS)
def test_a16_the_scale_can_be_checked_by_a_bank_card_and_a_ruler(
    sheets: dict[tuple[str, Paper], bytes], system: str, paper: Paper
) -> None:
    drawn = shapes(sheets[system, paper], 0)
    width, height = CARD_MM
    assert (width, height) == (Fraction("85.6"), Fraction("53.98"))
    assert [one for one in drawn if is_about(one.width, width) and is_about(one.height, height)]
    (ruler,) = [one for one in drawn if is_about(one.width, 100) and is_about(one.height, 3)]
    ticks = sorted(one.left for one in drawn if is_about(one.height, 4) and one.width < Fraction(1, 5))
    assert all(is_about(tick - ruler.left, 10 * place) for place, tick in enumerate(ticks))
    assert len(ticks) == 11


@pytest.mark.parametrize(("system", "paper"), SHEETS)
def test_a16_a_mark_of_the_strip_is_as_far_from_the_slit_as_its_ring_is_around(
    sheets: dict[tuple[str, Paper], bytes], system: str, paper: Paper
) -> None:
    drawn = shapes(sheets[system, paper], 0)
    (slit,) = [one for one in drawn if is_about(one.height, 9) and one.width < 1]
    marks = [one.left - slit.left for one in drawn if one.width < Fraction(1, 5) and one.left > slit.left]
    meant = [size.circumference for size in strip_sizes(system)]
    for around in meant:
        assert any(is_about(mark + Fraction(1, 20), around) for mark in marks)


@pytest.mark.parametrize(("system", "paper"), SHEETS)
def test_a16_the_sheet_is_two_pages_of_its_paper_and_can_be_read_aloud(
    sheets: dict[tuple[str, Paper], bytes], system: str, paper: Paper
) -> None:
    document = pdfium.PdfDocument(sheets[system, paper])
    assert len(document) == 2
    assert [round(side * float(MM)) for side in document[0].get_size()] == list(SIZE_MM[paper])
    text = document[0].get_textpage().get_text_range() + document[1].get_textpage().get_text_range()
    document.close()
    assert all(str(size) in text for size in discs_of(system))
    assert b"pdfuaid" in sheets[system, paper]


def test_the_same_words_give_the_same_bytes() -> None:
    first = sizer_pdf(WORDS, "us", "a4")
    sizer_pdf.cache_clear()
    assert sizer_pdf(WORDS, "us", "a4") == first
