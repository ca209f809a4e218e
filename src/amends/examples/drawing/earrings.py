"""Earrings: flat backs with both kinds of back, studs, huggies, hoops, drops and cuffs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from amends.examples.drawing.motifs import motif
from amends.examples.drawing.pen import (
    Ink,
    annulus,
    arc,
    at,
    circle,
    group,
    links,
    path,
    placed,
    rope,
    shine,
    tag,
    wire,
)

Drawn = list[str]


def flat_back(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw the head from the front, and beside it head and back from the side, apart."""
    head = motif(draw["motif"], ink)
    fronts = [placed(head, 112, 160, 0.6)]
    if draw.get("pair"):
        fronts = [placed(head, 92, 116, 0.46, -8), placed(head, 128, 214, 0.46, 8)]
    return [*fronts, *placed_apart(draw["back"], ink, 232, 84)]


def placed_apart(back: str, ink: Ink, x: float, y: float) -> Drawn:
    """This function will draw a head with its pin above the flat back that it goes into, from the side."""
    pin = "M-3 12V40h6V12" if back == "threaded" else "M-3 12C-3 28 1 38 9 50L14 47C8 36 3 26 3 12"
    thread = path("M-4 20L4 17M-4 27L4 24M-4 34L4 31", stroke_width=2) if back == "threaded" else ""
    post = "M-8 0V74H-34Q-38 74-38 78T-34 82H34Q38 82 38 78T34 74H8V0Z"
    return [
        placed((path(pin, fill=ink.m), thread), x, y),
        placed((path("M-30 12Q-30-16 0-16T30 12Z", fill=ink.m), shine("M-20 4Q-17-8-4-9")), x, y),
        placed((path(post, fill=ink.m), path("M-8 6H8", stroke_width=2), shine("M-3 14V66", 2)), x, y + 78),
        path(f"M{x} {y + 60}V{y + 70}", stroke_dasharray="2 4", stroke_width=1.6, fill="none"),
    ]


