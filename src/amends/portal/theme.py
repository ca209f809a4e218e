"""A shop's theme as a style sheet of its own, so that no page needs a style inside it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LENGTH = re.compile(r"0|\d{1,2}px")
_FONTS = re.compile(r"[\w ,.'-]{1,300}", re.ASCII)
_NAMES = ("paper", "surface", "ink", "muted", "hairline", "accent", "on_accent", "tint")


def version_of(theme: Mapping[str, object]) -> str:
    """This function will return what names the theme by its contents."""
    return hashlib.sha256(json.dumps(theme, sort_keys=True).encode()).hexdigest()[:12]


def theme_css(theme: Mapping[str, object], logo_address: str) -> str:
    """This function will write a theme as custom properties; what is no colour, length or list of fonts is left out."""
    light, dark = _colours(theme.get("light")), _colours(theme.get("dark"))
    shape = [*_shape("radius", theme.get("radius"), _LENGTH), *_shape("heading", theme.get("heading_font"), _FONTS)]
    # Where a machine has none of the shop's fonts, ours stands in before whatever the system calls sans-serif.
    shape = [
        one.removesuffix("sans-serif") + "Inter, sans-serif" if one.endswith(" sans-serif") else one for one in shape
    ]
    shape.append(f'--logo:url("{logo_address}")')
    return f":root{{{';'.join(light + shape)}}}\n@media (prefers-color-scheme:dark){{:root{{{';'.join(dark)}}}}}\n"


def _colours(given: object) -> list[str]:
    colours = given if isinstance(given, Mapping) else {}
    named = ((name, str(colours.get(name, ""))) for name in _NAMES)
    return [f"--{name.replace('_', '-')}:{value}" for name, value in named if _COLOUR.fullmatch(value)]


def _shape(name: str, value: object, allowed: re.Pattern[str]) -> list[str]:
    return [f"--{name}:{value}"] if isinstance(value, str) and allowed.fullmatch(value) else []
