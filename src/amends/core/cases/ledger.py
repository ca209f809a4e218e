"""What a case's events write into the ledger: debits and credits, and what they come to.

Laws: what one event writes adds up to nothing; every account has the balance that the case says (`balances_of`),
whatever has happened; an event that moves no money writes nothing. docs/ledger.md names the accounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from amends.core.cases import money_events as m
from amends.core.cases.case import Case, Due, Item, Payout
from amends.core.cases.events import Event
from amends.core.cases.log import Happened
from amends.core.cases.postage import postage_of, standing


class Account(StrEnum):
    """The accounts. A balance above zero is a debit: what the shop has, is owed, or has spent."""

    REFUNDS = "refunds"  # granted back to customers
    BONUSES = "bonuses"  # given on top, where a customer took store credit
    OWED = "owed"  # approved and not with the customer yet
    PROVIDER = "provider"  # the shop's money at its payment provider
    BY_HAND = "by_hand"  # the shop's money elsewhere: bank, till
    CREDIT = "credit"  # store credit that customers hold
    CREDIT_SPENT = "credit_spent"  # store credit that was taken for goods
    CREDIT_EXPIRED = "credit_expired"
    DUE = "due"  # what customers are to pay
    CHARGES = "charges"  # what customers were asked for: postage, differences, work
    REFUNDED_ELSEWHERE = "refunded_elsewhere"  # given back by others than us, and disputes that were lost
    POSTAGE = "postage"  # laid out by customers and paid back on receipts: an expense, no refund of what was bought
    PAID_IN_ERROR = "paid_in_error"  # came in for what is not owed, or not any more, and goes back


@dataclass(frozen=True, slots=True)
class Posting:
    """One row: an amount on an account, in minor units; above zero a debit, below zero a credit."""

    account: Account
    amount_minor: int


def postings_of(happened: Happened, before: Case | None, after: Case) -> tuple[Posting, ...]:
    """This function will return what the event writes; `before` and `after` are the case on either side of it."""
    rows = (*_rows(happened, before, after), *_of_postage(happened.event, after))
    return tuple(one for one in rows if one.amount_minor)


def _rows(happened: Happened, before: Case | None, after: Case) -> Iterator[Posting]:
    event = happened.event
    match event:
        case m.RefundApproved():
            total = sum(one.amount_minor for one in event.pays) + event.credit_minor
            yield from move(Account.REFUNDS, Account.OWED, total)
        case m.PayoutDone(item=item_id, pay=pay):
            payout = _payout(after.item(item_id), pay)
            yield from move(Account.OWED, _purse(payout), payout.amount_minor)
        case m.PayoutFailed(item=item_id, pay=pay) if before is not None:
            payout = _payout(before.item(item_id), pay)
            if payout.state == "done":  # it had left, and has come back
                yield from move(_purse(payout), Account.REFUNDS, payout.amount_minor)
            elif payout.state == "waiting":
                yield from move(Account.OWED, Account.REFUNDS, payout.amount_minor)
        case m.CreditGiven():
            yield from move(Account.OWED, Account.CREDIT, event.amount_minor)
            yield from move(Account.BONUSES, Account.CREDIT, event.bonus_minor)
        case m.DueRaised():
            yield from move(Account.DUE, Account.CHARGES, event.amount_minor)
        case m.DueCancelled(item=item_id, due=due_id):
            yield from move(Account.CHARGES, Account.DUE, _due(after.item(item_id), due_id).amount_minor)
        case m.DuePaid(item=item_id, due=due_id):
            due = _due(after.item(item_id), due_id)
            yield from move(_till(due), Account.DUE, due.amount_minor)
        case m.DueReturned():
            yield from move(Account.CHARGES, Account.PAID_IN_ERROR, event.amount_minor)
        case m.RefundSeen():
            yield from move(Account.REFUNDED_ELSEWHERE, Account.PROVIDER, event.amount_minor)


def _of_postage(event: Event, after: Case) -> Iterator[Posting]:
    match event:
        case m.PostageGranted():
            yield from move(Account.POSTAGE, Account.OWED, event.amount_minor)
        case m.PostagePaid(item=item_id, pay=pay):
            yield from move(Account.OWED, Account.BY_HAND, postage_of(after.item(item_id), pay).amount_minor)
        case m.PostageCameBack(item=item_id, pay=pay):
            yield from move(Account.BY_HAND, Account.OWED, postage_of(after.item(item_id), pay).amount_minor)
        case m.PostageTakenBack(item=item_id, pay=pay):
            yield from move(Account.OWED, Account.POSTAGE, postage_of(after.item(item_id), pay).amount_minor)


def move(debit: Account, credit: Account, amount_minor: int) -> tuple[Posting, Posting]:
    """This function will return the two rows that move an amount from one account to another."""
    return Posting(debit, amount_minor), Posting(credit, -amount_minor)


def balances_of(case: Case) -> dict[Account, int]:
    """This function will return what each account must hold for the case, worked out from the case alone.

    Credit is what was given, what goes back is what is to; what became of them since is told by `records`. Accounts at
    nothing are left out.
    """
    found = dict.fromkeys(Account, 0)
    for item in case.items:
        _add_payouts(found, item)
        for due in item.dues:
            if due.state == "open":
                found[Account.DUE] += due.amount_minor
            if due.state == "paid":
                found[_till(due)] += due.amount_minor
            if due.state != "cancelled":
                found[Account.CHARGES] -= due.amount_minor - due.returned_minor
            found[Account.PAID_IN_ERROR] -= due.returned_minor
    found[Account.REFUNDED_ELSEWHERE] += case.seen_minor
    found[Account.PROVIDER] -= case.seen_minor
    return {account: amount for account, amount in found.items() if amount}


def _add_payouts(found: dict[Account, int], item: Item) -> None:
    for payout in item.payouts:
        if payout.state != "failed":
            found[Account.REFUNDS] += payout.amount_minor
            found[Account.OWED if payout.state == "waiting" else _purse(payout)] -= payout.amount_minor
    for payout in standing(item):
        found[Account.POSTAGE] += payout.amount_minor
        found[Account.OWED if payout.state == "waiting" else Account.BY_HAND] -= payout.amount_minor
    found[Account.REFUNDS] += item.credit_minor
    found[Account.OWED] -= item.credit_minor - item.given_credit_minor
    found[Account.BONUSES] += item.bonus_minor
    found[Account.CREDIT] -= item.given_credit_minor + item.bonus_minor


def _purse(payout: Payout) -> Account:
    return Account.BY_HAND if payout.by_hand else Account.PROVIDER


def _till(due: Due) -> Account:
    """A payment that no provider has a name for was taken by hand."""
    return Account.PROVIDER if due.ref else Account.BY_HAND


def _payout(item: Item, pay: str) -> Payout:
    return next(one for one in item.payouts if one.id == pay)


def _due(item: Item, due_id: str) -> Due:
    return next(one for one in item.dues if one.id == due_id)
