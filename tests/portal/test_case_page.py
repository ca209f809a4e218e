"""The page of a case: every state of every kind says how it stands, who acts, and what can be done; nobody is stuck."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from tests.invariants import check
from tests.sample_cases import KINDS, bring, of_kind
from tests.sample_shops import AT, find, order, shop, situation
from tests.usecases.money.desk import member

from amends.core.cases.commands import AnswerItem, Record
from amends.core.cases.money_events import DuePaid
from amends.core.cases.stages import TELLINGS
from amends.core.cases.states import CUSTOMER_ACTS, State
from amends.core.cases.values import Answer
from amends.records.cases import CaseRow
from amends.records.payouts import payouts_of
from amends.usecases.act_on_case import act_on_case
from amends.usecases.pay_postage import pay_postage
from amends.usecases.record_payout import record_payout
from amends.usecases.take_back_postage import Mistake, take_back_postage

pytestmark = pytest.mark.usefixtures("shops")


def words(page: bytes) -> str:
    """What a reader reads of the page, on one line."""
    text = re.sub(r"<(head|style|footer|header)\b.*?</\1>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").split())


def visitor(kind: str) -> Client:
    """A browser in which the order of that kind's case was found."""
    client = Client()
    shop_id, number, *_ = KINDS[kind]
    if kind == "store_credit":
        client.post("/piercing/gift", {"code": situation("piercing", "A7").gift_code})
    else:
        find(client, shop_id, number, order(shop_id, number).email)
    return client


def page_of(kind: str, case: CaseRow) -> bytes:
    response = visitor(kind).get(f"/{KINDS[kind][0]}/cases/{case.number}/")
    assert response.status_code == 200
    return bytes(response.content)


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
@pytest.mark.parametrize("kind", KINDS)
def test_every_state_of_every_kind_has_a_page_without_a_dead_end(kind: str, state: State) -> None:
    case = bring(KINDS[kind][0], of_kind(kind), state)
    page = page_of(kind, case)
    said = words(page)
    assert case.number in said
    assert page.count(b'aria-current="step"') == 1
    assert "{" not in said
    assert "None" not in said
    item = case.item("1").item
    telling = [one for name, one in TELLINGS.items() if name.partition(".")[0] == state.value]
    assert any(one.title in said or one.done in said for one in telling)
    if item.act_by is not None:
        assert re.search(r"(You are|We are|The carrier is|Customs are|The bank is) next, by ", said), said
    if state in CUSTOMER_ACTS:
        can = re.findall(rb'href="[^"]*/items/1/([a-z-]+)"', page)
        assert can or b"preparing the page to pay on" in page or b"Pay " in page
    assert "Write to us" in said  # a person is always there


def test_postage_on_a_receipt_is_told_until_and_after_it_is_paid() -> None:
    """A remake has no money of its own: the limit is that of the policy's answer."""
    case, who = of_kind("remake"), member(shop_id="bespoke")
    seen = case.case.version
    pay_postage(shop("bespoke"), case.number, "1", 7_000, who, AT, seen=seen)
    assert "We pay back $60.00 of the postage on your receipt." in words(page_of("remake", case))
    (payout,) = payouts_of("bespoke", case.number)
    record_payout(shop("bespoke"), payout.id, who, "TR 9", AT)
    assert "$60.00 of the postage on your receipt is paid back." in words(page_of("remake", case))
    check("bespoke")


def test_postage_that_was_put_down_by_mistake_is_told_as_such() -> None:
    case, who = of_kind("remake"), member(shop_id="bespoke")
    case = pay_postage(shop("bespoke"), case.number, "1", 900, who, AT, seen=case.case.version)
    mistake = Mistake(case.case.item("1").postage[0].id, "it says 90.00")
    take_back_postage(shop("bespoke"), case.number, "1", mistake, who, AT, seen=case.case.version)
    said = words(page_of("remake", case))
    assert "We had put down $9.00 of postage on your receipt by mistake. It is not paid." in said
    assert "We pay back $9.00" not in said
    assert "90.00" not in said  # what staff noted for themselves


def test_what_was_paid_and_is_not_owed_any_more_stands_on_the_page_as_given_back() -> None:
    """B13, B16: the fee for an exchange that is refused in the end."""
    case = bring("silver", of_kind("exchange"), State.TO_PAY)
    due = case.case.item("1").open_due
    assert due
    assert "We give back" not in words(page_of("exchange", case))
    refused = Answer(outcome="refused", person="m", reason="We looked at it together.")
    for command in (Record(event=DuePaid(item="1", due=due.id, ref="pi_1")), AnswerItem(item="1", answer=refused)):
        case = act_on_case(shop("silver"), case.number, command, at=AT, by="m")
    assert "We give back $6.00 of what you have paid, as it is not owed any more." in words(page_of("exchange", case))


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
def test_who_got_a_present_sees_no_price_but_the_credit(state: State) -> None:
    """A7, ATK30: not in any state."""
    case = bring("piercing", of_kind("store_credit"), state)
    said = words(page_of("store_credit", case))
    bought = order("piercing", "LU-1006")
    assert bought.email not in said
    assert bought.number not in said
    paid = {f"${payment.captured_minor / 100:.2f}" for payment in bought.payments}
    assert not paid & set(re.findall(r"\$[\d.]+", said))
    assert "Visa" not in said
