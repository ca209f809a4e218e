"""The pictures of the help pages, in the same hand: what to look at, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from amends.examples.drawing.earrings import placed_apart
from amends.examples.drawing.marks import arrow, cross, tick
from amends.examples.drawing.measuring import chain, finger, hoop, post, ring
from amends.examples.drawing.motifs import motif
from amends.examples.drawing.papers import certificate, customs, doorstep, slip
from amends.examples.drawing.pen import Ink, arc, at, circle, group, path, placed, shine, wire
from amends.examples.drawing.tending import loose_stone, tarnish, twisting, wiping

Drawn = list[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One picture: its title, what is to be seen on it, and how it is drawn."""

    title: str
    says: str
    draw: Callable[[Ink], Drawn]


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
        *arrow("M270 250H222", 218, 250, 180, ink),
    ]


def _straight(ink: Ink) -> Drawn:
    post = path("M-9 0V84H-36Q-41 84-41 89T-36 94H36Q41 94 41 89T36 84H9V0Z", fill=ink.m)
    head = path("M-34 12Q-34-20 0-20T34 12Z", fill=ink.m)
    thread = path("M-4 12V34H4V12M-5 19L5 16M-5 27L5 24", fill=ink.m, stroke_width=2)
    return [
        placed([post], 98, 130, 1.1),
        placed([thread, head], 96, 96, 1.1, -13),
        placed([post, placed([head], 0, -12)], 222, 130, 1.1),
        *cross(98, 274),
        *tick(222, 274),
    ]


def _bend(ink: Ink) -> Drawn:
    head = path("M-52 0Q-52-48 0-48T52 0Z", fill=ink.m)
    straight = path("M-5 0V96H5V0", fill="none", stroke_dasharray="5 6", stroke_width=2)
    bent = path("M-5 0C-5 40 4 70 22 96L30 91C14 66 5 40 5 0", fill=ink.m)
    return [
        placed([straight, bent, head, shine("M-38-10Q-34-34-10-38", 4)], 150, 116, 1.15),
        *arrow("M112 214C130 250 172 252 204 236", 208, 234, -22, ink),
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
        *arrow("M150 60V26", 150, 22, -90, ink),
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
        *arrow("M236 232C236 206 226 192 212 186", 208, 184, 200, ink),
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


_INSIDE = "Two arrows span the inside of a {} from edge to edge, above a ruler."
_WIPED = "A cloth is drawn along a {}. Before it the metal is dark, behind it bright."
_FINGER = Step(
    "A finger is measured with a strip of paper",
    "A strip of paper lies round a finger below the knuckle. A mark shows where it meets itself; beside it lies the "
    "strip on a ruler.",
    finger,
)
_EVERYWHERE = {
    "loose-stone": Step(
        "A stone has come loose",
        "A stone lies beside the setting that it has sprung from, under a loupe.",
        loose_stone,
    ),
    "parcel": Step(
        "A parcel beside a front door",
        "A parcel stands half hidden behind a flower pot beside a front door.",
        doorstep,
    ),
    "proof-of-posting": Step(
        "The slip from the counter",
        "A slip with the number of the parcel and the day on it, before a parcel that carries the same number.",
        slip,
    ),
}

STEPS: Mapping[str, Mapping[str, Step]] = {
    "piercing": {
        "threaded-back": Step(
            "A threaded head above its flat back",
            "From the side: a head whose pin has a short screw thread. Beneath it stands a tube on a flat disc.",
            _back("threaded"),
        ),
        "push-pin-back": Step(
            "A push-pin head above its flat back",
            "From the side: a head whose pin is smooth and slightly bent. Beneath it stands a tube on a flat disc.",
            _back("push_pin"),
        ),
        "from-behind": Step(
            "An ordinary earring leads the flat back through the ear",
            "The post of an ordinary earring comes through the ear from the front. The tube of the flat back sits on "
            "its tip behind the ear, and an arrow shows that both are pushed forwards.",
            _from_behind,
        ),
        "straight-or-crooked": Step(
            "Crooked and straight",
            "On the left, with a cross, a head sits crooked on its tube and thread shows. On the right, with a tick, "
            "it sits straight and none does.",
            _straight,
        ),
        "bend-the-pin": Step(
            "The pin is bent a little to one side",
            "From the side: a pin leans away from a dashed line that shows where straight would be.",
            _bend,
        ),
        "huggie-post": Step(
            "The post of a huggie is bent up a little",
            "An open huggie: its thin post is lifted a little above a dashed line, where it lay before.",
            _huggie_post,
        ),
        "twist-the-hoop": Step(
            "A hoop is opened sideways",
            "The ends of a hoop are moved past each other, one towards you and one away, and not pulled apart.",
            twisting,
        ),
        "behind-the-sticker": Step(
            "An earring hides behind the sticker on its bag",
            "A small clear bag with a sticker on it. One corner is lifted, and an earring shows beneath.",
            _sticker,
        ),
        "measure-post": Step(
            "The tube of a flat back is measured",
            "From the side: two arrows span the tube between head and disc, beside a ruler. Neither of the two counts.",
            post,
        ),
        "measure-hoop": Step("The inside of a hoop is measured", _INSIDE.format("hoop"), hoop),
        "measure-ring": Step("The inside of a ring is measured", _INSIDE.format("ring"), ring),
        "wipe-the-hoop": Step("A cloth wipes a dark hoop", _WIPED.format("hoop"), wiping),
        **_EVERYWHERE,
    },
    "silver": {
        "where-tarnish-comes-from": Step(
            "Where tarnish comes from",
            "A ring that is dark on one side. Arrows lead to it from a drop of sweat, a perfume bottle and the air.",
            tarnish,
        ),
        "wiping-a-ring": Step("A cloth wipes a dark ring", _WIPED.format("ring"), wiping),
        "measure-a-ring": Step("The inside of a ring is measured", _INSIDE.format("ring"), ring),
        "measure-a-finger": _FINGER,
        **_EVERYWHERE,
    },
    "bespoke": {
        "measure-a-ring": Step("The inside of a ring is measured", _INSIDE.format("ring"), ring),
        "measure-a-finger": _FINGER,
        "measure-a-chain": Step(
            "A chain is measured",
            "A chain lies straight along a ruler. Arrows span it from the end of its clasp to its last ring.",
            chain,
        ),
        "loupe": Step("A stone under a loupe", "A cut stone is looked at from above through a loupe.", _loupe),
        "certificate-number": Step(
            "The number of the certificate",
            "A certificate with its number marked at the top. Under a loupe the edge of the stone has the same number.",
            certificate,
        ),
        "customs-paper": Step(
            "The customs paper on a parcel",
            "A paper in a pouch on a parcel. The lines for what is inside, its value and the signature are marked.",
            customs,
        ),
        **_EVERYWHERE,
    },
}
