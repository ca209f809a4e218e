"""Three houses from the same pages: the looks that are laid over a page, and what can hardly be read in one of them.

That any text can be read on anything in a theme is a law of its own (`tests/core/test_theme.py`); here it is seen that
pages use the colours as a theme means them.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from amends.examples import SHOPS, shop
from amends.portal.theme import theme_css

LOOKS = [(name, scheme, "rtl" if at % 2 else "ltr") for name in SHOPS for at, scheme in enumerate(("light", "dark"))]
COLOURS = json.dumps({"resultTypes": ["violations"], "runOnly": ["color-contrast"]})
# A sheet of our own making is no style inside the page, which the page's own rules would refuse.
LAY_OVER = """([css, scheme, direction]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
    document.documentElement.dataset.theme = scheme;
    document.documentElement.dir = direction;
}"""


def themes() -> dict[str, str]:
    """This function will return the style sheet of each shop's theme."""
    return {name: theme_css(asdict(shop(name).theme), "") for name in SHOPS}


def faint(page: Page) -> list[str]:
    """This function will name what on the page is hard to read."""
    page.evaluate(f"window.axe || (() => {{ {Axe().axe_script} }})()")
    found = page.evaluate(f"axe.run({COLOURS}).then(one => one.violations)")
    return [node["html"] for one in found for node in one["nodes"]][:3]
