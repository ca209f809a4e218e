"""The withdrawal function, step by step as Art. 11a has it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from tests import invariants
from tests.sample_shops import AT, HOUR, add, find, hidden, order

from amends.records import models

pytestmark = pytest.mark.usefixtures("shops")
DAY = 24 * HOUR


@pytest.fixture
def bought() -> str:
    """An order that went to Germany, of pieces that the shop's own policy would not take back."""
    before = order("silver", "WR-1001")
    lines = tuple(replace(one, category="earring") for one in before.lines)
    parcels = tuple(replace(one, delivered_at=AT - 2 * DAY) for one in before.parcels)
    new = replace(before, number="EU-1", country="DE", lines=lines, parcels=parcels, gift_code="PRESENT-1")
    return add("silver", new).email


def button(page: str) -> str:
    form = page.split('<blockquote class="statement">')[1]
    return re.sub(r"<[^>]+>", "", re.findall(r"<button[^>]*>(.*?)</button>", form, re.DOTALL)[0]).strip()


def test_from_the_order_to_the_acknowledgement_in_two_steps(client: Client, bought: str) -> None:
    address = find(client, "silver", "EU-1", bought)
    page = client.get(address).content.decode()
    assert "withdraw from contract here" in page
    step = client.get(f"{address}withdraw").content.decode()
    pieces = re.findall(r'name="(piece\.[^"]+)"', step)
    assert len(pieces) == 2
    assert "required" not in step
    nothing = client.post(f"{address}withdraw", {"key": hidden(step, "key"), "name": ""})
    assert nothing.status_code == 400
    assert "Choose at least one piece." in nothing.content.decode()
    shown = client.post(f"{address}withdraw", {"key": hidden(step, "key"), "name": "Ann", pieces[0]: "yes"})
    confirm = shown.content.decode()
    assert button(confirm) == "confirm withdrawal"
    assert not models.Case.objects.filter(order_number="EU-1").exists()
    fields = {"key": hidden(confirm, "key"), "name": "Ann", "confirmed": "yes", pieces[0]: "yes"}
    done, again = (client.post(f"{address}withdraw", fields) for _ in range(2))
    assert done["Location"] == again["Location"]
    case = models.Case.objects.get(order_number="EU-1")
    assert done["Location"] == f"/silver/cases/{case.number}/"
    assert case.note.endswith("Name: Ann")
    told = client.get(done["Location"])
    assert told.status_code == 200
    assert client.get("/silver/policy?version=eu-withdrawal").status_code == 200
    left = client.get(f"{address}withdraw").content.decode()
    assert len(re.findall(r'name="piece\.', left)) == 1
    invariants.check("silver")


def test_the_words_are_those_of_the_law_in_each_language(client: Client, bought: str) -> None:
    address = find(client, "silver", "EU-1", bought)
    german = client.get(f"{address}withdraw", headers={"Accept-Language": "de"}).content.decode()
    assert "Vertrag widerrufen" in german


def test_it_is_the_buyer_s_own_and_lasts_as_long_as_the_law_says(client: Client, bought: str) -> None:
    recipient = Client()
    present = recipient.post("/silver/gift", {"code": "PRESENT-1"})
    assert recipient.get(f"{present['Location']}withdraw").status_code == 404
    assert Client().get("/silver/orders/EU1/withdraw").status_code == 404
    before = order("silver", "EU-1")
    late = tuple(replace(one, delivered_at=AT - 30 * DAY) for one in before.parcels)
    add("silver", replace(before, parcels=late))
    address = find(client, "silver", "EU-1", bought)
    assert "withdraw from contract here" not in client.get(address).content.decode()
    over = client.get(f"{address}withdraw")
    assert "nothing here to withdraw from" in over.content.decode()