def several(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a set of heads in a row of two by two."""
    spots = ((108, 112), (212, 112), (108, 212), (212, 212))
    names: Sequence[str] = draw["motifs"]
    return [placed(motif(name, ink), x, y, 0.4, -6) for name, (x, y) in zip(names, spots, strict=True)]


def stud(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a pair of studs, one from the front and one turned to show post and butterfly."""
    head = motif(draw["motif"], ink)
    butterfly = path("M-5 0C-8-20 14-20 12-2C14 20-8 20-5 0Z", fill=ink.m)
    return [
        wire("M222 196L276 166", ink, 3.4),
        placed([butterfly], 268, 170, 1.25, -29),
        placed(head, 112, 136, 0.56, -6),
        placed([group(head, transform="scale(.84 1)")], 208, 204, 0.56, 6),
    ]


def huggie(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a pair of small thick hoops; one hangs turned, so that its post can be seen."""
    drawn = [
        *_thick_hoop(ink, 118, 148, 58, 1, stones="stones" in draw),
        *_thick_hoop(ink, 222, 168, 58, 0.72, stones="stones" in draw),
    ]
    if "motif" in draw:
        for x, y in ((118, 206), (222, 226)):
            drawn += [circle(x, y + 6, 6, fill="none"), placed(motif(draw["motif"], ink), x, y + 36, 0.24)]
    return drawn


def _thick_hoop(ink: Ink, x: float, y: float, r: float, flat: float, *, stones: bool) -> Drawn:
    inner, middle = r - 19, r - 9.5
    post = arc(x, y, middle * flat, middle, -150, -62)
    drawn = [
        wire(post, ink, 3),
        path(_band(x, y, r, inner, flat), fill=ink.m),
        shine(arc(x, y, (r - 5) * flat, r - 5, 120, 176)),
        circle(*at(x, y, middle * flat, -62, middle), 5.5, fill=ink.m),
    ]
    if stones:
        spots = [at(x, y, middle * flat, angle, middle) for angle in range(-40, 126, 20)]
        drawn += [group((circle(*spot, 6) for spot in spots), fill=ink.s, stroke_width=1.6)]
        drawn += [group((circle(a - 2, b - 2, 1.6) for a, b in spots), fill="#fff", stroke="none")]
    return drawn


def _band(x: float, y: float, outer: float, inner: float, flat: float) -> str:
    (x1, y1), (x2, y2) = at(x, y, outer * flat, -62, outer), at(x, y, outer * flat, -150, outer)
    (x3, y3), (x4, y4) = at(x, y, inner * flat, -150, inner), at(x, y, inner * flat, -62, inner)
    return (
        f"M{x1:.0f} {y1:.0f}A{outer * flat:.1f} {outer} 0 1 1 {x2:.0f} {y2:.0f}L{x3:.0f} {y3:.0f}"
        f"A{inner * flat:.1f} {inner} 0 1 0 {x4:.0f} {y4:.0f}Z"
    )


def hoop(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw one thin hoop, or two: plain, twisted, with a bead or charm, or set with stones."""
    if draw.get("pair"):
        return [*_thin_hoop(ink, 190, 146, 74, 0.8), *_thin_hoop(ink, 128, 172, 78, 1)]
    if draw.get("twist"):
        return [rope(arc(160, 160, 82, 82, -90, 269.9), ink, 13), circle(160, 78, 9, fill=ink.m)]
    drawn = _thin_hoop(ink, 160, 156, 84, 1)
    if draw.get("stones"):
        spots = [at(160, 156, 84, angle) for angle in range(20, 161, 14)]
        drawn += [group((circle(*spot, 9) for spot in spots), fill=ink.s)]
        drawn += [group((circle(x - 3, y - 3, 2.4) for x, y in spots), fill="#fff", stroke="none")]
    if "motif" in draw:
        drawn += [placed(motif(draw["motif"], ink), 160, 240, 0.16 if draw["motif"] == "bead" else 0.26)]
    return drawn


def _thin_hoop(ink: Ink, x: float, y: float, r: float, flat: float) -> Drawn:
    return [
        path(annulus(x, y, r + 5, r - 5, flat), fill=ink.m, fill_rule="evenodd"),
        shine(arc(x, y, (r + 1) * flat, r + 1, 150, 215), 2.2),
        path(f"M{x - 7} {y - r - 5}v10M{x + 7} {y - r - 5}v10", fill="none", stroke_width=2),
    ]


def drop(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a pair of drops on ear wires, or one chain that swings from a stud."""
    if draw["motif"] == "chain":
        chain = "M128 92C128 190 196 214 196 128"
        ends = (circle(128, 84, 14, fill=ink.m), circle(196, 118, 11, fill=ink.m), shine("M120 82Q121 75 128 75"))
        return [
            links(chain, ink, 7, 14),
            links("M162 190V238", ink, 6, 12),
            *ends,
            circle(162, 244, 10, fill=ink.m),
        ]
    drawn: Drawn = []
    for x, y in ((110, 62), (210, 78)):
        drawn += [
            wire(f"M{x} {y + 66}V{y + 22}C{x} {y - 14} {x + 38} {y - 14} {x + 38} {y + 22}V{y + 44}", ink, 3.4),
            circle(x, y + 74, 7, fill="none"),
            circle(x, y + 56, 8, fill=ink.s),
            placed(motif(draw["motif"], ink), x, y + 128, 0.44),
        ]
    return drawn


def cuff(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a cuff for the ear: one to three open bars that end in small balls."""
    bars: int = draw["bars"]
    middle, height = 160 - 17 * (bars - 1), 40 if bars > 1 else 66
    drawn: Drawn = []
    for bar in range(bars):
        y = middle + 34 * bar
        ends = (at(160, y, 78, 52, height), at(160, y, 78, 128, height))
        drawn += [wire(arc(160, y, 78, height, 128, 412), ink, 14), *(circle(*end, 11, fill=ink.m) for end in ends)]
    if bars > 1:
        drawn += [tag("rect", x=234, y=middle - 6, width=10, height=34 * (bars - 1) + 12, rx=5, fill=ink.m)]
    return drawn
