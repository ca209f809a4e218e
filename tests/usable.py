"""What axe finds on a page, in light and in dark: everything in light, and in dark what colours alone decide."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_GRAVE = {"serious", "critical"}
# Only what is wrong leaves the browser: the long list of what is well took as long as finding it.
_ALL = json.dumps({"resultTypes": ["violations"]})
# The page itself is the same one in dark, so whatever else axe looks at has been looked at.
_COLOURS = json.dumps({"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]})


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """This function will return what is serious: the rule that is broken, and where."""
    page.evaluate(_AXE.axe_script)
    found: list[dict[str, Any]] = page.evaluate(f"axe.run({_ALL}).then(one => one.violations)")
    page.emulate_media(color_scheme="dark")
    if not page.evaluate("'axe' in window"):  # a page that has come again by itself meanwhile
        page.evaluate(_AXE.axe_script)
    found += page.evaluate(f"axe.run({_COLOURS}).then(one => one.violations)")
    page.emulate_media(color_scheme="light")
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found if one["impact"] in _GRAVE]
