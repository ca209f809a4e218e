"""Steps that staff take seldom, each where they meet the situation: the workshop, customs, another remedy, a payment by
hand that came back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.opening import done, opened
from tests.sample_cases import bring
from tests.sample_shops import hidden

from amends.core.cases.case import Item
from amends.core.cases.commands import Approve, Record
from amends.core.cases.events import TaskDone
from amends.core.cases.money_events import PayoutDone
from amends.core.cases.states import State
from amends.core.cases.values import Pay
from amends.records import models
from amends.records.cases import CaseRow, case_numbered

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]


def take(client: Client, row: CaseRow, step: str, *, shop_id: str = "silver", **typed: str) -> str:
    """This function will follow the link of the case's page to the step, take it, and return the page that follows."""
    home = f"/console/{shop_id}/cases/{row.number}/"
    page = client.get(home).content.decode()
    address = f"{home}1/{step}"
    assert f'href="{address}"' in page, re.findall(r'href="[^"]*/1/(\w+)"', page)
    form = client.get(address).content.decode()
    return client.post(address, {"seen": hidden(form, "seen"), **typed}, follow=True).content.decode()


def case_item(row: CaseRow, shop_id: str = "silver") -> Item:
    found = case_numbered(shop_id, row.number)
    assert found is not None
    return found.case.item("1")


def told(row: CaseRow) -> list[str]:
    return list(models.Event.objects.filter(case_number=row.number).order_by("number").values_list("kind", flat=True))


def test_the_work_begins_and_is_finished(signed_in: SignIn) -> None:
    row, client = bring("silver", opened(), State.TO_MAKE), signed_in("warehouse")
    assert "Put down" in take(client, row, "begun")
    assert "/1/begun" not in client.get(f"/console/silver/cases/{row.number}/").content.decode()
    take(client, row, "made")
    assert told(row)[-2:] == ["work_started", "work_finished"]
    assert models.Effect.objects.filter(case_number=row.number, body__stage="work_started").count() == 1


def test_the_customer_is_reminded_of_what_customs_want_while_something_is_left(signed_in: SignIn) -> None:
    row, client = bring("silver", opened(), State.AT_CUSTOMS), signed_in("support")
    for _ in range(2):
        take(client, row, "remind")
    assert told(row).count("customs_reminded") == 2
    done(row, Record(event=TaskDone(item="1", task="a")))
    page = client.get(f"/console/silver/cases/{row.number}/").content.decode()
    assert "/1/remind" not in page
    assert "/1/customs_ended" in page


def test_another_remedy_that_was_agreed_on_is_answered_by_the_policy(signed_in: SignIn) -> None:
    row = opened("AT-1005", reason="defective", shop_id="bespoke")
    client = signed_in("support", "bespoke")
    assert "about already" in take(client, row, "remedy", shop_id="bespoke", remedy="refund")
    assert "for nobody" in take(client, row, "remedy", shop_id="bespoke", remedy="price_adjustment")
    assert told(row).count("answered") == 0
    take(client, row, "small", shop_id="bespoke", small="yes")
    assert "C4-small-things" in case_item(row, "bespoke").answer.clauses
    take(client, row, "remedy", shop_id="bespoke", remedy="partial_refund")
    now = case_item(row, "bespoke")
    assert (now.remedy, now.state) == ("partial_refund", State.TO_OFFER)
    assert told(row).count("answered") == 2


def test_a_payment_by_hand_that_came_back_is_approved_anew(signed_in: SignIn) -> None:
    row, client = bring("silver", opened(), State.TO_APPROVE), signed_in("finance")
    give = case_item(row).answer.give_minor
    pay = Pay(id=f"{row.number}.1.1", payment_id="", amount_minor=give, by_hand=True)
    done(row, Approve(item="1", person="somebody", pays=(pay,)))
    assert "Paid by hand" not in client.get("/console/silver/outbox").content.decode()
    done(row, Record(event=PayoutDone(item="1", pay=pay.id, ref="transfer 7")))
    page = client.get("/console/silver/outbox").content.decode()
    assert "transfer 7" in page
    form = {"payout": hidden(page, "payout"), "why": "account closed"}
    for _ in range(2):
        client.post("/console/silver/outbox/came-back", form)
    assert case_item(row).state is State.TO_APPROVE
    assert told(row).count("payout_failed") == 1
    assert "transfer 7" not in client.get("/console/silver/outbox").content.decode()


def test_postage_on_a_receipt_is_entered_by_whoever_may_and_waits_in_the_outbox(signed_in: SignIn) -> None:
    row = opened(reason="defective")
    home = f"/console/silver/cases/{row.number}/"
    assert "/1/postage" not in signed_in("support").get(home).content.decode()
    client = signed_in("finance")
    assert "amount in figures" in take(client, row, "postage", laid_out="a lot")
    stale = hidden(client.get(f"{home}1/postage").content.decode(), "seen")
    page = take(client, row, "postage", laid_out="20.00")
    assert "$15.00 of $20.00" in page
    assert '/1/postage"' not in page  # nothing is left of the limit
    client.post(f"{home}1/postage", {"seen": stale, "laid_out": "20.00"})
    assert told(row).count("postage_granted") == 1
    page = client.get("/console/silver/outbox").content.decode()
    assert "$15.00" in page
    client.post("/console/silver/outbox/paid", {"payout": hidden(page, "payout"), "ref": "transfer 9"})
    page = client.get(home).content.decode()
    assert "Postage paid back" in page
    assert "transfer 9" in page


def test_a_postage_receipt_that_is_wrong_is_taken_back_until_it_is_paid(signed_in: SignIn) -> None:
    row, client = opened(reason="defective"), signed_in("finance")
    home = f"/console/silver/cases/{row.number}/"
    assert "/1/postage_wrong" not in client.get(home).content.decode()
    assert client.get(f"{home}1/postage_wrong").status_code == 302
    take(client, row, "postage", laid_out="12.00")
    pay = case_item(row).postage[0].id
    assert "Choose one" in take(client, row, "postage_wrong", why="2.00")
    assert "Fill this in" in take(client, row, "postage_wrong", pay=pay)
    page = take(client, row, "postage_wrong", pay=pay, why="it says 2.00")
    assert "$12.00 · it says 2.00" in page
    assert "/1/postage_wrong" not in page
    assert "$12.00" not in client.get("/console/silver/outbox").content.decode()
    take(client, row, "postage", laid_out="2.00")
    page = client.get("/console/silver/outbox").content.decode()
    client.post("/console/silver/outbox/paid", {"payout": hidden(page, "payout"), "ref": "transfer 9"})
    pay = case_item(row).postage[1].id
    page = take(client, row, "postage_wrong", pay=pay, why="3.00")
    assert "$2.00, paid under transfer 9" in page
    assert "put that down in the outbox first" in page
    assert told(row).count("postage_taken_back") == 1


def test_no_receipt_is_asked_for_where_the_terms_pay_none_back(signed_in: SignIn) -> None:
    row, client = opened(), signed_in("finance")
    assert "/1/postage" not in client.get(f"/console/silver/cases/{row.number}/").content.decode()
    address = f"/console/silver/cases/{row.number}/1/postage"
    form = {"seen": hidden(client.get(address).content.decode(), "seen"), "laid_out": "5.00"}
    assert "pay back no postage" in client.post(address, form).content.decode()
