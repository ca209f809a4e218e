"""Signs that several pictures of the help share: movements, right and wrong, a ruler, a span that is measured."""

from __future__ import annotations

from amends.examples.drawing.pen import Ink, circle, n, path, placed, tag

Drawn = list[str]


def arrow(d: str, x: float, y: float, turn: float, ink: Ink) -> Drawn:
    """This function will draw a movement: the way it goes, and the head of the arrow at its end."""
    head = path("M-16-11L0 0L-16 11", fill="none", stroke=ink.accent, stroke_width=6)
    return [path(d, fill="none", stroke=ink.accent, stroke_width=6), placed([head], x, y, turn=turn)]


def tick(x: float, y: float) -> Drawn:
    """This function will draw what says that a thing is right."""
    mark = path("M-11 1L-3 9L12-8", fill="none", stroke="#fff", stroke_width=6)
    return [placed([circle(0, 0, 22, fill="#2f7d4f"), mark], x, y)]


def cross(x: float, y: float) -> Drawn:
    """This function will draw what says that a thing is wrong."""
    mark = path("M-9-9L9 9M9-9L-9 9", fill="none", stroke="#fff", stroke_width=6)
    return [placed([circle(0, 0, 22, fill="#a83246"), mark], x, y)]


def ruler(x: float, y: float, length: float, ink: Ink) -> Drawn:
    """This function will draw a ruler that lies level, its marks above."""
    count = int(length // 12) - 1
    marks = "".join(f"M{n(x + 14 + 12 * i)} {n(y + 2)}v{16 if i % 5 == 0 else 9}" for i in range(count))
    return [
        tag("rect", x=x, y=y, width=length, height=40, rx=5, fill=ink.soft),
        path(marks, stroke_width=2),
    ]


def span(x: float, y: float, length: float, ink: Ink, *, upright: bool = False) -> Drawn:
    """This function will draw two arrows that point apart, from one end of what is measured to the other."""
    half = length / 2
    if upright:
        return [
            *arrow(f"M{n(x)} {n(y)}V{n(y - half + 4)}", x, y - half, -90, ink),
            *arrow(f"M{n(x)} {n(y)}V{n(y + half - 4)}", x, y + half, 90, ink),
        ]
    return [
        *arrow(f"M{n(x)} {n(y)}H{n(x + half - 4)}", x + half, y, 0, ink),
        *arrow(f"M{n(x)} {n(y)}H{n(x - half + 4)}", x - half, y, 180, ink),
    ]
