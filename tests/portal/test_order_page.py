"""The order's page: the answer at each piece before anybody asks, for orders of every sort and size."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from markupsafe import escape
from pytest_django import Settings
from tests.sample_shops import AT, HOUR, add, find, order, situation

from amends.core.dates import NOT_YET, parse_instant
from amends.core.orders import Line, Order, Parcel
from amends.examples import SHOPS, Situation, situations

pytestmark = pytest.mark.usefixtures("shops")
DAY = 24 * HOUR


def words(page: bytes) -> str:
    """What a reader reads of the page, on one line."""
    text = re.sub(r"<(head|style)\b.*?</\1>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").split())


def seen(client: Client, shop_id: str, one: Situation) -> str:
    return words(client.get(find(client, shop_id, one.order_number, one.email)).content)


@pytest.mark.parametrize(
    ("shop_id", "clause", "place", "said"),
    [
        # The season of 2026 lengthens the thirty days.
        ("piercing", "A1", 0, "You can return this until Sunday 31 January 2027 , free of charge"),
        ("piercing", "A1", 2, "The time to return this ended on"),
        ("piercing", "A3", 0, "The time to return this ended on Wednesday 31 January 2024"),
        ("piercing", "A5", 1, "Final sale"),
        ("piercing", "A5", 1, "This cannot be returned for a change of mind"),
        ("silver", "B1", 0, "You can return this until Monday 7 December"),
        ("silver", "B3", 0, "You pay the way back."),
        ("silver", "B5", 0, "Earrings touch skin, so we take them back only when something is wrong with them."),
        ("silver", "B9", 0, "(New York time)"),
        ("silver", "B14", 0, "You can exchange this until"),
        ("bespoke", "C1", 0, "You can cancel this until"),
        ("bespoke", "C2", 0, "cannot be cancelled"),
        ("bespoke", "C13", 0, "Under warranty until"),
    ],
)
def test_the_answer_stands_at_the_piece(client: Client, shop_id: str, clause: str, place: int, said: str) -> None:
    assert said in seen(client, shop_id, situation(shop_id, clause, place))


def test_every_sample_order_can_be_looked_at(client: Client) -> None:
    """Each order that is worth trying has a page with an answer at each of its pieces."""
    every = ((shop_id, one) for shop_id in SHOPS for one in situations(shop_id))
    tried = {(shop_id, one.order_number, one.email) for shop_id, one in every}
    for number, (shop_id, order_number, email) in enumerate(sorted(tried)):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        response = client.get(find(client, shop_id, order_number, email))
        page = response.content.decode()
        pieces = page.count('<li class="piece ')
        assert pieces
        assert page.count('<p class="answer">') == pieces


def test_the_date_shown_is_the_date_that_holds(client: Client, settings: Settings) -> None:
    """I13: a microsecond before the end it can be returned, at the end of the day it cannot."""
    one = situation("silver", "B1")
    shown = re.search(r"until <time class=\"figure\" datetime=\"([0-9-]+)\"", client.get(
        find(client, "silver", one.order_number, one.email)
    ).content.decode())  # fmt: skip
    assert shown is not None
    assert shown[1] == "2026-12-07"
    end = AT + 15 * DAY + 14 * HOUR  # midnight in New York after 7 December
    settings.FIXED_NOW = end - 1
    assert "You can return this until" in words(client.get("/silver/orders/WR1001/").content)
    settings.FIXED_NOW = end
    assert "The time to return this ended on Monday 7 December" in words(client.get("/silver/orders/WR1001/").content)


class TestPresents:
    def test_show_no_price_no_number_of_the_order_and_no_name(self, client: Client) -> None:
        """A7 and ATK30."""
        present = situation("piercing", "A7")
        bought = order("piercing", present.order_number)
        client.post("/piercing/gift", {"code": present.gift_code})
        page = client.get(f"/piercing/orders/{present.order_number.replace('-', '')}/").content
        text = words(page)
        assert "$" not in text
        assert bought.email not in page.decode()
        assert bought.customer_name.split()[0] not in text
        assert "You can swap this, or turn it into store credit" in text


def big(number: str, lines: int, **more: object) -> Order:
    """An order of so many lines that came in one parcel a week ago."""
    made = tuple(
        Line(id=f"L{place}", product_id="millrace-chain", sku="MIL-18IN", name=f"Piece {place}", quantity=1,
             unit_price_minor=1000, category="necklace", attributes={"material": "silver"})
        for place in range(1, lines + 1)
    )  # fmt: skip
    parcel = Parcel(id="P1", contents={line.id: 1 for line in made}, shipped_at=AT - 7 * DAY, delivered_at=AT - 4 * DAY)
    values = {"placed_at": AT - 9 * DAY, "parcels": (parcel,), "state": "delivered", **more}
    return Order(
        number=number,
        currency="USD",
        lines=made,
        email="big@example.com",
        country="US",
        **values,  # type: ignore[arg-type]
    )


class TestSizes:
    def test_thirty_lines_ask_the_database_as_often_as_one(self, client: Client) -> None:
        counts = []
        for lines in (1, 15, 30):
            add("silver", big(f"BIG-{lines}", lines))
            address = find(client, "silver", f"BIG-{lines}", "big@example.com")
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        assert len(set(counts)) == 1
        assert counts[0] <= 8

    def test_five_thousand_lines_come_in_pages(self, client: Client) -> None:
        add("silver", big("BIG-5000", 5000))
        address = find(client, "silver", "BIG-5000", "big@example.com")
        first = client.get(address)
        assert first.content.count(b'<li class="piece ') == 20
        assert "Page 1 of 250" in words(first.content)
        assert "Piece 5000" in words(client.get(f"{address}?page=250").content)
        for wrong in ("0", "251", "-1", "1e9", "", "٣", "99999999999999999999"):
            assert client.get(address, {"page": wrong}).status_code == 404

    def test_an_order_without_lines(self, client: Client) -> None:
        add("silver", Order(number="EMPTY-1", currency="USD", lines=(), email="big@example.com"))
        assert client.get(find(client, "silver", "EMPTY-1", "big@example.com")).status_code == 200


class TestWhatIsUnclear:
    def test_an_order_without_dates_is_for_a_person(self, client: Client) -> None:
        order_without = big("NODATE-1", 1, placed_at=None)
        (parcel,) = order_without.parcels
        add("silver", replace(order_without, parcels=(replace(parcel, shipped_at=None, delivered_at=None),)))
        text = words(client.get(find(client, "silver", "NODATE-1", "big@example.com")).content)
        assert "Ask us about this, and one of us answers by" in text
        assert "You can return this" not in text

    def test_an_order_older_than_the_policy_is_for_a_person(self, client: Client) -> None:
        """X3: posted late, so that the window is open, but ordered before the first version of the policy began."""
        placed = parse_instant("2022-12-31T23:59:59", ZoneInfo("America/New_York"))
        add("silver", big("EARLY-1", 1, placed_at=placed))
        text = words(client.get(find(client, "silver", "EARLY-1", "big@example.com")).content)
        assert "Ask us about this, and one of us answers by" in text
        assert "You can return this" not in text

    @pytest.mark.parametrize(
        "twist",
        [
            lambda one: replace(one, lines=(replace(one.lines[0], quantity=-1),)),
            lambda one: replace(one, parcels=(replace(one.parcels[0], contents={"L9": 1}),)),
            lambda one: replace(one, parcels=(replace(one.parcels[0], contents={"L1": 2}),)),
            lambda one: replace(one, lines=(one.lines[0], one.lines[0])),
        ],
    )
    def test_a_contradiction_is_for_a_person(self, client: Client, twist: Callable[[Order], Order]) -> None:
        add("silver", twist(big("ODD-1", 1)))
        response = client.get(find(client, "silver", "ODD-1", "big@example.com"))
        assert response.status_code == 200
        assert "We have to look at this order" in words(response.content)
        assert client.get("/silver/orders/ODD1/pieces/L1.P1/reason").status_code in {302, 404}

    @pytest.mark.parametrize("years", [-4000, 4000])
    def test_mistyped_years_are_for_a_person(self, client: Client, years: int) -> None:
        far = AT + years * 365 * DAY
        one = big("FAR-1", 1, placed_at=AT - 9 * DAY)
        add("silver", replace(one, parcels=(replace(one.parcels[0], shipped_at=far, delivered_at=NOT_YET),)))
        text = words(client.get(find(client, "silver", "FAR-1", "big@example.com")).content)
        assert "You can return this" not in text

    @pytest.mark.parametrize(
        "name",
        ["O'Brien", "Nguyễn", "李", "نور الدين", "Null", "B", "x" * 300, "{{7*7}}", "{% debug %}", "${jndi:ldap://x}",
         "<img src=x onerror=alert(1)>", "\u202eevil", "💎 ring", "=HYPERLINK(1)"],
    )  # fmt: skip
    def test_any_name_is_shown_as_it_is(self, client: Client, name: str) -> None:
        """ATK28, and names that must work."""
        one = big("NAME-1", 1)
        add("silver", replace(one, lines=(replace(one.lines[0], name=name, customisation=name),), customer_name=name))
        page = client.get(find(client, "silver", "NAME-1", "big@example.com")).content.decode()
        assert escape(name) in page
        assert "<img src=x" not in page
