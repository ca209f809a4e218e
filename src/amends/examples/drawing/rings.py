"""Rings: seen from the front where a stone or figure faces us, lying where the band itself is the piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from amends.examples.drawing.motifs import motif
from amends.examples.drawing.pen import Ink, annulus, arc, at, circle, group, path, placed, shine, smooth, tag, wire

Drawn = list[str]
_X, _Y, _R = 160.0, 186.0, 78.0


def ring(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a ring with its setting."""
    return _SETTINGS[draw["setting"]](draw, ink)


def _upright(ink: Ink, width: float = 11) -> Drawn:
    """A ring that stands: the band, and inside it the far side of the band."""
    return [
        path(annulus(_X, _Y, _R, _R - width), fill=ink.m, fill_rule="evenodd"),
        path(_crescent(_X, _Y, _R - width), fill=ink.metal[2], stroke_width=1.6),
        shine(arc(_X, _Y, _R - 4, _R - 4, 150, 205)),
        shine(arc(_X, _Y, _R - 4, _R - 4, 20, 42), 2),
    ]


def _crescent(x: float, y: float, r: float) -> str:
    (x1, y1), (x2, y2) = at(x, y, r, -70), at(x, y, r, 110)
    flatter = r * 1.02
    there, back = f"A{r:.0f} {r:.0f} 0 0 1 {x2:.0f} {y2:.0f}", f"A{flatter:.1f} {flatter:.1f} 0 0 0 {x1:.0f} {y1:.0f}"
    return f"M{x1:.0f} {y1:.0f}{there}{back}Z"


