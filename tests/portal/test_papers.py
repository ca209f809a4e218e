"""What customers print and look up: labels as long as they are good, slips, certificates; and how much a page asks."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.portal.test_case_page import visitor
from tests.sample_cases import bring, of_kind, opened
from tests.sample_shops import AT, HOUR, find, shop

from amends.core.cases.commands import Record
from amends.core.cases.events import LabelMade
from amends.core.cases.states import State
from amends.core.dates import datetime_of, zone_named
from amends.records import models
from amends.records.cases import CaseRow
from amends.usecases.act_on_case import act_on_case

pytestmark = pytest.mark.usefixtures("shops")
DAY = 24 * HOUR
WHOLE = {"condition.undamaged": True}
MOST_QUERIES = 12


def words(page: bytes) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


def labelled(days: int = 14) -> CaseRow:
    """A return with a prepaid label that is good for so many days."""
    case = opened("piercing", "LU-1001", "L1.P1", "refund", answers=WHOLE)
    utc = zone_named("UTC")
    models.Label.objects.create(
        shop_id="piercing", id=f"{case.number}.1.label.1", case_number=case.number, carrier="own", tracking="T-1",
        pdf=b"%PDF-1.7 a label", made_at=datetime_of(AT, utc), expires_at=datetime_of(AT + days * DAY, utc),
    )  # fmt: skip
    made = LabelMade(items=("1",), label=f"{case.number}.1.label.1", carrier="own", tracking="T-1",
                     expires_at=AT + days * DAY)  # fmt: skip
    return act_on_case(shop("piercing"), case.number, Record(event=made), at=AT, by="carrier")


@pytest.fixture
def anna(client: Client) -> Client:
    find(client, "piercing", "LU-1001", "anna@example.com")
    return client


class TestTheLabel:
    def test_is_printed_by_its_owner_alone(self, anna: Client) -> None:
        case = labelled()
        where = f"/piercing/cases/{case.number}/labels/{case.number}.1.label.1"
        assert f'href="{where}"' in anna.get(f"/piercing/cases/{case.number}/").content.decode()
        response = anna.get(where)
        assert (response["Content-Type"], response.content[:4]) == ("application/pdf", b"%PDF")
        assert response["Content-Disposition"] == f'attachment; filename="label-{case.number}.pdf"'
        assert "no-store" in response["Cache-Control"]
        for stranger in (Client(), visitor("refund"), visitor("resend")):
            assert stranger.get(where).status_code == 404
        assert anna.get(f"{where}x").status_code == 404

    def test_is_gone_when_its_time_is_over_and_a_new_one_is_to_be_had(self, anna: Client, settings: Settings) -> None:
        """ATK16."""
        case = labelled(days=3)
        where = f"/piercing/cases/{case.number}/labels/{case.number}.1.label.1"
        settings.FIXED_NOW = AT + 4 * DAY
        assert where.encode() not in anna.get(f"/piercing/cases/{case.number}/").content
        response = anna.get(where)
        assert response.status_code == 410
        assert "Get a new label" in words(response.content)
        for _ in range(2):
            assert anna.post(f"{where}/new")["Location"] == f"/piercing/cases/{case.number}/"
        asked = models.Effect.objects.filter(case_number=case.number, kind="label")
        assert asked.count() == 2  # the first one, and one new one
        assert "We are preparing your label" in words(anna.get(f"/piercing/cases/{case.number}/").content)

    def test_is_gone_when_nothing_is_to_be_sent_any_more(self, anna: Client) -> None:
        case = labelled()
        anna.post(f"/piercing/cases/{case.number}/items/1/withdraw", {"seen": str(case.case.version)})
        response = anna.get(f"/piercing/cases/{case.number}/labels/{case.number}.1.label.1")
        assert response.status_code == 410
        assert "Get a new label" not in words(response.content)


class TestTheSlip:
    def test_is_drawn_where_the_customer_pays_the_post(self) -> None:
        """B3, B16."""
        case = of_kind("refund")
        client = visitor("refund")
        assert "Print a slip for the parcel" in words(client.get(f"/silver/cases/{case.number}/").content)
        response = client.get(f"/silver/cases/{case.number}/slip")
        assert response.content[:4] == b"%PDF"
        assert Client().get(f"/silver/cases/{case.number}/slip").status_code == 404

    def test_is_not_there_where_nothing_is_sent(self) -> None:
        case = bring("silver", of_kind("refund"), State.WITHDRAWN)
        assert visitor("refund").get(f"/silver/cases/{case.number}/slip").status_code == 404


def test_the_certificate_stands_with_the_order_line(client: Client) -> None:
    """C12."""
    where = find(client, "bespoke", "AT-1005", "elif@example.com")
    assert "Certificate AT-C-20417" in words(client.get(where).content)
    said = words(client.get(f"{where}pieces/L1.P1/certificate").content)
    assert "Number AT-C-20417" in said
    assert "Material platinum" in said or "Stone" in said
    assert client.get(f"{where}pieces/L9.P1/certificate").status_code == 404
    assert Client().get(f"{where}pieces/L1.P1/certificate").status_code == 404


@pytest.mark.parametrize("state", [State.TO_SEND, State.WAITING, State.QUOTED, State.DONE], ids=lambda one: one.value)
def test_the_page_of_a_case_asks_the_database_no_more_than_it_may(state: State) -> None:
    case = bring("silver", of_kind("refund"), state)
    client = visitor("refund")
    client.get(f"/silver/cases/{case.number}/")  # what is kept for long is kept now
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/silver/cases/{case.number}/").status_code == 200
    of_ours = [one["sql"] for one in asked if "set_config" not in one["sql"]]
    assert len(of_ours) <= MOST_QUERIES, "\n".join(of_ours)
