"""How a shop's pages look, as data: colours for light and dark, a face for headings, corners, air, pictures.

A theme is checked when it is read. Its law: whatever text lies on, it keeps a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3),
in both schemes. What breaks it is said plainly, with a colour that would do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_DOWN, Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from amends.core.errors import AmendsError

LEAST_CONTRAST = Decimal("4.5")
MOST_CORNER = 28  # pixels; more is no corner any more
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

# The faces that headings can be set in, each with what a mail, which loads no fonts, sets them in.
FACES: Mapping[str, str] = {
    "inter": "Inter, 'Helvetica Neue', Arial, sans-serif",
    "fraunces": "Fraunces, Georgia, 'Times New Roman', serif",
    "cormorant": "'Cormorant Garamond', 'Iowan Old Style', Palatino, Georgia, serif",
}
DENSITIES = ("roomy", "even", "compact")
PICTURES = ("round", "framed", "lit")  # a circle; a thin frame; edge to edge, as in a show case
SCHEMES = ("auto", "light", "dark")  # what a reader sees who has not chosen; `auto` is what the reader's device says

# The colour of faults is the same in every shop, so that it is known for what it is; a theme has to leave it readable.
PROBLEM: Mapping[str, str] = {"light": "#a3201d", "dark": "#ffb4ab"}


class ThemeUnsound(AmendsError):
    """A theme cannot be used; `problems` lists every fault found."""

    code = "theme_unsound"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours of one scheme, each as `#rrggbb`; text on them keeps a contrast of 4.5 to 1."""

    paper: str  # the page
    surface: str  # what lies on the page
    ink: str
    muted: str  # secondary text, and the edges of fields
    hairline: str
    accent: str  # links and buttons
    on_accent: str  # text on a button
    tint: str  # a soft patch of the accent
    band: str  # the ground of the head
    on_band: str  # text in the head


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How a shop's pages look; the rest is the same for all shops."""

    light: Colours
    dark: Colours
    face: str
    heading_font: str  # for mails: a CSS font stack
    corner: int  # pixels
    density: str
    pictures: str
    scheme: str
    logo: str  # SVG that takes its colour from the text around it


def theme_of(raw: Mapping[str, Any], logo: str) -> Theme:
    """This function will return the theme that a shop describes, or raise `ThemeUnsound` with every fault in it."""
    faults = [*_unknown(raw)]
    schemes = {}
    for scheme in ("light", "dark"):
        given = raw.get(scheme)
        wrong = list(_faults_of_colours(scheme, given))
        faults += wrong
        if not wrong and isinstance(given, Mapping):
            schemes[scheme] = Colours(**{name: str(value).lower() for name, value in given.items()})
            faults += _too_faint(scheme, schemes[scheme])
    faults += _one_of(raw, "face", tuple(FACES), "inter")
    faults += _one_of(raw, "density", DENSITIES, "even")
    faults += _one_of(raw, "pictures", PICTURES, "framed")
    faults += _one_of(raw, "scheme", SCHEMES, "auto")
    corner = raw.get("corner", 0)
    if not isinstance(corner, int) or isinstance(corner, bool) or not 0 <= corner <= MOST_CORNER:
        faults.append(f"`corner` is `{corner}`; write whole pixels from 0 to {MOST_CORNER}.")
    if not logo.lstrip().startswith("<svg"):
        faults.append("`logo` is no SVG picture; name an SVG file of the shop's folder.")
    if faults:
        raise ThemeUnsound(tuple(faults))
    face = str(raw.get("face", "inter"))
    return Theme(
        **schemes, face=face, heading_font=FACES[face], corner=corner, density=str(raw.get("density", "even")),
        pictures=str(raw.get("pictures", "framed")), scheme=str(raw.get("scheme", "auto")), logo=logo,
    )  # fmt: skip


