"""Help in a real browser: answers while somebody types, and everything without scripts as well."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import Page, Request, expect
from tests.pressing import follow
from tests.sample_shops import situation
from tests.usable import serious

HELP = "/piercing/help/"
DAY_FAR_AWAY = datetime(2100, 1, 1, tzinfo=UTC)
# No wider than the window: nothing has to be pushed sideways.
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_answers_come_while_somebody_types_and_go_along_into_the_claim(desk: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/help/answers" in request.url:
            asked.append(request.url)

    desk.on("request", note)
    desk.clock.install()
    desk.goto("/piercing/")
    desk.clock.pause_at(DAY_FAR_AWAY)  # a busy machine types more slowly than people do
    field = desk.get_by_label("What is it about?")
    for letter in "too big for my helix":
        field.press_sequentially(letter)
        desk.clock.run_for(15)
    desk.clock.resume()
    first = desk.locator("#answers a").first
    expect(first).to_contain_text("I need another size")
    assert len(asked) == 1, asked  # one for each pause, and not one for each letter
    expect(desk.get_by_role("status")).to_have_text(re.compile(r"^\d answers?$"))
    assert not serious(desk)
    field.fill("qwrtz plimf")
    expect(desk.get_by_role("status")).to_have_text(re.compile("No answer found|We are not sure"))
    expect(desk.locator("#answers")).to_contain_text("Find my order and ask there")
    field.fill("")
    expect(desk.locator("#answers a")).to_have_count(0)
    field.fill("only got 1 hoop??")
    expect(first).to_contain_text("Only one came")
    follow(first)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Only one came")
    desk.go_back()
    expect(desk.locator("#answers a").first).to_contain_text("Only one came")
    assert desk.get_by_role("searchbox").input_value() == "only got 1 hoop??"


def test_a_guide_is_walked_gone_back_in_and_led_on_without_scripts(plain: Page) -> None:
    plain.goto(HELP)
    plain.get_by_label("What is it about?").fill("the little stick on my nap earring is crooked")
    follow(plain.get_by_role("button", name="Find answers"))
    answers = plain.locator("#answers a")
    expect(answers.first).to_contain_text("The pin is bent")
    assert not plain.evaluate(WIDER)
    plain.goto(f"{HELP}flat-back-which/")
    follow(plain.get_by_role("link", name="I cannot tell"))
    expect(plain).to_have_url(re.compile(r"/help/flat-back-which/unsure/$"))
    follow(plain.get_by_role("link", name="Continue", exact=True))
    follow(plain.get_by_role("link", name="It is smooth and slightly bent"))
    expect(plain.get_by_role("heading", level=1)).to_have_text("Put in a push-pin flat back")
    plain.go_back()
    expect(plain.get_by_role("heading", name="What does the pin on the head look like?")).to_be_visible()
    follow(plain.get_by_role("link", name="Back", exact=True))
    follow(plain.get_by_role("link", name="Back", exact=True))
    expect(plain).to_have_url(re.compile(r"/help/flat-back-which/$"))
    follow(plain.get_by_role("button", name="None of this helped"))
    expect(plain.get_by_role("heading", level=1)).to_contain_text("order")
    found = situation("piercing", "A10")
    plain.get_by_label("Order number").fill(found.order_number)
    plain.get_by_label("Email address or postcode").fill(found.email)
    follow(plain.get_by_role("button", name="Find my order"))
    expect(plain.get_by_text("You come from")).to_be_visible()
    assert not plain.evaluate(WIDER)


def test_every_kind_of_help_page_is_usable(phone: Page) -> None:
    for address in (
        HELP, f"{HELP}?q=my+ear+hurts", f"{HELP}?q=pizza", f"{HELP}flat-back-which/", f"{HELP}flat-back-which/unsure/",
        f"{HELP}pin-bent/", f"{HELP}another-size/", f"{HELP}how-returns-go/start/", f"{HELP}solved",
    ):  # fmt: skip
        phone.goto(address)
        assert not serious(phone), address
        assert not phone.evaluate(WIDER), address
