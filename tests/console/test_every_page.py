"""Every page in a real browser: as usable as axe can tell, on the smallest phone, without scripts, by keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests.console.opening import done, opened
from tests.pressing import PATIENCE, follow
from tests.sample_shops import AT, HOUR, put_in_place, shop
from tests.usable import serious

from amends.core.cases.commands import Inspect, Receive
from amends.core.scans import scan_code
from amends.examples import SHOPS, folder
from amends.records import models
from amends.records.members import members_of
from amends.usecases.load_sample_staff import load_sample_staff
from amends.usecases.propose_policy import propose_policy
from amends.usecases.read_policy import read_text

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
SMALLEST_TARGET = 24
# Links inside a sentence are as high as the sentence's lines; everything else is a target of its own.
TARGETS = """smallest => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
    .filter(one => !one.closest('p:not(.do, .row), .hint') && !one.matches('.skip, [type=radio], [type=checkbox]'))
    .map(one => [one.innerText || one.name, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < smallest || box.width < smallest))
    .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """Where the console is served, with the sample shops and their staff."""
    put_in_place(*SHOPS)
    load_sample_staff(lambda _: None, django_settings.SECRET_KEY, AT)
    return str(live_server.url)


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens windows in which the owner of a shop is signed in, and closes them at the end."""
    contexts = []

    def open_window(**how: Any) -> Page:
        context = browser.new_context(base_url=address, reduced_motion="reduce", **how)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto("/console/account/sign-in/")
        follow(page.get_by_role("button", name="Owner at Wrenfold"))
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def addresses(address: str) -> list[str]:
    """Every page in the states that it can be in."""
    day = 24 * HOUR
    waiting = opened("WR-1004", reason="not_received", answers={}, at=AT - 9 * day, note="Where is it?").number
    to_send = opened().number
    arrived = done(opened("WR-1003", at=AT - 9 * day), Receive(items=("1",)), by="x").number
    inspected = done(opened("WR-1002", reason="defective", answers={}), Receive(items=("1",)), by="x")
    paid = done(inspected, Inspect(item="1", accepted=1), by="x").number
    owner = next(one for one in members_of("silver") if one.role == "owner")
    proposal = propose_policy(shop("silver"), owner, another_version(), AT, starts=date(2026, 12, 1), note="Shorter")
    policy = "/console/silver/policy"
    cases = "/console/silver/cases"
    return [
        "/console/silver/", "/console/silver/?part=all&remedy=refund", "/console/silver/?part=over",
        "/console/silver/search?q=example.com", "/console/silver/search?q=WR-1001&", "/console/silver/search?q=WR-1007",
        "/console/silver/receive", f"/console/silver/receive?code={to_send}", "/console/silver/receive?code=ZZ",
        f"/console/silver/receive?code={arrived}", "/console/silver/approvals", "/console/silver/holds",
        "/console/silver/insights", "/console/silver/members", "/console/silver/keys", "/console/silver/nowhere/",
        *(f"{cases}/{one}/" for one in (waiting, to_send, arrived, paid)),
        *(f"{cases}/{waiting}/1/{step}" for step in ("answer", "search_begun", "customs_held")),
        f"{cases}/{to_send}/1/overrule", f"{cases}/{to_send}/1/lost_return", f"{cases}/{arrived}/1/inspect",
        policy, f"{policy}/try", f"{policy}/check?law=AU", f"{policy}/propose", f"{policy}/proposals/{proposal.id}",
        "/console/silver/outbox", "/console/silver/credit", "/console/silver/open?order=WR-1001",
        f"{cases}/{paid}/1/approve", "/console/account/", "/console/account/password/", "/console/?all=1",
        "/console/account/again/", "/console/account/codes/new/", "/console/account/sign-out/",
    ]  # fmt: skip


def another_version() -> str:
    """The silver shop's policy under another name, shorter and with a fee."""
    text = read_text(folder("silver") / "policy.yaml").replace('version: "2023"', "version: winter")
    return text.replace("days: 35, of: shipment", "days: 30, of: shipment").replace(
        "label: none}", "label: none, fee: 5.00}"
    )


def come_to(page: Page, address: str) -> None:
    """Some pages come again by themselves while something is worked out: nothing is looked at before that is over."""
    for _ in range(300):
        answer = page.goto(address)
        if answer is None or "refresh" not in answer.headers:
            return
        page.goto("about:blank")  # whatever would come again by itself is gone with the page
    pytest.fail(f"{address} still waits")


def test_axe_finds_nothing_serious(window: Callable[..., Page], addresses: list[str]) -> None:
    page = window(viewport=DESK)
    for one in addresses:
        come_to(page, one)
        found = serious(page)
        assert not found, (one, found)


