"""Store credit at the till, and what does not go on by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.console.opening import opened
from tests.sample_shops import AT, HOUR, hidden

from amends.core.dates import datetime_of, zone_named
from amends.records import models

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]
CODE = "ABCD-2345-EFGH"


def when(at: int) -> datetime:
    return datetime_of(at, zone_named("UTC"))


class TestCredit:
    @pytest.fixture(autouse=True)
    def credit(self, staffed: None) -> None:
        models.Credit.objects.create(
            shop_id="silver", id="c1", code=CODE, case_number=opened().number, order_number="WR-1001",
            item_id="1", amount_minor=5000, left_minor=5000,
            currency="USD", given_at=when(AT),
        )  # fmt: skip

    def left(self) -> int:
        return models.Credit.objects.get(code=CODE).left_minor

    def test_a_sale_takes_its_amount_once_and_gives_it_back_once(self, signed_in: SignIn) -> None:
        client = signed_in("support")
        page = client.post("/console/silver/credit", {"code": CODE.lower()}).content.decode()
        assert "50" in page
        for _ in range(2):
            client.post("/console/silver/credit/use", {"code": CODE, "amount": "12.50", "sale": "T-1"})
        assert self.left() == 3750
        back = {"code": CODE, "amount": "2.50", "sale": "T-1", "key": hidden(page, "key")}
        for _ in range(2):
            client.post("/console/silver/credit/give-back", back)
        assert self.left() == 4000

    @pytest.mark.parametrize(
        "wrong", [{"amount": "50.01"}, {"amount": "-1"}, {"amount": "x"}, {"sale": " "}, {"code": "NONE"}]
    )
    def test_what_cannot_be_taken_is_told(self, signed_in: SignIn, wrong: dict[str, str]) -> None:
        sent = {"code": CODE, "amount": "1", "sale": "T-2", **wrong}
        response = signed_in("support").post("/console/silver/credit/use", sent)
        assert response.status_code == 400
        assert "There is a problem" in response.content.decode()
        assert self.left() == 5000


class TestOutbox:
    @pytest.fixture(autouse=True)
    def case(self, staffed: None) -> None:
        self.number = opened().number
        models.Effect.objects.all().delete()

    def effect(self, key: str, state: str, age: int, **more: Any) -> None:
        models.Effect.objects.create(
            shop_id="silver", key=key, case_number=self.number, kind="mail", body={}, state=state,
            made_at=when(AT - age),
            next_at=when(AT), **more,
        )  # fmt: skip

    def test_what_was_given_up_is_shown_and_tried_again_once(self, signed_in: SignIn) -> None:
        self.effect("a", "dead", HOUR, why="the mail server declined", failures=30)
        self.effect("b", "waiting", 60_000_000)
        self.effect("c", "waiting", HOUR, why="not set up here")
        client = signed_in("finance")
        page = client.get("/console/silver/outbox").content.decode()
        assert "the mail server declined" in page
        assert "not set up here" in page
        assert page.count("Mail to the customer") == 2, "what has just begun to wait is not stuck"
        said = [client.post("/console/silver/outbox/try-again", {"key": "a"}, follow=True) for _ in range(2)]
        assert "It is tried again." in said[0].content.decode()
        assert "already" in said[1].content.decode()
        assert models.Effect.objects.get(key="a").state == "waiting"

    def test_a_payment_by_hand_is_put_down_with_its_reference(self, signed_in: SignIn) -> None:
        models.Payout.objects.create(
            shop_id="silver", id="p1", case_number=self.number, item_id="1", order_number="WR-1001",
            payment_id="", payment_ref="", amount_minor=100, currency="USD", by_hand=True, state="waiting",
            made_at=when(AT), changed_at=when(AT),
        )  # fmt: skip
        client = signed_in("finance")
        assert "to be paid by hand" in client.get("/console/silver/outbox").content.decode()
        response = client.post("/console/silver/outbox/paid", {"payout": "p1", "ref": " "})
        assert response.status_code == 409
        assert "needs a reference" in response.content.decode()
