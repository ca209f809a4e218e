"""A real browser before a real server, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests.pressing import PATIENCE
from tests.sample_shops import AT, put_in_place

from amends.examples import SHOPS

PHONE = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def still_clock(settings: Settings) -> None:
    """Every page is shown as of one moment."""
    settings.FIXED_NOW = AT


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """Where the portal is served, with the three sample shops."""
    put_in_place(*SHOPS)
    return str(live_server.url)


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a small window, in a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, base_url=address)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a large window."""
    size = {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size, base_url=address, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a small window, in a browser that runs scripts."""
    context = browser.new_context(viewport=PHONE, base_url=address, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
