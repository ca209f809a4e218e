"""A return slip as a PDF: the same bytes for the same slip, on every machine.

Laws: what people typed is printed as it is and never understood as markup; a character that no font can draw becomes
a box and nothing more; a gift's slip names no price; the logo may be anything and never keeps a slip from being made.
Fonts are ours and those of the folder that the shop names, never the machine's. The PDF keeps PDF/UA-1, so that screen
readers can read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import typst

from amends.core.money import format_amount
from amends.core.scans import scan_code
from amends.core.theme import is_colour
from amends.integrations.own_label.codes import code128_svg, qr_svg
from amends.integrations.own_label.printable import breakable, printable, without
from amends.integrations.own_label.wording import day_words, words_of
from amends.ports.answers import Declined
from amends.ports.carriers import Address, PackedPiece, ReturnSlip

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
_OURS = "DejaVu Sans"
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_LARGEST_LOGO = 200_000  # characters
_TRIES = 4  # a box in place of one character may bring its neighbour to light; more rounds have not been seen
_MOST_PIECES = 300
_MOST_LINES, _LONGEST_NAME, _LONGEST_LINE = 6, 100, 70  # of an address: what fits the smallest paper with the codes


def slip_pdf(slip: ReturnSlip, fonts_folder: Path | None = None) -> bytes:
    """This function will draw the slip; characters that neither our fonts nor the folder's can draw become boxes."""
    data = _data(slip)
    try:
        return _drawn(data, fonts_folder)
    except typst.TypstError as error:
        if not data["logo"]:
            raise Declined(f"the slip of `{slip.parcel.case_number}` cannot be drawn: {error.message}") from error
    data["logo"] = ""
    try:
        return _drawn(data, fonts_folder)
    except typst.TypstError as error:
        raise Declined(f"the slip of `{slip.parcel.case_number}` cannot be drawn: {error.message}") from error


def _drawn(data: dict[str, Any], fonts_folder: Path | None) -> bytes:
    """This function will draw the data, with boxes for what the drawing program says it cannot draw."""
    fonts, families = _fonts(fonts_folder)
    missing: frozenset[str] = frozenset()
    last: typst.TypstError | None = None
    for _ in range(_TRIES):
        shown = _mapped({**data, "fonts": list(families)}, partial(without, missing=missing))
        try:
            return typst.compile(
                _HERE / "slip.typ", root=_HERE, font_paths=fonts, ignore_system_fonts=True,
                sys_inputs={"slip": json.dumps(shown)}, pdf_standards="ua-1", timestamp=0,
            )  # fmt: skip
        except typst.TypstError as error:
            undrawn = _undrawn(error.diagnostic) - missing
            if not undrawn:
                raise
            missing, last = missing | undrawn, error
    assert last  # noqa: S101 # every round that did not return has kept its error
    raise last


def _undrawn(diagnostic: str) -> frozenset[str]:
    """This function will return the characters that the drawing program names as missing from all fonts."""
    return frozenset(
        "".join(
            _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\\\\", "\\")
            for text in _UNDRAWN.findall(diagnostic)
        )
    )


@lru_cache(maxsize=8)
def _fonts(folder: Path | None) -> tuple[typst.Fonts, tuple[str, ...]]:
    """This function will read the fonts once: ours first, then the shop's for what ours have not."""
    paths = [_FONTS, *([folder] if folder and folder.is_dir() else [])]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    return fonts, (_OURS, *sorted(set(fonts.families()) - {_OURS}))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """This function will change every text in the value."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(one, change) for key, one in value.items()}
    return [_mapped(one, change) for one in value] if isinstance(value, list) else value


def _data(slip: ReturnSlip) -> dict[str, Any]:
    """This function will return everything that the template shows, as text."""
    parcel, shop = slip.parcel, _line(slip.look.name[:60])
    lang, words = words_of(parcel.language)
    code = scan_code(parcel.case_number)
    own = parcel.postage == "customer"
    title = words["title_customer" if own else "title_shop" if parcel.is_return else "title_out"]
    said = {key: text.format(shop=shop, code=code, number=slip.number, day="") for key, text in words.items()}
    sentences = [words["post_by"].format(day=day_words(parcel.post_by, lang))] if parcel.post_by else []
    return {
        "paper": slip.paper, "lang": lang, "title": title, "words": said, "shop": shop,
        "accent": slip.look.accent if is_colour(slip.look.accent) else "#000000",
        "logo": _logo(slip), "case": parcel.case_number, "number": slip.number,
        "order": _line(parcel.order_number[:40]),
        "origin": _address(parcel.origin, parcel.target), "target": _address(parcel.target, parcel.origin),
        "stamp": said["stamp"] if own else "", "paid": said["paid"],
        "qr": qr_svg(code), "bars": code128_svg(slip.number),
        "pieces": [_piece(one, slip) for one in parcel.pieces[:_MOST_PIECES]],
        "sentences": [*sentences, said["outside"], *map(_line, parcel.advice)],
    }  # fmt: skip


def _line(text: str) -> str:
    return breakable(printable(text))


def _address(of: Address, other: Address) -> list[str]:
    """This function will return the lines of an address as its country's readers know them; empty ones go.

    The country stands only on a parcel that crosses a border.
    """
    american = of.country in {"US", "CA", "AU"}
    place = [of.city, of.region, of.postcode] if american else [of.postcode, of.city, of.region]
    rest = [*of.lines[:_MOST_LINES], " ".join(part for part in place if part)]
    rest += [of.country] if of.country != other.country and other.country else []
    lines = [of.name[:_LONGEST_NAME], *(line[:_LONGEST_LINE] for line in rest)]
    return [line for line in map(_line, lines) if line]


def _piece(piece: PackedPiece, slip: ReturnSlip) -> dict[str, str]:
    parcel = slip.parcel
    shows_price = piece.price_minor is not None and parcel.currency and not parcel.is_gift
    price = f"{format_amount(piece.price_minor or 0, parcel.currency)} {parcel.currency}" if shows_price else ""
    return {
        "name": _line(piece.name), "details": _line(piece.details), "quantity": f"{piece.quantity} ×", "price": price,
    }  # fmt: skip


def _logo(slip: ReturnSlip) -> str:
    svg = slip.look.logo_svg
    if not svg or len(svg) > _LARGEST_LOGO:
        return ""
    return svg.replace("currentColor", slip.look.accent) if is_colour(slip.look.accent) else svg
