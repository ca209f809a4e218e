"""Papers and parcels: the customs paper, the certificate's number, the slip from the counter, the doorstep."""

from __future__ import annotations

from amends.examples.drawing.marks import Drawn, arrow
from amends.examples.drawing.motifs import motif
from amends.examples.drawing.pen import Ink, circle, path, placed, tag

CARTON, TAPE = "#e2c29a", "#f4e3c8"
_BARS = "M0 0v22M7 0v22M12 0v22M21 0v22M26 0v22M35 0v22M43 0v22M48 0v22M57 0v22"


def customs(ink: Ink) -> Drawn:
    """This function will draw the paper on a parcel, with what customs reads in it marked."""
    return [
        path("M34 62H286V284H34Z", fill=CARTON),
        path("M146 62H174V284H146Z", fill=TAPE, stroke_width=1.6),
        tag("rect", x=66, y=86, width=188, height=170, rx=4, fill="#fff"),
        path("M82 106H150", stroke_width=7),
        *_marked(80, 122, 160, 28, ink),
        *_marked(80, 158, 74, 28, ink),
        *_marked(166, 158, 74, 28, ink),
        *_marked(80, 202, 160, 40, ink),
        path("M90 136H206M90 172H138M176 172H222", stroke_width=4, stroke_opacity=".6"),
        path("M94 226C104 206 112 238 122 220S138 214 146 226S170 212 184 222", fill="none", stroke_width=3.4),
    ]


def _marked(x: float, y: float, width: float, height: float, ink: Ink) -> Drawn:
    return [tag("rect", x=x, y=y, width=width, height=height, rx=4, fill=ink.soft, stroke=ink.accent, stroke_width=3)]


def certificate(ink: Ink) -> Drawn:
    """This function will draw a certificate's number, and the same on the edge of the stone under a loupe."""
    number = "M0 0V12M6 12V3L10 0M15 0H22L16 12M28 0A4 6 0 1 0 28 12A4 6 0 1 0 28 0M37 12V0"
    return [
        tag("rect", x=44, y=34, width=150, height=212, rx=4, fill="#fff"),
        tag("rect", x=53, y=43, width=132, height=194, rx=2, fill="none", stroke=ink.accent, stroke_width=2),
        *_marked(66, 56, 106, 28, ink),
        placed([path(number, fill="none", stroke_width=2.6)], 98, 64),
        placed(motif("round", ink), 119, 122, 0.28),
        path("M74 172H164M74 190H164M74 208H136", stroke=ink.soft, stroke_width=6),
        circle(214, 206, 60, fill="#fff", stroke_width=11),
        circle(214, 206, 60, fill="none", stroke=ink.metal[1], stroke_width=6),
        path("M166 196L184 168H244L262 196Z", fill=ink.s),
        path("M166 196H262V214H166Z", fill=ink.stone[0]),
        path("M166 214H262L226 252H202Z", fill=ink.s),
        path("M184 168L202 196L226 168L244 196M190 214L214 252L238 214", fill="none", stroke_opacity=".35"),
        placed([path(number, fill="none", stroke=ink.accent, stroke_width=2.6)], 196, 199),
        path("M256 250L286 286", stroke_width=20),
        path("M259 254L284 284", stroke=ink.accent, stroke_width=13),
        *arrow("M206 74C232 86 240 108 236 128", 235, 133, 100, ink),
    ]


def slip(ink: Ink) -> Drawn:
    """This function will draw the slip from the counter before the parcel that it is for."""
    return [
        path("M50 120L138 84L226 120V212L138 250L50 212Z", fill=CARTON),
        path("M50 120L138 158L226 120M138 158V250", fill="none"),
        path("M88 104L176 142V168L160 162V136L72 111", fill=TAPE, stroke_width=1.6),
        path("M64 152L118 175V205L64 182Z", fill="#fff"),
        placed([path(_BARS, stroke_width=3)], 70, 165, 0.66, 23),
        path("M176 60H276V268L264 260L252 268L239 260L226 268L213 260L200 268L188 260L176 268Z", fill="#fff"),
        path("M194 84H258M194 100H236", stroke_width=4, stroke_opacity=".55"),
        *_marked(188, 114, 76, 44, ink),
        placed([path(_BARS, stroke_width=4)], 197, 125),
        *_marked(188, 172, 76, 30, ink),
        path("M198 187H212M220 187H232M240 187H254", stroke_width=5),
        circle(238, 230, 17, fill="none", stroke=ink.accent, stroke_width=3),
        path("M230 230L236 237L247 223", fill="none", stroke=ink.accent, stroke_width=4),
    ]


def doorstep(ink: Ink) -> Drawn:
    """This function will draw a parcel that stands half hidden behind a flower pot beside a door."""
    leaves = "M0 0C-34-14-40-46-30-70C-10-56 0-30 0 0C0-34 10-66 34-80C44-50 34-16 0 0Z"
    return [
        path("M40 272V52H150V272Z", fill=ink.accent),
        path("M58 70H132V142H58ZM58 160H132V252H58Z", fill="none", stroke="#fff", stroke_opacity=".45"),
        circle(140, 168, 6, fill=ink.metal[1]),
        path("M22 272H298V286H22Z", fill=ink.soft),
        path("M168 176H262V272H168Z", fill=CARTON),
        path("M205 176H225V272H205Z", fill=TAPE, stroke_width=1.6),
        tag("rect", x=232, y=188, width=24, height=18, fill="#fff", stroke_width=1.6),
        placed([path(leaves, fill="#6f9a6c")], 252, 222, 0.95),
        placed([path(leaves, fill="#86b07d")], 258, 222, 0.7, 18),
        path("M222 218H290L282 272H230Z", fill="#c9805f"),
        path("M218 212H294V226H218Z", fill="#d9967a"),
        *arrow("M190 104V150", 190, 156, 90, ink),
    ]
