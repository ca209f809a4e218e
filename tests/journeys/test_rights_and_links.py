"""Ways in that need no form: from the order's own mail, and by right."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, expect
from tests.journeys.test_stories import answer, choose, number_of_case
from tests.pressing import follow
from tests.sample_shops import AT, HOUR, add, order

from amends.cli.link import links
from amends.records.models import Case

DAY = 24 * HOUR
MOST_PAGES = 8


def test_from_the_mail_about_the_order_to_a_return_without_a_typed_word(plain: Page) -> None:
    """The shop's own mail brings the link: at most eight pages, on a phone that runs no scripts."""
    pages: list[str] = []

    def count(request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            pages.append(request.url)

    plain.on("request", count)
    ((_, link),) = links("piercing", ("LU-1001",), "")
    plain.goto(urlsplit(link).path)
    follow(plain.get_by_role("button", name="Open my page"))
    follow(plain.get_by_role("link", name=re.compile("Rook Feather necklace")))
    choose(plain, "I have changed my mind")
    answer(plain, Is_it_still_free_of_damage="Yes")
    choose(plain, "Return it for my money back")
    follow(plain.get_by_role("button", name="Send my return"))
    number_of_case(plain)
    assert len(pages) <= MOST_PAGES, pages


def test_a_consumer_in_germany_withdraws_from_what_the_policy_would_keep(plain: Page) -> None:
    """Art. 11a: earrings, two steps, no reason, no approval; on a phone that runs no scripts."""
    before = order("silver", "WR-1001")
    lines = tuple(replace(one, category="earring") for one in before.lines)
    parcels = tuple(replace(one, delivered_at=AT - 2 * DAY) for one in before.parcels)
    bought = add("silver", replace(before, number="EU-1", country="DE", lines=lines, parcels=parcels, gift_code=""))
    ((_, link),) = links("silver", (bought.number,), "")
    plain.goto(urlsplit(link).path)
    follow(plain.get_by_role("button", name="Open my page"))
    follow(plain.get_by_role("link", name="withdraw from contract here").first)
    follow(plain.get_by_role("button", name="Continue"))
    expect(plain.get_by_role("alert")).to_contain_text("Choose at least one piece.")
    for name in ("Millrace chain", "Ferry Knot pendant"):
        plain.get_by_label(re.compile(name)).check()
    follow(plain.get_by_role("button", name="Continue"))
    expect(plain.locator(".statement")).to_contain_text("1 × Ferry Knot pendant")
    follow(plain.get_by_role("button", name="confirm withdrawal", exact=True))
    expect(plain.get_by_role("heading", name="You have withdrawn")).to_be_visible()
    expect(plain.locator(".statement")).to_contain_text("1 × Ferry Knot pendant")
    follow(plain.get_by_role("link", name="See how it stands"))
    number_of_case(plain)
    case = Case.objects.get(order_number="EU-1")
    assert "1 × Millrace chain" in case.note
    expect(plain.get_by_text("EU-W-01").first).to_be_visible()
