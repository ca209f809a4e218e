"""How sizes are measured: a post, a hoop, a ring, a finger, a chain."""

from __future__ import annotations

from amends.examples.drawing.marks import Drawn, ruler, span
from amends.examples.drawing.pen import Ink, annulus, arc, circle, links, path, shine, tag, wire


def ring(ink: Ink) -> Drawn:
    """This function will draw a ring whose inside is measured."""
    return _inside(ink, 62, 52)


def hoop(ink: Ink) -> Drawn:
    """This function will draw a thin hoop whose inside is measured; its cut is at the top."""
    return [*_inside(ink, 60, 54), path("M157 56H163V68H157Z", fill=ink.soft, stroke_width=1.6)]


def _inside(ink: Ink, outer: float, inner: float) -> Drawn:
    edge = inner - 2
    return [
        path(annulus(160, 120, outer, inner), fill=ink.m, fill_rule="evenodd"),
        shine(arc(160, 120, (outer + inner) / 2, (outer + inner) / 2, 150, 210)),
        *span(160, 120, 2 * edge, ink),
        path(f"M{160 - inner} 128V206M{160 + inner} 128V206", stroke_dasharray="4 5"),
        *ruler(54, 210, 212, ink),
    ]


def post(ink: Ink) -> Drawn:
    """This function will draw a flat back lying on its side, whose tube alone is measured."""
    return [
        path("M86 76Q60 76 60 112T86 148Z", fill=ink.m),
        path("M86 102H228V122H86Z", fill=ink.m),
        path("M228 70Q240 70 240 82V142Q240 154 228 154Z", fill=ink.m),
        shine("M96 108H216", 3),
        path("M86 154V206M228 160V206", stroke_dasharray="4 5"),
        *span(157, 180, 138, ink),
        *ruler(72, 212, 180, ink),
    ]


def finger(ink: Ink) -> Drawn:
    """This function will draw a strip of paper round a finger, and the strip laid on a ruler."""
    return [
        path("M118 206V78Q118 34 152 34T186 78V206", fill="#f3cdb8"),
        path("M134 52Q134 42 152 42T170 52V66Q170 76 152 76T134 66Z", fill="#fbe6da", stroke_width=1.6),
        path("M130 104Q152 110 174 104M132 112Q152 118 172 112", fill="none", stroke="#c98f78"),
        path("M112 150Q152 168 192 150V172Q152 190 112 172Z", fill="#fff"),
        path("M192 150L232 138V160L192 172Z", fill="#fff"),
        path("M186 148V178", stroke=ink.accent, stroke_width=5),
        *ruler(54, 246, 212, ink),
        tag("rect", x=68, y=222, width=150, height=18, fill="#fff"),
        path("M184 218V244", stroke=ink.accent, stroke_width=5),
    ]


def chain(ink: Ink) -> Drawn:
    """This function will draw a chain along a ruler, its clasp at one end."""
    return [
        links("M84 120H236", ink, 13, 22),
        circle(250, 120, 9, fill="none", stroke=ink.line, stroke_width=6),
        circle(250, 120, 9, fill="none", stroke=ink.metal[1], stroke_width=3),
        wire(arc(68, 120, 12, 12, 20, 340), ink, 4),
        path("M52 128V206M262 128V206", stroke_dasharray="4 5"),
        *span(157, 168, 202, ink),
        *ruler(40, 210, 236, ink),
    ]
