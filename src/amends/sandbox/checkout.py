"""Checkout Sessions: pages on which a customer pays one amount once, until they expire."""

from __future__ import annotations

from amends.sandbox import charges
from amends.sandbox.answers import Body, Refused, missing
from amends.sandbox.forms import Params
from amends.sandbox.world import World, check_amount

_SHORTEST_SECONDS, _LONGEST_SECONDS = 30 * 60, 24 * 60 * 60


def create(world: World, params: Params, address: str) -> Body:
    """This function will open a session, or refuse."""
    if params.text("mode") != "payment":
        raise Refused("The practice provider knows sessions in `payment` mode alone.", param="mode")
    item = params.inside("line_items").inside("0")
    quantity = item.number("quantity", 1)
    price = item.inside("price_data")
    currency, amount = price.text("currency"), price.number("unit_amount")
    name = price.inside("product_data").text("name")
    intent = params.inside("payment_intent_data")
    params.inside("adaptive_pricing").text("enabled", "")
    now = world.now()
    expires_at = params.number("expires_at", now + _LONGEST_SECONDS)
    session: Body = {
        "id": world.new_id("cs_test"),
        "object": "checkout.session",
        "amount_total": amount * quantity,
        "cancel_url": params.text("cancel_url", ""),
        "client_reference_id": params.text("client_reference_id", "") or None,
        "created": now,
        "currency": currency,
        "expires_at": expires_at,
        "livemode": False,
        "metadata": params.metadata(),
        "mode": "payment",
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "success_url": params.text("success_url"),
        "url": "",
        "_name": name,
        "_about": intent.metadata(),
        "_description": intent.text("description", ""),
    }
    session["url"] = f"{address}/pay/{session['id']}"
    params.finish()
    check_amount(amount, currency)
    if expires_at < now + _SHORTEST_SECONDS:
        raise Refused(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
            param="expires_at",
        )
    if expires_at > now + _LONGEST_SECONDS:
        raise Refused(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", param="expires_at"
        )
    return world.store.put(session, due=expires_at)


def find(world: World, ref: str) -> Body:
    """This function will return the session, or refuse."""
    found = world.store.get("checkout.session", ref)
    if not found:
        raise missing("checkout.session", ref, "session")
    return found


def expire(world: World, session: Body) -> Body:
    """This function will close a session, or refuse where it is no longer open."""
    if session["status"] != "open":
        raise Refused(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of'
            f" `{session['status']}`.",
            param="session",
            kept=True,
        )
    session |= {"status": "expired", "url": None}
    world.store.put(session)
    world.tell("checkout.session.expired", session)
    return session


def pay(world: World, session: Body) -> Body:
    """This function will take the customer's money, once; a session that is not open stays as it is."""
    if session["status"] != "open":
        return session
    intent = world.new_id("pi")
    charge = charges.make(
        world,
        world.new_id("ch"),
        session["amount_total"],
        session["currency"],
        intent=intent,
        metadata=session["_about"],
    )
    session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent, "url": None}
    world.store.put(session)
    world.tell("charge.succeeded", charge)
    world.tell("payment_intent.succeeded", world.intent(intent))
    world.tell("checkout.session.completed", session)
    return session
