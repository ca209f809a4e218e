"""Refunds: made, made by hand, pending and settled days later, failed and the money back with the shop."""

from __future__ import annotations

from typing import Any

from amends.sandbox.answers import Body, Refused, missing
from amends.sandbox.forms import Params
from amends.sandbox.world import World, check_amount, money

STATES = {"pending", "requires_action", "succeeded", "failed", "canceled"}
_BACK = {"failed", "canceled"}


def create(world: World, params: Params, fault: Body) -> Body:
    """This function will refund a charge in part or in full, or refuse; a fault may leave it pending."""
    charge = _charge_of(world, params)
    amount = params.number("amount") if params.has("amount") else None
    reason = params.text("reason", "")
    if reason not in {"", "duplicate", "fraudulent", "requested_by_customer"}:
        raise Refused("Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer", param="reason")
    metadata = params.metadata()
    params.finish()
    return refund(world, charge, amount, metadata=metadata, reason=reason, fault=fault)


def _charge_of(world: World, params: Params) -> Body:
    if params.has("payment_intent"):
        intent = world.intent(params.text("payment_intent"), "payment_intent")
        if params.has("charge") and params.text("charge") != intent["latest_charge"]:
            raise Refused("The charge does not belong to the payment intent.", param="charge")
        if not intent["latest_charge"]:
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            raise Refused(message, param="payment_intent")
        return world.charge(intent["latest_charge"], "charge")
    if not params.has("charge"):
        raise Refused(
            "One of the following params should be provided for this request: payment_intent or charge.",
            code="parameter_missing",
        )
    return world.charge(params.text("charge"), "charge")


def refund(
    world: World, charge: Body, amount: int | None, *, metadata: dict[str, str], reason: str = "", fault: Body
) -> Body:
    """This function will make the refund, where the charge has room for it."""
    world.refuse_disputed(charge)
    room = world.room_of(charge)
    if room <= 0:
        raise Refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded", kept=True)
    amount = room if amount is None else amount
    check_amount(amount, charge["currency"])
    if amount > room:
        asked, left = money(amount, charge["currency"]), money(room, charge["currency"])
        raise Refused(
            f"Refund amount ({asked}) is greater than unrefunded amount on charge ({left})", param="amount", kept=True
        )
    status = fault["kind"] if fault.get("kind") in {"pending", "requires_action"} else "succeeded"
    made: Body = {
        "id": world.new_id("re"),
        "object": "refund",
        "amount": amount,
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason or None,
        "status": status,
        "failure_reason": None,
    }
    due = None
    if status == "pending" and fault.get("settles_as"):
        made |= {"_settles_as": fault["settles_as"], "_reason": fault.get("failure_reason", "")}
        due = world.now() + int(fault.get("after_seconds", 0))
    world.store.put(made, parent=charge["id"], due=due)
    charge = world.count_refunded(charge, amount)
    world.tell("refund.created", made)
    world.tell("charge.refunded", charge)
    return made


def find(world: World, ref: str) -> Body:
    """This function will return the refund, or refuse."""
    found = world.store.get("refund", ref)
    if not found:
        raise missing("refund", ref)
    return found


def settle(world: World, made: Body, status: str, failure_reason: str = "") -> Body:
    """This function will move a refund to another state; a failed one gives the charge its room back."""
    if status not in STATES or made["status"] in _BACK:
        raise Refused(f"a refund that is `{made['status']}` cannot become `{status}`.", param="status")
    made |= {"status": status}
    if status in _BACK:
        made |= {"failure_reason": failure_reason or "unknown" if status == "failed" else None}
        world.count_refunded(world.charge(made["charge"]), -made["amount"])
    world.store.put(made)
    world.tell("refund.updated", made)
    world.tell("charge.refund.updated", made)
    if status == "failed":
        world.tell("refund.failed", made)
    return made


def settle_due(world: World, made: Body) -> None:
    """This function will settle a pending refund whose time has come."""
    status: Any = made.pop("_settles_as", None)
    reason = made.pop("_reason", "")
    if status and made["status"] == "pending":
        settle(world, made, status, reason)
    else:
        world.store.put(made)
