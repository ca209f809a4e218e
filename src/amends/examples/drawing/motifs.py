"""What hangs, sits or is cut on the pieces, each drawn around (0, 0) in a circle of radius 100."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from amends.examples.drawing.pen import Ink, Point, at, circle, ellipse, group, path, placed, polygon, smooth, tag

Motif = Callable[[Ink], list[str]]


def motif(name: str, ink: Ink) -> list[str]:
    """This function will draw the motif of that name."""
    return gem(name, ink) if name in _OUTLINES else MOTIFS[name](ink)


_OUTLINES: Mapping[str, tuple[Point, ...]] = {
    "round": tuple(at(0, 0, 100, 45 * i + 22.5) for i in range(8)),
    "oval": tuple(at(0, 0, 78, 45 * i + 22.5, 104) for i in range(8)),
    "cushion": ((-80, -52), (-52, -80), (52, -80), (80, -52), (80, 52), (52, 80), (-52, 80), (-80, 52)),
    "pear": ((0, -118), (30, -62), (64, -8), (72, 42), (40, 90), (-40, 90), (-72, 42), (-64, -8), (-30, -62)),
    "marquise": ((0, -118), (34, -58), (48, 0), (34, 58), (0, 118), (-34, 58), (-48, 0), (-34, -58)),
    "trillion": ((0, -96), (40, -40), (88, 44), (50, 78), (-50, 78), (-88, 44), (-40, -40)),
    "emerald": ((-72, -96), (72, -96), (72, -96), (72, 96), (72, 96), (-72, 96), (-72, 96), (-72, -96)),
}
_POINTED = {"pear", "marquise", "trillion"}


def gem(name: str, ink: Ink) -> list[str]:
    """This function will draw a cut stone from above: girdle, facets, table and the light on it."""
    if name == "emerald":
        return _step_cut(ink)
    corners = _OUTLINES[name]
    if ink.cabochon:
        return [
            path(smooth([(x * 1.09, y * 1.09) for x, y in corners]), fill=ink.s),
            path("M-50-14A52 52 0 0 1-8-56", fill="none", stroke="#fff", stroke_width=13, stroke_opacity=".9"),
        ]
    count = len(corners)
    mids = [_between(corners[i], corners[(i + 1) % count], 0.5) for i in range(count)]
    table = [(x * 0.56, y * 0.56) for x, y in mids]
    first = min(range(count), key=lambda i: sum(table[i]))  # where the light comes from
    light = [table[first - 1], table[first], _between(table[first], table[(first + 1) % count], 0.5)]
    outline = polygon(corners) if name in _POINTED else smooth([(x * 1.09, y * 1.09) for x, y in corners])
    if name in _POINTED:
        outline = _softly_pointed(corners)
    facets = "".join(f"M{_xy(table[i - 1])}L{_xy(corners[i])}L{_xy(table[i])}" for i in range(count))
    return [
        path(outline, fill=ink.s),
        path(facets, fill="none", stroke_opacity=".35", stroke_width=4),
        path(polygon(table), fill=ink.stone[0], fill_opacity=".6", stroke_opacity=".45", stroke_width=4),
        path(polygon(light), fill="#fff", fill_opacity=".85", stroke="none"),
    ]


def _step_cut(ink: Ink) -> list[str]:
    def step(w: float, h: float) -> list[Point]:
        return [
            (-w + 24, -h),
            (w - 24, -h),
            (w, -h + 24),
            (w, h - 24),
            (w - 24, h),
            (-w + 24, h),
            (-w, h - 24),
            (-w, -h + 24),
        ]

    outer, middle, table = step(74, 98), step(56, 78), step(40, 58)
    spokes = "".join(f"M{_xy(a)}L{_xy(b)}" for a, b in zip(outer, table, strict=True))
    return [
        path(polygon(outer), fill=ink.s),
        path(spokes + polygon(middle), fill="none", stroke_opacity=".35", stroke_width=4),
        path(polygon(table), fill=ink.stone[0], fill_opacity=".55", stroke_opacity=".45", stroke_width=4),
        path("M-34-38L6-50L-34 14Z", fill="#fff", fill_opacity=".85", stroke="none"),
    ]


def _softly_pointed(corners: Sequence[Point]) -> str:
    """A smooth outline that keeps its point at the top (and below, where it has one there)."""
    count = len(corners)
    sharp = {i for i in range(count) if abs(corners[i][0]) < 1}
    d = f"M{_xy(corners[0])}"
    for i in range(1, count + 1):
        corner, following = corners[i % count], corners[(i + 1) % count]
        if i % count in sharp:
            d += f"L{_xy(corner)}"
        elif (i + 1) % count in sharp:
            d += f"Q{_xy(corner)} {_xy(following)}"
        else:
            d += f"Q{_xy(corner)} {_xy(_between(corner, following, 0.5))}"
    return d + "Z"


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _xy(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"


def _star(ink: Ink) -> list[str]:
    points = [at(0, 0, 104 if i % 2 == 0 else 46, 36 * i - 90) for i in range(10)]
    return [
        path(polygon(points), fill=ink.m),
        path("".join(f"M0 0L{_xy(p)}" for p in points), fill="none", stroke_opacity=".3", stroke_width=3),
    ]


def _moon(ink: Ink) -> list[str]:
    return [
        path("M38-92A98 98 0 1 0 38 92A76 76 0 1 1 38-92Z", fill=ink.m),
        path("M-6-78A84 84 0 0 0-68 40", fill="none", stroke="#fff", stroke_opacity=".8"),
    ]


def _sun(ink: Ink) -> list[str]:
    rays = [polygon([at(0, 0, 62, i * 30 - 9), at(0, 0, 108, i * 30), at(0, 0, 62, i * 30 + 9)]) for i in range(12)]
    return [path("".join(rays), fill=ink.m), circle(0, 0, 60, fill=ink.m), *_swirl()]


def _swirl() -> list[str]:
    return [path("M-34 8A36 36 0 0 1 20-30", fill="none", stroke="#fff", stroke_opacity=".85")]


def _leaf(ink: Ink) -> list[str]:
    veins = "M0 108V-70M0 60L-40 22M0 60L40 22M0 14L-44-26M0 14L44-26M0-30L-28-58M0-30L28-58"
    return [
        path("M0-108C58-62 84 6 50 58C36 78 16 84 0 84C-16 84-36 78-50 58C-84 6-58-62 0-108Z", fill=ink.m),
        path(veins, fill="none", stroke_opacity=".55", stroke_width=4),
    ]


def _flower(ink: Ink) -> list[str]:
    petal = "M0-18C44-40 42-104 0-106C-42-104-44-40 0-18Z"
    return [
        group((path(petal, transform=f"rotate({72 * i})") for i in range(5)), fill=ink.m),
        circle(0, 0, 27, fill=ink.s),
        circle(-8, -9, 7, fill="#fff", stroke="none"),
    ]


def _heart(ink: Ink) -> list[str]:
    return [
        path("M0 92C-74 34-104-6-98-46C-92-92-28-104 0-54C28-104 92-92 98-46C104-6 74 34 0 92Z", fill=ink.m),
        path("M-72-26C-74-56-52-70-34-64", fill="none", stroke="#fff", stroke_opacity=".85"),
    ]


def _feather(ink: Ink) -> list[str]:
    barbs = "".join(
        f"M0 {y}L{-46 + abs(y) // 5} {y - 30}M0 {y}L{46 - abs(y) // 5} {y - 30}" for y in (-40, -10, 20, 50)
    )
    return [
        path("M0-118C52-84 66 0 34 70L14 84L0 70L-14 84L-34 70C-66 0-52-84 0-118Z", fill=ink.m),
        path("M0 118V-86" + barbs, fill="none", stroke_opacity=".6", stroke_width=4),
    ]


def _wave(ink: Ink) -> list[str]:
    return [
        path("M-110 52C-84-54-6-92 44-60C84-34 78 22 40 28C14 30 4 4 24-8C-18-4-14 52 110 52Z", fill=ink.m),
        path("M-70 34C-52-20-14-50 20-48", fill="none", stroke="#fff", stroke_opacity=".85"),
    ]


def _disc(ink: Ink) -> list[str]:
    return [circle(0, 0, 92, fill=ink.m), circle(0, 0, 74, fill="none", stroke_opacity=".3", stroke_width=4), *_swirl()]


def _pearl(ink: Ink) -> list[str]:
    return [
        circle(0, 0, 92, fill=ink.s),
        ellipse(-32, -36, 24, 16, fill="#fff", stroke="none", transform="rotate(-40-32-36)"),
    ]


def _knot(ink: Ink) -> list[str]:
    eight = "M0 0C34-62 112-66 112 0S34 62 0 0S-112-66-112 0S-34 62 0 0"
    over = "M-27 32C-17 24-8 14 0 0C8-14 17-24 27-32"
    widths = ((38, ink.line), (29, ink.metal[2]), (20, ink.metal[1]), (6, ink.metal[0]))
    return [
        group((path(d, stroke=colour, stroke_width=width) for width, colour in widths), fill="none", stroke_linecap=cap)
        for d, cap in ((eight, "round"), (over, "butt"))
    ]


def _shell(ink: Ink) -> list[str]:
    ribs = "".join(f"M0 76L{_xy(at(0, 4, 100, a))}" for a in (-160, -135, -112, -90, -68, -45, -20))
    rim = (
        "M-24 84L-96 10C-106-26-84-40-78-44C-76-74-46-80-40-80C-24-104 24-104 40-80C46-80 76-74 78-44"
        "C84-40 106-26 96 10L24 84Z"
    )
    return [path(rim, fill=ink.m), path(ribs, fill="none", stroke_opacity=".45", stroke_width=4)]


def _bird(ink: Ink) -> list[str]:
    body = (
        "M-112-22L-72-40C-58-78-14-92 20-66C44-48 52-22 60-8L104-84C118-20 96 36 54 56C20 90-44 84-66 40"
        "C-76 20-76-4-72-14Z"
    )
    return [
        path(body, fill=ink.m),
        path("M-34 8C-10 48 36 46 66 14M-34 8C-16 22 10 24 34 14", fill="none", stroke_opacity=".6", stroke_width=5),
        circle(-44, -40, 8, fill=ink.line, stroke="none"),
    ]


def _fox(ink: Ink) -> list[str]:
    return [
        path("M-92-96L-40-56H40L92-96L84-4C80 34 40 62 0 98C-40 62-80 34-84-4Z", fill=ink.m),
        path("M-84-4C-52 0-20 34 0 98C20 34 52 0 84-4", fill=ink.metal[0], fill_opacity=".8"),
        path("M-44-14L-24-4M44-14L24-4M-12 78L0 98L12 78Z", fill=ink.line),
    ]


def _paw(ink: Ink) -> list[str]:
    pads = ((-52, -14, -18), (-20, -48, -6), (20, -48, 6), (52, -14, 18))
    return [
        circle(0, 0, 100, fill=ink.m),
        group(
            (
                path("M0-2C26-2 44 26 40 44C34 66 12 52 0 52C-12 52-34 66-40 44C-44 26-26-2 0-2Z"),
                *(ellipse(x, y, 13, 18, transform=f"rotate({turn} {x} {y})") for x, y, turn in pads),
            ),
            fill=ink.metal[2],
            stroke_width=4,
        ),
    ]


def _dragonfly(ink: Ink) -> list[str]:
    wing = "M6-30C60-84 112-66 110-46C106-26 50-16 6-22Z"
    low = "M6-14C50-10 92 14 84 30C74 42 28 18 6-4Z"
    return [
        group(
            (path(wing), path(low), path(wing, transform="scale(-1 1)"), path(low, transform="scale(-1 1)")), fill=ink.s
        ),
        path("M-9-40C-9-60 9-60 9-40L5 106C3 116-3 116-5 106Z", fill=ink.m),
        circle(0, -62, 15, fill=ink.m),
        path("M-7 24H7M-7 50H7M-6 76H6", fill="none", stroke_width=4),
    ]


def _bell(ink: Ink) -> list[str]:
    dots = [circle(x, y, 5, fill=ink.metal[2], stroke="none") for y in (-30, -4, 22) for x in (-30, -10, 10, 30)]
    return [
        path("M-46-62C-46-96 46-96 46-62L64 62H-64Z", fill=ink.m),
        *dots,
        tag("rect", x=-72, y=58, width=144, height=26, rx=12, fill=ink.m),
    ]


def _locket(ink: Ink) -> list[str]:
    return [
        ellipse(0, 0, 84, 100, fill=ink.m),
        ellipse(0, 0, 66, 82, fill="none", stroke_opacity=".4", stroke_width=4),
        placed(_leaf(ink), 0, 0, 0.5, 24),
        tag("rect", x=78, y=-14, width=14, height=28, rx=5, fill=ink.m),
    ]


def _letter(ink: Ink) -> list[str]:
    return [
        circle(0, 0, 96, fill=ink.m),
        circle(0, 0, 80, fill="none", stroke_opacity=".3", stroke_width=4),
        path(
            "M-34 46C-26 46-22 40-20 32L6-48L36 46M-12 12H28M-44 46H-24M24 46H48M-6-48H8", fill="none", stroke_width=9
        ),
    ]


_SCRIPT = (
    "M-112 10C-84-60-60-60-66-16C-72 26-96 30-90 4C-80-30-40 6-34 14C-20-10-6-14-8 6C-8 26-26 22-18 2"
    "C-8-14 8-8 8 8C10 22 24 14 30-2C38-50 52-62 52-40C52-14 32 0 34 12C38 26 56 16 64 4"
    "C72-10 88-10 82 6C76 22 96 18 112 4"
)


def _script(ink: Ink) -> list[str]:
    return [
        path(_SCRIPT, fill="none", stroke_width=17),
        path(_SCRIPT, fill="none", stroke=ink.metal[1], stroke_width=10),
        path(_SCRIPT, fill="none", stroke=ink.metal[0], stroke_width=3),
    ]


def _drop(ink: Ink) -> list[str]:
    return [
        path("M0-110C30-50 74-14 74 34C74 76 40 100 0 100C-40 100-74 76-74 34C-74-14-30-50 0-110Z", fill=ink.m),
        *_swirl(),
    ]


MOTIFS: Mapping[str, Motif] = {
    "star": _star, "moon": _moon, "sun": _sun, "leaf": _leaf, "flower": _flower, "heart": _heart, "feather": _feather,
    "wave": _wave, "disc": _disc, "pearl": _pearl, "bead": _disc, "knot": _knot, "shell": _shell, "bird": _bird,
    "fox": _fox, "paw": _paw, "dragonfly": _dragonfly, "bell": _bell, "locket": _locket, "letter": _letter,
    "script": _script, "drop": _drop,
}  # fmt: skip
