"""Draws every product of the example shops as an SVG, always the same to the byte.

`python -m amends.examples.drawing` writes all pictures anew; a test holds that they are what is committed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from amends.examples.catalogue import Entry, entries
from amends.examples.drawing import chains, earrings, rings, things
from amends.examples.drawing.palette import CABOCHONS, GROUNDS, SHOWCASES, STONES, Ground, Shades, metal_of, stone_of
from amends.examples.drawing.pen import LINE, Ink
from amends.examples.drawing.showcase import showcase
from amends.examples.drawing.steps import STEPS
from amends.examples.folders import folder

Kind = Callable[[Mapping[str, Any], Ink], list[str]]

KINDS: Mapping[str, Kind] = {
    "flat_back": earrings.flat_back,
    "set": earrings.several,
    "stud": earrings.stud,
    "huggie": earrings.huggie,
    "hoop": earrings.hoop,
    "drop": earrings.drop,
    "cuff": earrings.cuff,
    "ring": rings.ring,
    "necklace": chains.necklace,
    "pendant": chains.pendant,
    "chain": chains.chain,
    "bracelet": chains.bracelet,
    "bangle": chains.bangle,
    "anklet": chains.anklet,
    "brooch": chains.brooch,
    "card": things.card,
    "box": things.box,
    "pouch": things.pouch,
    "case": things.case,
    "bottle": things.bottle,
    "kit": things.kit,
    "cloth": things.cloth,
    "gauge": things.gauge,
}

_SHAPES = {  # what stands behind the piece, one for each shop
    "piercing": '<circle cx="160" cy="162" r="124" fill="{fill}"/>',
    "silver": '<path d="M0 226Q90 188 184 212T320 196V320H0Z" fill="{fill}"/>',
    "bespoke": '<path d="M48 320V158a112 112 0 0 1 224 0V320Z" fill="{fill}"/>',
}

_USUAL = {"piercing": "gold", "silver": "silver", "bespoke": "gold"}  # for things that are of no metal


def draw(entry: Entry, shop_id: str) -> str:
    """This function will return the picture of a product in the shop's colours."""
    product, ground = entry.product, SHOWCASES[shop_id]
    option = product.variants[0].options
    look = (
        {"material": _USUAL[shop_id]} | dict(product.attributes) | {k: option[k] for k in ("material",) if k in option}
    )
    key = product.variants[0].sku.partition("-")[0].lower()
    ink = Ink(
        metal_of(look), stone_of(look), ground.line, ground.accent, ground.soft, look.get("stone") in CABOCHONS, key
    )
    drawing: Mapping[str, Any] = entry.drawing
    drawn = "".join(KINDS[drawing["kind"]](drawing, ink))
    return showcase(escape(product.name), drawn, ink, ground)


def draw_step(name: str, shop_id: str) -> str:
    """This function will return a picture of the shop's help pages; its title says what is to be seen."""
    step = STEPS[shop_id][name]
    ground, metal = GROUNDS[shop_id], metal_of({"material": _USUAL[shop_id]})
    stone = STONES["moonstone" if shop_id == "silver" else "diamond"]
    ink = Ink(metal, stone, ground.line, ground.accent, ground.soft, cabochon=False, key=f"step-{name}-")
    drawn = "".join(step.draw(ink))
    return _sheet(escape(step.title), drawn, ink, ground, _SHAPES[shop_id], escape(step.says))


def _sheet(title: str, drawn: str, ink: Ink, ground: Ground, shape: str, says: str = "") -> str:
    key = ink.key
    defs = (
        _gradient(f"{key}g", (ground.top, ground.bottom), 'x2="0" y2="1"')
        + (_gradient(f"{key}m", ink.metal, 'x2=".7" y2="1"') if f"#{key}m" in drawn else "")
        + (_gradient(f"{key}s", ink.stone, 'x2=".6" y2="1"') if f"#{key}s" in drawn else "")
        + f'<filter id="{key}f" filterUnits="userSpaceOnUse" x="0" y="0" width="320" height="320">'
        + f'<feDropShadow dx="3" dy="7" stdDeviation="5" flood-color="{ground.line}" flood-opacity=".22"/></filter>'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" role="img">'
        f"<title>{title}</title>{f'<desc>{says}</desc>' if says else ''}<defs>{defs}</defs>"
        f'<path fill="url(#{key}g)" d="M0 0h320v320H0z"/>{shape.format(fill=ground.shape)}'
        f'<g filter="url(#{key}f)" stroke="{ground.line}" stroke-width="{LINE}" stroke-linecap="round" '
        f'stroke-linejoin="round">{drawn}</g></svg>\n'
    )


def _gradient(name: str, shades: Shades | tuple[str, str], end: str) -> str:
    last = len(shades) - 1
    stops = "".join(f'<stop offset="{i / last:g}" stop-color="{shade}"/>' for i, shade in enumerate(shades))
    return f'<linearGradient id="{name}" {end}>{stops}</linearGradient>'


def write_pictures(shop_id: str) -> int:
    """This function will write the shop's pictures, of products and of help, and return how many there are."""
    products, steps = folder(shop_id) / "pictures", folder(shop_id) / "help" / "pictures"
    files = {products / f"{entry.product.id}.svg": draw(entry, shop_id) for entry in entries(shop_id)}
    files |= {steps / f"{name}.svg": draw_step(name, shop_id) for name in STEPS[shop_id]}
    for file, svg in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(svg, encoding="utf-8")
    return len(files)