def _solitaire(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    return [*_upright(ink), *_shoulders(ink), *_stone(draw["shape"], ink, _X, 100, 0.44)]


def _shoulders(ink: Ink) -> Drawn:
    return [path("M126 112L146 104H174L194 112L180 124H140Z", fill=ink.m)]


def _stone(shape: str, ink: Ink, x: float, y: float, size: float) -> Drawn:
    claws = [circle(*at(x, y, 104 * size * 0.94, angle), 5, fill=ink.m) for angle in (-135, -45, 45, 135)]
    if shape in {"pear", "emerald"}:
        claws = [
            circle(x + dx * size, y + dy * size, 5, fill=ink.m)
            for dx, dy in ((-66, -84), (66, -84), (-66, 84), (66, 84))
        ]
        if shape == "pear":
            claws = [circle(x + dx * size, y + dy * size, 5, fill=ink.m) for dx, dy in ((0, -114), (-72, 34), (72, 34))]
    return [placed(motif(shape, ink), x, y, size), *claws]


def _halo(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    spots = [at(_X, 100, 56, i * 20) for i in range(18)]
    return [
        *_upright(ink),
        *_shoulders(ink),
        circle(_X, 100, 65, fill=ink.m),
        group((circle(*spot, 7.4) for spot in spots), fill="#f3f8fb", stroke_width=1.5),
        placed(motif(draw["shape"], ink), _X, 100, 0.44),
    ]


def _three_stone(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    shape = draw["shape"]
    return [
        *_upright(ink),
        placed(motif(shape, ink), 104, 124, 0.26, -30),
        placed(motif(shape, ink), 216, 124, 0.26, 30),
        *_stone(shape, ink, _X, 98, 0.42),
    ]


def _bezel(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    rim = placed([group(motif(draw["shape"], ink)[:1], transform="rotate(90)scale(1.2)", fill=ink.m)], _X, 106, 0.46)
    plain = rim.replace(ink.s, ink.m)
    return [*_upright(ink), plain, placed([group(motif(draw["shape"], ink), transform="rotate(90)")], _X, 106, 0.46)]


def _eternity(_: Mapping[str, Any], ink: Ink) -> Drawn:
    spots = [at(_X, 164, 84, i * 15) for i in range(24)]
    return [
        path(annulus(_X, 164, 97, 71), fill=ink.m, fill_rule="evenodd"),
        path(_crescent(_X, 164, 71), fill=ink.metal[2], stroke_width=1.6),
        group((circle(*spot, 10) for spot in spots), fill=ink.s, stroke_width=1.8),
        group((circle(x - 3, y - 3, 2.6) for x, y in spots), fill="#fff", stroke="none"),
    ]


def _signet(_: Mapping[str, Any], ink: Ink) -> Drawn:
    return [
        *_upright(ink, 14),
        path("M92 148C100 112 126 92 160 92S220 112 228 148C212 132 200 126 160 126S108 132 92 148Z", fill=ink.m),
        tag("ellipse", cx=160, cy=100, rx=52, ry=40, fill=ink.m),
        tag("ellipse", cx=160, cy=98, rx=42, ry=31, fill="none", stroke_opacity=".4", stroke_width=1.6),
        shine("M126 92Q134 74 154 70"),
    ]


def _figure(name: str, size: float) -> Callable[[Mapping[str, Any], Ink], Drawn]:
    def drawn(_: Mapping[str, Any], ink: Ink) -> Drawn:
        return [*_upright(ink), placed(motif(name, ink), _X, 104, size)]

    return drawn


def _leaves(_: Mapping[str, Any], ink: Ink) -> Drawn:
    spots = [(*at(_X, _Y, 76, angle), angle + 90) for angle in (-150, -120, -60, -30)]
    sprigs = [placed(motif("leaf", ink), x, y, 0.2, turn + (50 if turn < 0 else -50)) for x, y, turn in spots]
    return [*_upright(ink), *sprigs, placed(motif("leaf", ink), _X, 98, 0.27)]


def _open(_: Mapping[str, Any], ink: Ink) -> Drawn:
    ends = [at(_X, 164, 78, angle) for angle in (-112, -66)]
    return [
        wire(arc(_X, 164, 78, 78, -66, 248), ink, 12),
        *(circle(*end, 14, fill=ink.m) for end in ends),
        *(shine(f"M{x - 7:.0f} {y:.0f}q1-6 6-8") for x, y in ends),
    ]


def _lying(ink: Ink, y: float, height: float, top: str = "") -> Drawn:
    """A band that lies: outside, rim, and the far side of the inside seen through it."""
    front = f"M66 {y:.0f}{top or f'A94 44 0 0 0 254 {y:.0f}'}V{y + height:.0f}A94 44 0 0 1 66 {y + height:.0f}Z"
    half = height / 2
    side = 86 * (1 - (half / 38) ** 2) ** 0.5 if half < 38 else 0
    far = (
        f"M{160 - side:.0f} {y + half:.0f}A86 38 0 1 1 {160 + side:.0f} {y + half:.0f}"
        f"A86 38 0 0 0 {160 - side:.0f} {y + half:.0f}Z"
    )
    rim = f"M66 {y:.0f}a94 44 0 1 0 188 0a94 44 0 1 0-188 0ZM74 {y:.0f}a86 38 0 1 0 172 0a86 38 0 1 0-172 0Z"
    return [
        path(far, fill=ink.metal[2], stroke_width=1.6),
        path(rim, fill=ink.metal[0], fill_rule="evenodd", stroke_width=1.6),
        path(front, fill=ink.m),
        shine(f"M82 {y + 33:.0f}V{y + height + 18:.0f}", 5),
    ]


def _plain(_: Mapping[str, Any], ink: Ink) -> Drawn:
    return _lying(ink, 142, 34)


def _engraved(_: Mapping[str, Any], ink: Ink) -> Drawn:
    script = motif("script", ink)[:1]
    cut = placed(script, 160, 204, 0.42).replace("17", "9")
    return [*_lying(ink, 134, 44), group([cut], stroke_opacity=".75")]


def _skyline(_: Mapping[str, Any], ink: Ink) -> Drawn:
    heights = (4, 16, 8, 24, 12, 32, 20, 8, 28, 16, 6, 18, 4)
    step, x, d = 188 / len(heights), 66.0, ""
    for i, height in enumerate(heights):
        depth = 44 * (1 - ((i + 0.5) / len(heights) * 2 - 1) ** 2) ** 0.5
        x += step
        d += f"V{140 + depth - height:.0f}H{x:.0f}"
    windows = path("M146 166v8M154 166v8M190 170v8M198 170v8M114 166v7M176 182v7", stroke_width=3)
    return [*_lying(ink, 140, 40, d + "V140"), windows]


def _stack(_: Mapping[str, Any], ink: Ink) -> Drawn:
    return [part for y in (188, 158, 128) for part in _lying(ink, y, 14)]


def _twist(_: Mapping[str, Any], ink: Ink) -> Drawn:
    strands = []
    for phase in (0, 1):
        d = smooth([at(_X, 164, 80 + (9 if (i + phase) % 2 else -9), 15 * i) for i in range(24)])
        key = f"{ink.key}t{phase}"
        strands.append(group([path(d, id=key)], fill="none", stroke_width=13))
        for shade, width in ((1, 8.6), (0, 3)):
            strands.append(tag("use", href=f"#{key}", fill="none", stroke=ink.metal[shade], stroke_width=width))
    return strands


_SETTINGS: Mapping[str, Callable[[Mapping[str, Any], Ink], Drawn]] = {
    "solitaire": _solitaire,
    "halo": _halo,
    "three_stone": _three_stone,
    "bezel": _bezel,
    "eternity": _eternity,
    "signet": _signet,
    "bird": _figure("bird", 0.5),
    "leaf": _leaves,
    "open": _open,
    "plain": _plain,
    "engraved": _engraved,
    "skyline": _skyline,
    "stack": _stack,
    "twist": _twist,
}