def test_the_figures_follow_the_slider(window: Callable[..., Page]) -> None:
    opened()
    page = window(viewport=DESK)
    page.goto("/console/silver/policy/try?value=0")
    slider, field = (
        page.get_by_role("slider"),
        page.get_by_label("Window in days", exact=True).and_(page.locator("#value")),
    )
    figures = page.locator("#figures dd")
    before = figures.all_inner_texts()
    slider.focus()
    slider.press("End")
    after = figures.all_inner_texts()
    assert (before[1], after[1]) == ("0", "1")  # granted
    assert field.input_value() == after[0] == slider.get_attribute("aria-valuetext")
    assert page.locator("#mark").get_attribute("x1") != "12"
    follow(page.get_by_role("button", name="Show"))  # the same without the script
    assert figures.all_inner_texts() == after


def test_the_entrance_is_as_usable(browser: Browser, address: str) -> None:
    page = browser.new_context(base_url=address, viewport=PHONE).new_page()  # type: ignore[arg-type]
    for one in ("account/sign-in/", "account/password/forgotten/", "account/password/sent/", "account/join/",
                "account/password/1-x/", "account/closed/"):  # fmt: skip
        page.goto(f"/console/{one}")
        assert page.locator("html").get_attribute("lang") == "en"
        assert not [each["id"] for each in Axe().run(page).response["violations"]], one
    page.goto("/console/account/sign-in/")
    follow(page.get_by_role("button", name="Sign in", exact=True))
    assert page.title().startswith("Error:")
    assert not Axe().run(page).response["violations"]


def test_every_page_fits_a_small_phone_and_asks_nobody_else(
    window: Callable[..., Page], addresses: list[str], address: str
) -> None:
    page = window(viewport=PHONE, has_touch=True)
    asked: list[str] = []
    said: list[str] = []
    too_small: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for one in addresses:
        come_to(page, one)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (one, wide)
        too_small += [(one, each) for each in page.evaluate(TARGETS, SMALLEST_TARGET)]
    assert not too_small
    assert all(url.startswith((address, "data:")) for url in asked)
    assert not [line for line in said if "404" not in line]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_clean_parcel_is_received_inspected_and_paid_in_six_presses(
    window: Callable[..., Page], scripts: bool
) -> None:
    """A scanner types, and its Enter is the first of them."""
    row = opened()
    page = window(viewport=DESK, java_script_enabled=scripts)
    page.goto("/console/silver/receive")
    focused = page.locator(":focus")  # a page has loaded a moment before something has the focus
    focused.press_sequentially(scan_code(row.number))
    presses = 0
    while not models.Payout.objects.filter(case_number=row.number).exists():
        assert presses < 6, page.url
        with page.expect_navigation():
            focused.press("Enter")
        presses += 1
    assert presses <= 4
    assert models.Payout.objects.get(case_number=row.number).amount_minor == 4488


def test_a_version_is_proposed_and_published_on_a_phone_without_scripts(
    window: Callable[..., Page], tmp_path: Path
) -> None:
    page = window(viewport=PHONE, java_script_enabled=False)
    follow(page.get_by_role("link", name="Policy", exact=True))
    follow(page.get_by_role("link", name="Propose a new version"))
    page.get_by_label("Or its text").fill(another_version().replace("refuse: [refund, exchange]", "refuse: [refnd]"))
    follow(page.get_by_role("button", name="Propose it"))
    assert "Did you mean refund?" in page.locator("#problems").inner_text()
    file = tmp_path / "policy.yaml"
    file.write_text(another_version(), encoding="utf-8")
    page.get_by_label("The file of the new version").set_input_files(file)
    page.get_by_label("For orders from this day on").fill("2026-12-01")
    follow(page.get_by_role("button", name="Propose it"))
    come_to(page, page.url)
    said = page.locator("main").inner_text()
    for words in ("30 days instead of 35 days", "Worse for the customer", "We deduct $5.00"):
        assert words in said
    follow(page.get_by_role("button", name="Publish for orders from 1 December 2026 on"))
    assert "Published" in page.locator("h1").inner_text()
    follow(page.get_by_role("link", name="Policy", exact=True).first)
    assert "Coming" in page.locator("main").inner_text()


def test_keys_lead_to_the_search_and_along_the_list(window: Callable[..., Page]) -> None:
    for piece in ("L1.P1", "L2.P1"):
        opened(piece=piece)
    page = window(viewport=DESK)
    page.goto("/console/silver/?part=all")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("jk/?")
    assert page.locator("#search").input_value() == "jk/?"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.getAttribute('href')") == first != second
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(first)
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.innerText") == "It has arrived"
    with page.expect_navigation():
        page.keyboard.press("?")
    assert page.url.endswith("/keys")
