"""Pressing in a browser what leads to another page, so that nothing looks at that page before it is there."""

from __future__ import annotations

from playwright.sync_api import Locator

PATIENCE = 120_000  # milliseconds; a machine may be busy


def follow(one: Locator) -> None:
    """This function will press what leads to another page, and wait until that is there, whole.

    Without this a look that does not wait by itself could fall on the page before, or on the half of the next one that
    has come.
    """
    with one.page.expect_navigation(timeout=PATIENCE):
        one.click(timeout=PATIENCE)
