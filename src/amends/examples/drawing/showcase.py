"""What a piece lies on: its shop's ground with a pool of light on it, and the soft shadow that the light leaves."""

from __future__ import annotations

from amends.examples.drawing.palette import Ground, Shades
from amends.examples.drawing.pen import LINE, Ink


def showcase(title: str, drawn: str, ink: Ink, ground: Ground) -> str:
    """This function will return the whole picture of a piece; the light falls from above, a little to the left."""
    key = ink.key
    pool = "".join(
        f'<stop offset="{offset}" stop-color="{colour}"/>'
        for offset, colour in ((0, ground.shape), (0.55, ground.top), (1, ground.bottom))
    )
    paints = "".join(
        _paint(f"{key}{letter}", shades, end)
        for letter, shades, end in (("m", ink.metal, 'x2=".7" y2="1"'), ("s", ink.stone, 'x2=".6" y2="1"'))
        if f"#{key}{letter})" in drawn
    )
    shadow = f'<feDropShadow dx="2" dy="10" stdDeviation="8" flood-color="{ground.line}" flood-opacity=".3"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" role="img">'
        f"<title>{title}</title><defs>"
        f'<radialGradient id="{key}g" cx=".46" cy=".4" r=".78">{pool}</radialGradient>{paints}'
        f'<filter id="{key}f" filterUnits="userSpaceOnUse" x="0" y="0" width="320" height="320">{shadow}</filter>'
        f'</defs><path fill="url(#{key}g)" d="M0 0h320v320H0z"/>'
        f'<g filter="url(#{key}f)" stroke="{ground.line}" stroke-width="{LINE}" stroke-linecap="round" '
        f'stroke-linejoin="round">{drawn}</g></svg>\n'
    )


def _paint(name: str, shades: Shades, end: str) -> str:
    stops = "".join(f'<stop offset="{i / 2:g}" stop-color="{shade}"/>' for i, shade in enumerate(shades))
    return f'<linearGradient id="{name}" {end}>{stops}</linearGradient>'
