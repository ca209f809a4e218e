"""What is no jewellery: gift cards, boxes, cloths, bottles and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.examples.drawing.motifs import motif
from amends.examples.drawing.pen import Ink, annulus, circle, group, path, placed, shine, tag

Drawn = list[str]


def card(_: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a gift card on its envelope, tied with a ribbon."""
    envelope = (
        tag("rect", x=-104, y=-66, width=208, height=132, rx=6, fill="#fff"),
        path("M-104-60L0 14L104-60", fill="none", stroke_opacity=".4"),
    )
    front = (
        tag("rect", x=-98, y=-62, width=196, height=124, rx=10, fill=ink.accent),
        path("M-98 20H98", stroke=ink.soft, stroke_width=12),
        path("M44-62V62", stroke=ink.soft, stroke_width=12),
        path("M44 20C20-12 2 8 44 20C86 8 68-12 44 20L26 48M44 20L62 48", fill="none", stroke=ink.soft, stroke_width=7),
        placed(motif("star", ink), -46, -22, 0.22, 10),
    )
    return [placed(envelope, 166, 178, turn=7), placed(front, 156, 142, turn=-6)]


def box(draw: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a small box: closed with a bow, or open on a ring."""
    if draw.get("motif") == "ring":
        return [
            path("M84 138L96 66H224L236 138Z", fill=ink.accent),
            path("M100 132L108 78H212L220 132Z", fill=ink.soft),
            path("M78 138H242V232Q242 240 234 240H86Q78 240 78 232Z", fill=ink.accent),
            path("M92 138H228V164Q160 184 92 164Z", fill=ink.soft),
            path(annulus(160, 136, 30, 23), fill=ink.m, fill_rule="evenodd"),
            path("M128 164Q160 176 192 164V150H128Z", fill=ink.soft, stroke="none"),
            placed(motif("round", ink), 160, 104, 0.17),
        ]
    bow = "M160 106C120 60 92 92 160 106C228 92 200 60 160 106L134 132M160 106L186 132"
    mark = (
        (path("M-15-12C-15-34 19-34 17-10C16 4 0 4 0 20M0 36V38", fill="none", stroke="#fff", stroke_width=9),)
        if draw.get("motif")
        else ()
    )
    return [
        path("M76 140H244V232Q244 240 236 240H84Q76 240 76 232Z", fill=ink.soft),
        tag("rect", x=66, y=106, width=188, height=38, rx=6, fill=ink.accent),
        path("M160 106V240", stroke=ink.line, stroke_width=20),
        path("M160 108V239", stroke="#fff", stroke_width=15),
        path(bow, fill="none", stroke_width=13),
        path(bow, fill="none", stroke="#fff", stroke_width=8),
        *([placed([circle(0, 0, 32, fill=ink.accent), *mark], 160, 196)] if mark else []),
    ]


def pouch(_: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a pouch with drawn strings."""
    return [
        path("M104 116C60 168 56 246 92 252H228C264 246 260 168 216 116Z", fill=ink.accent),
        path(
            "M100 74C112 92 112 104 104 118H216C208 104 208 92 220 74C200 84 190 70 176 80"
            "C164 70 152 70 144 80C130 70 120 84 100 74Z",
            fill=ink.accent,
        ),
        path(
            "M100 118Q160 130 220 118M206 122C240 140 244 156 236 176M206 122C224 148 224 164 216 182",
            fill="none",
            stroke=ink.soft,
            stroke_width=5,
        ),
        path(
            "M96 176C90 200 90 222 98 238M132 134C126 170 126 210 130 236M188 134C194 170 194 210 190 236",
            fill="none",
            stroke_opacity=".35",
        ),
        placed(motif("star", ink), 160, 196, 0.2),
    ]


def case(_: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a travel case, open, with places for rings and studs."""
    rolls = (tag("rect", x=72, y=y, width=176, height=15, rx=7.5) for y in (176, 196, 216))
    return [
        tag("rect", x=56, y=52, width=208, height=96, rx=18, fill=ink.accent),
        tag("rect", x=68, y=64, width=184, height=72, rx=10, fill="#fff", fill_opacity=".85"),
        tag("rect", x=56, y=152, width=208, height=104, rx=18, fill=ink.accent),
        group(rolls, fill=ink.soft),
        path("M84 148v6M236 148v6", stroke_width=6),
        *(placed(motif(name, ink), x, 196, 0.17) for x, name in ((104, "star"), (160, "heart"), (216, "moon"))),
        shine("M84 80H140M84 92H120", 4),
    ]


def bottle(_: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a spray bottle and its mist."""
    mist = [
        circle(x, y, r)
        for x, y, r in (
            (112, 76, 4),
            (98, 66, 3),
            (98, 86, 3),
            (82, 76, 3.5),
            (80, 58, 2.5),
            (80, 94, 2.5),
            (64, 68, 2.5),
            (64, 84, 2.5),
        )
    ]
    return [
        group(mist, fill=ink.soft, stroke_width=1.2),
        path("M142 96V62H186V96Z", fill="#fff"),
        tag("rect", x=128, y=68, width=16, height=14, rx=3, fill="#fff"),
        path(
            "M132 96H196V112C214 118 218 128 218 146V244Q218 256 206 256H122Q110 256 110 244V146"
            "C110 128 114 118 132 112Z",
            fill=ink.soft,
        ),
        tag("rect", x=110, y=152, width=108, height=76, fill="#fff"),
        path("M124 172H204M124 188H184", stroke=ink.accent, stroke_width=6),
        placed(motif("drop", ink), 194, 208, 0.12),
        shine("M122 134V148M122 234V244", 4),
    ]


def kit(_: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a care kit: a tray with bottle, swabs and a cloth."""
    swabs = [
        part
        for x in (196, 214, 232)
        for part in (
            path(f"M{x} 116V206", stroke_width=4),
            *(tag("ellipse", cx=x, cy=y, rx=7, ry=12, fill="#fff") for y in (116, 206)),
        )
    ]
    return [
        tag("rect", x=56, y=78, width=208, height=176, rx=14, fill=ink.accent),
        tag("rect", x=68, y=90, width=184, height=152, rx=8, fill=ink.soft),
        path(
            "M104 102H128V122C140 126 144 132 144 144V218Q144 226 136 226H96Q88 226 88 218V144C88 132 92 126 104 122Z",
            fill="#fff",
        ),
        tag("rect", x=88, y=152, width=56, height=46, fill=ink.accent),
        path("M116 164v22M105 175h22", stroke="#fff", stroke_width=5),
        tag("rect", x=156, y=160, width=28, height=62, rx=3, fill="#fff"),
        *swabs,
    ]


def cloth(_: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a folded polishing cloth under a ring that shines."""
    return [
        path("M60 214L160 250L264 208L166 172Z", fill=ink.accent),
        path("M60 200L160 236L264 194L166 158Z", fill=ink.soft),
        path("M60 200V214M264 194V208M160 236V250", stroke_width=2),
        path("M76 200L160 230L248 195", fill="none", stroke="#fff", stroke_dasharray="6 5"),
        path(annulus(162, 136, 50, 39), fill=ink.m, fill_rule="evenodd"),
        shine("M122 124Q128 104 146 98"),
        path(
            "M228 72Q230 92 250 94Q230 96 228 116Q226 96 206 94Q226 92 228 72ZM92 82Q93 94 106 95"
            "Q93 96 92 108Q91 96 78 95Q91 94 92 82Z",
            fill="#fff",
            stroke_width=1.6,
        ),
    ]


def gauge(_: Mapping[str, Any], ink: Ink) -> Drawn:
    """This function will draw a sizer: a strip with holes that grow, on a ring."""
    holes = [circle(108 + 30 * i, 164, 7 + 1.8 * i) for i in range(5)]
    return [
        circle(62, 164, 18, fill="none", stroke_width=7),
        circle(62, 164, 18, fill="none", stroke=ink.metal[1], stroke_width=3.6),
        path("M78 142Q78 136 84 136L250 122Q264 122 264 136V192Q264 206 250 206L84 192Q78 192 78 186Z", fill=ink.soft),
        group(holes, fill="#fff"),
        path(
            "".join(f"M{92 + 12 * i} 188v{-10 if i % 3 else -16}" for i in range(14)),
            stroke_width=1.6,
            transform="rotate(4.800 92 188)".replace("00", ""),
        ),
    ]
