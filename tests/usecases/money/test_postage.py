"""Postage on a receipt, from the desk to the bank: up to the limit, once, by whoever may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.invariants import check
from tests.sample_shops import AT, order, shop
from tests.usecases.money.desk import SHOP, desk, member, now, opened, to_approve

from amends.core.cases.case import Case
from amends.core.cases.commands import Withdraw
from amends.core.cases.handle import AmountWrong, CaseMovedOn, NotYours
from amends.core.cases.ledger import Account
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.ledger import balances
from amends.records.members import MemberRow
from amends.records.payouts import payouts_of
from amends.records.stuck import stuck_payouts
from amends.usecases.act_on_case import act_on_case
from amends.usecases.approve_refund import NotAllowed
from amends.usecases.pay_postage import NoReceipts, pay_postage
from amends.usecases.record_payout import record_payout, record_returned
from amends.usecases.take_back_postage import Mistake, take_back_postage

pytestmark = pytest.mark.usefixtures("silver")


def broken() -> CaseRow:
    """A case about a fault: postage is paid back up to 15.00."""
    return opened(reason="defective")


def enter(row: CaseRow, laid_out: int, who: MemberRow | None = None, *, seen: int = 0) -> Case:
    """This function will enter a receipt on the case as it stands, or as it was seen."""
    version = seen or now(row).case.version
    return pay_postage(shop(SHOP), row.number, "1", laid_out, who or member(), AT, seen=version).case


def amounts(row: CaseRow) -> list[int]:
    return [one.amount_minor for one in payouts_of(SHOP, row.number)]


def test_receipts_are_paid_back_up_to_the_limit_beside_the_refund() -> None:
    row, who = broken(), member()
    out = models.PaymentCap.objects.count()
    enter(row, 1_000, who)
    enter(row, 900, who)
    assert amounts(row) == [1_000, 500]
    with pytest.raises(AmountWrong):
        enter(row, 100, who)
    assert models.PaymentCap.objects.count() == out
    assert [one.amount_minor for one in stuck_payouts(SHOP, AT)] == [1_000, 500]
    assert now(row).case.actor == "shop"
    assert balances(SHOP, row.number) == {(Account.POSTAGE, "USD"): 1_500, (Account.OWED, "USD"): -1_500}
    check(SHOP)
    act_on_case(shop(SHOP), row.number, Withdraw(item="1"), at=AT, by="customer")
    assert (now(row).case.is_over, now(row).case.actor) == (True, "shop")  # it is owed all the same
    check(SHOP)
    models.Payout.objects.filter(amount_minor=500).update(amount_minor=499)
    with pytest.raises(AssertionError, match="not what was approved"):
        check(SHOP)


def test_a_form_sent_twice_or_by_two_at_once_pays_once() -> None:
    row = broken()
    seen = row.case.version
    enter(row, 1_000, seen=seen)
    for who in (member(), member("owner")):
        with pytest.raises(CaseMovedOn):
            enter(row, 1_000, who, seen=seen)
    assert amounts(row) == [1_000]


def test_what_came_back_is_paid_again_and_the_customer_hears_of_each() -> None:
    row, who = broken(), member()
    enter(row, 1_000, who)
    (payout,) = payouts_of(SHOP, row.number)
    for _ in range(2):
        record_payout(shop(SHOP), payout.id, who, "TR 1", AT)
    record_returned(shop(SHOP), payout.id, who, "account closed", AT)
    check(SHOP)
    assert [(one.id, one.why) for one in stuck_payouts(SHOP, AT)] == [(payout.id, "account closed")]
    record_payout(shop(SHOP), payout.id, who, "TR 2", AT)
    assert [(one.state, one.ref) for one in payouts_of(SHOP, row.number)] == [("done", "TR 2")]
    assert balances(SHOP, row.number) == {(Account.POSTAGE, "USD"): 1_000, (Account.BY_HAND, "USD"): -1_000}
    assert models.Effect.objects.filter(kind="mail", body__stage="postage_paid").count() == 2
    check(SHOP)


def test_without_terms_that_say_so_nothing_is_paid_back() -> None:
    row = to_approve()
    with pytest.raises(NoReceipts):
        enter(row, 1_000)
    assert not payouts_of(SHOP, row.number)


@pytest.mark.parametrize(
    "who", [lambda _: member("support"), lambda row: member(email=order(SHOP, row.order_number).email.upper())]
)
def test_who_may_not_let_money_go_and_nobody_to_themselves(who: Callable[[CaseRow], MemberRow]) -> None:
    row = broken()
    with pytest.raises(NotAllowed):
        enter(row, 1_000, who(row))
    assert now(row).case.version == row.case.version


def test_above_what_one_person_may_another_one_enters_the_same() -> None:
    desk(alone_up_to_minor=500)
    row, one = broken(), member()
    enter(row, 1_000, one)
    with pytest.raises(NotYours):
        enter(row, 1_000, one)
    assert not amounts(row)
    enter(row, 1_000, member("owner"))
    assert amounts(row) == [1_000]
    check(SHOP)


def test_a_receipt_entered_wrongly_is_taken_back_with_who_and_why_and_the_customer_hears_of_it() -> None:
    row, who = broken(), member()
    enter(row, 1_200, who)
    (payout,) = payouts_of(SHOP, row.number)
    seen, mistake = now(row).case.version, Mistake(payout.id, "it says 2.00")
    with pytest.raises(NotAllowed):
        take_back_postage(shop(SHOP), row.number, "1", mistake, member("support"), AT, seen=seen)
    take_back_postage(shop(SHOP), row.number, "1", mistake, who, AT, seen=seen)
    with pytest.raises(CaseMovedOn):  # by another member at the same time
        take_back_postage(shop(SHOP), row.number, "1", mistake, member("owner"), AT, seen=seen)
    assert not balances(SHOP, row.number)
    assert not stuck_payouts(SHOP, AT)
    with pytest.raises(CaseMovedOn):  # somebody still had the page of the outbox open
        record_payout(shop(SHOP), payout.id, who, "TR 1", AT)
    check(SHOP)
    enter(row, 200, who)
    assert [(one.state, one.amount_minor, one.why) for one in payouts_of(SHOP, row.number)] == [
        ("taken_back", 1_200, "it says 2.00"), ("waiting", 200, "")
    ]  # fmt: skip
    told = models.Event.objects.get(case_number=row.number, kind="postage_taken_back")
    assert (told.by, "it says 2.00" in told.body) == (who.id, True)
    assert models.Effect.objects.filter(kind="mail", body__stage="postage_taken_back").count() == 1
    check(SHOP)
    models.Payout.objects.filter(state="taken_back").update(state="waiting")  # it would be paid
    with pytest.raises(AssertionError, match="the case says taken_back"):
        check(SHOP)
