"""What is outside, as the trials move it: the provider's records, effects that are due, dates that have come."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.conf import settings
from django.test import Client
from tests.sample_shops import AT, HOUR
from tests.sandbox.asking import ask
from tests.sandbox.serving import control

from amends.core.dates import Instant
from amends.core.orders import Order
from amends.jobs import effects, rounds, shop_rounds
from amends.pages import clock
from amends.records import models, wakeups
from amends.records.shops import all_shops
from amends.sandbox import Charge, seed
from amends.sandbox.hooks import sign
from amends.usecases import do_effect as doing
from amends.usecases.do_effect import Handler

# Who does which kind; a trial of a wrong way puts another in place of one.
HANDLERS: dict[str, Handler] = dict(effects.HANDLERS)


def address() -> str:
    """This function will return where the practice provider listens."""
    return os.environ["AMENDS_STRIPE_ADDRESS"]


def put_charges(order: Order, *, pending: bool = False) -> None:
    """This function will have the provider know the order's payments; pending: refunds of them take their time."""
    charges = [
        Charge(id=one.ref, amount=one.captured_minor, currency=order.currency.lower())
        for one in order.payments
        if one.ref
    ]
    seed(address(), charges)
    for charge in charges if pending else ():
        control(address(), "faults", {"kind": "pending", "has": charge.id, "settles_as": "succeeded", "times": 9})


def refunds_by_charge() -> Mapping[str, list[dict[str, Any]]]:
    """This function will return what the provider has given back, whatever we believe."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in control(address(), "state")["refunds"]:
        found.setdefault(one["charge"], []).append(one)
    return found


def pay_page(shop_id: str, case_number: str) -> list[str]:
    """This function will pay on the case's open pages as a customer does, and return the messages about it."""
    found = []
    for due in models.Due.objects.filter(shop_id=shop_id, case_number=case_number, state="open").exclude(page_ref=""):
        session = control(address(), f"pay/{due.page_ref}", {"as": "now"})
        found.append(_message("checkout.session.completed", session))
    return found


def messages_about_refunds(order: Order) -> list[str]:
    """This function will return what the provider tells of the order's refunds by now, each as the bytes it sends."""
    said = [
        refund
        for one in order.payments
        for refund in ask(address(), "GET", "/v1/refunds", {"charge": one.ref, "limit": 100}).body["data"]
    ]
    return [_message("refund.updated", one) for one in said]


def _message(kind: str, about: Mapping[str, Any]) -> str:
    event = {
        "id": f"evt_{about['id']}_{about['status']}", "object": "event", "created": clock.now() // 1_000_000,
        "type": kind, "data": {"object": about},
    }  # fmt: skip
    return json.dumps(event)


def post_message(shop_id: str, message: str) -> str:
    """This function will send the message to our web handler, signed, and return its id once that has taken it."""
    signature = sign(message.encode(), settings.AMENDS_PAYMENTS["webhook_secrets"], clock.now() // 1_000_000)
    answer = Client().post(
        f"/hooks/payments/{shop_id}", message, content_type="application/json", headers={"Stripe-Signature": signature}
    )
    assert answer.status_code == 200, f"{answer.status_code}: {answer.content[:300]!r}"
    told: str = json.loads(message)["id"]
    return told


def refunds_of_charge(charge: str) -> list[dict[str, Any]]:
    """This function will return what the provider has given back of the charge."""
    found: list[dict[str, Any]] = ask(address(), "GET", "/v1/refunds", {"charge": charge, "limit": 100}).body["data"]
    return found


def refunds_of_page(payment: str) -> list[int]:
    """This function will return the amounts that went back of what was paid on a page."""
    return [
        one["amount"]
        for refunds in refunds_by_charge().values()
        for one in refunds
        if payment in {one["charge"], one["payment_intent"]}
    ]


def due_effects(shop_id: str, case_number: str, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """This function will return key and kind of what is to be done for the case, and can be done here."""
    kinds = HANDLERS.keys() - set(but)
    rows = models.Effect.objects.filter(shop_id=shop_id, case_number=case_number, kind__in=kinds)
    return list(rows.exclude(state__in=("done", "dead")).order_by("made_at", "key").values_list("key", "kind"))


def do(shop_id: str, key: str) -> doing.Outcome:
    """This function will do one effect as a worker does."""
    return rounds.do_effect(shop_id, key)


def ring(shop_id: str, case_number: str) -> int:
    """This function will ring what is due in the case, as a worker does."""
    return rounds.ring_timers(shop_id, case_number)


def stand_at(at: Instant) -> None:
    """This function will have the clock of this process stand still."""
    setattr(settings, "FIXED_NOW", at)  # noqa: B010 - it is in no settings file


def days_after(days: int) -> Instant:
    """This function will return the moment so many days after the trial's day."""
    return AT + days * 24 * HOUR


def days_later(days: int) -> None:
    """This function will let so many days pass, here and at the provider, which has forgotten all keys then."""
    control(address(), "clock", {"advance": days * 24 * 60 * 60 + 60})
    stand_at(days_after(days))


def hours_later(hours: int) -> None:
    """This function will move the provider's clock on."""
    control(address(), "clock", {"advance": hours * 60 * 60})


def forget_provider() -> None:
    """This function will have the provider forget everything: its records are read whole, and grow otherwise.

    Its clock stands at the trial's day again.
    """
    control(address(), "reset", {})
    control(address(), "clock", {"at": AT // 1_000_000})


def recover(do_one: Callable[[str, str], doing.Outcome]) -> None:
    """This function will do once what workers do after everything was killed: all that is due, and every round."""
    wakeups.let_go_of_all(clock.now())
    rounds.sweep()
    _catch_up(do_one)
    for shop in all_shops():
        for name in shop_rounds.ROUNDS:
            assert shop_rounds.look_after(shop.id, name), f"the round {name} of {shop.id} failed"
    _catch_up(do_one)  # what the provider has told by now leads to more


def _catch_up(do_one: Callable[[str, str], doing.Outcome]) -> None:
    for _ in range(20):
        due = wakeups.due_now(tuple(HANDLERS), clock.now())
        for task, shop_id, name in due:
            if task == wakeups.EFFECTS[0]:
                do_one(shop_id, name)
            else:
                ring(shop_id, name)
        if not due:
            break
