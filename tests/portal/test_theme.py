"""A theme reaches the browser as custom properties alone, and public pages may be found by search engines."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.sample_shops import shop as placed

from amends.core.theme import DENSITIES, FACES, PICTURES
from amends.examples import SHOPS, shop
from amends.portal.theme import theme_css, version_of
from amends.records.shops import save_shop

# What may stand in the sheet: one layer, selectors of the root, custom properties and the scheme. No rule besides.
SHEET = re.compile(
    r"@layer theme\{(:root[^{}]*\{(color-scheme:(light|dark)|--[\w-]+:[^;{}]*)?"
    r"(;(color-scheme:(light|dark)|--[\w-]+:[^;{}]*))*\}"
    r"|@media \(prefers-color-scheme:dark\)\{:root\{[^{}]*\}\})+\}\n"
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
KEYS = st.sampled_from(["light", "dark", "face", "corner", "density", "pictures", "scheme", "logo", "radius"])


@pytest.mark.parametrize("name", SHOPS)
def test_a_theme_is_written_as_properties(name: str) -> None:
    css = theme_css(asdict(shop(name).theme), "/logo.svg")
    assert SHEET.fullmatch(css)
    for colour in asdict(shop(name).theme.light).values():
        assert colour in css
    assert '--logo:url("/logo.svg")' in css


@given(st.dictionaries(KEYS, ANYTHING | st.just({"paper": "red}body{display:none"}) | st.just({"ink": "#12345"})))
def test_whatever_is_stored_as_a_theme_writes_no_rule(theme: dict[str, Any]) -> None:
    css = theme_css(theme, "")
    assert SHEET.fullmatch(css), css
    assert "body" not in css
    assert "#12345" not in css


def test_every_word_of_a_theme_has_its_properties() -> None:
    for name, words in (("face", FACES), ("density", DENSITIES), ("pictures", PICTURES)):
        assert len({theme_css({name: word}, "") for word in words}) == len(words) > 1


def test_a_house_that_prefers_dark_is_dark_for_who_has_not_chosen() -> None:
    assert theme_css(asdict(shop("bespoke").theme), "").split("}")[0].count("color-scheme:dark") == 1
    assert "prefers-color-scheme" not in theme_css(asdict(shop("bespoke").theme), "")
    assert "prefers-color-scheme" in theme_css(asdict(shop("silver").theme), "")


def test_the_version_names_what_is_written() -> None:
    theme = asdict(shop("silver").theme)
    assert version_of(theme) == version_of(dict(theme)) != version_of({**theme, "corner": 5})


@pytest.mark.usefixtures("shops")
def test_public_pages_may_be_found_and_what_was_asked_may_not(client: Client) -> None:
    for address in ("", "help/", "policy"):
        response = client.get(f"/silver/{address}")
        assert "X-Robots-Tag" not in response, address
        assert response["Cache-Control"]
        assert '<meta name="description" content="Wrenfold: ' in response.content.decode()
    for address in ("help/?q=ring", "find", "nowhere/"):
        assert "noindex" in client.get(f"/silver/{address}")["X-Robots-Tag"]


@pytest.mark.usefixtures("shops")
def test_a_shop_without_a_logo_or_help_shows_no_place_for_them(client: Client) -> None:
    with_them = client.get("/silver/").content.decode()
    assert 'class="logo"' in with_them
    assert 'type="search"' in with_them
    save_shop(replace(placed("silver"), id="plain", theme={}), 7)
    page = client.get("/plain/").content.decode()
    assert 'class="logo"' not in page
    assert 'type="search"' not in page
    assert 'name="number"' in page
    assert "logo" not in client.get("/plain/theme.css").content.decode()
    assert 'type="search"' not in client.get("/plain/help/").content.decode()
