"""Pictures of a backtest as SVG: a bar beside a figure, and curves that say in words, too, what they show.

Law: no script and no style, only attributes, so they stand in any page; each has a title and a description, or is
hidden from whoever has a page read aloud because the figure beside it says the same. Names come from a history that
anybody may have written: nothing in one is more than text, and none turns a line round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

PAPER, INK, MUTED, HAIRLINE, ACCENT, SECOND = "#fcfcfa", "#1d2321", "#5a635f", "#d9ddd7", "#2b5a4b", "#b0632a"
WIDTH, RIGHT, TOP, SIGN = 640, 24, 24, 9  # a sign is no wider than that
TALL, NAME, BETWEEN, FOOT = 150, 30, 26, 44  # of a panel: its height, the line with its names, the gap, what is below
ROUNDS = (1, 2, 5)
FONT = 'font-family="Inter, system-ui, sans-serif" font-size="15" font-variant-numeric="tabular-nums"'
STROKES = ((ACCENT, ""), (SECOND, ' stroke-dasharray="7 4"'), (MUTED, ' stroke-dasharray="2 3"'))  # told apart in grey
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its name and its points' heights."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves that share one scale, which begins at nothing, and how a height is written."""

    lines: Sequence[Line]
    written: Callable[[int], str]

    @property
    def most(self) -> int:
        """This property will hold the greatest height of any of the curves."""
        return max((value for one in self.lines for value in one.values), default=0)


def plain(text: str) -> str:
    """This function will return text from anywhere as XML and HTML can hold it, without what nobody sees."""
    return escape("".join(sign if sign.isprintable() or sign == "\u00a0" else "\ufffd" for sign in text))


def bar(value: int, most: int) -> str:
    """This function will return a bar as wide as the value is great, in whatever it stands; `most` fills it."""
    width = max(1, value * 200 // most) if value > 0 and most > 0 else 0
    return (
        '<svg viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{width}" height="10"/></svg>'
    )


def curves(
    title: str, description: str, across: Sequence[int], written: Callable[[int], str], panels: Sequence[Panel],
    now: int | None = None,
) -> str:  # fmt: skip
    """This function will return panels of curves over the same values, one above the other; `now` marks the value held.

    Each panel has a scale of its own, which is written at its left; so heights compare within a panel alone.
    """
    parts = []
    first, last = (across[0], across[-1]) if across else (0, 0)
    held = now is not None and first <= now <= last
    left = 20 + SIGN * max((len(panel.written(_round(panel.most))) for panel in panels), default=0)

    def at(value: int) -> int:
        return left + (value - first) * (WIDTH - left - RIGHT) // max(1, last - first)

    top = TOP
    for panel in panels:
        if held:
            x, foot = at(now or 0), top + NAME + TALL
            parts.append(f'<line x1="{x}" y1="{top + NAME - 6}" x2="{x}" y2="{foot}" stroke="{INK}"/>')
        parts += _panel(panel, top, left, [at(one) for one in across])
        top += NAME + TALL + BETWEEN
    floor = top - BETWEEN
    for value in _steps(first, last):
        beyond = at(value) + SIGN * len(written(value)) // 2 > WIDTH
        x, anchor = (WIDTH - 2, "end") if beyond else (at(value), "middle")
        parts.append(_text(x, floor + 22, written(value), anchor=anchor, colour=MUTED))
    if held:
        side = "end" if at(now or 0) > WIDTH // 2 else "start"
        parts.append(_text(at(now or 0), TOP - 6, f"now {written(now or 0)}", anchor=side))
    return _picture(title, description, WIDTH, floor + FOOT, parts)


def _panel(panel: Panel, top: int, left: int, places: Sequence[int]) -> list[str]:
    """The names of a panel's curves, its scale, and the curves."""
    floor, high = top + NAME + TALL, _round(panel.most)
    parts, beside = [], left
    for height in sorted({0, high // 2, high} if panel.most else {0}):
        y = floor - height * TALL // high
        parts.append(f'<line x1="{left}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="{HAIRLINE}"/>')
        parts.append(_text(left - 10, y + 5, panel.written(height), anchor="end", colour=MUTED))
    for place, one in enumerate(panel.lines):
        colour, dash = STROKES[place % len(STROKES)]
        points = " ".join(
            f"{x},{floor - value * TALL // high}" for x, value in zip(places, one.values, strict=True)
        )  # fmt: skip
        line = f'fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"{dash}'
        parts.append(f'<polyline points="{points}" {line}/>')
        parts.append(f'<polyline points="{beside},{top + 10} {beside + 28},{top + 10}" {line}/>')
        parts.append(_text(beside + 36, top + 15, one.name))
        beside += 60 + SIGN * len(one.name)
    return parts


def _round(most: int) -> int:
    """The least number of the kind 1, 2 or 5 with noughts, or a multiple of the noughts, that is no less."""
    power = 1
    while power * 10 <= most:
        power *= 10
    fine = max(1, power // 2)
    return max(1, -(-most // fine) * fine)


def _steps(first: int, last: int, most: int = 6) -> list[int]:
    """Some even values from the first to the last, both of them among these where nothing stands close."""
    power = 1
    while True:
        for round_to in ROUNDS:
            step = power * round_to
            if (last - first) // step < most:
                inner = [one for one in range(first - first % step, last, step) if first + step / 2 <= one]
                inner = [one for one in inner if one <= last - step / 2]
                return [first, *inner, last] if last > first else [first]
        power *= 10


def _picture(title: str, description: str, width: int, high: int, parts: Sequence[str]) -> str:
    number = next(_numbers)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {high}" width="{width}" role="img" {FONT} '
        f'aria-labelledby="backtest-{number}-title backtest-{number}-desc">'
        f'<title id="backtest-{number}-title">{plain(title)}</title>'
        f'<desc id="backtest-{number}-desc">{plain(description)}</desc>'
        f'<rect width="{width}" height="{high}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def _text(x: int, y: int, text: str, *, anchor: str = "start", colour: str = INK) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{plain(text)}</text>'
