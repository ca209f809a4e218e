"""Every page in every state: no wider than the smallest phone, in light and dark, and as usable as axe can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.looks import LAY_OVER, LOOKS, faint, themes
from tests.pressing import PATIENCE, follow
from tests.sample_shops import situation
from tests.usable import serious

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
SMALLEST_TARGET = 24
# Links inside a sentence are as high as the sentence's lines; everything else is a target of its own.
TARGETS = """smallest => [...document.querySelectorAll('a, button, input:not([type=hidden]), summary, textarea')]
    .filter(one => !one.closest('p:not(.do), .why, .terms, .first') && !one.matches('.skip, [type=radio]'))
    .map(one => [one.innerText || one.name, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < smallest || box.width < smallest))
    .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


def pages(page: Page) -> Iterator[str]:
    """Walk through every page, and stop at each once it is there with its styles."""
    for state in walk(page):
        page.wait_for_load_state("load")
        yield state


def walk(page: Page) -> Iterator[str]:
    yield from opened(page, "/", "/piercing/", "/silver/find", "/silver/gift", "/bespoke/policy", "/piercing/help/")
    yield from opened(page, "/piercing/help/flat-back-push-pin/", "/piercing/help/flat-back-which/")
    yield from opened(
        page,
        "/silver/size/chart",
        "/piercing/size/chart",
        "/silver/size/?asked=what",
        "/silver/size/?what=ring&place=ring",
    )
    yield from opened(
        page, "/bespoke/size/?place=ring&unit=us&size=7&fit=tight", "/bespoke/size/?place=ring&unit=unknown"
    )
    yield from opened(page, "/piercing/size/?what=post&place=helix&healing=healed&gauge=18&unit=mm&size=7&fit=right")
    yield from opened(page, "/nowhere", "/silver/?no=1")
    page.goto("/silver/find")
    follow(page.get_by_role("button", name="Find my order"))
    yield "errors of a form"
    page.get_by_label("Order number").fill("WR-9999")
    page.get_by_label("Email address or postcode").fill("nobody@example.com")
    follow(page.get_by_role("button", name="Find my order"))
    yield "no order found"
    found(page, "silver", "B1")
    yield "an order"
    follow(page.get_by_role("link", name="Return or get help (Millrace chain)"))
    yield "reasons"
    follow(page.get_by_role("button", name="Continue"))
    yield "no reason"
    page.get_by_label("I need another size").check()
    follow(page.get_by_role("button", name="Continue"))
    yield "questions"
    follow(page.get_by_role("button", name="Continue"))
    yield "no answers"
    for name, value in (("worn", "no"), ("used", "no"), ("original_packaging", "yes")):
        page.locator(f"input[name='q.condition.{name}'][value={value}]").check()
    follow(page.get_by_role("button", name="Continue"))
    yield "remedies"
    page.get_by_label("Exchange it").check()
    follow(page.get_by_role("button", name="Continue"))
    yield "variants"
    page.get_by_label("20 in").check()
    follow(page.get_by_role("button", name="Continue"))
    yield "the last look"
    follow(page.get_by_role("button", name="Send my exchange"))
    yield "a case"
    page.goto("/silver/orders/WR1001/")
    yield "an order with a case"
    page.goto("/silver/orders/WR1001/pieces/L1.P1/reason")
    yield "a piece that is held"
    yield from own_case(page)
    yield from others(page)


def own_case(page: Page) -> Iterator[str]:
    page.goto("/silver/orders/WR1001/")
    follow(page.get_by_role("link", name=re.compile("^See R-")))
    follow(page.get_by_role("button", name="Send the message"))
    yield "a case with an error"
    case = page.url.removesuffix("messages")
    yield from opened(page, f"{case}parcel", f"{case}helpers", "/silver/write", "/silver/write/sent")
    follow(page.get_by_role("link", name="To the first page"))
    page.goto(f"{case}helpers")
    page.get_by_label("Their name").fill("Ola Berg")
    page.get_by_label("Their email address").fill("ola@example.com")
    follow(page.get_by_role("button", name="Send them a link"))
    yield "a helper"
    page.goto(case)
    follow(page.get_by_role("link", name="I no longer need this"))
    yield "an act"
    follow(page.get_by_role("button", name="End it"))
    yield "a case that is over"
    page.goto("/silver/orders/WR1001/")
    follow(page.get_by_role("link", name="It is about several pieces"))
    yield "which pieces"
    yield from several(page)
    yield from opened(page, "/silver/l/no-such-link")
    follow(page.get_by_role("button", name="Open my page"))
    yield "a link that does not work"
    follow(page.get_by_role("button", name="Send me a new link"))
    yield "a new link"


