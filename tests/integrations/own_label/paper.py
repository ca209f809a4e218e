"""A printed slip, read back: its text by page, and its codes as a scanner sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import zxingcpp

from amends.integrations.own_label.draw import slip_pdf
from amends.integrations.own_label.printable import BREAK
from amends.ports.carriers import Address, LabelWanted, PackedPiece, ReturnSlip, ShopLook

THERMAL_DPI = 203  # a common label printer: black or white, nothing between

SHOP = Address(name="Wrenfold Silver", lines=("7 Millrace Lane", "Burlington, VT 05401"))
CUSTOMER = Address(
    name="Anna O'Brien",
    lines=("12 Quarry Road", "Floor 2"),
    postcode="04101",
    city="Portland",
    region="ME",
    country="US",
)
PARCEL = LabelWanted(
    case_number="R-7K3PX",
    origin=CUSTOMER,
    target=SHOP,
    order_number="WR-1042",
    pieces=(PackedPiece(name="Hoop earrings", quantity=2, details="silver, 12 mm", price_minor=4_250),),
    currency="USD",
    post_by=date(2026, 12, 5),
    advice=("Use tracked or insured post.",),
)
SLIP = ReturnSlip(parcel=PARCEL, number="AMP-R7K3PX-W8FX-U", look=ShopLook(name="Wrenfold", accent="#1f5b78"))


def slip_with(slip: ReturnSlip = SLIP, **changes: Any) -> ReturnSlip:
    """This function will return the slip with other values of its parcel."""
    return replace(slip, parcel=replace(slip.parcel, **changes))


def pages_of(pdf: bytes) -> list[str]:
    """This function will return the text of each page on one line, without the places where words may break."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(text.replace(BREAK, "").replace("\x02", "").split()) for text in texts]


def text_of(slip: ReturnSlip) -> str:
    """This function will return all text of the slip once it is drawn."""
    return " ".join(pages_of(slip_pdf(slip)))


def codes_of(pdf: bytes, dpi: int = THERMAL_DPI) -> dict[str, str]:
    """This function will return what a scanner reads off the pages, printed in black and white: by kind of code."""
    return dict(_codes(pdf, dpi))


def _codes(pdf: bytes, dpi: int) -> Iterator[tuple[str, str]]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            printed = page.render(scale=dpi / 72).to_pil().convert("L").point(lambda grey: 255 * (grey > 127))
            for code in zxingcpp.read_barcodes(printed):
                yield code.format.name, code.text
