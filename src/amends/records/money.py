"""What a case's events do to the money: the ledger, caps, payouts, what is due, and store credit.

Laws: no more is promised back of a payment than was captured (a constraint of the table has the last word); one row for
each payout, due and credit, named by the case, so that writing twice cannot make two; what others have given back
counts even where that leaves less than was promised.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet, Sum

from amends.core.cases import money_events as m
from amends.core.cases.case import Case
from amends.core.cases.dues import return_id
from amends.core.cases.ledger import postings_of
from amends.core.cases.log import Happened
from amends.core.dates import utc_of
from amends.core.errors import AmendsError
from amends.core.orders import Order, Payment
from amends.core.vocabulary import GIFT_RECIPIENT
from amends.records import models
from amends.records.ledger import add_postings
from amends.records.told import seen_of


class MoneyTaken(AmendsError):
    """A payment cannot give back so much any more."""

    code = "payment_used_up"


def book_money(
    shop_id: str, order: Order, case_number: str, happened: Happened, before: Case | None, after: Case
) -> None:
    """This function will write down what the event does to the money, or raise `MoneyTaken`."""
    event, at = happened.event, utc_of(happened.at)
    match event:
        case m.RefundApproved():
            _approve(shop_id, order, case_number, event, at)
        case m.PayoutDone(pay=pay, ref=ref):
            _payout(shop_id, case_number, pay).update(state="done", ref=ref, why="", changed_at=at)
        case m.PayoutFailed(pay=pay, why=why):
            _fail(shop_id, order, case_number, pay, why, at)
        case m.DueRaised(item=item_id, due=due, amount_minor=amount, what=what):
            models.Due.objects.create(
                shop_id=shop_id, id=f"{case_number}.{due}", case_number=case_number, item_id=item_id, due_id=due,
                amount_minor=amount, currency=after.currency, what=what, made_at=at,
            )  # fmt: skip
        case m.DuePaid(due=due, ref=ref):
            _due(shop_id, case_number, due).update(state="paid", ref=ref, page_url="", paid_at=at)
        case m.DueCancelled(due=due):
            _due(shop_id, case_number, due).update(state="cancelled")
        case m.DueReturned():
            _return(shop_id, order, case_number, event, after, at)
        case m.CreditGiven():
            _give_credit(shop_id, case_number, event, after, at)
        case m.RefundSeen(payment_id=payment_id, amount_minor=amount):
            take_elsewhere(shop_id, order, payment_id, amount)
    _book_postage(shop_id, case_number, happened, after)
    postings = postings_of(happened, before, after)
    if postings:
        key = f"{case_number}.{happened.number}"
        add_postings(shop_id, key, postings, currency=after.currency, case_number=case_number, at=happened.at)


def _book_postage(shop_id: str, case_number: str, happened: Happened, after: Case) -> None:
    """Postage on receipts: a payment by hand without a payment of the order, so that no cap counts it."""
    event, at = happened.event, utc_of(happened.at)
    match event:
        case m.PostageGranted():
            models.Payout.objects.create(
                shop_id=shop_id, id=event.pay, case_number=case_number, item_id=event.item, order_number=after.order,
                payment_id="", amount_minor=event.amount_minor, currency=after.currency, by_hand=True, made_at=at,
                changed_at=at,
            )  # fmt: skip
        case m.PostagePaid(pay=pay, ref=ref):
            _payout(shop_id, case_number, pay).update(state="done", ref=ref, why="", changed_at=at)
        case m.PostageCameBack(pay=pay, why=why):
            _payout(shop_id, case_number, pay).update(state="waiting", ref="", why=why, changed_at=at)
        case m.PostageTakenBack(pay=pay, why=why):
            _payout(shop_id, case_number, pay).update(state="taken_back", why=why, changed_at=at)


def out_of(shop_id: str, order: Order) -> dict[str, int]:
    """This function will return how much of each payment has gone back or is promised, whoever gave it."""
    found = {one.id: one.refunded_minor + one.pending_minor for one in order.payments}
    caps = models.PaymentCap.objects.filter(shop_id=shop_id, order_number=order.number)
    return found | dict(caps.values_list("payment_id", "out_minor"))


def take_elsewhere(shop_id: str, order: Order, payment_id: str, amount_minor: int) -> None:
    """This function will count what others gave back, also where that and our promises exceed what there was."""
    captured, already = _already(order, payment_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_paymentcap (shop_id, order_number, payment_id, captured_minor, out_minor)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (shop_id, order_number, payment_id)"
            " DO UPDATE SET out_minor ="
            " least(records_paymentcap.captured_minor, records_paymentcap.out_minor + %s)",
            [shop_id, order.number, payment_id, captured, min(captured, already + amount_minor), amount_minor],
        )


def grants_of(shop_id: str, order_number: str) -> tuple[tuple[str, str], ...]:
    """This function will return the order's items by case and id that are granted, in the order of their grants."""
    numbers = models.Case.objects.filter(shop_id=shop_id, order_number=order_number).values("number")
    rows = models.Event.objects.filter(shop_id=shop_id, case_number__in=numbers, kind__in=("case_opened", "answered"))
    granted: dict[tuple[str, str], None] = {}
    for number, text in rows.order_by("place").values_list("case_number", "body"):
        body = json.loads(text)
        answers = {one["id"]: one["answer"] for one in body.get("items", ())} or {body.get("item"): body.get("answer")}
        for item_id, answer in answers.items():
            granted.pop((number, item_id), None)
            if answer["outcome"] == "accepted":
                granted[number, item_id] = None
    return tuple(granted)


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