def others(page: Page) -> Iterator[str]:
    found(page, "silver", "B5")
    follow(page.locator(".do a:not([href*=together])").first)
    page.get_by_label("I have changed my mind").check()
    follow(page.get_by_role("button", name="Continue"))
    yield "a refusal"
    found(page, "bespoke", "C12")
    follow(page.get_by_role("link", name=re.compile("^Certificate")))
    yield "a certificate"
    found(page, "bespoke", "C3")
    follow(page.locator(".do a.button").first)
    page.locator("summary", has_text="Something is wrong with it").click()
    page.get_by_label("It is faulty or does not work").check()
    follow(page.get_by_role("button", name="Continue"))
    yield "a person decides"


def several(page: Page) -> Iterator[str]:
    for box in page.get_by_role("checkbox").all():
        box.check()
    follow(page.get_by_role("button", name="Continue"))
    yield "the first of several"
    page.get_by_label("I have changed my mind").check()
    page.get_by_label(re.compile("This holds for all")).check()
    follow(page.get_by_role("button", name="Continue"))
    for name, value in (("worn", "no"), ("used", "no"), ("original_packaging", "yes")):
        page.locator(f"input[name='q.condition.{name}'][value={value}]").check()
    page.get_by_label(re.compile("My answers hold for all")).check()
    follow(page.get_by_role("button", name="Continue"))
    while page.get_by_label("Return it for my money back").count():
        page.get_by_label("Return it for my money back").check()
        follow(page.get_by_role("button", name="Continue"))
    yield "the last look at several"


def opened(page: Page, *addresses: str) -> Iterator[str]:
    for address in addresses:
        page.goto(address)
        yield address


def found(page: Page, shop_id: str, clause: str) -> None:
    one = situation(shop_id, clause)
    page.goto(f"/{shop_id}/find")
    page.get_by_label("Order number").fill(one.order_number)
    page.get_by_label("Email address or postcode").fill(one.email)
    follow(page.get_by_role("button", name="Find my order"))


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens windows, and closes them at the end."""
    contexts = []

    def open_window(**how: Any) -> Page:
        context = browser.new_context(base_url=address, reduced_motion="reduce", **how)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_every_page_is_usable_for_everybody_in_every_look_and_asks_nobody_else(
    window: Callable[..., Page], address: str
) -> None:
    """One walk, as walking takes longer than looking: first as on a small phone, then at a desk, then in two looks.

    Of the six looks (three themes, light and dark) each page is given two in turn, one of which runs from the right.
    """
    page, sheets = window(viewport=PHONE, has_touch=True), themes()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for at, state in enumerate(pages(page)):
        fits_a_small_phone(page, state)
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        found_here = serious(page)
        assert not found_here, (state, found_here)
        grows_with_its_text(page, state)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        for name, scheme, direction in (LOOKS[at % len(LOOKS)], LOOKS[(at + 3) % len(LOOKS)]):
            page.evaluate(LAY_OVER, [sheets[name], scheme, direction])
            assert page.evaluate(WIDE) <= 0, (state, name, direction)
            assert not faint(page), (state, name, scheme)
    assert all(url.startswith((address, "data:")) for url in asked)
    assert not [line for line in said if not any(status in line for status in ("400", "404", "410"))]


def fits_a_small_phone(page: Page, state: str) -> None:
    """Nothing is wider than the page, and every target can be hit."""
    wide = page.evaluate(WIDE)
    assert wide <= 0, (state, wide)
    assert not page.evaluate(TARGETS, SMALLEST_TARGET), state


def grows_with_its_text(page: Page, state: str) -> None:
    """Text twice as large makes no page wider than a small window."""
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate(WIDE)
    assert wide <= 0, (state, wide)
    page.evaluate("document.documentElement.style.fontSize = ''")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_that_cannot_be_read_in_one_of_the_two_schemes_are_found(page: Page, scheme: str) -> None:
    """Pages that have to be found: one whose words fade, and one whose picture says nothing."""
    faded = f"<style>@media (prefers-color-scheme: {scheme}) {{ p {{ background: #999; color: #888 }} }}</style>"
    head = "<html lang=en><title>A page</title>"
    page.set_content(f"{head}<main><h1>A page</h1><p>Words</p></main>")
    assert serious(page) == []
    page.set_content(f"{head}{faded}<main><h1>A page</h1><p>Words</p></main>")
    assert [rule for rule, _ in serious(page)] == ["color-contrast"]
    page.set_content(f"{head}<main><h1>A page</h1><img src='data:,'></main>")
    assert [rule for rule, _ in serious(page)] == ["image-alt"]
