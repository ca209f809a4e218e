"""What must be so after a recovery run, whatever was killed before it. Each fault is a sentence that names its row."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Sum
from tests.robustness import outside
from tests.sample_shops import AT

from amends.core.dates import Instant, datetime_of, zone_named
from amends.records import models
from amends.usecases.verify_shop import verify_shop

_UTC = zone_named("UTC")
_ENDED = {"done", "failed", "pending"}


def faults(acknowledged: Iterable[Any], orders: Collection[str], at: Instant) -> list[str]:
    """This function will return what is wrong with these orders; `acknowledged` is what callers were answered."""
    numbers = list(models.Case.objects.filter(order_number__in=orders).values_list("number", flat=True))
    return [
        *_lost(acknowledged),
        *_paid_wrongly(orders),
        *_stuck(numbers, at),
        *_unbalanced(numbers),
        *_held_wrongly(orders),
    ]


def faults_of_money(orders: Collection[str]) -> list[str]:
    """This function will return what is wrong with the money and the pieces of these orders, wherever they stand."""
    numbers = list(models.Case.objects.filter(order_number__in=orders).values_list("number", flat=True))
    return [*_paid_wrongly(orders), *_unbalanced(numbers), *_held_wrongly(orders)]


def faults_of_shops(at: Instant = AT) -> list[str]:
    """This function will return what does not hold in whole shops, as `amends verify` looks for it."""
    shops = models.Shop.objects.values_list("id", flat=True)
    return [f"{shop_id}: {breach}" for shop_id in shops for breach in verify_shop(shop_id, at)]


def _lost(acknowledged: Iterable[Any]) -> Iterator[str]:
    """Whoever was answered can rely on it."""
    for one in acknowledged:
        if "step" in one:
            version = models.Case.objects.filter(number=one["case"]).values_list("version", flat=True).first() or 0
            events = models.Event.objects.filter(case_number=one["case"], number__lte=one["version"]).count()
            if min(version, events) < one["version"]:
                yield f"`{one['step']}` of {one['case']} was answered, and of its {one['version']} events are {events}"
        elif "effect" in one and not models.Effect.objects.filter(key=one["effect"], state="done").exists():
            yield f"effect {one['effect']} was told to be done, and is not"
        elif "told" in one and not models.Told.objects.filter(id=one["told"]).exists():
            yield f"message {one['told']} of the provider was taken, and is not there"


def _paid_wrongly(orders: Collection[str]) -> Iterator[str]:
    """The provider's own records are the witness: a payout is at most one refund, and every refund has its payout."""
    payouts = {(one.shop_id, one.id): one for one in models.Payout.objects.filter(order_number__in=orders)}
    seen: dict[tuple[str, str], int] = {}
    charges = {
        payment["ref"]
        for document in models.Order.objects.filter(number__in=orders).values_list("document", flat=True)
        for payment in document["payments"]
    }
    pages = {one.payment_ref for one in payouts.values() if not one.item_id}  # paid for a case, not for its order
    for charge, refunds in outside.refunds_by_charge().items():
        for refund in refunds if charge in charges or refunds[0]["payment_intent"] in pages else ():
            about = refund["metadata"]
            if "amends_key" not in about:
                continue  # made by hand at the provider
            name = about.get("amends_shop", ""), about.get("amends_payout") or about.get("amends_key", "")
            row = payouts.get(name)
            if row is None:
                yield f"refund {refund['id']} of {charge} belongs to no payout: `{name[1]}`"
            elif refund["amount"] != row.amount_minor or row.payment_ref not in {charge, refund["payment_intent"]}:
                yield f"payout {row.id} was of {row.amount_minor}, and {refund['amount']} was sent"
            seen[name] = seen.get(name, 0) + 1
    for name, row in payouts.items():
        count = seen.get(name, 0)
        if count > 1:
            yield f"payout {row.id} was sent {count} times"
        if row.state == "done" and not count and not row.by_hand:
            yield f"payout {row.id} is said to be done, and nothing was sent"


