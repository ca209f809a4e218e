"""Whoever finds no order is helped on, and can write; nothing on the way tells whether there is such an order."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.portal.test_claim import words
from tests.sample_shops import AT, hidden, shop

from amends.core.dates import datetime_of, zone_named
from amends.records.mail import open_mails
from amends.usecases.list_mail import list_mail
from amends.usecases.send_message import LONGEST
from amends.usecases.write_to_shop import MOST_BY_EMAIL

pytestmark = pytest.mark.usefixtures("shops")
TEXT = "I bought a chain in May and find no mail. <b>Anna</b>"


def write(client: Client, **fields: str) -> tuple[int, str]:
    """Send the form as a customer does; what is not given is as the page has it."""
    key = hidden(client.get("/silver/write").content.decode(), "key")
    known = {
        "key": key,
        "email": "anna@example.com",
        "name": "Anna Li",
        "knows": "WR-1O01",
        "acts_for": "",
        "text": TEXT,
    }
    response = client.post("/silver/write", {**known, **fields})
    return response.status_code, response.content.decode()


def without_tokens(page: bytes) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|value="[^"]*"', "", page.decode())


def test_who_finds_no_order_is_told_what_helps_and_not_which_part_was_wrong(client: Client) -> None:
    pages = [
        client.post("/silver/find", {"number": number, "proof": proof}).content
        for number, proof in (("WR-1001", "no@example.com"), ("WR-9999", "ines@example.com"), ("LU-R5EQB", "00000"))
    ]
    assert all("What helps now" in words(page) for page in pages)
    assert 'href="/silver/write"' in pages[0].decode()
    assert len({without_tokens(page) for page in pages}) == 1
    assert "What helps now" not in words(client.get("/silver/find").content)
    assert "What helps now" in words(client.post("/silver/gift", {"code": "NO-SUCH"}).content)


def test_what_is_written_waits_for_a_person_with_a_date(client: Client) -> None:
    assert write(client, acts_for="Grandma Rosa")[0] == 302
    assert "We have your message" in words(client.get("/silver/write/sent").content)
    (row,) = [one for one in open_mails("silver", 200) if one.sender == "Anna Li <anna@example.com>"]
    for part in ("WR-1O01", "Grandma Rosa", TEXT):
        assert part in row.text, part
    assert "Nothing of it is proven" in row.guess["why"]
    assert row.guess["order"] == "WR-1O01"
    (waiting,) = [one for one in list_mail(shop("silver"), AT) if one.row.id == row.id]
    assert waiting.act_by is not None
    assert datetime_of(waiting.act_by - AT, zone_named("UTC")).hour == 12  # B10: within twelve hours


def test_the_same_form_sent_twice_is_one(client: Client) -> None:
    before = len(open_mails("silver", 200))
    assert write(client, key="one")[0] == write(client, key="one")[0] == 302
    assert len(open_mails("silver", 200)) == before + 1


@pytest.mark.parametrize(
    ("fields", "problem"),
    [({"email": ""}, "Enter your email address"), ({"email": "anna"}, "Enter your email address"),
     ({"text": " \n"}, "Write what it is about"), ({"text": "x" * (LONGEST + 1)}, "Write what it is about")],
)  # fmt: skip
def test_what_cannot_be_answered_is_asked_again_with_what_was_typed(
    client: Client, fields: dict[str, str], problem: str
) -> None:
    status, page = write(client, **fields)
    assert status == 400
    assert problem in page
    assert 'value="Anna Li"' in page
    assert "Error: " in page


def test_one_address_cannot_fill_the_desk(client: Client) -> None:
    statuses = [write(client)[0] for _ in range(MOST_BY_EMAIL + 1)]
    assert statuses == [302] * MOST_BY_EMAIL + [429]


@pytest.mark.parametrize("name", ["Anna\r\nBcc: all@example.com", "x" * 199, "李\x00", "<script>"])
def test_nothing_typed_as_a_name_does_harm(client: Client, name: str) -> None:
    status, _ = write(client, name=name)
    assert status == (400 if "\0" in name else 302)
    assert all("\n" not in row.sender and "\n" not in row.subject for row in open_mails("silver", 200))
