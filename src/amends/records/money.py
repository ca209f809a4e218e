"""What a case's events do to the money: caps, payouts, what is due, and store credit.

Laws: no more is promised back of a payment than was captured (a constraint of the table has the last word); one row for
each payout, due and credit, named by the case, so that writing twice cannot make two.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from amends.core.cases import money_events as m
from amends.core.cases.case import Case
from amends.core.cases.log import Happened
from amends.core.dates import Instant, datetime_of, zone_named
from amends.core.errors import AmendsError
from amends.core.orders import Order, Payment
from amends.records import models

_UTC = zone_named("UTC")


class MoneyTaken(AmendsError):
    """A payment cannot give back so much any more."""

    code = "payment_used_up"


def book_money(shop_id: str, order: Order, case_number: str, happened: Happened, after: Case) -> None:
    """This function will write down what the event does to the money, or raise `MoneyTaken`."""
    event, at = happened.event, _moment(happened.at)
    match event:
        case m.RefundApproved():
            _approve(shop_id, order, case_number, event, at)
        case m.PayoutDone(pay=pay, ref=ref):
            _payout(shop_id, case_number, pay).update(state="done", ref=ref, changed_at=at)
        case m.PayoutFailed(pay=pay, why=why):
            _fail(shop_id, order, case_number, pay, why, at)
        case m.DueRaised(item=item_id, due=due, amount_minor=amount, what=what):
            models.Due.objects.create(
                shop_id=shop_id, id=f"{case_number}.{due}", case_number=case_number, item_id=item_id, due_id=due,
                amount_minor=amount, currency=after.currency, what=what, made_at=at,
            )  # fmt: skip
        case m.DuePaid(due=due, ref=ref):
            _due(shop_id, case_number, due).update(state="paid", ref=ref, paid_at=at)
        case m.DueCancelled(due=due):
            _due(shop_id, case_number, due).update(state="cancelled")
        case m.CreditGiven():
            _give_credit(shop_id, case_number, event, after, at)
        case m.RefundSeen(payment_id=payment_id, amount_minor=amount):
            _take(shop_id, order, payment_id, amount)


def _approve(shop_id: str, order: Order, case_number: str, event: m.RefundApproved, at: datetime) -> None:
    payments = {one.id: one for one in order.payments}
    for one in event.pays:
        if one.payment_id:
            _take(shop_id, order, one.payment_id, one.amount_minor)
        models.Payout.objects.create(
            shop_id=shop_id, id=one.id, case_number=case_number, item_id=event.item, order_number=order.number,
            payment_id=one.payment_id, payment_ref=_ref_of(payments.get(one.payment_id)),
            amount_minor=one.amount_minor, currency=order.currency, by_hand=one.by_hand, made_at=at, changed_at=at,
        )  # fmt: skip


def _ref_of(payment: Payment | None) -> str:
    return payment.ref if payment is not None else ""


def _take(shop_id: str, order: Order, payment_id: str, amount_minor: int) -> None:
    payment = next((one for one in order.payments if one.id == payment_id), None)
    captured = payment.captured_minor if payment else 0
    already = payment.refunded_minor + payment.pending_minor if payment else 0
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_paymentcap (shop_id, order_number, payment_id, captured_minor, out_minor)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (shop_id, order_number, payment_id)"
                " DO UPDATE SET out_minor = records_paymentcap.out_minor + %s",
                [shop_id, order.number, payment_id, captured, already + amount_minor, amount_minor],
            )
    except IntegrityError as error:
        raise MoneyTaken(
            f"payment `{payment_id}` has no `{amount_minor}` left to give back.",
            hint="Look at what was refunded before, also by hand at the provider.",
        ) from error


def _fail(shop_id: str, order: Order, case_number: str, pay: str, why: str, at: datetime) -> None:
    payout = _payout(shop_id, case_number, pay).first()
    if payout is None:
        return
    models.Payout.objects.filter(shop_id=shop_id, id=pay).update(state="failed", why=why, changed_at=at)
    if payout.payment_id:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE records_paymentcap SET out_minor = out_minor - %s"
                " WHERE shop_id = %s AND order_number = %s AND payment_id = %s",
                [payout.amount_minor, shop_id, order.number, payout.payment_id],
            )


def _give_credit(shop_id: str, case_number: str, event: m.CreditGiven, after: Case, at: datetime) -> None:
    models.Credit.objects.create(
        shop_id=shop_id, id=f"{case_number}.{event.item}", code=event.credit, order_number=after.order,
        case_number=case_number, item_id=event.item, is_gift=after.by == "gift_recipient",
        amount_minor=event.amount_minor, left_minor=event.amount_minor, currency=after.currency, given_at=at,
    )  # fmt: skip


def _payout(shop_id: str, case_number: str, pay: str) -> QuerySet[models.Payout]:
    return models.Payout.objects.filter(shop_id=shop_id, case_number=case_number, id=pay)


def _due(shop_id: str, case_number: str, due: str) -> QuerySet[models.Due]:
    return models.Due.objects.filter(shop_id=shop_id, id=f"{case_number}.{due}")


def _moment(at: Instant) -> datetime:
    return datetime_of(at, _UTC)
