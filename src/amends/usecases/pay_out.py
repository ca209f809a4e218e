"""Paying out: an intent that is committed already is sent to the provider, once, and what came of it is put down.

Laws: no transaction is open while the provider is asked; its key is the payout's own id, for ever; before anything is
sent a second time it is looked up; whatever the provider says in whichever order, a payout is booked once and its
failure once.
"""

from __future__ import annotations

from django.db import transaction

from amends.core.cases import money_events as m
from amends.core.cases.commands import Record
from amends.core.dates import Instant
from amends.ports.answers import NotNow, Unclear
from amends.ports.payments import RETURNED, PaymentDeclined, PaymentProvider, ProviderRefund
from amends.records.payouts import OPEN, PayoutRow, mark_payout, payout_named
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import act_on_case
from amends.usecases.give_back import go_back_done, go_back_failed


def pay_out(shop: ShopRow, payout_id: str, provider: PaymentProvider, at: Instant) -> PayoutRow:
    """This function will have the provider pay, or find out that it has, and return the payout as it stands then.

    `NotNow` and `Unclear` come out after they were put down: call again later, as often as needed. One that is pending
    is looked at and is the provider's to finish. By hand, done or failed: nothing is done.
    """
    payout = _take_in_hand(shop, payout_id, at)
    if payout.state == "pending":
        return settle(shop, payout, provider.read_refund(payout.ref), at)
    if payout.state != "sending":
        return payout
    try:
        refund = _send(shop, payout, provider)
    except PaymentDeclined as declined:
        return fail_payout(shop, payout, declined.reason or declined.what, at)
    except NotNow as error:
        # Only a first attempt was surely not made: of an earlier one nobody knows yet.
        mark_payout(shop.id, payout.id, "waiting" if payout.attempts == 1 else "unknown", at, why=error.what)
        raise
    except Unclear as error:
        mark_payout(shop.id, payout.id, "unknown", at, why=error.what)
        raise
    return settle(shop, payout, refund, at)


def _take_in_hand(shop: ShopRow, payout_id: str, at: Instant) -> PayoutRow:
    with transaction.atomic(durable=True):
        payout = payout_named(shop.id, payout_id, lock=True)
        if payout.by_hand or payout.state not in OPEN or payout.state == "pending":
            return payout
        mark_payout(shop.id, payout_id, "sending", at, attempts=payout.attempts + 1)
        return payout_named(shop.id, payout_id)


def _send(shop: ShopRow, payout: PayoutRow, provider: PaymentProvider) -> ProviderRefund:
    again = payout.attempts > 1
    found = provider.find_refund(key=payout.id, payment_ref=payout.payment_ref) if again else None
    if found is not None:
        return found
    about = {"shop": shop.id, "case": payout.case_number, "payout": payout.id}
    try:
        return provider.refund(
            key=payout.id, payment_ref=payout.payment_ref, amount_minor=payout.amount_minor, currency=payout.currency,
            about=about,
        )  # fmt: skip
    except PaymentDeclined:
        # An attempt before may have been on its way all the time, and be what it is declined for.
        found = provider.find_refund(key=payout.id, payment_ref=payout.payment_ref) if again else None
        if found is not None:
            return found
        raise


def settle(shop: ShopRow, payout: PayoutRow, refund: ProviderRefund, at: Instant) -> PayoutRow:
    """This function will put down how the refund stands at the provider, and return the payout as it stands then."""
    if (refund.amount_minor, refund.currency) != (payout.amount_minor, payout.currency):
        why = f"the provider names {refund.amount_minor} {refund.currency}, not what was approved"
        mark_payout(shop.id, payout.id, "unknown", at, ref=refund.ref, why=why)
        return payout_named(shop.id, payout.id)
    if refund.state in RETURNED:
        return fail_payout(shop, payout, refund.failure or refund.state, at)
    if refund.state != "succeeded":
        mark_payout(shop.id, payout.id, "pending", at, ref=refund.ref)
        return payout_named(shop.id, payout.id)
    if not payout.item_id:
        go_back_done(shop, payout.id, payout.case_number, refund.ref, at)
        return payout_named(shop.id, payout.id)
    event = m.PayoutDone(item=payout.item_id, pay=payout.id, ref=refund.ref)
    act_on_case(shop, payout.case_number, Record(event=event), at=at, by="provider")
    return payout_named(shop.id, payout.id)


def fail_payout(shop: ShopRow, payout: PayoutRow, why: str, at: Instant) -> PayoutRow:
    """This function will put down that the money did not get there, also where it was thought to have, days ago."""
    if not payout.item_id:
        go_back_failed(shop, payout.id, payout.case_number, why, at)
        return payout_named(shop.id, payout.id)
    event = m.PayoutFailed(item=payout.item_id, pay=payout.id, why=why)
    act_on_case(shop, payout.case_number, Record(event=event), at=at, by="provider")
    return payout_named(shop.id, payout.id)
