"""Hearing what the payment provider tells: put down once, and followed up by what the provider says when it is asked.

Laws: nothing is written for a message whose signature does not show who sent it; an event is a hint, and money follows
from the object as it is read again; told twice, a hundred times, backwards, days later or not at all
(`settle_payouts`), the end is the same; what others gave back counts once, and is shown to a person.
"""

from __future__ import annotations

import logging

import msgspec
from django.db import transaction

from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.commands import Record
from amends.core.dates import SECOND, Instant
from amends.ports.payments import (
    EventRefused,
    PaymentDeclined,
    PaymentProvider,
    ProviderDispute,
    ProviderEvent,
    ProviderRefund,
)
from amends.records.cases import CaseRow, cases_of
from amends.records.money import take_elsewhere
from amends.records.orders import lock_order
from amends.records.payouts import PayoutRow, order_paid_by, payout_with
from amends.records.shops import ShopRow
from amends.records.told import PAYMENTS, SeenRow, ToldState, add_seen, mark_told, put_down, told_with
from amends.usecases.act_on_case import act_on_case
from amends.usecases.pay_out import settle
from amends.usecases.take_payment import AmountDiffers, take_payment

_log = logging.getLogger("amends.money")


def hear_payment(
    shop: ShopRow, body: bytes, signature: str, provider: PaymentProvider, at: Instant
) -> str | EventRefused:
    """This function will check the message and put it down, and return its id, or say why it is refused.

    The id is empty where there is nothing to follow up: it has been followed up already, or is another shop's.
    """
    event = provider.read_event(body, signature, at // SECOND)
    if isinstance(event, EventRefused):
        return event
    if event.kind == "other":
        return ""
    return event.ref if put_down(shop.id, PAYMENTS, event.ref, event.type, event, at) else ""


def follow_up(shop: ShopRow, told_id: str, provider: PaymentProvider, at: Instant) -> ToldState:
    """This function will do what follows from a message that was put down, and return what came of it.

    `NotNow` and `Unclear` come out, and the message stays new: the next round follows it up.
    """
    told = told_with(shop.id, PAYMENTS, told_id)
    if told is None or told.state != "new":
        return "ignored" if told is None else "done"
    event = msgspec.convert(told.body, ProviderEvent)
    try:
        state: ToldState = "done" if _follow(shop, event, provider, at) else "ignored"
        why = ""
    except (PaymentDeclined, AmountDiffers) as error:
        state, why = "dead", error.what
    mark_told(shop.id, PAYMENTS, told_id, state, why)
    return state


def _follow(shop: ShopRow, event: ProviderEvent, provider: PaymentProvider, at: Instant) -> bool:
    match event.kind:
        case "refund":
            refund = provider.read_refund(event.object_ref)
            if event.refund is not None and event.refund.amount_minor != refund.amount_minor:
                _log.error("message %s of %s names another amount than the provider", event.ref, shop.id)
            return hear_refund(shop, refund, at)
        case "dispute" if event.dispute is not None:
            return _hear_disputes(shop, event, provider, at)
        case "page":
            return take_payment(shop, provider.find_payment_page(event.object_ref), at) is not None
        case "payment" if order_paid_by(shop.id, event.payment_ref, event.other_ref) is not None:
            return sum(hear_refund(shop, one, at) for one in provider.refunds_of(event.payment_ref)) > 0
    return False


def hear_refund(shop: ShopRow, refund: ProviderRefund, at: Instant) -> bool:
    """This function will put down how a refund stands at the provider, ours or another's; no: it concerns nobody."""
    payout = payout_with(shop.id, refund.key) if refund.key else None
    if payout is not None and _is_ours(payout, refund):
        settle(shop, payout, refund, at)
        return True
    found = order_paid_by(shop.id, refund.payment_ref, refund.other_ref)
    if found is None or not refund.counts:
        return False
    order, payment_id = found
    seen = SeenRow(ref=refund.ref, payment_id=payment_id, amount_minor=refund.amount_minor)
    _see(shop, order.number, seen, at)
    return True


def _is_ours(payout: PayoutRow, refund: ProviderRefund) -> bool:
    """A second one under the same key, or one that paid what was put down as failed, is money gone beside ours."""
    if payout.payment_ref not in {refund.payment_ref, refund.other_ref}:
        return False
    return payout.ref == refund.ref or (not payout.ref and not (payout.state == "failed" and refund.counts))


def _hear_disputes(shop: ShopRow, event: ProviderEvent, provider: PaymentProvider, at: Instant) -> bool:
    found = order_paid_by(shop.id, event.payment_ref, event.other_ref)
    if found is None:
        return False
    order, payment_id = found
    for dispute in provider.payment(event.payment_ref).disputes:
        _hear_dispute(shop, order.number, payment_id, dispute, at)
    return True


def _hear_dispute(shop: ShopRow, order_number: str, payment_id: str, dispute: ProviderDispute, at: Instant) -> None:
    """An open one blocks refunds until it ends; a lost one is money gone."""
    _see(shop, order_number, SeenRow(ref=dispute.ref, payment_id=payment_id, amount_minor=0, by_dispute=True), at)
    if dispute.state == "lost":
        gone = SeenRow(ref=f"{dispute.ref}.lost", payment_id=payment_id, amount_minor=dispute.amount_minor)
        _see(shop, order_number, gone, at)
    if dispute.state in {"lost", "won"}:
        cleared = e.FlagCleared(ref=dispute.ref, person="provider", reason=dispute.state)
        for row in cases_of(shop.id, order_number):
            if any(flag.ref == dispute.ref for flag in row.case.flags):
                act_on_case(shop, row.number, Record(event=cleared), at=at, by="provider")


def _see(shop: ShopRow, order_number: str, seen: SeenRow, at: Instant) -> None:
    """One case of the order tells of it: the latest open one, else the latest. Without a case the payment does."""
    with transaction.atomic():
        order = lock_order(shop.id, order_number)
        if order is None or not add_seen(shop.id, order_number, seen, at):
            return
        row = _case_for(cases_of(shop.id, order_number))
        if row is None:
            if seen.amount_minor:
                take_elsewhere(shop.id, order, seen.payment_id, seen.amount_minor)
            return
        event: e.Event = (
            m.DisputeSeen(payment_id=seen.payment_id, ref=seen.ref)
            if seen.by_dispute
            else m.RefundSeen(payment_id=seen.payment_id, amount_minor=seen.amount_minor, ref=seen.ref)
        )
        act_on_case(shop, row.number, Record(event=event), at=at, by="provider")


def _case_for(rows: tuple[CaseRow, ...]) -> CaseRow | None:
    live = [one for one in rows if not one.case.is_over] or rows
    return live[-1] if live else None