def _stuck(numbers: Collection[str], at: Instant) -> Iterator[str]:
    """What can be done here is done, and no date that has come is left."""
    rows = models.Effect.objects.filter(case_number__in=numbers, kind__in=outside.HANDLERS)
    for one in rows.exclude(state="done"):
        if one.state == "waiting" and not one.failures and one.next_at > datetime_of(at, _UTC):
            continue  # it asks the provider again then
        yield f"effect {one.key} is still {one.state} after {one.attempts} attempts, until {one.next_at}: {one.why}"
    done = models.Effect.objects.filter(case_number__in=numbers, kind="payout", state="done")
    done_payouts = {body["pay"] for body in done.values_list("body", flat=True)}
    if "payout" in outside.HANDLERS:
        for row in models.Payout.objects.filter(case_number__in=numbers, by_hand=False):
            if row.state not in _ENDED:
                yield f"payout {row.id} is still {row.state}; its effect is done: {row.id in done_payouts}"
    for told in models.Told.objects.filter(state="new"):
        yield f"message {told.id} of the provider has not been followed up"
    for due in models.Due.objects.filter(case_number__in=numbers, state="open", page_ref=""):
        yield f"due {due.id} has no page to pay it on"
    for timer in models.Timer.objects.filter(case_number__in=numbers, at__lte=datetime_of(at, _UTC)):
        yield f"timer {timer.name} of {timer.case_number} was due {timer.at}, and is still there"


def _unbalanced(numbers: Collection[str]) -> Iterator[str]:
    rows = models.Posting.objects.filter(case_number__in=numbers)
    for key, currency, total in rows.values_list("key", "currency").annotate(total=Sum("amount_minor")):
        if total:
            yield f"the ledger's rows under {key} add up to {total} {currency}"


def _held_wrongly(orders: Collection[str]) -> Iterator[str]:
    """The units that lines say are held are those that items hold, and the caps are what was promised."""
    held: dict[tuple[str, str], int] = {}
    for order, line, quantity in models.CaseItem.objects.filter(order_number__in=orders, holds=True).values_list(
        "order_number", "line_id", "quantity"
    ):
        held[order, line] = held.get((order, line), 0) + quantity
    for order, line, units in _lines(orders):
        if held.get((order, line), 0) != units:
            yield f"line {line} of {order} says {units} units are held, and items hold {held.get((order, line), 0)}"
    yield from _counted_wrongly(orders)


def _counted_wrongly(orders: Collection[str]) -> Iterator[str]:
    """What of a payment counts as gone is what was gone before, what we pay, and what others were seen to give back."""
    out: dict[tuple[str, str], int] = {}

    def count(order: str, payment: str, amount: int) -> None:
        out[order, payment] = out.get((order, payment), 0) + amount

    for number, document in models.Order.objects.filter(number__in=orders).values_list("number", "document"):
        for payment in document["payments"]:
            count(number, payment["id"], payment.get("refunded_minor", 0))
    for row in models.Payout.objects.filter(order_number__in=orders).exclude(state="failed").exclude(payment_id=""):
        count(row.order_number, row.payment_id, row.amount_minor)
    of_case = dict(models.Case.objects.filter(order_number__in=orders).values_list("number", "order_number"))
    for event in models.Event.objects.filter(case_number__in=of_case, kind="refund_seen"):
        body = json.loads(event.body)
        count(of_case[event.case_number], body["payment_id"], body["amount_minor"])
    for cap in models.PaymentCap.objects.filter(order_number__in=orders):
        expected = min(cap.captured_minor, out.get((cap.order_number, cap.payment_id), 0))
        if cap.out_minor != expected:
            yield f"payment {cap.payment_id} of {cap.order_number} counts {cap.out_minor} as gone, and it is {expected}"


def _lines(orders: Collection[str]) -> Iterator[tuple[str, str, int]]:
    yield from models.ClaimedLine.objects.filter(order_number__in=orders).values_list(
        "order_number", "line_id", "claimed"
    )


def count_by_state(orders: Collection[str]) -> Mapping[str, int]:
    """This function will return how many cases stand where, to see that walks really went somewhere."""
    found: dict[str, int] = {}
    for state in models.Case.objects.filter(order_number__in=orders).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found
