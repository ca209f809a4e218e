"""What carriers send over HTTP: read by the real adapter, believed with its signature alone."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from pytest_django import Settings
from tests.console.opening import done, opened
from tests.integrations.easypost.playback import HERE, SECRET
from tests.integrations.easypost.test_webhook import signed
from tests.sample_shops import AT

from amends.core.cases.commands import Record
from amends.core.cases.events import Posted
from amends.records import models
from amends.records.cases import CaseRow, case_numbered

BODY = (HERE / "webhook.json").read_bytes()
NUMBER = json.loads(BODY)["result"]["tracking_code"]
ADDRESS = "/hooks/carriers/silver"


@pytest.fixture(autouse=True)
def easypost(settings: Settings, shops: None) -> None:
    """An account at EasyPost, which nobody asks anything here; the silver shop is in place."""
    settings.AMENDS_CARRIER = {**settings.AMENDS_CARRIER, "key": "EZTK-hooks", "webhook_secrets": (SECRET,)}
    settings.FIXED_NOW = AT


@pytest.fixture
def posted() -> CaseRow:
    """A case whose customer has named the parcel."""
    row = opened()
    return done(row, Record(event=Posted(item="1", tracking=NUMBER)))


def send(headers: dict[str, str], body: bytes = BODY, address: str = ADDRESS) -> int:
    """This function will send the message, and return the status of the answer."""
    response = Client().post(address, body, content_type="application/json", headers=headers)
    assert len(response.content) < 200
    return response.status_code


def now(row: CaseRow) -> CaseRow:
    found = case_numbered("silver", row.number)
    assert found is not None
    return found


@pytest.mark.parametrize("address", [ADDRESS, "/hooks/carriers/"])
def test_a_genuine_message_reaches_the_case_once(posted: CaseRow, address: str) -> None:
    assert [send(signed(BODY), address=address) for _ in range(3)] == [200, 200, 200]
    item = now(posted).case.items[0]
    assert item.delivered_at is not None
    events = models.ParcelEvent.objects.filter(tracking=NUMBER)
    assert events.filter(shop_id="silver").count() == events.count() == now(posted).case.version - posted.case.version


def test_where_an_account_is_shared_nobody_keeps_what_nobody_knows() -> None:
    assert send(signed(BODY), address="/hooks/carriers/") == 200
    assert not models.ParcelEvent.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Hmac-Signature": "hmac-sha256-hex=0"}, signed(BODY, "another secret"), {"Stripe-Signature": "t=1,v1=0"}],
)
@pytest.mark.parametrize("address", [ADDRESS, "/hooks/carriers/"])
def test_forged_it_changes_nothing(posted: CaseRow, address: str, headers: dict[str, str]) -> None:
    assert send(headers, address=address) == 401
    assert now(posted) == posted
    assert not models.ParcelEvent.objects.exists()


def test_atk60_written_anew_it_is_not_the_message_that_was_signed(posted: CaseRow) -> None:
    assert send(signed(BODY), json.dumps(json.loads(BODY)).encode()) == 401


@pytest.mark.parametrize("body", [b"[" * 10_000, b'{"a": NaN}', b"\xff", b""])
def test_atk68_whatever_is_signed_and_no_message_is_answered(posted: CaseRow, body: bytes) -> None:
    assert send(signed(body), body) in {200, 400}
    assert now(posted) == posted


def test_nobody_asks_this_address_anything() -> None:
    assert Client().get(ADDRESS).status_code == 405
    assert send(signed(BODY), address="/hooks/carriers/nobody") == 404


def test_without_a_carrier_nothing_is_believed(settings: Settings) -> None:
    settings.AMENDS_CARRIER = {**settings.AMENDS_CARRIER, "key": ""}
    assert send(signed(BODY)) == 401
