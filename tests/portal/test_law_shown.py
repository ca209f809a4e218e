"""What a consumer reads where the law goes before the shop's policy: the article, and what yields to it."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.test import Client
from tests.sample_shops import AT, HOUR, add, ask, find, order, send

pytestmark = pytest.mark.usefixtures("shops")
DAY = 24 * HOUR


@pytest.fixture
def address(client: Client) -> str:
    """The page of an order that went to Germany, of an earring that the shop takes back from nobody."""
    before = order("silver", "WR-1001")
    lines = (replace(before.lines[0], category="earring"), *before.lines[1:])
    parcels = tuple(replace(one, shipped_at=AT - 7 * DAY, delivered_at=AT - 3 * DAY) for one in before.parcels)
    new = add("silver", replace(before, number="L-1", country="DE", lines=lines, parcels=parcels, gift_code=""))
    return find(client, "silver", "L-1", new.email)


def words(page: bytes) -> str:
    """What a reader reads of the page, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


def test_the_law_is_cited_with_its_article_and_what_yields_to_it(client: Client, address: str) -> None:
    check = ask(client, address, "L1.P1", "changed_mind", "refund")
    shown = client.get(check.replace("check", "remedy"))
    page = shown.content.decode()
    assert 'href="http://data.europa.eu/eli/dir/2011/83/oj"' in page
    read = words(shown.content)
    assert "Directive 2011/83/EU, Art. 9(1)" in read
    assert "The law goes before it: Directive 2011/83/EU, Art. 9(1), 9(2)(b) (EU-W-01)." in read
    case = words(client.get(send(client, check)).content)
    assert "The law goes before it" in case


def test_the_order_says_the_later_of_the_days_by_which_a_fault_is_put_right(client: Client, address: str) -> None:
    """The shop gives 35 days, and by the law it is replaced for a year without a question."""
    read = words(client.get(address).content)
    assert re.search(r"We put that right until \w+ \d+ November 2027", read), read


def test_no_guide_is_put_first_that_explains_a_clause_which_yields(client: Client, address: str) -> None:
    """The page would say that earrings stay, and right below that they come back."""
    shown = client.get(ask(client, address, "L1.P1", "changed_mind", "refund").replace("check", "remedy"))
    read = words(shown.content)
    assert "Worth reading first" in read
    assert "Can earrings come back?" not in read
