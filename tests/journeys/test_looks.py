"""Three houses from the same pages: what each looks like, and what a first page weighs.

That every page can be read in each look is seen on the walk through all of them (`test_every_page.py`).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect
from tests.journeys.looks import LAY_OVER, faint, themes
from tests.journeys.test_every_page import PHONE, found, window

from amends.examples import SHOPS, shop

__all__ = ["window"]  # the fixture

HEAVIEST = 70_000  # bytes; the goal of all is 80
LOADED = """document.fonts.ready.then(all =>
    [...all].filter(one => one.status === 'loaded').map(one => one.family))"""
# What of an answer lies on the picture beside or above it.
OVERLAPS = """[...document.querySelectorAll('.piece')].flatMap(piece => {
    const picture = piece.querySelector('.picture').getBoundingClientRect();
    return [...piece.querySelectorAll('.answer, .because, .more, .what, .do')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.left < picture.right && picture.left < box.right && box.top < picture.bottom - 1;
    }).map(one => one.innerText);
})"""


def test_a_theme_that_cannot_be_read_is_found(window: Callable[..., Page]) -> None:
    page = window(viewport=PHONE)
    page.goto("/silver/find")
    broken = themes()["silver"].replace(shop("silver").theme.light.muted, "#d0c8bd")
    page.evaluate(LAY_OVER, [broken, "light", "ltr"])
    assert faint(page)


@pytest.mark.parametrize("name", SHOPS)
def test_the_first_page_is_light_and_asks_nobody_else(window: Callable[..., Page], address: str, name: str) -> None:
    """Files are counted compressed, as they are served; so is the page itself, where it says that it is."""
    page = window(viewport=PHONE)
    answers: list[Response] = []
    page.on("response", lambda one: answers.append(one))  # noqa: PLW0108 - no builtin is taken
    page.goto(f"/{name}/", wait_until="networkidle")
    plain = {one.url for one in answers if ".woff2" in one.url}
    plain |= {one.url for one in answers if one.url.endswith(f"/{name}/") and "content-encoding" not in one.headers}
    weights = {
        one.url: len(one.body() if one.url in plain else gzip.compress(one.body())) for one in answers
    }  # fmt: skip
    assert sum(weights.values()) < HEAVIEST, weights
    assert all(url.startswith((address, "data:")) for url in weights)
    assert sum(".woff2" in url for url in weights) <= 2


def test_the_reader_chooses_light_or_dark_and_it_is_kept(window: Callable[..., Page]) -> None:
    page = window(viewport=PHONE, color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    page.goto("/bespoke/find")
    velvet = page.evaluate(paper)
    page.get_by_label("Light", exact=True).check()
    ivory = page.evaluate(paper)
    page.goto("/bespoke/policy")
    assert page.evaluate(paper) == ivory != velvet
    page.get_by_label("As the shop has them").check()
    assert page.evaluate(paper) == velvet
    plain = window(viewport=PHONE, java_script_enabled=False)
    plain.goto("/silver/find")
    plain.get_by_label("Dark", exact=True).check()
    assert plain.locator("body").evaluate("one => getComputedStyle(one).colorScheme") == "dark"


def test_headings_take_the_face_of_the_shop_and_come_from_the_shop_alone(window: Callable[..., Page]) -> None:
    page = window(viewport=PHONE)
    for name, face in (("piercing", "Inter"), ("silver", "Fraunces"), ("bespoke", "Cormorant")):
        page.goto(f"/{name}/find")
        assert page.locator("h1").evaluate("one => getComputedStyle(one).fontFamily").startswith(face)
        loaded = page.evaluate(LOADED)
        assert face in {one.strip('"') for one in loaded}


def test_an_answer_never_lies_on_its_picture(window: Callable[..., Page]) -> None:
    page = window(viewport=PHONE)
    found(page, "silver", "B1")
    expect(page.locator(".piece").first).to_be_visible()
    for direction in ("ltr", "rtl"):
        for width, size in ((320, "100%"), (639, "100%"), (640, "100%"), (640, "200%"), (700, "130%"), (1280, "100%")):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(f"document.documentElement.dir = '{direction}'")
            page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            assert not page.evaluate(OVERLAPS), (width, size, direction)
