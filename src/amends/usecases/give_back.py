"""Giving back what nobody owed: by the provider where it can, else by a person who is told and puts it down.

Laws: such a payment goes back once; it has an intent row, a key and the ledger as every payout, and belongs to no item.
Where the provider declines it, or takes it back days later, the case tells of it and is with the shop until somebody
has paid by hand: no money waits that nobody was told of.
"""

from __future__ import annotations

from django.db import transaction

from amends.core.cases import money_events as m
from amends.core.cases.commands import Record
from amends.core.cases.effects import Effect
from amends.core.cases.ledger import Account, move
from amends.core.dates import Instant
from amends.records.ledger import add_postings
from amends.records.outbox import add_effects
from amends.records.payouts import DueRow, PayoutRow, add_stray, end_stray, leave_stray, payout_named, stray_with
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting, lock_case


def give_back(shop: ShopRow, due: DueRow, payment_ref: str, at: Instant) -> None:
    """This function will put down that the payment goes back, and have the provider do it; told again, nothing."""
    with transaction.atomic():
        row = lock_case(shop, due.case_number)
        if stray_with(shop.id, due, payment_ref) is not None:
            return
        payout_id = add_stray(shop.id, due, row.case.order, payment_ref, due.amount_minor, at)
        rows = move(Account.PROVIDER, Account.PAID_IN_ERROR, due.amount_minor)
        key = f"{payout_id}.in"
        add_postings(shop.id, key, rows, currency=due.currency, case_number=row.number, at=at)
        effect = Effect(
            key=payout_id.removeprefix(f"{row.number}."), kind="payout", body={"item": "", "pay": payout_id}
        )
        add_effects(shop.id, row.number, [effect], at)


def go_back_done(shop: ShopRow, payout_id: str, number: str, ref: str, at: Instant) -> None:
    """This function will put down that the provider gave it back; what is put down as paid stays as it is."""
    with acting(shop, number, at=at, by="provider") as act:
        payout = _locked(act, payout_id)
        if payout.state == "done":
            return
        end_stray(act.shop.id, payout_id, at, ref=ref, by_hand=False)
        _book(act, payout, "back", Account.PAID_IN_ERROR, Account.PROVIDER)
        if payout.by_hand:  # it was left to a person already, and went back all the same
            act.do(Record(event=m.GivenBack(pay=payout_id, ref=ref)))


def go_back_failed(shop: ShopRow, payout_id: str, number: str, why: str, at: Instant) -> None:
    """This function will leave it to a person, and tell one, also where it was thought to be back, days ago."""
    with acting(shop, number, at=at, by="provider") as act:
        payout = _locked(act, payout_id)
        if payout.by_hand:
            return
        if payout.state == "done":
            _book(act, payout, "failed", Account.PROVIDER, Account.PAID_IN_ERROR)
        _leave(act, payout, why)


def given_back(act: Acting, payout_id: str, ref: str) -> None:
    """This function will put down that a person has paid it by hand; told again, nothing."""
    payout = _locked(act, payout_id)
    if not payout.by_hand or payout.state == "done":
        return
    end_stray(act.shop.id, payout_id, act.at, ref=ref, by_hand=True)
    _book(act, payout, "by_hand", Account.PAID_IN_ERROR, Account.BY_HAND)
    act.do(Record(event=m.GivenBack(pay=payout_id, ref=ref)))


def came_back(act: Acting, payout_id: str, why: str) -> None:
    """This function will put down that what a person had paid by hand did not get there: it is to be paid again."""
    payout = _locked(act, payout_id)
    if not payout.by_hand or payout.state != "done":
        return
    _book(act, payout, "returned", Account.BY_HAND, Account.PAID_IN_ERROR)
    _leave(act, payout, why)


def _locked(act: Acting, payout_id: str) -> PayoutRow:
    """The case first, then the payout, as everywhere; as it stands now, whatever was read before."""
    return payout_named(act.shop.id, payout_id, lock=True)


def _leave(act: Acting, payout: PayoutRow, why: str) -> None:
    leave_stray(act.shop.id, payout.id, act.at, why=why)
    act.do(Record(event=m.GiveBackFailed(pay=payout.id, amount_minor=payout.amount_minor, why=why)))


def _book(act: Acting, payout: PayoutRow, what: str, debit: Account, credit: Account) -> None:
    """The version makes it a key of its own each time: a payment may go back, come back and be paid by hand twice."""
    key = f"{payout.id}.{what}-{act.case.version}"
    rows = move(debit, credit, payout.amount_minor)
    add_postings(act.shop.id, key, rows, currency=payout.currency, case_number=payout.case_number, at=act.at)
