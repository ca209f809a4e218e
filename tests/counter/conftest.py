"""One demo for all stories, and a browser for each of those who take part: customers here, staff there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from tests.counter.people import Customer, Staff
from tests.counter.running import Demo, start, stop
from tests.pressing import PATIENCE

SHOP_NAMES = {"piercing": "Lupin & Rook", "silver": "Wrenfold", "bespoke": "Aldous Thrane"}


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """A demo that runs, in a folder that the database's account can reach, unlike pytest's own."""
    home = Path(tempfile.mkdtemp(prefix="amends-counter-"))
    home.chmod(0o755)
    running = start(home)
    yield running
    stop(running)
    shutil.rmtree(home)


@pytest.fixture
def contexts(browser: Browser, demo: Demo) -> Iterator[Callable[[], BrowserContext]]:
    """Windows of their own: no cookies of others."""
    opened: list[BrowserContext] = []

    def new() -> BrowserContext:
        context = browser.new_context(
            viewport={"width": 1100, "height": 900}, base_url=demo.address, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def customer(contexts: Callable[[], BrowserContext], demo: Demo, tmp_path: Path) -> Callable[[str], Customer]:
    """A customer of the shop."""
    return lambda shop: Customer(contexts().new_page(), demo, shop, SHOP_NAMES[shop], tmp_path)


@pytest.fixture
def staff(contexts: Callable[[], BrowserContext], demo: Demo, tmp_path: Path) -> Callable[[str, str], Staff]:
    """A member of the shop's staff in that role, signed in with one press."""

    def new(shop: str, role: str = "Owner") -> Staff:
        one = Staff(contexts().new_page(), demo, shop, SHOP_NAMES[shop], tmp_path)
        one.sign_in(role)
        return one

    return new