def contrast(one: str, other: str) -> Decimal:
    """This function will return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + Decimal("0.05")) / Decimal(dark + Decimal("0.05"))


def nearest_readable(text: str, ground: str) -> str:
    """This function will return the colour nearest to the text's, darker or lighter, that is readable on the ground."""
    for step in range(256):
        for end in (0, 255):
            channels = [value + (end - value) * step // 255 for value in _channels(text)]
            colour = "#" + "".join(f"{value:02x}" for value in channels)
            if contrast(colour, ground) >= LEAST_CONTRAST:
                return colour
    raise AssertionError("black or white is readable on every ground")


def texts_and_grounds(scheme: str, colours: Colours) -> Iterator[tuple[str, str, str, str]]:
    """This function will yield every text with what it lies on: both names, then both colours."""
    for ground in ("paper", "surface", "tint"):
        for text in ("ink", "muted", "accent"):
            yield text, ground, getattr(colours, text), getattr(colours, ground)
        yield "the colour of faults", ground, PROBLEM[scheme], getattr(colours, ground)
    yield "on_accent", "accent", colours.on_accent, colours.accent
    yield "on_band", "band", colours.on_band, colours.band


def _too_faint(scheme: str, colours: Colours) -> Iterator[str]:
    for text, ground, colour, lies_on in texts_and_grounds(scheme, colours):
        found = contrast(colour, lies_on)
        if found < LEAST_CONTRAST:
            name = f"{text} {colour}" if " " in text else f"`{scheme}.{text}` {colour}"
            is_fixed = " " in text
            advice = "" if is_fixed else f"For `{text}`, {nearest_readable(colour, lies_on)} would do"
            change = advice or f"For `{ground}`, {nearest_readable(lies_on, colour)} would do"
            shown = found.quantize(Decimal("0.1"), ROUND_DOWN)
            yield (
                f"{name} on `{scheme}.{ground}` {lies_on} has a contrast of {shown} to 1; text needs "
                f"{LEAST_CONTRAST}. {change}."
            )


def is_colour(text: str) -> bool:
    """This function will say whether the text is a colour as a theme writes it; anything else could be anything."""
    return _COLOUR.fullmatch(text) is not None


def _faults_of_colours(scheme: str, given: object) -> Iterator[str]:
    if not isinstance(given, Mapping):
        yield f"`{scheme}` is missing; write its colours, each as `#rrggbb`."
        return
    names = [one.name for one in fields(Colours)]
    for name in names:
        if name not in given:
            yield f"`{scheme}.{name}` is missing; write a colour as `#rrggbb`."
        elif not is_colour(str(given[name])):
            yield f"`{scheme}.{name}` is `{given[name]}`; write a colour as `#rrggbb`."
    for name in given:
        if name not in names:
            yield f"`{scheme}.{name}` is no colour of a theme.{_nearest(str(name), names)}"


def _unknown(raw: Mapping[str, Any]) -> Iterator[str]:
    known = ("light", "dark", "face", "corner", "density", "pictures", "scheme", "logo")
    for name in raw:
        if name not in known:
            yield f"`{name}` is no part of a theme.{_nearest(str(name), known)}"


def _one_of(raw: Mapping[str, Any], name: str, known: tuple[str, ...], usual: str) -> Iterator[str]:
    given = str(raw.get(name, usual))
    if given not in known:
        yield f"`{name}` is `{given}`; write one of {', '.join(f'`{one}`' for one in known)}.{_nearest(given, known)}"


def _nearest(given: str, known: object) -> str:
    near = get_close_matches(given, list(known) if isinstance(known, (list, tuple)) else [], n=1)
    return f" Did you mean `{near[0]}`?" if near else ""


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=256)
def _linear(channel: int) -> Decimal:
    share = Decimal(channel) / 255  # exact: a decimal
    low = Decimal("0.04045")
    return (
        share / Decimal("12.92") if share <= low else ((share + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
    )


def _luminance(colour: str) -> Decimal:
    red, green, blue = (_linear(one) for one in _channels(colour))
    return Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue
