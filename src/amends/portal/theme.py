"""A shop's theme as a style sheet of its own, so that no page needs a style inside it.

It holds custom properties alone; every rule is in `amends.css`, the same for all shops. What a reader chose at the
foot of a page (`data-theme`) comes before what the shop prefers, and that before what the reader's device says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache

from amends.core.theme import MOST_CORNER, PROBLEM, is_colour

_NAMES = ("paper", "surface", "ink", "muted", "hairline", "accent", "on_accent", "tint", "band", "on_band")
# Each face with what stands in while it loads, cut to its measure, so that nothing moves when it is there; its weight,
# its spacing, and its size beside that of Inter, since letters of one size differ in height.
_FACES: Mapping[str, str] = {
    "inter": "--heading:var(--text);--heading-weight:600;--heading-track:-.022em;--heading-scale:1",
    "fraunces": (
        "--heading:Fraunces,'Fraunces stand-in','Fraunces stand-in 2',Georgia,serif;"
        "--heading-weight:430;--heading-track:-.012em;--heading-scale:1.03"
    ),
    "cormorant": (
        "--heading:Cormorant,'Cormorant stand-in','Cormorant stand-in 2',Georgia,serif;"
        "--heading-weight:500;--heading-track:0;--heading-scale:1.2"
    ),
}
_AIR: Mapping[str, str] = {"roomy": "1.2", "even": "1", "compact": ".85"}
_PICTURES: Mapping[str, str] = {
    "round": "--picture-corner:50%;--picture-edge:0px",
    "framed": "--picture-corner:var(--corner);--picture-edge:1px",
    "lit": "--picture-corner:0;--picture-edge:0px",
}


def version_of(theme: Mapping[str, object]) -> str:
    """This function will return what names the theme's style sheet by its contents."""
    return _version(json.dumps(theme, sort_keys=True))


def theme_css(theme: Mapping[str, object], logo_address: str) -> str:
    """This function will write a theme as custom properties; what is no colour and no known word is left out."""
    light, dark = _colours(theme.get("light"), "light"), _colours(theme.get("dark"), "dark")
    scheme = str(theme.get("scheme"))
    shape = [one for one in (*_shape(theme), f'--logo:url("{logo_address}")' if logo_address else "") if one]
    by_device = f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}" if scheme not in {"light", "dark"} else ""
    return (
        f"@layer theme{{:root{{{';'.join((*shape, dark if scheme == 'dark' else light))}}}{by_device}"
        f":root:is([data-theme=light],:has(#look-light:checked)){{{light}}}"
        f":root:is([data-theme=dark],:has(#look-dark:checked)){{{dark}}}}}\n"
    )


@lru_cache(maxsize=256)
def _version(theme: str) -> str:
    return hashlib.sha256(theme_css(json.loads(theme), "").encode()).hexdigest()[:12]


def _colours(given: object, scheme: str) -> str:
    colours = given if isinstance(given, Mapping) else {}
    named = ((name, str(colours.get(name, ""))) for name in _NAMES)
    said = [f"--{name.replace('_', '-')}:{value}" for name, value in named if is_colour(value)]
    return ";".join((f"color-scheme:{scheme}", *said, f"--problem:{PROBLEM[scheme]}"))


def _shape(theme: Mapping[str, object]) -> tuple[str, ...]:
    corner = theme.get("corner")
    is_corner = isinstance(corner, int) and not isinstance(corner, bool) and 0 <= corner <= MOST_CORNER
    return (
        f"--corner:{corner}px" if is_corner else "",
        _FACES.get(str(theme.get("face")), ""),
        f"--air:{_AIR[air]}" if (air := str(theme.get("density"))) in _AIR else "",
        _PICTURES.get(str(theme.get("pictures")), ""),
    )
