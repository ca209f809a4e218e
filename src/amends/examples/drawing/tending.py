"""What tending and looking closely show: tarnish, a cloth, a loose stone, a hoop that is twisted open."""

from __future__ import annotations

from amends.examples.drawing.marks import Drawn, arrow
from amends.examples.drawing.motifs import motif
from amends.examples.drawing.pen import Ink, annulus, arc, circle, path, placed, shine, tag, wire

DARK = "#5b5346"


def wiping(ink: Ink) -> Drawn:
    """This function will draw a cloth on a ring: dark before it, bright behind it."""
    return [
        path(annulus(140, 150, 74, 54), fill=ink.m, fill_rule="evenodd"),
        path(arc(140, 150, 64, 64, 28, 176), fill="none", stroke=DARK, stroke_width=18, stroke_opacity=".75"),
        shine(arc(140, 150, 66, 66, 195, 285), 4),
        path("M176 96C204 70 252 78 272 106L262 176C228 198 178 186 158 160Z", fill=ink.soft),
        path("M176 96C190 120 180 146 158 160M204 84C224 108 218 140 196 176", fill="none", stroke_opacity=".55"),
        *arrow("M262 196C252 226 232 246 204 256", 200, 257, 166, ink),
        _spark(62, 84),
        _spark(98, 52, 0.6),
    ]


def _spark(x: float, y: float, scale: float = 1) -> str:
    return placed([path("M0-22Q2-2 22 0Q2 2 0 22Q-2 2-22 0Q-2-2 0-22Z", fill="#fff")], x, y, scale)


def tarnish(ink: Ink) -> Drawn:
    """This function will draw a ring that is dark where air, skin and perfume come to it."""
    return [
        path(annulus(160, 190, 66, 48), fill=ink.m, fill_rule="evenodd"),
        path(arc(160, 190, 57, 57, 190, 350), fill="none", stroke=DARK, stroke_width=16, stroke_opacity=".75"),
        shine(arc(160, 190, 58, 58, 60, 120), 4),
        *_drop(62, 92),
        *_bottle(ink),
        path("M132 46Q144 34 156 46T180 46M126 66Q140 54 154 66T182 66", fill="none", stroke_width=5),
        *arrow("M78 122L102 144", 106, 148, 43, ink),
        *arrow("M160 84V108", 160, 113, 90, ink),
        *arrow("M240 126L220 144", 216, 148, 139, ink),
    ]


def _drop(x: float, y: float) -> Drawn:
    drop = path("M0-34C18-10 24 2 24 12A24 24 0 0 1-24 12C-24 2-18-10 0-34Z", fill="#cfe6f3")
    return [placed([drop, shine("M-12 12Q-10 22 0 25", 3)], x, y)]


def _bottle(ink: Ink) -> Drawn:
    return [
        tag("rect", x=234, y=74, width=48, height=50, rx=8, fill=ink.soft),
        tag("rect", x=250, y=56, width=16, height=18, rx=2, fill=ink.m),
        tag("rect", x=244, y=90, width=28, height=18, rx=2, fill="#fff", stroke_width=1.6),
        path("M238 58h-8M240 48l-8-5M242 68l-8 4", stroke_width=2.6),
    ]


def loose_stone(ink: Ink) -> Drawn:
    """This function will draw an empty setting and the stone beside it, under a loupe."""
    return [
        path(annulus(110, 206, 56, 44), fill=ink.m, fill_rule="evenodd"),
        shine(arc(110, 206, 50, 50, 150, 210)),
        path("M88 158L78 120M102 154L98 116M118 154L122 116M132 158L142 120", fill="none", stroke_width=7),
        path(
            "M88 158L78 120M102 154L98 116M118 154L122 116M132 158L142 120",
            fill="none",
            stroke=ink.metal[1],
            stroke_width=3,
        ),
        path("M82 156H138L132 166H88Z", fill=ink.m),
        *arrow("M118 92C132 62 158 54 182 66", 187, 69, 30, ink),
        placed(motif("round", ink), 214, 122, 0.36),
        circle(214, 122, 56, fill="#fff", fill_opacity=".2", stroke_width=11),
        circle(214, 122, 56, fill="none", stroke=ink.metal[1], stroke_width=6),
        path("M254 164L284 206", stroke_width=21),
        path("M257 168L282 204", stroke=ink.accent, stroke_width=14),
        path("M178 108A40 40 0 0 1 204 84", fill="none", stroke="#fff", stroke_width=6),
    ]


def twisting(ink: Ink) -> Drawn:
    """This function will draw a hoop whose ends go past each other sideways."""
    return [
        wire(
            "M148 62C88 74 66 136 74 180C84 236 132 260 170 256C226 250 252 210 246 168C240 134 214 112 178 112",
            ink,
            11,
        ),
        circle(148, 62, 7, fill=ink.metal[0]),
        circle(178, 112, 7, fill=ink.metal[0]),
        *arrow("M176 58C186 50 196 46 210 44", 214, 43, -8, ink),
        *arrow("M150 118C138 124 128 130 120 142", 118, 146, 118, ink),
        path("M151 74L174 101", stroke_dasharray="3 6", fill="none"),
    ]
