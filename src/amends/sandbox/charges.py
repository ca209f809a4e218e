"""Payments that were taken, and disputes about them."""

from __future__ import annotations

import re
from typing import Any

from amends.sandbox.answers import Body, Refused
from amends.sandbox.world import World

_REF = re.compile(r"(ch|py)_[\w.-]{1,200}")
_CURRENCY = re.compile(r"[a-z]{3}")
_OPEN = {"warning_needs_response", "warning_under_review", "needs_response", "under_review"}
_CLOSED = {"warning_closed", "won", "lost"}


def put(world: World, told: Any) -> Body:
    """This function will put a charge in place; one that is there already stays as it is."""
    ref, amount, currency = str(told.get("id")), told.get("amount"), str(told.get("currency"))
    if not _REF.fullmatch(ref) or not isinstance(amount, int) or amount < 1 or not _CURRENCY.fullmatch(currency):
        raise Refused(f"`{ref}` is no charge: give `id` (ch_...), `amount` and `currency` in small letters.")
    there = world.store.get("charge", ref)
    if there:
        if (there["amount"], there["currency"]) != (amount, currency):
            raise Refused(f"`{ref}` is there already with another amount.", status=409)
        return there
    return make(world, ref, amount, currency, intent=told.get("payment_intent") or None, metadata={})


def make(world: World, ref: str, amount: int, currency: str, *, intent: str | None, metadata: dict[str, str]) -> Body:
    """This function will write a charge that was captured in full, with its payment intent where it has one."""
    charge: Body = {
        "id": ref,
        "object": "charge",
        "amount": amount,
        "amount_captured": amount,
        "amount_refunded": 0,
        "captured": True,
        "created": world.now(),
        "currency": currency,
        "disputed": False,
        "livemode": False,
        "metadata": metadata,
        "paid": True,
        "payment_intent": intent,
        "refunded": False,
        "status": "succeeded",
    }
    if intent:
        world.store.put(
            {
                "id": intent,
                "object": "payment_intent",
                "amount": amount,
                "amount_received": amount,
                "created": world.now(),
                "currency": currency,
                "latest_charge": ref,
                "livemode": False,
                "metadata": metadata,
                "status": "succeeded",
            }
        )
    return world.store.put(charge)


def dispute(world: World, charge: Body, told: Any) -> Body:
    """This function will let the customer's bank dispute the charge."""
    status = told.get("status", "needs_response")
    if status not in _OPEN | _CLOSED:
        raise Refused(f"`{status}` is no state of a dispute.", param="status")
    made: Body = {
        "id": world.new_id("du"),
        "object": "dispute",
        "amount": told.get("amount", charge["amount_captured"]),
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": told.get("reason", "fraudulent"),
        "status": status,
    }
    world.store.put(made, parent=charge["id"])
    world.store.put(charge | {"disputed": True})
    world.tell("charge.dispute.created", made)
    return made


def move_dispute(world: World, ref: str, status: str) -> Body:
    """This function will move a dispute to another state."""
    made = world.store.get("dispute", ref)
    if not made or status not in _OPEN | _CLOSED:
        raise Refused(f"there is no dispute `{ref}`, or no state `{status}`.", param="status")
    made |= {"status": status}
    world.store.put(made)
    world.tell("charge.dispute.closed" if status in _CLOSED else "charge.dispute.updated", made)
    return made
