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
    return _taken(world, session | _completed(world.new_id("pi")), "checkout.session.completed")


def pay_later(world: World, session: Body) -> Body:
    """This function will let the customer pay by a transfer, which takes days."""
    if session["status"] != "open":
        return session
    intent: Body = {
        "id": world.new_id("pi"),
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_received": 0,
        "created": world.now(),
        "currency": session["currency"],
        "latest_charge": None,
        "livemode": False,
        "metadata": session["_about"],
        "status": "processing",
    }
    world.store.put(intent)
    session |= _completed(intent["id"])
    world.store.put(session)
    world.tell("checkout.session.completed", session)
    return session


def transfer(world: World, session: Body, how: str) -> Body:
    """This function will end a transfer: it `succeeded`, or it `failed`."""
    if (session["status"], session["payment_status"]) != ("complete", "unpaid"):
        raise Refused("this session does not wait for a transfer.")
    if how == "succeeded":
        return _taken(world, session, "checkout.session.async_payment_succeeded")
    intent = world.intent(session["payment_intent"])
    world.store.put(intent | {"status": "requires_payment_method"})
    world.tell("checkout.session.async_payment_failed", session)
    return session


def _completed(intent: str) -> Body:
    return {"status": "complete", "payment_intent": intent, "url": None}


def _taken(world: World, session: Body, event: str) -> Body:
    ref, amount, about = session["payment_intent"], session["amount_total"], session["_about"]
    charge = charges.make(world, world.new_id("ch"), amount, session["currency"], intent=ref, metadata=about)
    session |= {"payment_status": "paid"}
    world.store.put(session)
    world.tell("charge.succeeded", charge)
    world.tell("payment_intent.succeeded", world.intent(ref))
    world.tell(event, session)
    return session
