"""What hangs on chains: necklaces, pendants, bracelets, bangles, anklets - and brooches."""

from __future__ import annotations

from collections.abc import Mapping
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


def necklace(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a chain that falls from the upper edge to its pendant."""
    name = draw["motif"]
    if name == "script":
        return [
            links("M44 20C52 110 66 146 92 172M276 20C268 110 254 146 228 164", ink),
            placed(motif(name, ink), 160, 174, 0.64),
        ]
    return [
        links("M52 20C64 108 112 146 156 168M268 20C256 108 208 146 164 168", ink),
        tag("ellipse", cx=160, cy=172, rx=6, ry=9, fill="none"),
        placed(motif(name, ink), 160, 224, 0.46),
    ]


def pendant(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a pendant close by, with its bail."""
    return [
        circle(160, 93, 9, fill="none"),
        path("M148 84Q146 46 160 46T172 84Q160 94 148 84Z", fill=ink.m),
        shine("M154 76Q153 60 157 55"),
        placed(motif(draw["motif"], ink), 160, 182, 0.78, 90 if draw["motif"] == "knot" else 0),
    ]


_LOOP = "M160 46C82 46 56 122 66 178C76 236 118 264 160 264C202 264 244 236 254 178C264 122 238 46 160 46"


def chain(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a chain laid in a loop, link by link as it is made, with its clasp."""
    kind = draw["link"]
    if kind == "pearl":
        drawn = [links(_LOOP, ink, 4), *_beads(ink, 28, 11)]
    elif kind == "rope":
        drawn = [rope(_LOOP, ink, 15)]
    elif kind == "curb":
        key = f"{ink.key}c"
        spots = [at(160, 158, 98, i * 11.25 - 90, 110) for i in range(32)]
        row = group((_link(x, y, i * 11.25 + 30) for i, (x, y) in enumerate(spots)), id=key)
        drawn = [
            group([row], fill="none", stroke_width=9),
            tag("use", href=f"#{key}", fill="none", stroke=ink.metal[1], stroke_width=5),
        ]
    else:
        drawn = [links(_LOOP, ink, 10, 19) if kind == "cable" else links(_LOOP, ink, 7.5, 10.4)]
    return [*drawn, *_clasp(ink, 160, 46)]


def _link(x: float, y: float, turn: float) -> str:
    return tag("ellipse", rx=11, ry=7, transform=f"translate({x:.0f} {y:.0f})rotate({turn:.0f})")


def _beads(ink: Ink, count: int, r: float) -> Drawn:
    spots = [at(160, 156, 96, (i + 0.5) * 360 / count - 90, 108) for i in range(count)]
    return [
        group((circle(x, y, r) for x, y in spots), fill=ink.s, stroke_width=1.8),
        group((circle(x - 4, y - 4, 2.6) for x, y in spots), fill="#fff", stroke="none"),
    ]


def _clasp(ink: Ink, x: float, y: float) -> Drawn:
    return [
        circle(x, y, 11, fill="none", stroke_width=8),
        circle(x, y, 11, fill="none", stroke=ink.metal[1], stroke_width=4.4),
    ]


def bracelet(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a bracelet lying in a ring: a chain with its motif, charms, or stone by stone."""
    oval = arc(160, 152, 108, 74, -89, 269)
    if draw.get("stones"):
        return [*_row_of_stones(ink), *_clasp(ink, 160, 78)]
    drawn = [links(oval, ink, 8, 16), *_clasp(ink, 160, 78)]
    name = draw["motif"]
    if name == "charms":
        for angle, charm in ((160, "star"), (122, "heart"), (90, "moon"), (58, "leaf"), (20, "bird")):
            x, y = at(160, 152, 108, angle, 74)
            drawn += [circle(x, y + 10, 6, fill="none"), placed(motif(charm, ink), x, y + 38, 0.23)]
        return drawn
    return [*drawn, placed(motif(name, ink), 160, 226, 0.58 if name == "script" else 0.36)]


def _row_of_stones(ink: Ink) -> Drawn:
    spots = [
        (*at(160, 158, 110, i * 360 / 28 - 90, 80), 9 + 3.6 * at(0, 0, 1, i * 360 / 28 - 90)[1]) for i in range(28)
    ]
    return [
        group(
            (tag("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, rx=3.5) for x, y, r in spots),
            fill=ink.m,
            stroke_width=1.6,
        ),
        group((circle(x, y, r - 2.5) for x, y, r in spots), fill=ink.s, stroke_width=1),
    ]


def bangle(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a bangle: plain, twisted like rope, or an open cuff with an engraving."""
    if draw.get("twist"):
        return [rope(arc(160, 160, 106, 78, -90, 269.9), ink, 20)]
    if draw.get("engraved"):
        return [
            path(
                "M86 118C60 142 62 214 160 214S260 142 234 118L226 132C236 146 228 176 160 176S84 146 94 132Z",
                fill=ink.metal[2],
            ),
            path(
                "M64 132C52 196 98 240 160 240S268 196 256 132C252 118 240 112 234 118"
                "C246 160 206 186 160 186S74 160 86 118C80 112 68 118 64 132Z",
                fill=ink.m,
            ),
            group([placed(motif("script", ink)[:1], 160, 212, 0.42).replace("17", "9")], stroke_opacity=".75"),
            shine("M74 150Q78 186 104 208", 4),
        ]
    return [
        path(annulus(160, 160, 92, 74, 1.2), fill=ink.m, fill_rule="evenodd"),
        path(arc(160, 168, 89, 74, 187, 353), fill="none", stroke_width=1.6, stroke_opacity=".6"),
        shine(arc(160, 160, 102, 85, 110, 160), 4),
        shine(arc(160, 160, 102, 85, 300, 322), 3),
    ]


def anklet(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw an anklet: a fine chain in a wide bow, small charms, a tail to lengthen it."""
    drawn = [
        links("M40 84C60 190 260 190 280 84", ink, 6, 12.5),
        links("M280 84C276 112 282 128 288 148", ink, 5, 10),
    ]
    drawn += [*_clasp(ink, 40, 80), circle(288, 154, 6, fill=ink.m)]
    for x, y, size in ((96, 144, 0.17), (224, 144, 0.17), (160, 163, 0.34)):
        drawn += [circle(x, y + 6, 5, fill="none"), placed(motif(draw["motif"], ink), x, y + 12 + 100 * size, size)]
    return drawn


def brooch(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a brooch on its pin."""
    return [
        wire("M50 206L270 116", ink, 4),
        circle(50, 206, 8, fill=ink.m),
        path("M258 108C276 96 292 112 278 126", fill="none", stroke_width=5),
        placed(motif(draw["motif"], ink), 160, 160, 0.94, -8 if draw["motif"] != "leaf" else 28),
    ]
