"""Where money goes: over the payments of an order, in a named order, or to store credit.

Laws: the routes sum to the amount; no route exceeds what its payment captured, less what went back or is on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from amends.core.errors import MoneyInvalid, Place
from amends.core.money import allocate, percent_of, rounded
from amends.core.orders import Payment
from amends.core.refunds.terms import Terms

RouteOrder = Literal["as_paid", "newest_first", "gift_card_first", "gift_card_last", "pro_rata"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """In which order payments are paid back to, and which of them at all."""

    order: RouteOrder = "as_paid"
    first: tuple[str, ...] = ()  # ids of payments that come before all others
    only: tuple[str, ...] = ()  # methods or ids; empty: all


ROUTING = Routing()
Destination = Literal["", "original", "gift_card", "credit"]
_ALLOWED: dict[str, tuple[Destination, ...]] = {
    "original": ("original", "credit"),
    "original_or_gift_card": ("original", "gift_card", "credit"),
    "credit": ("credit",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One amount to one destination; a bonus comes on top of credit."""

    to: Literal["payment", "gift_card", "credit"]
    amount_minor: int
    payment_id: str = ""
    method: str = ""
    label: str = ""
    bonus_minor: int = 0


def room(payment: Payment) -> int:
    """This function will return how much can still go back to a payment."""
    return max(0, payment.captured_minor - payment.refunded_minor - payment.pending_minor)


def routes(amount_minor: int, payments: Sequence[Payment], routing: Routing = ROUTING) -> tuple[Route, ...]:
    """This function will lay an amount over the payments, or raise `MoneyInvalid` where they cannot take it."""
    usable = _in_order(payments, routing)
    most = sum(map(room, usable))
    if amount_minor <= 0 or amount_minor > most:
        hint = (
            f"{most} (minor units) can go back to the payments."
            if most
            else "Nothing that was captured is left to go back."
        )
        raise MoneyInvalid(f"{amount_minor} cannot be paid back.", place=Place(field="payments"), hint=hint)
    if routing.order == "pro_rata" and not routing.first:
        parts = allocate(amount_minor, [room(payment) for payment in usable])
    else:
        parts = _filled(amount_minor, usable)
    return tuple(
        Route(to="payment", amount_minor=part, payment_id=payment.id, method=payment.method, label=payment.label)
        for payment, part in zip(usable, parts, strict=True)
        if part
    )


def ways_back(
    amount_minor: int, payments: Sequence[Payment], to: Destination, terms: Terms, routing: Routing = ROUTING
) -> tuple[Route, ...]:
    """This function will send an amount where the terms allow and the customer chose; nothing goes nowhere.

    Without a payment on record the amount has no route: the shop pays it by hand.
    """
    allowed = _ALLOWED[terms.refund_to]
    chosen = to or allowed[0]
    if chosen not in allowed:
        raise MoneyInvalid(
            f"the money cannot go to `{chosen}` on these terms.",
            place=Place(field="to"),
            hint="It can go to " + " or ".join(f"`{one}`" for one in allowed) + ".",
        )
    if not amount_minor:
        return ()
    if chosen == "credit":
        bonus = rounded(percent_of(amount_minor, terms.credit_bonus_percent))
        return (Route(to="credit", amount_minor=amount_minor, bonus_minor=bonus),)
    if chosen == "gift_card":
        return (Route(to="gift_card", amount_minor=amount_minor),)
    return routes(amount_minor, payments, routing) if payments else ()


def _filled(amount: int, payments: Sequence[Payment]) -> tuple[int, ...]:
    parts = []
    for payment in payments:
        parts.append(min(amount, room(payment)))
        amount -= parts[-1]
    return tuple(parts)


def _in_order(payments: Sequence[Payment], routing: Routing) -> list[Payment]:
    ids = [payment.id for payment in payments]
    unknown = [one for one in routing.first if one not in ids]
    if unknown or len(set(ids)) < len(ids):
        what = f"the order has no payment `{unknown[0]}`." if unknown else "two payments have the same id."
        raise MoneyInvalid(what, place=Place(field="payments"))
    usable = [one for one in payments if not routing.only or {one.id, one.method} & set(routing.only)]
    keys: dict[str, Callable[[Payment], int]] = {
        "newest_first": lambda one: -ids.index(one.id),
        "gift_card_first": lambda one: one.method != "gift_card",
        "gift_card_last": lambda one: one.method == "gift_card",
    }
    if routing.order in keys:
        usable.sort(key=keys[routing.order])
    usable.sort(key=lambda one: routing.first.index(one.id) if one.id in routing.first else len(routing.first))
    return usable
