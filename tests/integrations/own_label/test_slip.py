"""The shop's own slip, printed and read back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst
from tests.integrations.own_label.paper import PARCEL, SLIP, codes_of, pages_of, slip_with, text_of

from amends.core.scans import ScanKind, read_scan
from amends.integrations.own_label.adapter import OwnLabel
from amends.integrations.own_label.draw import slip_pdf
from amends.ports.answers import Declined
from amends.ports.carriers import Address, PackedPiece, Paper, ReturnSlip

PAPERS: tuple[Paper, ...] = ("a4", "letter", "4x6")
INJECTIONS = [
    "#panic()", "$x$", "{{7*7}}", "*bold* _it_", '#read("/etc/passwd")', "]#text[", "\\u{41}", "<label> @ref",
    "= Heading", "// gone", '"quoted"', "%s%n", "${jndi:ldap://x}", "{% debug %}", "=HYPERLINK(1)",
]  # fmt: skip
_SVG = 'xmlns="http://www.w3.org/2000/svg"'
NAMES = ["O'Brien", "Nguyễn", "Null", "Test", "I", "ıİğ", "Ærøskøbing", "Ελένη", "Ольга", "דוד", "محمد"]


@pytest.mark.parametrize("paper", PAPERS)
def test_both_codes_are_read_and_lead_to_the_case(paper: Paper) -> None:
    codes = codes_of(slip_pdf(replace(SLIP, paper=paper)))
    assert codes["QRCode"] == "AM1:R-7K3PX:R"
    parcel = read_scan(codes["Code128"])[0]
    assert (parcel.kind, parcel.number, parcel.case_number) == (ScanKind.PARCEL, SLIP.number, "R-7K3PX")


@pytest.mark.parametrize("paper", PAPERS)
def test_what_has_to_stand_there_stands_there(paper: Paper) -> None:
    text = text_of(replace(SLIP, paper=paper))
    for words in (
        "Wrenfold Return label", "R-7K3PX", "AMP-R7K3PX-W8FX-U", "Order WR-1042", "Anna O'Brien", "12 Quarry Road",
        "Portland ME 04101", "Wrenfold Silver", "7 Millrace Lane", "Hoop earrings", "silver, 12 mm", "2 ×",
        "42.50 USD", "Please post it by Saturday 5 December 2026.", "Use tracked or insured post.",
    ):  # fmt: skip
        assert words in text, words


def test_with_the_customers_postage_it_is_a_slip_with_a_place_for_the_stamp() -> None:
    text = text_of(slip_with(postage="customer"))
    assert "Return slip" in text
    assert "Your postage goes here" in text
    assert "paid by" not in text
    assert codes_of(slip_pdf(slip_with(postage="customer"))).keys() == {"QRCode", "Code128"}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_gift_names_no_price(paper: Paper) -> None:
    gift = replace(slip_with(is_gift=True), paper=paper)
    assert "42.50" in text_of(replace(SLIP, paper=paper))
    assert not any(word in text_of(gift) for word in ("42.50", "USD", "Price"))


@pytest.mark.parametrize("name", NAMES)
def test_names_are_printed(name: str) -> None:
    # Text that runs from right to left is taken off the page in the order in which it is seen.
    text = text_of(slip_with(origin=replace(PARCEL.origin, name=name)))
    assert name in text or name[::-1] in text or all(letter in text for letter in name)


@pytest.mark.parametrize(
    "name", ["李明", "👩‍👧 Ana", "\ue000\ud800x", "a\u202eb", "क्षत्रिय", "x\x00\x1b[31my", "𓀀", "ก็"]
)
def test_a_character_that_no_font_has_spoils_nothing(name: str) -> None:
    slip = slip_with(origin=replace(PARCEL.origin, name=name), pieces=(PackedPiece(name=name, quantity=1),))
    pdf = slip_pdf(slip)
    assert "R-7K3PX" in pages_of(pdf)[0]
    assert codes_of(pdf)["QRCode"] == "AM1:R-7K3PX:R"


def test_what_cannot_be_drawn_becomes_a_box() -> None:
    assert "□□ Ana" in text_of(slip_with(origin=replace(PARCEL.origin, name="李明 Ana")))


def test_a_shops_own_fonts_draw_what_ours_cannot(tmp_path: Path) -> None:
    slip = slip_with(origin=replace(PARCEL.origin, name="Ana"))
    (tmp_path / "no font.ttf").write_bytes(b"not a font")
    assert slip_pdf(slip, tmp_path) == slip_pdf(slip)
    assert slip_pdf(slip, tmp_path / "not there") == slip_pdf(slip)


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_people_type_is_printed_as_it_is(text: str) -> None:
    slip = slip_with(
        origin=Address(name=text, lines=(text,), city=text), order_number=text, advice=(text,),
        pieces=(PackedPiece(name=text, quantity=1, details=text),),
    )  # fmt: skip
    slip = replace(slip, look=replace(slip.look, name=text))
    assert text_of(slip).count(text) == 9  # the shop's name stands twice: at the top, and by the postage


def test_read_as_markup_the_same_words_would_have_run() -> None:
    broken = b'#set document(title: [x])\n#eval(sys.inputs.text, mode: "markup")'
    with pytest.raises(typst.TypstError, match="panicked"):
        typst.compile(broken, sys_inputs={"text": "#panic()"})


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("letter", ["W", "W ", "李", "ﷺ"])
def test_the_longest_names_leave_the_codes_on_the_paper(paper: Paper, letter: str) -> None:
    long = letter * 400
    where = Address(name=long, lines=(long,) * 9, postcode=long, city=long, region=long, country="US")
    slip = slip_with(
        origin=where, target=replace(where, country="CA"), order_number=long, postage="customer",
        pieces=(PackedPiece(name=long, quantity=1, details=long),), advice=(long,),
    )  # fmt: skip
    pdf = slip_pdf(replace(slip, paper=paper, look=replace(slip.look, name=long)))
    assert codes_of(pdf) == {"QRCode": "AM1:R-7K3PX:R", "Code128": "AMPR7K3PXW8FXU"}
    assert "AMP-R7K3PX-W8FX-U" in pages_of(pdf)[0]


def test_a_name_of_a_hundred_characters_is_printed_whole() -> None:
    name = "Maria " * 16 + "Lima"
    assert len(name) == 100
    assert name in text_of(slip_with(origin=replace(PARCEL.origin, name=name)))


@pytest.mark.parametrize("paper", PAPERS)
def test_many_pieces_go_on_to_further_pages_under_the_same_heading(paper: Paper) -> None:
    pieces = tuple(PackedPiece(name=f"Ring number {place}", quantity=1) for place in range(1, 81))
    pages = pages_of(slip_pdf(replace(slip_with(pieces=pieces), paper=paper)))
    assert len(pages) > 2
    assert all("Quantity" in page for page in pages[1:-1])
    assert all(f"Ring number {place} " in " ".join(pages) for place in range(1, 81))


def test_the_same_slip_is_the_same_bytes_also_in_another_process() -> None:
    program = (
        "import sys; from tests.integrations.own_label.paper import SLIP;"
        "from amends.integrations.own_label.draw import slip_pdf; sys.stdout.buffer.write(slip_pdf(SLIP))"
    )
    env = {"PYTHONPATH": ":".join(sys.path), "TZ": "Pacific/Kiritimati", "LANG": "de_DE"}
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=env).stdout
    assert other == slip_pdf(SLIP)


@pytest.mark.parametrize(
    "logo",
    [
        f'<svg {_SVG} viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="currentColor"/></svg>',
        f'<svg {_SVG}><image href="/etc/passwd"/></svg>', f"<svg {_SVG}/>", "<svg", "not a picture", "x" * 300_000,
    ],
)  # fmt: skip
def test_whatever_the_logo_is_the_slip_is_made(logo: str) -> None:
    slip = replace(SLIP, look=replace(SLIP.look, logo_svg=logo))
    assert codes_of(slip_pdf(slip)).keys() == {"QRCode", "Code128"}


@pytest.mark.parametrize("accent", ["", "red", "#12345", "#000000;x", "url(x)"])
def test_what_is_no_colour_is_black(accent: str) -> None:
    black = replace(SLIP, look=replace(SLIP.look, accent="#000000"))
    assert slip_pdf(replace(SLIP, look=replace(SLIP.look, accent=accent))) == slip_pdf(black)


def test_a_parcel_across_a_border_names_both_countries() -> None:
    def drawn(country: str) -> str:
        there = replace(PARCEL.origin, country=country)
        return text_of(slip_with(origin=there, target=replace(PARCEL.target, country="US")))

    assert "Portland ME 04101 CA" in drawn("CA")
    assert "Portland ME 04101 US" not in drawn("US")


def test_screen_readers_are_told_what_the_codes_say() -> None:
    pdf = slip_pdf(SLIP)
    assert b"pdfuaid" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_value("Title") == "Return label R-7K3PX"


@pytest.mark.parametrize("wrong", [{"case_number": "7"}, {"currency": "EURO"}])
def test_what_makes_no_sense_is_declined_in_words(wrong: dict[str, Any]) -> None:
    with pytest.raises(Declined, match="is no c"):
        OwnLabel(SLIP.look).make_label(key="1", parcel=slip_with(**wrong).parcel)


def test_the_slip_of_a_parcel_with_nothing_known_is_made() -> None:
    bare = ReturnSlip(
        parcel=replace(
            PARCEL, origin=Address(name="", lines=()), target=Address(name="", lines=()), pieces=(), order_number="",
            post_by=None, advice=(), currency="",
        ),
        number="1Z5R89390357567127", look=SLIP.look,
    )  # fmt: skip
    assert codes_of(slip_pdf(bare))["Code128"] == "1Z5R89390357567127"