def _return(shop_id: str, order: Order, case_number: str, event: m.DueReturned, after: Case, at: datetime) -> None:
    """A payout without item and cap: it gives back of a payment that was made for the case, not for the order."""
    ref = next(one.ref for one in after.item(event.item).dues if one.id == event.due)
    models.Payout.objects.create(
        shop_id=shop_id, id=f"{case_number}.{return_id(event.due, event.part)}", case_number=case_number, item_id="",
        order_number=order.number, payment_id="", payment_ref=ref, amount_minor=event.amount_minor,
        currency=after.currency, made_at=at, changed_at=at,
    )  # fmt: skip


def _ref_of(payment: Payment | None) -> str:
    return payment.ref if payment is not None else ""


def _already(order: Order, payment_id: str) -> tuple[int, int]:
    """This function will return what was captured, and what had gone back before any of ours."""
    payment = next((one for one in order.payments if one.id == payment_id), None)
    return (payment.captured_minor, payment.refunded_minor + payment.pending_minor) if payment else (0, 0)


def _take(shop_id: str, order: Order, payment_id: str, amount_minor: int) -> None:
    captured, already = _already(order, payment_id)
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
    if not payout.payment_id:
        return
    live = models.Payout.objects.filter(shop_id=shop_id, order_number=order.number, payment_id=payout.payment_id)
    ours = live.exclude(state="failed").aggregate(total=Sum("amount_minor"))["total"] or 0
    others = sum(one.amount_minor for one in seen_of(shop_id, order.number) if one.payment_id == payout.payment_id)
    with connection.cursor() as cursor:
        # Where others took what we had promised, that is still gone: never below what we know to be out.
        cursor.execute(
            "UPDATE records_paymentcap SET out_minor = greatest(out_minor - %s, least(captured_minor, %s))"
            " WHERE shop_id = %s AND order_number = %s AND payment_id = %s",
            [payout.amount_minor, ours + others, shop_id, order.number, payout.payment_id],
        )


def _give_credit(shop_id: str, case_number: str, event: m.CreditGiven, after: Case, at: datetime) -> None:
    total = event.amount_minor + event.bonus_minor
    models.Credit.objects.create(
        shop_id=shop_id, id=f"{case_number}.{event.item}.{len(after.item(event.item).credits)}", code=event.credit,
        order_number=after.order, case_number=case_number, item_id=event.item, is_gift=after.by == GIFT_RECIPIENT,
        amount_minor=total, left_minor=total, currency=after.currency, given_at=at,
        expires_at=None if event.expires_at is None else utc_of(event.expires_at),
    )  # fmt: skip


def _payout(shop_id: str, case_number: str, pay: str) -> QuerySet[models.Payout]:
    return models.Payout.objects.filter(shop_id=shop_id, case_number=case_number, id=pay)


def _due(shop_id: str, case_number: str, due: str) -> QuerySet[models.Due]:
    return models.Due.objects.filter(shop_id=shop_id, id=f"{case_number}.{due}")
