"""The pictures of the help pages, in the same hand: what to look at, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from amends.examples.drawing.earrings import placed_apart
from amends.examples.drawing.motifs import motif
from amends.examples.drawing.pen import Ink, annulus, arc, at, circle, group, path, placed, shine, tag, wire

Drawn = list[str]


def _arrow(d: str, x: float, y: float, turn: float, ink: Ink) -> Drawn:
    """A movement: the way it goes, and the head of the arrow at its end."""
    head = path("M-16-11L0 0L-16 11", fill="none", stroke=ink.accent, stroke_width=6)
    return [path(d, fill="none", stroke=ink.accent, stroke_width=6), placed([head], x, y, turn=turn)]


def _tick(x: float, y: float) -> Drawn:
    mark = path("M-11 1L-3 9L12-8", fill="none", stroke="#fff", stroke_width=6)
    return [placed([circle(0, 0, 22, fill="#2f7d4f"), mark], x, y)]


def _cross(x: float, y: float) -> Drawn:
    mark = path("M-9-9L9 9M9-9L-9 9", fill="none", stroke="#fff", stroke_width=6)
    return [placed([circle(0, 0, 22, fill="#a83246"), mark], x, y)]


def _back(kind: str) -> Callable[[Ink], Drawn]:
    return lambda ink: [placed(placed_apart(kind, ink, 0, 0), 160, 62, 1.32)]


def _from_behind(ink: Ink) -> Drawn:
    return [
        path("M128 34C112 110 112 210 128 286H192C208 210 208 110 192 34Z", fill="#f3cdb8"),
        path("M122 160H198", stroke="#c98f78", stroke_width=12),
        path("M284 108V212", stroke_width=14),
        path("M284 110V210", stroke=ink.metal[1], stroke_width=9),
        wire("M210 160H280", ink, 9),
        wire("M44 160H206", ink, 4),
        placed(motif("disc", ink), 36, 160, 0.22),
        *_arrow("M270 250H222", 218, 250, 180, ink),
    ]


def _straight(ink: Ink) -> Drawn:
    post = path("M-9 0V84H-36Q-41 84-41 89T-36 94H36Q41 94 41 89T36 84H9V0Z", fill=ink.m)
    head = path("M-34 12Q-34-20 0-20T34 12Z", fill=ink.m)
    thread = path("M-4 12V34H4V12M-5 19L5 16M-5 27L5 24", fill=ink.m, stroke_width=2)
    return [
        placed([post], 98, 130, 1.1),
        placed([thread, head], 96, 96, 1.1, -13),
        placed([post, placed([head], 0, -12)], 222, 130, 1.1),
        *_cross(98, 274),
        *_tick(222, 274),
    ]


def _bend(ink: Ink) -> Drawn:
    head = path("M-52 0Q-52-48 0-48T52 0Z", fill=ink.m)
    straight = path("M-5 0V96H5V0", fill="none", stroke_dasharray="5 6", stroke_width=2)
    bent = path("M-5 0C-5 40 4 70 22 96L30 91C14 66 5 40 5 0", fill=ink.m)
    return [
        placed([straight, bent, head, shine("M-38-10Q-34-34-10-38", 4)], 150, 116, 1.15),
        *_arrow("M112 214C130 250 172 252 204 236", 208, 234, -22, ink),
    ]


def _huggie_post(ink: Ink) -> Drawn:
    up = wire(arc(160, 178, 76, 76, -152, -70), ink, 6)
    down = path(arc(158, 190, 74, 74, -148, -72), fill="none", stroke_dasharray="5 6", stroke_width=2)
    outer, inner = 90, 58
    (a, b), (c, d) = at(160, 178, outer, -62), at(160, 178, outer, -152)
    (e, f), (g, h) = at(160, 178, inner, -152), at(160, 178, inner, -62)
    band = f"M{a:.0f} {b:.0f}A90 90 0 1 1 {c:.0f} {d:.0f}L{e:.0f} {f:.0f}A58 58 0 1 0 {g:.0f} {h:.0f}Z"
    return [
        down,
        up,
        path(band, fill=ink.m),
        shine(arc(160, 178, 82, 82, 110, 165), 4),
        *_arrow("M150 60V26", 150, 22, -90, ink),
    ]


def _sticker(ink: Ink) -> Drawn:
    bars = "M126 138v26M134 138v26M144 138v26M150 138v26M160 138v26M170 138v26M176 138v26"
    return [
        path("M72 54H248V258Q248 268 238 268H82Q72 268 72 258Z", fill="#fff", fill_opacity=".9"),
        path("M72 84H248M72 92H248", stroke_width=1.6),
        circle(160, 68, 7, fill="none"),
        placed(motif("star", ink), 196, 214, 0.34, 12),
        path("M104 118H216V176L190 204H104Z", fill=ink.soft),
        path("M216 176L182 168L190 204Z", fill="#fff"),
        path(bars, stroke_width=4),
        path("M118 182H160", stroke_width=4),
        *_arrow("M236 232C236 206 226 192 212 186", 208, 184, 200, ink),
    ]


def _measure(ink: Ink) -> Drawn:
    marks = "".join(f"M{70 + 12 * i} 236v{-18 if i % 5 == 0 else -10}" for i in range(16))
    return [
        path(annulus(160, 120, 62, 52), fill=ink.m, fill_rule="evenodd"),
        shine(arc(160, 120, 58, 58, 150, 210)),
        *_arrow("M132 120H206", 210, 120, 0, ink),
        *_arrow("M188 120H114", 110, 120, 180, ink),
        path("M108 186V204M212 186V204", stroke_dasharray="4 5"),
        tag("rect", x=54, y=210, width=212, height=44, rx=5, fill=ink.soft),
        path(marks, stroke_width=2),
    ]


def _polish(ink: Ink) -> Drawn:
    return [
        path(annulus(150, 138, 70, 52), fill=ink.m, fill_rule="evenodd"),
        path("M176 160C206 138 250 150 268 178L252 244C220 262 168 256 146 232Z", fill=ink.soft),
        path("M176 160C186 186 178 214 146 232M196 170C212 190 208 214 190 240", fill="none", stroke_opacity=".6"),
        *_arrow("M206 92L248 112", 252, 114, 26, ink),
        path("M76 50Q78 70 98 72Q78 74 76 94Q74 74 54 72Q74 70 76 50Z", fill="#fff"),
    ]


def _certificate(ink: Ink) -> Drawn:
    return [
        tag("rect", x=76, y=44, width=168, height=220, rx=4, fill="#fff"),
        tag("rect", x=86, y=54, width=148, height=200, rx=2, fill="none", stroke=ink.accent, stroke_width=2),
        placed(motif("round", ink), 160, 106, 0.32),
        path("M112 160H208M112 178H208M112 196H176", stroke=ink.soft, stroke_width=6),
        path("M190 222L182 254L198 246L214 254L206 222Z", fill=ink.accent),
        circle(198, 218, 20, fill=ink.m),
    ]


def _parcel(ink: Ink) -> Drawn:
    return [
        path("M58 128L160 84L262 128V226L160 270L58 226Z", fill="#e2c29a"),
        path("M58 128L160 172L262 128M160 172V270", fill="none"),
        path("M102 109L204 153V186L184 178V146L84 117", fill="#f4e3c8", stroke_width=1.6),
        path("M76 168L130 192V224L76 200Z", fill="#fff"),
        path("M86 184L120 199M86 194L108 204", stroke_width=3),
        placed([path("M0 30C-26 2-30-12-30-24A30 30 0 0 1 30-24C30-12 26 2 0 30Z", fill=ink.accent)], 160, 76),
        circle(160, 52, 11, fill="#fff"),
    ]


def _loupe(ink: Ink) -> Drawn:
    return [
        placed(motif("round", ink), 140, 134, 0.5),
        circle(140, 134, 78, fill="#fff", fill_opacity=".25", stroke_width=12),
        circle(140, 134, 78, fill="none", stroke=ink.metal[1], stroke_width=7),
        path("M196 190L256 250", stroke_width=26),
        path("M200 194L254 248", stroke=ink.accent, stroke_width=19),
        group([path("M92 112A54 54 0 0 1 128 82")], fill="none", stroke="#fff", stroke_width=7),
    ]


STEPS: Mapping[str, Mapping[str, tuple[str, Callable[[Ink], Drawn]]]] = {
    "piercing": {
        "threaded-back": ("A head with a screw, above its flat back", _back("threaded")),
        "push-pin-back": ("A head with a slightly bent pin, above its flat back", _back("push_pin")),
        "from-behind": ("An ordinary post leads the flat back through the ear from behind", _from_behind),
        "straight-or-crooked": ("Crooked, with thread to be seen; and straight, with none", _straight),
        "bend-the-pin": ("The pin is bent a little to one side", _bend),
        "huggie-post": ("The post of a huggie is bent up a little", _huggie_post),
        "behind-the-sticker": ("An earring hides behind the sticker on its bag", _sticker),
        "measure": ("The inside of a hoop is measured against a ruler", _measure),
    },
    "silver": {
        "polish": ("A cloth polishes a ring from one end to the other", _polish),
        "measure": ("The inside of a ring is measured against a ruler", _measure),
    },
    "bespoke": {
        "certificate": ("A certificate with its seal", _certificate),
        "parcel": ("A parcel with its papers, and a pin on the map", _parcel),
        "loupe": ("A stone under a loupe", _loupe),
        "measure": ("The inside of a ring is measured against a ruler", _measure),
    },
}
