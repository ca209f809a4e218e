"""The drawn pictures: as committed, small, safe to show, and one for every product."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from amends.examples import SHOPS, entries, picture
from amends.examples.drawing import KINDS, draw
from amends.examples.folders import ExampleMissing, folder

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "title", "defs", "linearGradient", "stop", "filter", "feDropShadow", "g", "path", "circle", "ellipse"}
SHAPES |= {"radialGradient", "rect", "use"}


@pytest.mark.parametrize("name", SHOPS)
def test_drawing_again_gives_the_same_files(name: str) -> None:
    for entry in entries(name):
        assert draw(entry, name) == picture(entry.product.picture), f"draw the pictures anew: {entry.product.id}"


@pytest.mark.parametrize("name", SHOPS)
def test_every_product_has_its_picture_and_no_picture_is_left_over(name: str) -> None:
    wanted = {f"{entry.product.id}.svg" for entry in entries(name)}
    assert {path.name for path in (folder(name) / "pictures").iterdir()} == wanted


@pytest.mark.parametrize("name", SHOPS)
def test_pictures_are_small_and_hold_nothing_but_shapes(name: str) -> None:
    for entry in entries(name):
        svg = picture(entry.product.picture)
        assert len(svg.encode()) < 4096, entry.product.id
        root = ET.fromstring(svg)  # noqa: S314 - our own file
        assert {part.tag.removeprefix(SVG) for part in root.iter()} <= SHAPES
        assert root.findtext(f"{SVG}title") == entry.product.name
        ids = [part.attrib["id"] for part in root.iter() if "id" in part.attrib]
        assert len(set(ids)) == len(ids)
        for part in root.iter():
            assert not {name for name in part.attrib if name.startswith("on") or name == "style"}
            assert part.attrib.get("href", "#").startswith("#")


@pytest.mark.parametrize("name", SHOPS)
def test_what_a_picture_refers_to_is_in_it(name: str) -> None:
    for entry in entries(name):
        svg = picture(entry.product.picture)
        for part in svg.split("url(#")[1:]:
            assert f'id="{part.partition(")")[0]}"' in svg, entry.product.id


def test_pictures_of_one_page_share_no_ids() -> None:
    for name in SHOPS:
        ids = [
            part.attrib["id"]
            for entry in entries(name)
            for part in ET.fromstring(draw(entry, name)).iter()  # noqa: S314 - our own file
            if "id" in part.attrib
        ]
        assert len(set(ids)) == len(ids)


def test_every_kind_of_drawing_is_used() -> None:
    assert {entry.drawing["kind"] for name in SHOPS for entry in entries(name)} == set(KINDS)


def test_two_products_never_look_the_same() -> None:
    for name in SHOPS:
        drawn: dict[str, str] = {}
        for entry in entries(name):
            key = entry.product.variants[0].sku.partition("-")[0].lower()
            look = draw(entry, name).partition("</title>")[2].replace(f'id="{key}', 'id="').replace(f"#{key}", "#")
            assert drawn.setdefault(look, entry.product.id) == entry.product.id


@pytest.mark.parametrize("path", ["silver/pictures/none.svg", "../__init__.py", "silver/shop.yaml", "/etc/passwd"])
def test_only_pictures_are_given_out(path: str) -> None:
    with pytest.raises(ExampleMissing):
        picture(path)
