"""The pen: SVG text from shapes, with short numbers, always in the same order.

The sheet is 320 by 320. A metal piece is filled with `url(#..m)`, a stone with `url(#..s)`; lines take the sheet's
line colour. Things that repeat in every picture (line width, light from the top left, soft shadow) live here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

Point = tuple[float, float]

LINE = 2.4


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one picture: metal and stone from light to dark, line, and the shop's own."""

    metal: tuple[str, str, str]
    stone: tuple[str, str, str]
    line: str
    accent: str
    soft: str
    cabochon: bool  # the stone is polished round, not cut
    key: str  # begins the ids inside the picture, so that several can stand on one page

    @property
    def m(self) -> str:
        """This property will hold the paint of metal."""
        return f"url(#{self.key}m)"

    @property
    def s(self) -> str:
        """This property will hold the paint of stones."""
        return f"url(#{self.key}s)"


def n(value: float) -> str:
    """This function will write a number with at most one digit after the point, as short as it can be."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def tag(name: str, inner: str = "", /, **attributes: str | float) -> str:
    """This function will write an element; `stroke_width` becomes `stroke-width`."""
    said = "".join(
        f' {key.replace("_", "-")}="{value if isinstance(value, str) else n(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"


def path(d: str, **attributes: str | float) -> str:
    """This function will write a path."""
    return tag("path", d=d, **attributes)


def circle(x: float, y: float, r: float, **attributes: str | float) -> str:
    """This function will write a circle."""
    return tag("circle", cx=x, cy=y, r=r, **attributes)


def ellipse(x: float, y: float, rx: float, ry: float, **attributes: str | float) -> str:
    """This function will write an ellipse."""
    return tag("ellipse", cx=x, cy=y, rx=rx, ry=ry, **attributes)


def group(inner: Iterable[str], **attributes: str | float) -> str:
    """This function will write a group."""
    return tag("g", "".join(inner), **attributes)


def placed(inner: Iterable[str], x: float, y: float, scale: float = 1, turn: float = 0) -> str:
    """This function will put what was drawn around (0, 0) somewhere else, with lines as thick as all others."""
    where = f"translate({n(x)} {n(y)})" + (f"rotate({n(turn)})" if turn else "")
    if scale == 1:
        return group(inner, transform=where)
    return group(inner, transform=f"{where}scale({scale:.3g})", stroke_width=LINE / scale)


def at(x: float, y: float, r: float, degrees: float, ry: float | None = None) -> Point:
    """This function will return the point at that angle of a circle or ellipse; 0 is right, 90 is below."""
    turn = radians(degrees)
    return x + r * cos(turn), y + (r if ry is None else ry) * sin(turn)


def polygon(points: Sequence[Point]) -> str:
    """This function will return a closed path through the points."""
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + "Z"


def smooth(points: Sequence[Point]) -> str:
    """This function will return a soft closed path that has the points as its corners."""
    count = len(points)
    mids = [
        ((points[i][0] + points[(i + 1) % count][0]) / 2, (points[i][1] + points[(i + 1) % count][1]) / 2)
        for i in range(count)
    ]
    begin, turns = f"M{n(mids[-1][0])} {n(mids[-1][1])}", zip(points, mids, strict=True)
    return begin + "".join(f"Q{n(a)} {n(b)} {n(c)} {n(d)}" for (a, b), (c, d) in turns) + "Z"


def annulus(x: float, y: float, outer: float, inner: float, flat: float = 1) -> str:
    """This function will return a ring as one path for the fill rule `evenodd`; `flat` presses it sideways."""
    d = ""
    for r in (outer, inner):
        half = f"a{n(r * flat)} {n(r)} 0 1 0 "
        d += f"M{n(x - r * flat)} {n(y)}{half}{n(2 * r * flat)} 0{half}{n(-2 * r * flat)} 0Z"
    return d


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> str:
    """This function will return a part of an ellipse, clockwise from one angle to another."""
    (x1, y1), (x2, y2) = at(x, y, rx, start, ry), at(x, y, rx, end, ry)
    return f"M{n(x1)} {n(y1)}A{n(rx)} {n(ry)} 0 {int(end - start > 180)} 1 {n(x2)} {n(y2)}"


def shine(d: str, width: float = 2.6) -> str:
    """This function will write a highlight along a path."""
    return path(d, fill="none", stroke="#fff", stroke_width=width, stroke_opacity=".8")


def wire(d: str, ink: Ink, width: float = 6) -> str:
    """This function will write a metal wire along a path: outline, metal, light."""
    return group(
        (
            path(d, stroke=ink.line, stroke_width=width + 3.4),
            path(d, stroke=ink.metal[2], stroke_width=width - 0.6),
            path(d, stroke=ink.metal[1], stroke_width=width * 0.72),
            path(d, stroke=ink.metal[0], stroke_width=max(width * 0.3, 1)),
        ),
        fill="none",
    )


def links(d: str, ink: Ink, width: float = 5, pitch: float = 11) -> str:
    """This function will write a chain along a path: round links that lie flat, held by links on edge."""
    dash = f"{n(pitch - width - 2.2)} {n(width + 2.2)}"
    drawn = [
        path(d, stroke=ink.line, stroke_width=1.6),
        path(d, stroke=ink.line, stroke_width=width, stroke_dasharray=dash),
        path(d, stroke=ink.metal[1], stroke_width=width - 2.2, stroke_dasharray=dash),
    ]
    if width > 6:  # near enough to see through the links
        drawn.append(path(d, stroke=ink.line, stroke_width=1.8, stroke_dasharray=dash))
    return group(drawn, fill="none")


def rope(d: str, ink: Ink, width: float) -> str:
    """This function will write a twisted rope along a path."""
    strand = width - 3.6
    return group(
        (
            path(d, stroke=ink.line, stroke_width=width),
            path(d, stroke=ink.metal[1], stroke_width=strand),
            path(d, stroke=ink.metal[0], stroke_width=strand, stroke_dasharray="3 7"),
            path(d, stroke=ink.line, stroke_width=strand, stroke_dasharray="1.2 8.8", stroke_dashoffset="3.6"),
        ),
        fill="none",
        stroke_linecap="butt",
    )
