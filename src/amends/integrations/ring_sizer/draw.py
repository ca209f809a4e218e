"""Drawing the ring sizer as a PDF, with typst as labels are.

Laws: every disc is as wide as the inside of its ring, the card as large as a bank card, the strip's marks as far from
its slit as a ring is around, each to less than a tenth of a millimetre on paper that is printed at its own size.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from amends.core.sizes.lengths import written
from amends.core.sizes.rings import SYSTEMS, RingSize, placed, sizes_of

Paper = Literal["a4", "letter"]
PAPERS: tuple[Paper, ...] = ("a4", "letter")
CARD_MM = (Fraction("85.60"), Fraction("53.98"))  # ISO/IEC 7810, ID-1
SMALLEST, LARGEST = Fraction(14), Fraction("22.5")  # mm of inner diameter: what grown people wear
_HERE = Path(__file__).parent
_FONTS = _HERE.parent / "own_label" / "fonts"
_FAMILY = "DejaVu Sans"
_PER_DISC = {"us": 2, "uk": 1, "eu": 1, "es": 1}  # steps of the system from one disc to the next
_PER_NAME = {"us": 4, "uk": 4, "eu": 2, "es": 2}  # and from one name on the strip to the next
_STRIP_BEYOND_MM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SizerWords:
    """What the sheet says, in one language."""

    title: str
    lead: str
    check_title: str
    check: str
    card: str
    ruler: str
    strip_title: str
    strip_steps: tuple[str, ...]
    strip_hint: str
    discs_title: str
    discs: str
    point: str = "."  # as the reader writes numbers


@lru_cache(maxsize=64)
def sizer_pdf(words: SizerWords, system: str, paper: Paper, language: str = "en", *, rtl: bool = False) -> bytes:
    """This function will draw the sheet for readers of that system of ring sizes; the other systems stand beside."""
    data = {
        "words": asdict(words),
        "paper": paper,
        "lang": language.partition("-")[0],
        "rtl": rtl,
        "fonts": [_FAMILY],
        "card": {"width": written(CARD_MM[0]), "height": written(CARD_MM[1])},
        "strip": _strip(system),
        "discs": [_disc(one, words.point) for one in discs_of(system)],
    }
    return typst.compile(
        _HERE / "sizer.typ", root=_HERE, font_paths=_fonts(), ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(data)}, pdf_standards="ua-1", timestamp=0,
    )  # fmt: skip


def discs_of(system: str) -> tuple[RingSize, ...]:
    """This function will return the sizes that the sheet has a disc of."""
    return tuple(
        one for one in sizes_of(system) if SMALLEST <= one.diameter <= LARGEST and not one.step % _PER_DISC[system]
    )


def strip_sizes(system: str) -> tuple[RingSize, ...]:
    """This function will return the sizes that the strip has a mark for."""
    return tuple(one for one in sizes_of(system) if SMALLEST <= one.diameter <= LARGEST)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])


def _strip(system: str) -> Mapping[str, Any]:
    sizes = strip_sizes(system)
    every = _PER_NAME[system]
    marks = [
        {
            "at": written(one.circumference),
            "name": "" if one.step % every else str(one),
            "low": one.step // every % 2 == 1,
        }
        for one in sizes
    ]
    return {"length": written(sizes[-1].circumference + _STRIP_BEYOND_MM), "marks": marks}


def _disc(size: RingSize, point: str) -> Mapping[str, str]:
    others = [
        f"{system.upper()} {found.nearest}"
        for system in SYSTEMS
        if system not in {size.system, "es"} and (found := placed(system, size.diameter)) is not None
    ]
    return {
        "diameter": written(size.diameter),
        "name": str(size),
        "measure": f"{written(size.diameter).replace('.', point)} mm",
        "others": " · ".join(others),
    }
