"""Three example shops to try everything on: a piercing studio, a silversmith and a workshop that makes to order.

Everything about them is invented. Each folder holds the shop, its catalogue with pictures, its help pages and the
orders worth trying; they travel with the package, and these functions read them.
"""

from __future__ import annotations

from amends.core.help.model import Guide, Help
from amends.core.theme import Colours, Theme
from amends.examples.catalogue import Entry, catalogue, entries
from amends.examples.folders import SHOPS, folder, picture
from amends.examples.guides import guide_picture, guides, help_files, help_of
from amends.examples.seed import orders_for
from amends.examples.shops import Shop, shop
from amends.examples.situations import Ask, Situation, situations

__all__ = [
    "SHOPS",
    "Ask",
    "Colours",
    "Entry",
    "Guide",
    "Help",
    "Shop",
    "Situation",
    "Theme",
    "catalogue",
    "entries",
    "folder",
    "guide_picture",
    "guides",
    "help_files",
    "help_of",
    "orders_for",
    "picture",
    "shop",
    "situations",
]
