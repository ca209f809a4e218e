"""What the desk does besides the next step: cases opened for customers, and flags seen to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.html import conditional_escape
from tests.console.opening import done, opened
from tests.sample_shops import AT, HOUR, add, hidden, order, shop

from amends.core.cases import money_events as m
from amends.core.cases.commands import Record
from amends.laws.floors import floor_texts
from amends.records import models
from amends.records.cases import CaseRow, case_numbered
from amends.usecases.declare_withdrawal import Statement, declare_withdrawal
from amends.usecases.send_message import send_message

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]
OPEN = "/console/silver/open"
DAY = 24 * HOUR
CHOICE = "You may choose between repair and replacement."
WHAT = {
    "order": "WR-1001", "mail": "", "piece": "L1.P1", "quantity": "1", "reason": "changed_mind", "remedy": "refund",
    "by": "buyer", "wants": "", "note": "She called.",
}  # fmt: skip
ANSWERS = {"answer.condition.worn": "no", "answer.condition.used": "no", "answer.condition.original_packaging": "yes"}


def form(client: Client, **more: str) -> dict[str, str]:
    page = client.get(f"{OPEN}?order=WR-1001").content.decode()
    return {**WHAT, "key": hidden(page, "key"), **more}


def sold_to_germany(number: str) -> None:
    before = order("silver", "WR-1001")
    parcels = tuple(replace(one, shipped_at=AT - 6 * DAY, delivered_at=AT - 3 * DAY) for one in before.parcels)
    add("silver", replace(before, number=number, country="DE", placed_at=AT - 8 * DAY, parcels=parcels, gift_code=""))


class TestOpening:
    def test_a_case_is_opened_for_who_has_called_once(self, signed_in: SignIn) -> None:
        """B18."""
        client = signed_in("support")
        sent = form(client)
        asked = client.post(OPEN, sent).content.decode()
        assert "answer.condition.worn" in asked
        assert not models.Case.objects.exists()
        response = client.post(OPEN, {**sent, **ANSWERS})
        assert response.status_code == 302, response.content.decode()
        again = client.post(OPEN, {**sent, **ANSWERS})
        assert again["Location"] == response["Location"]
        row = models.Case.objects.get()
        assert row.state == "to_send"
        assert row.folded["channel"] == "console"

    @pytest.mark.parametrize(
        "wrong",
        [{"piece": "L9.P1"}, {"reason": "whim"}, {"remedy": ""}, {"quantity": "-1"}, {"remedy": "exchange"}],
    )  # fmt: skip
    def test_what_cannot_be_meant_is_told_and_opens_nothing(self, signed_in: SignIn, wrong: dict[str, str]) -> None:
        client = signed_in("support")
        response = client.post(OPEN, {**form(client), **ANSWERS, **wrong})
        assert response.status_code == 400
        assert "There is a problem" in response.content.decode()
        assert not models.Case.objects.exists()

    def test_a_piece_in_another_case_is_not_asked_for_twice(self, signed_in: SignIn) -> None:
        opened()
        client = signed_in("support")
        assert client.post(OPEN, {**form(client), **ANSWERS}).status_code == 400
        assert models.Case.objects.count() == 1

    @pytest.mark.parametrize("lang", ["en", "de", "fr", "es"])
    def test_eu_c_13_the_customer_is_told_of_the_choice_before_a_repair_is_opened_and_it_is_kept(
        self, signed_in: SignIn, lang: str
    ) -> None:
        sold_to_germany("C-13")
        client = signed_in("support")
        sent = {**form(client), "order": "C-13", "reason": "defective", "remedy": "repair"}
        page = client.post(f"{OPEN}?lang={lang}", sent).content.decode()
        says = floor_texts("DE", lang).says.get("EU-C-13", CHOICE)
        assert conditional_escape(says) in page
        assert not models.Case.objects.exists()
        assert client.post(OPEN, {**sent, "told": "EU-C-13"}).status_code == 302
        opened = models.Event.objects.get(number=1)
        assert json.loads(opened.body)["stated"] == {"told": "EU-C-13", "language": lang}

    def test_an_order_without_a_case_leads_there(self, signed_in: SignIn) -> None:
        page = signed_in("support").get("/console/silver/search?q=WR-1007").content.decode()
        assert f"{OPEN}?order=WR-1007" in page
        assert OPEN not in signed_in("warehouse").get("/console/silver/search?q=WR-1007").content.decode()


class TestFlags:
    @pytest.fixture
    def row(self) -> CaseRow:
        return done(opened(), Record(event=m.DisputeSeen(payment_id="p", ref="dp_1", amount_minor=5)), by="provider")

    def cleared(self, client: Client, row: CaseRow, reason: str) -> int:
        address = f"/console/silver/cases/{row.number}/flag"
        page = client.get(f"{address}?ref=dp_1").content.decode()
        sent = {"seen": hidden(page, "seen"), "ref": "dp_1", "reason": reason}
        return client.post(address, sent).status_code

    def test_a_dispute_is_seen_to_by_who_lets_money_go_with_a_reason(self, signed_in: SignIn, row: CaseRow) -> None:
        assert self.cleared(signed_in("support"), row, "They won.") == 200
        assert self.cleared(signed_in("finance"), row, " ") == 200
        assert models.Event.objects.filter(kind="flag_cleared").count() == 0
        client = signed_in("finance")
        assert self.cleared(client, row, "The bank has decided for us.") == 302
        found = case_numbered("silver", row.number)
        assert found is not None
        assert not found.case.flags
        page = client.get(f"/console/silver/cases/{row.number}/").content.decode()
        assert "The bank has decided for us." in page

    def test_the_case_says_what_to_do(self, signed_in: SignIn, row: CaseRow) -> None:
        assert "Answer the dispute" in signed_in("support").get(f"/console/silver/cases/{row.number}/").content.decode()


def test_nobody_is_offered_to_decide_otherwise_where_somebody_has_withdrawn_by_right(signed_in: SignIn) -> None:
    sold_to_germany("W-1")
    stated = Statement(key="k", pieces=("L1.P1",), text="I withdraw.", language="en")
    withdrawn = declare_withdrawal(shop("silver"), "W-1", stated, AT, b"s")
    client = signed_in("owner")
    numbers = (withdrawn.number, opened().number)
    pages = [client.get(f"/console/silver/cases/{one}/").content.decode() for one in numbers]
    assert ["/1/remedy" in page for page in pages] == [True, True]
    assert ["/1/overrule" in page for page in pages] == [False, True]


def test_the_moment_of_an_answer_is_shown(signed_in: SignIn) -> None:
    row = opened()
    send_message(shop("silver"), row.number, "Where?", by="customer", key="k", at=AT, secret=b"s")
    page = signed_in("support").get(f"/console/silver/cases/{row.number}/").content.decode()
    assert "in 12 hours" in page
