"""The law of themes: one that is taken leaves all text readable, and one that is not says what would do."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.theme import (
    FACES,
    LEAST_CONTRAST,
    PROBLEM,
    Colours,
    Theme,
    ThemeUnsound,
    contrast,
    nearest_readable,
    theme_of,
)
from amends.examples import SHOPS, shop

SVG = "<svg/>"
NAMES = list(Colours.__dataclass_fields__)
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
# Among colours taken by chance hardly any theme is readable: so dark on light, and light on dark, with some slips.
PALE, DEEP = (st.tuples(*[st.integers(low, high)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))
              for low, high in ((200, 255), (0, 105)))  # fmt: skip
GROUNDS = ("paper", "surface", "tint", "on_accent", "on_band")


@st.composite
def schemes(draw: st.DrawFn, *, dark: bool) -> dict[str, str]:
    """This function will draw a scheme that is often readable, and now and then is not."""
    ground, text = (DEEP, PALE) if dark else (PALE, DEEP)
    return {name: draw(ground if name in GROUNDS else text) for name in NAMES}


THEMES = st.fixed_dictionaries({"light": schemes(dark=False), "dark": schemes(dark=True)})


def by_the_guidelines(one: str, other: str) -> float:
    """This function will return the contrast of two colours as WCAG 2.2 writes it down, in another arithmetic."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[a:b], 16) / 255 for a, b in pairwise((1, 3, 5, 7))]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def faintest(scheme: str, colours: dict[str, str]) -> float:
    """This function will return the least contrast of any text of the scheme."""
    pairs = [(colours[text], colours[ground]) for ground in ("paper", "surface", "tint")
             for text in ("ink", "muted", "accent")]  # fmt: skip
    pairs += [(PROBLEM[scheme], colours[ground]) for ground in ("paper", "surface", "tint")]
    pairs += [(colours["on_accent"], colours["accent"]), (colours["on_band"], colours["band"])]
    return min(by_the_guidelines(*pair) for pair in pairs)


def reading(raw: dict[str, Any]) -> tuple[Theme | None, tuple[str, ...]]:
    """This function will return the theme, or why it is not taken."""
    try:
        return theme_of(raw, SVG), ()
    except ThemeUnsound as error:
        return None, error.problems


@given(THEMES)
def test_a_theme_is_taken_if_and_only_if_all_its_text_can_be_read(raw: dict[str, dict[str, str]]) -> None:
    least = min(faintest(scheme, raw[scheme]) for scheme in ("light", "dark"))
    taken, problems = reading(raw)
    if taken:
        assert least >= 4.5 - 1e-9
        assert asdict(taken.light) == raw["light"]
    else:
        assert least < 4.5 + 1e-9
        assert all("has a contrast of" in problem and "would do" in problem for problem in problems)


@given(COLOURS, COLOURS)
def test_what_is_advised_can_be_read(text: str, ground: str) -> None:
    advised = nearest_readable(text, ground)
    assert by_the_guidelines(advised, ground) >= 4.5 - 1e-9
    assert advised == text or by_the_guidelines(text, ground) < 4.5 + 1e-9


@given(COLOURS, COLOURS)
def test_contrast_is_computed_as_the_guidelines_say(one: str, other: str) -> None:
    assert float(contrast(one, other)) == pytest.approx(by_the_guidelines(one, other))
    assert contrast(one, other) == contrast(other, one)


def test_contrast_of_known_colours() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") < LEAST_CONTRAST < contrast("#767676", "#ffffff")


@pytest.mark.parametrize("name", SHOPS)
def test_the_themes_of_the_sample_shops_are_sound(name: str) -> None:
    theme = shop(name).theme
    assert faintest("light", asdict(theme.light)) >= 4.5
    assert faintest("dark", asdict(theme.dark)) >= 4.5
    assert theme.face in FACES


def sound() -> dict[str, Any]:
    """This function will return a theme without a fault, to break."""
    theme = asdict(shop("silver").theme)
    return {name: theme[name] for name in ("light", "dark", "face", "corner", "density", "pictures", "scheme")}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"corner": 40}, "`corner` is `40`; write whole pixels from 0 to 28."),
        ({"corner": True}, "`corner` is `True`; write whole pixels from 0 to 28."),
        ({"face": "frances"}, "Did you mean `fraunces`?"),
        ({"density": "dense"}, "`density` is `dense`; write one of `roomy`, `even`, `compact`."),
        ({"pictures": "oval"}, "`pictures` is `oval`"),
        ({"scheme": "night"}, "`scheme` is `night`"),
        ({"colour": "#fff"}, "`colour` is no part of a theme."),
        ({"dark": None}, "`dark` is missing; write its colours, each as `#rrggbb`."),
        ({"light": {}}, "`light.ink` is missing; write a colour as `#rrggbb`."),
        ({"light": {"ink": "black"}}, "`light.ink` is `black`; write a colour as `#rrggbb`."),
        ({"light": {"inc": "#000000"}}, "`light.inc` is no colour of a theme. Did you mean `ink`?"),
    ],
)
def test_each_fault_is_said_plainly(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ThemeUnsound) as caught:
        theme_of(sound() | change, SVG)
    assert any(said in problem for problem in caught.value.problems)


def test_a_faint_accent_is_named_with_one_that_would_do() -> None:
    raw = sound()
    raw["light"] = raw["light"] | {"accent": "#c08040"}
    with pytest.raises(ThemeUnsound) as caught:
        theme_of(raw, SVG)
    first = caught.value.problems[0]
    assert first.startswith(
        "`light.accent` #c08040 on `light.paper` #fbf8f2 has a contrast of 3.0 to 1; text needs 4.5."
    )
    assert by_the_guidelines("#" + first.rpartition("#")[2][:6], "#fbf8f2") >= 4.5


def test_a_logo_is_a_drawing() -> None:
    with pytest.raises(ThemeUnsound, match="`logo` is no SVG picture"):
        theme_of(sound(), "GIF89a")
