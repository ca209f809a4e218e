"""The colours: three shops, the metals, the stones, each from light to dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Shades = tuple[str, str, str]

GOLD: Shades = ("#fff4d2", "#ecc873", "#bd8f42")
SILVER: Shades = ("#ffffff", "#d9e1e7", "#96a7b3")
ROSE: Shades = ("#ffe9df", "#e8b5a1", "#b97d69")
GREY: Shades = ("#f2f4f6", "#bcc6ce", "#75838e")
BRASS: Shades = ("#fbeebd", "#d9b65f", "#977530")
PLATINUM: Shades = ("#ffffff", "#e2e5e8", "#a2abb3")

STONES: Mapping[str, Shades] = {
    "diamond": ("#ffffff", "#e6f1f7", "#a9c5d6"),
    "opal": ("#ffffff", "#f3e6f4", "#a9dcd8"),
    "moonstone": ("#ffffff", "#e3ecf7", "#a5b9dc"),
    "sapphire": ("#bcd3f7", "#4a78c9", "#22427f"),
    "emerald": ("#c4efd6", "#3fa877", "#1c6647"),
    "ruby": ("#ffc9cf", "#d0455c", "#841f35"),
    "garnet": ("#f5bdbd", "#b03a48", "#681d2b"),
    "amethyst": ("#e6d2f7", "#9a6cc6", "#583682"),
    "topaz": ("#d4f0fa", "#79bfdc", "#35799c"),
    "turquoise": ("#d5f5f0", "#5cc3bc", "#2b837f"),
    "pearl": ("#ffffff", "#f6ece4", "#cdbcb4"),
    "onyx": ("#9aa0a8", "#3a4048", "#14171c"),
    "peridot": ("#eaf7bf", "#a5c94f", "#64862a"),
    "citrine": ("#fff2c0", "#f0be4a", "#b07e1c"),
    "aquamarine": ("#e2f7f8", "#9bd6dc", "#4f9aa8"),
    "morganite": ("#ffe8e4", "#f3bcb3", "#c27d76"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a shop's pictures stand on: the paper from top to bottom, the shape behind, line and accent."""

    top: str
    bottom: str
    shape: str
    line: str
    accent: str
    soft: str


GROUNDS: Mapping[str, Ground] = {
    "piercing": Ground("#f6f4fd", "#e9e5f7", "#fdfcff", "#2f2a4a", "#5a2ecb", "#cfc3f3"),
    "silver": Ground("#f9f2e7", "#efe3d1", "#e6d6bf", "#3b2c22", "#8a4118", "#dfbd99"),
    "bespoke": Ground("#efe7d3", "#e3d8bf", "#f8f2e3", "#22332a", "#1c5a42", "#c2d3c0"),
}

# What the pieces themselves lie on, lit from above: white cloth, linen on the bench, velvet. `shape` is where the light
# falls, `bottom` the corner that is farthest from it.
SHOWCASES: Mapping[str, Ground] = {
    "piercing": Ground("#f7f7fc", "#e3e2f0", "#ffffff", "#36324f", "#6d52c4", "#d8cdf8"),
    "silver": Ground("#f6eddf", "#dbcab2", "#fffaf1", "#43342a", "#8a4118", "#e8c9ab"),
    "bespoke": Ground("#1d4433", "#081510", "#2f6a50", "#050d09", "#efe3c8", "#c9a45c"),
}

CABOCHONS = frozenset({"opal", "moonstone", "turquoise", "onyx", "pearl"})  # polished round, not cut


def metal_of(attributes: Mapping[str, Any]) -> Shades:
    """This function will return the metal's shades; what is made of none is drawn in silver."""
    metal, material = str(attributes.get("metal", "")), str(attributes.get("material", ""))
    for word, shades in (("rose", ROSE), ("gold", GOLD)):
        if metal.startswith(word):
            return shades
    named = {"gold": GOLD, "titanium": GREY, "steel": GREY, "brass": BRASS, "platinum": PLATINUM}
    return named.get(material, SILVER)


def stone_of(attributes: Mapping[str, Any]) -> Shades:
    """This function will return the stone's shades; without a stone, those of the metal."""
    stone = attributes.get("stone")
    return STONES[str(stone)] if stone else metal_of(attributes)
