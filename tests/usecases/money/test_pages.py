"""Money that comes in: a page for what is due, made once and anew; what nobody owed goes back by itself, or by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.invariants import check
from tests.sample_shops import AT, HOUR, shop
from tests.usecases.money.desk import MINUTE, SECRETS, SHOP, Provider, member, now, opened, paid_with
from tests.usecases.money.hooks import deliver

from amends.core.cases.commands import AnswerItem, DecideOnTurnedDown, Inspect, Receive, Record, Withdraw
from amends.core.cases.events import Posted
from amends.core.cases.ledger import Account
from amends.core.cases.states import State
from amends.core.cases.values import Answer
from amends.ports.answers import NotNow, Unclear
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.ledger import balances
from amends.records.payouts import due_with
from amends.records.stuck import stuck_payouts
from amends.usecases.act_on_case import act_on_case
from amends.usecases.ask_payment import ask_payment, withdraw_page
from amends.usecases.clear_flag import StillToPay, clear_flag
from amends.usecases.pay_out import pay_out
from amends.usecases.record_payout import record_payout, record_returned
from amends.usecases.settle_payouts import settle_payouts
from amends.usecases.verify_shop import verify_shop

pytestmark = pytest.mark.usefixtures("silver", "connected")
BACK = "https://shop.example/case"


@pytest.fixture
def connected(settings: Any, provider: Provider) -> None:
    """The pages speak to the practice provider."""
    settings.AMENDS_PAYMENTS = {"key": "sk_test_1", "webhook_secrets": SECRETS, "address": provider.address}


def owing(provider: Provider) -> tuple[CaseRow, str, int]:
    """This function will return a case whose customer is to pay for the way back of what was turned down, and when."""
    provider.charge(paid_with())
    at = int(provider.control("state")["now"]) * 1_000_000  # the provider will not make pages for the past
    row = opened()
    for command, by in (
        (Record(event=Posted(item="1")), "customer"),
        (Receive(items=("1",)), "warehouse"),
        (Inspect(item="1", accepted=0, grounds=("worn",)), "warehouse"),
        (DecideOnTurnedDown(item="1", wish="send_back"), "customer"),
    ):
        act_on_case(shop(SHOP), row.number, command, at=max(at, AT), by=by)
    due = now(row).case.item("1").open_due
    assert due is not None
    return row, f"{row.number}.{due.id}", at


def sessions(provider: Provider) -> list[dict[str, Any]]:
    """This function will return the pages that were made."""
    found: list[dict[str, Any]] = provider.control("state")["sessions"]
    return found


def test_a_page_is_made_once_and_what_is_paid_there_moves_the_case(provider: Provider) -> None:
    row, key, at = owing(provider)
    first = ask_payment(shop(SHOP), key, provider.port, BACK, at)
    again = ask_payment(shop(SHOP), key, provider.port, BACK, at + MINUTE)
    assert (first.page_url, first.page_ref) == (again.page_url, again.page_ref)
    (page,) = sessions(provider)
    provider.control(f"pay/{page['id']}", {})
    for _ in range(3):
        deliver(provider)
    assert now(row).case.item("1").state is State.TO_SEND_BACK
    due = due_with(SHOP, key)
    assert due is not None
    assert due.state == "paid"
    assert balances(SHOP, row.number) == {(Account.PROVIDER, "USD"): 600, (Account.CHARGES, "USD"): -600}
    check(SHOP, at=at)


def test_no_message_at_all_is_the_same_end(provider: Provider) -> None:
    row, key, at = owing(provider)
    ask_payment(shop(SHOP), key, provider.port, BACK, at)
    provider.control(f"pay/{sessions(provider)[0]['id']}", {})
    settle_payouts(shop(SHOP), provider.port, at + 10 * MINUTE)
    assert now(row).case.item("1").state is State.TO_SEND_BACK
    check(SHOP, at=at)


@pytest.mark.parametrize("fault", ["timeout_after", "drop_before", "error_after"])
def test_a_page_whose_answer_was_lost_is_the_same_page(provider: Provider, fault: str) -> None:
    _, key, at = owing(provider)
    provider.fault(fault, path="/v1/checkout/sessions")
    with pytest.raises((Unclear, NotNow)):
        ask_payment(shop(SHOP), key, provider.port, BACK, at)
    if fault == "error_after":
        return  # the provider repeats that answer for a day; the next hour's key makes a new page
    ask_payment(shop(SHOP), key, provider.port, BACK, at)
    assert len(sessions(provider)) == 1


def test_a_page_that_has_closed_is_made_anew_when_it_is_asked_for(provider: Provider) -> None:
    row, key, at = owing(provider)
    first = ask_payment(shop(SHOP), key, provider.port, BACK, at)
    provider.control("clock", {"advance": 25 * 3600})
    second = ask_payment(shop(SHOP), key, provider.port, BACK, at + 25 * HOUR)
    assert second.page_ref != first.page_ref
    provider.control(f"pay/{second.page_ref}", {})
    settle_payouts(shop(SHOP), provider.port, at + 26 * HOUR)
    assert now(row).case.item("1").state is State.TO_SEND_BACK


def cancelled(row: CaseRow, at: int) -> None:
    """This function will let the time to pay run out."""
    from amends.core.cases.commands import Ring  # noqa: PLC0415

    act_on_case(
        shop(SHOP), row.number, Ring(item="1", state=State.TO_PAY, what="expire"), at=at + 20 * 24 * HOUR, by="timer"
    )


def test_the_page_of_what_is_not_due_any_more_is_closed(provider: Provider) -> None:
    row, key, at = owing(provider)
    ask_payment(shop(SHOP), key, provider.port, BACK, at)
    cancelled(row, at)
    assert withdraw_page(shop(SHOP), key, provider.port, at).page_url == ""
    assert sessions(provider)[0]["status"] == "expired"
    assert ask_payment(shop(SHOP), key, provider.port, BACK, at).page_url == ""
    check(SHOP, at=at)


def test_a_payment_for_what_was_cancelled_goes_back_by_itself_and_once(provider: Provider) -> None:
    row, key, at = owing(provider)
    ask_payment(shop(SHOP), key, provider.port, BACK, at)
    cancelled(row, at)
    provider.control(f"pay/{sessions(provider)[0]['id']}", {})  # the customer was faster than the page was closed
    for _ in range(3):
        deliver(provider)
        withdraw_page(shop(SHOP), key, provider.port, at)
    stray = models.Payout.objects.get()
    assert (stray.amount_minor, stray.state, stray.item_id) == (600, "waiting", "")
    assert models.Effect.objects.filter(kind="payout", body__pay=stray.id).count() == 1
    check(SHOP, at=at)
    for _ in range(2):
        assert pay_out(shop(SHOP), stray.id, provider.port, at).state == "done"
    assert [one["amount"] for one in provider.refunds()] == [600]
    assert balances(SHOP, row.number) == {}
    check(SHOP, at=at, provider=provider.port)


def strayed(provider: Provider, *faults: str) -> tuple[CaseRow, models.Payout, int]:
    """This function will return a case, and what the provider is to give back because it was paid for nothing."""
    row, key, at = owing(provider)
    ask_payment(shop(SHOP), key, provider.port, BACK, at)
    cancelled(row, at)
    provider.control(f"pay/{sessions(provider)[0]['id']}", {})
    deliver(provider)
    for one in faults:
        provider.fault(one)
    return row, models.Payout.objects.get(), at


@pytest.mark.parametrize("way", ["declined at once", "back after days", "told twice"])
def test_what_the_provider_cannot_give_back_is_told_to_a_person_and_held(provider: Provider, way: str) -> None:
    at_once = way != "back after days"
    row, stray, at = strayed(provider, *["decline"] * at_once)
    pay_out(shop(SHOP), stray.id, provider.port, at)
    if not at_once:
        provider.control(f"refunds/{provider.refunds()[0]['id']}", {"status": "failed"})
    for _ in range(2 if way == "told twice" else 1):
        deliver(provider)
        settle_payouts(shop(SHOP), provider.port, at + 10 * MINUTE)
    left = now(row)
    assert [(one.kind, one.ref, one.amount_minor) for one in left.case.flags] == [("give_back_failed", stray.id, 600)]
    assert left.case.actor == "shop"
    assert models.Effect.objects.filter(kind="alert", body__what="give_back_failed").count() == 1
    assert [(one.id, one.by_hand) for one in stuck_payouts(SHOP, at)] == [(stray.id, True)]
    assert balances(SHOP, row.number) == {(Account.PROVIDER, "USD"): 600, (Account.PAID_IN_ERROR, "USD"): -600}
    check(SHOP, at=at, provider=provider.port)
    with pytest.raises(StillToPay):
        clear_flag(shop(SHOP), row.number, stray.id, "Never mind.", member=member(), at=at)


def test_what_a_person_gives_back_by_hand_is_over_and_may_come_back(provider: Provider) -> None:
    row, stray, at = strayed(provider, "decline")
    pay_out(shop(SHOP), stray.id, provider.port, at)
    who = member()
    for time in ("first", "second"):
        assert [one.kind for one in now(row).case.flags] == ["give_back_failed"]
        for _ in range(2):
            record_payout(shop(SHOP), stray.id, who, f"transfer {time}", at)
        assert now(row).case.flags == ()
        assert balances(SHOP, row.number) == {(Account.PROVIDER, "USD"): 600, (Account.BY_HAND, "USD"): -600}
        check(SHOP, at=at, provider=provider.port)
        if time == "first":
            for _ in range(2):
                record_returned(shop(SHOP), stray.id, who, "account closed", at)
            check(SHOP, at=at, provider=provider.port)
    deliver(provider)
    pay_out(shop(SHOP), stray.id, provider.port, at)
    assert stuck_payouts(SHOP, at) == ()
    told = models.Event.objects.filter(kind__in=("give_back_failed", "given_back")).order_by("number")
    assert [one.kind for one in told] == ["give_back_failed", "given_back"] * 2
    assert not [one for one in provider.refunds() if one["status"] == "succeeded"]


def test_what_nobody_was_told_of_is_found(provider: Provider) -> None:
    """The wrong way: the row alone says that it did not go back."""
    _, stray, at = strayed(provider)
    models.Payout.objects.filter(id=stray.id).update(state="failed", why="expired card")
    assert [one.law for one in verify_shop(SHOP, at)] == ["I1"]
    models.Payout.objects.filter(id=stray.id).update(state="waiting", by_hand=True)
    assert [one.law for one in verify_shop(SHOP, at)] == ["I1"]


def withdrawn_after_paying(provider: Provider, *faults: str) -> tuple[CaseRow, models.Payout, int]:
    """This function will return a case that was paid for and then taken back, and the payout that follows from it."""
    provider.charge(paid_with())
    at = int(provider.control("state")["now"]) * 1_000_000
    row = opened()
    left = (State.TO_PAY, State.TO_SEND, State.ARRIVED, State.TO_POST)
    answer = Answer(outcome="accepted", left=left, due_minor=600, due_for="exchange", person="m", reason="Agreed.")
    act_on_case(shop(SHOP), row.number, AnswerItem(item="1", answer=answer), at=at, by="m")
    ask_payment(shop(SHOP), f"{row.number}.1.1", provider.port, BACK, at)
    provider.control(f"pay/{sessions(provider)[0]['id']}", {})
    deliver(provider)
    act_on_case(shop(SHOP), row.number, Withdraw(item="1"), at=at, by="customer")
    for one in faults:
        provider.fault(one)
    check(SHOP, at=at, provider=provider.port)
    return row, models.Payout.objects.get(), at


def test_what_was_owed_once_goes_back_by_itself_and_once(provider: Provider) -> None:
    row, payout, at = withdrawn_after_paying(provider)
    assert payout.id == f"{row.number}.1.1.over-1"
    assert balances(SHOP, row.number) == {(Account.PROVIDER, "USD"): 600, (Account.PAID_IN_ERROR, "USD"): -600}
    for _ in range(2):
        assert pay_out(shop(SHOP), payout.id, provider.port, at).state == "done"
        deliver(provider)
        settle_payouts(shop(SHOP), provider.port, at + 10 * MINUTE)
    assert [one["amount"] for one in provider.refunds()] == [600]
    assert balances(SHOP, row.number) == {}
    assert now(row).case.actor == "nobody"
    check(SHOP, at=at, provider=provider.port)


def test_what_was_owed_once_and_does_not_go_back_is_paid_by_hand(provider: Provider) -> None:
    row, payout, at = withdrawn_after_paying(provider, "decline")
    pay_out(shop(SHOP), payout.id, provider.port, at)
    assert [(one.kind, one.ref) for one in now(row).case.flags] == [("give_back_failed", payout.id)]
    check(SHOP, at=at, provider=provider.port)
    record_payout(shop(SHOP), payout.id, member(), "transfer", at)
    assert balances(SHOP, row.number) == {(Account.PROVIDER, "USD"): 600, (Account.BY_HAND, "USD"): -600}
    check(SHOP, at=at, provider=provider.port)


def test_a_payment_that_is_to_go_back_and_has_no_row_is_found(provider: Provider) -> None:
    """The wrong ways: the case tells of it, and less is sent, or nothing."""
    _, payout, at = withdrawn_after_paying(provider)
    models.Payout.objects.filter(id=payout.id).update(amount_minor=599)
    assert {one.law for one in verify_shop(SHOP, at)} == {"I1"}
    models.Payout.objects.filter(id=payout.id).delete()
    assert {one.law for one in verify_shop(SHOP, at)} == {"I1"}
