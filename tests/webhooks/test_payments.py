"""Messages that are no messages of the provider: refused at once, and nothing is written."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.test import Client
from tests.steps import steps
from tests.usecases.money.conftest import practice, provider, silver
from tests.usecases.money.desk import SECRETS, Provider, approve, paid_with, to_approve
from tests.usecases.money.hooks import event, post

from amends.records import models
from amends.sandbox.hooks import sign

__all__ = ("practice", "provider", "silver")
pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def connected(settings: Any, provider: Provider, silver: None) -> None:
    """The pages speak to the practice provider."""
    settings.AMENDS_PAYMENTS = {"key": "sk_test_1", "webhook_secrets": SECRETS, "address": provider.address}


@pytest.fixture
def body(provider: Provider) -> bytes:
    """A real message about a refund of ours."""
    order = paid_with()
    provider.charge(order)
    approve(to_approve())
    provider.control("refunds", {"charge": order.payments[0].ref, "amount": 100})
    return event(provider, provider.events()[-1])


def nothing_is_written() -> bool:
    """This function will say whether no message has left a trace."""
    return not models.Told.objects.exists()


class TestWhoSentIt:
    def test_the_provider(self, body: bytes) -> None:
        assert post(body).status_code == 200
        assert not nothing_is_written()

    @pytest.mark.parametrize("late", [301, -302])
    def test_signed_too_long_ago_or_ahead(self, body: bytes, late: int) -> None:
        assert post(body, late_seconds=late).status_code == 401
        assert nothing_is_written()

    def test_with_another_secret(self, body: bytes) -> None:
        assert post(body, secret="whsec_other").status_code == 401
        assert nothing_is_written()

    @pytest.mark.parametrize("signature", ["", "t=1", "v1=aa", "t=x,v1=y", "t=1,v1=" + "é"])
    def test_without_a_signature(self, body: bytes, signature: str) -> None:
        assert post(body, signature=signature.encode("ascii", "ignore").decode()).status_code == 401
        assert nothing_is_written()

    def test_the_same_json_in_other_bytes(self, body: bytes) -> None:
        signature = sign(body, list(SECRETS), int(time.time()))
        again = json.dumps(json.loads(body), indent=1).encode()
        assert post(again, signature=signature).status_code == 401
        assert nothing_is_written()

    def test_to_a_shop_of_nobody(self, body: bytes) -> None:
        assert post(body, shop="nobody").status_code == 404

    def test_by_another_method(self) -> None:
        assert Client().get("/hooks/payments/silver").status_code == 405

    def test_where_no_provider_is_set_up(self, body: bytes, settings: Any) -> None:
        settings.AMENDS_PAYMENTS = {"key": "", "webhook_secrets": (), "address": ""}
        assert post(body).status_code == 404


class TestWhatItSays:
    @pytest.mark.parametrize(
        "text",
        [
            b"",
            b"[" * 10_000,
            b'{"a":' * 10_000,
            b'{"id": NaN}',
            b'{"id": "evt_1", "id": "evt_2"}',
            b'{"id": "evt_1"}',
            b'{"id": 7, "type": [], "created": "x", "data": {"object": {"object": "refund"}}}',
        ],
        ids=[
            "nothing",
            "deep list",
            "deep object",
            "no number",
            "a name twice",
            "too little",
            "other kinds",
        ],
    )
    def test_what_cannot_be_read_is_refused_quickly(self, text: bytes) -> None:
        found: list[int] = []
        work = steps(lambda: found.append(post(text).status_code))
        assert found == [400]
        assert work < 50_000
        assert nothing_is_written()

    def test_a_type_that_nobody_knows_is_taken_and_left(self, provider: Provider, body: bytes) -> None:
        told = json.loads(body)
        told["id"], told["type"] = "evt_new", "moon.risen"
        told["data"]["object"] = {"id": "moon_1", "object": "moon"}
        assert post(json.dumps(told).encode()).status_code == 200
        assert nothing_is_written()
        assert provider.refunds()

    @pytest.mark.parametrize("size", [600_000, 1_100_000, 5_000_000])
    def test_too_large(self, size: int) -> None:
        assert post(b'{"id": "' + b"x" * size + b'"}').status_code == 400
        assert nothing_is_written()


def test_what_cannot_be_followed_up_now_is_kept_and_taken_up_later(
    provider: Provider,
    body: bytes,
    settings: Any,
) -> None:
    """The provider is away: the message is safe, and the next time it is told it is taken up."""
    settings.AMENDS_PAYMENTS = {"key": "sk_test_1", "webhook_secrets": SECRETS, "address": "http://127.0.0.1:9"}
    assert post(body).status_code == 200
    assert models.Told.objects.get().state == "new"
    settings.AMENDS_PAYMENTS = {"key": "sk_test_1", "webhook_secrets": SECRETS, "address": provider.address}
    assert post(body).status_code == 200
    assert models.Told.objects.get(source="payments").state == "done"
    assert models.Told.objects.filter(source="seen").count() == 1
