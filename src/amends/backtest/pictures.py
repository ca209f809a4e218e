"""Pictures of a backtest as SVG: bars and curves that say in words, too, what they show.

Law: no script and no style, only attributes, so they stand in any page; each has a title and a description.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

INK, MUTED, HAIRLINE, ACCENT, SECOND = "#1d2321", "#5a635f", "#c9cec8", "#2b5a4b", "#b0632a"
WIDTH, LEFT, ROW = 640, 190, 26
HIGH, MARGIN, TOP = 260, 46, 66  # the names of the curves stand above them
FONT = 'font-family="Inter, system-ui, sans-serif" font-size="13"'
STROKES = ((ACCENT, ""), (SECOND, ' stroke-dasharray="6 4"'), (MUTED, ' stroke-dasharray="2 3"'))  # told apart in grey
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, how long it is, and what is written at its end."""

    name: str
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its name and its points' heights, with what its highest and lowest are called."""

    name: str
    values: Sequence[int]
    labels: tuple[str, str]  # of the lowest and of the highest


def bars(title: str, description: str, rows: Sequence[Bar]) -> str:
    """This function will return bars beside each other's names, the longest as wide as there is room."""
    high = len(rows) * ROW + 8
    most = max((abs(one.value) for one in rows), default=0) or 1
    room = WIDTH - LEFT - 110
    parts = []
    for place, one in enumerate(rows):
        top = place * ROW + 4
        width = max(1, abs(one.value) * room // most) if one.value else 0
        colour = ACCENT if one.value >= 0 else SECOND
        parts += [
            _text(LEFT - 10, top + 14, _short(one.name), anchor="end"),
            f'<rect x="{LEFT}" y="{top}" width="{width}" height="{ROW - 8}" rx="2" fill="{colour}"/>',
            _text(LEFT + width + 8, top + 14, one.label, colour=MUTED),
        ]
    return _picture(title, description, WIDTH, high, parts)


def curves(title: str, description: str, across: Sequence[str], lines: Sequence[Line]) -> str:
    """This function will return curves over the same steps, each drawn to its own height, first and last step named."""
    parts = [
        f'<line x1="{MARGIN}" y1="{HIGH - MARGIN}" x2="{WIDTH - MARGIN}" y2="{HIGH - MARGIN}" stroke="{HAIRLINE}"/>'
    ]
    room, steps = WIDTH - 2 * MARGIN, max(1, len(across) - 1)
    for place, one in enumerate(lines):
        low, high = min(one.values, default=0), max(one.values, default=0)
        span = high - low or 1
        tall = HIGH - MARGIN - TOP
        points = " ".join(
            f"{MARGIN + at * room // steps},{HIGH - MARGIN - (value - low) * tall // span}"
            for at, value in enumerate(one.values)
        )
        colour, dash = STROKES[place % len(STROKES)]
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        said = f"{one.name}: {one.labels[0]} to {one.labels[1]}"
        parts.append(_text(MARGIN, 16 + place * 16, said, colour=colour))
    if across:
        parts.append(_text(MARGIN, HIGH - MARGIN + 20, across[0]))
        parts.append(_text(WIDTH - MARGIN, HIGH - MARGIN + 20, across[-1], anchor="end"))
    return _picture(title, description, WIDTH, HIGH, parts)


def _picture(title: str, description: str, width: int, high: int, parts: Sequence[str]) -> str:
    number = next(_numbers)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {high}" width="{width}" role="img" {FONT} '
        f'aria-labelledby="backtest-{number}-title backtest-{number}-desc">'
        f'<title id="backtest-{number}-title">{escape(title)}</title>'
        f'<desc id="backtest-{number}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def _text(x: int, y: int, text: str, *, anchor: str = "start", colour: str = INK) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25] + "…"
