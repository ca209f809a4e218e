"""The control address `/_control/...`: what tests and the demo put in place, move and look at."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from amends.sandbox import charges, checkout, faults, hooks, refunds
from amends.sandbox.answers import Answer, Body, Refused, missing
from amends.sandbox.provider import Provider
from amends.sandbox.world import shown


def answer(provider: Provider, method: str, path: str, body: bytes) -> Answer:
    """This function will do what is asked for, and return it."""
    name, _, ref = path.removeprefix("/_control/").partition("/")
    try:
        told: Body = dict(json.loads(body)) if body else {}
        if (method, name) == ("POST", "deliver"):
            return Answer(200, _deliver(provider, told))
        with provider.store.transaction():
            provider.tick()
            return Answer(200, _ACTIONS[method, name](provider, told, ref))
    except Refused as refused:
        return refused.answer()
    except (KeyError, TypeError, ValueError) as error:
        return Refused(f"`{method} {path}` cannot be done: {error!r}").answer()


def _charges(provider: Provider, told: Body, _: str) -> Body:
    return {"charges": [shown(charges.put(provider.world, one)) for one in told["charges"]]}


def _refund(provider: Provider, told: Body, ref: str) -> Body:
    world = provider.world
    if ref:
        made = refunds.settle(world, refunds.find(world, ref), told["status"], told.get("failure_reason", ""))
    else:
        charge = world.charge(told["charge"])
        made = refunds.refund(world, charge, told.get("amount"), metadata=told.get("metadata", {}), fault=told)
    return shown(made)


def _dispute(provider: Provider, told: Body, ref: str) -> Body:
    world = provider.world
    made = (
        charges.move_dispute(world, ref, told["status"])
        if ref
        else charges.dispute(world, world.charge(told["charge"]), told)
    )
    return shown(made)


def _pay(provider: Provider, told: Body, ref: str) -> Body:
    world, how = provider.world, told.get("as", "now")
    session = checkout.find(world, ref)
    match how:
        case "now":
            return shown(checkout.pay(world, session))
        case "later":
            return shown(checkout.pay_later(world, session))
        case "succeeded" | "failed":
            return shown(checkout.transfer(world, session, how))
    raise Refused(f"`{how}` is no way to pay: `now`, `later`, `succeeded` or `failed`.")


def _clock(provider: Provider, told: Body, _: str) -> Body:
    provider.world.move_clock(at=told.get("at"), advance=int(told.get("advance", 0)))
    provider.tick()
    return {"now": provider.world.now()}


def _fault(provider: Provider, told: Body, _: str) -> Body:
    return faults.add(provider.store, told)


def _clear_faults(provider: Provider, _told: Body, _: str) -> Body:
    provider.store.execute("DELETE FROM faults")
    return {}


def _hooks(provider: Provider, told: Body, _: str) -> Body:
    if not str(told.get("address", "")).startswith(("http://", "https://")) or not told.get("secrets"):
        raise Refused("give `address` and `secrets`; further `held`, `copies`, `late_seconds`, `own_clock`.")
    provider.store.set("hooks", told)
    return told


def _deliver(provider: Provider, told: Body) -> Body:
    """This function will deliver the events named, in that order and as often as named; or all that are waiting."""
    store = provider.store
    if "events" not in told:
        return {"delivered": hooks.deliver_due(store, held=True)}
    known: Body = store.setting("hooks", {})
    where = known | {name: told[name] for name in ("address", "secrets") if name in told}
    statuses = []
    for ref in told["events"]:
        event = store.get("event", ref)
        if not event:
            raise missing("event", ref)
        at = int(told["signed_at"]) if "signed_at" in told else hooks.signing_time(where, provider.world.now())
        statuses.append(hooks.send(where, event, at))
        store.execute("UPDATE deliveries SET state = 'done' WHERE event = ? AND state = 'held'", ref)
    return {"statuses": statuses}


def _reset(provider: Provider, _told: Body, _: str) -> Body:
    provider.store.clear()
    return {}


def _state(provider: Provider, _told: Body, _: str) -> Body:
    store = provider.store
    kinds = {"charges": "charge", "refunds": "refund", "disputes": "dispute", "sessions": "checkout.session"}
    found: dict[str, Any] = {name: [shown(body) for body in store.all(kind)] for name, kind in kinds.items()}
    return found | {
        "now": provider.world.now(),
        "events": [{"id": event["id"], "type": event["type"]} for event in store.all("event")],
        "deliveries": [dict(row) for row in store.execute("SELECT * FROM deliveries ORDER BY number")],
        "requests": [dict(row) for row in store.execute("SELECT * FROM requests ORDER BY number")],
    }


def _event(provider: Provider, _told: Body, ref: str) -> Body:
    found = provider.store.get("event", ref)
    if not found:
        raise missing("event", ref)
    return found


_ACTIONS: dict[tuple[str, str], Callable[[Provider, Body, str], Body]] = {
    ("POST", "charges"): _charges,
    ("POST", "refunds"): _refund,
    ("POST", "disputes"): _dispute,
    ("POST", "pay"): _pay,
    ("POST", "clock"): _clock,
    ("POST", "faults"): _fault,
    ("DELETE", "faults"): _clear_faults,
    ("POST", "hooks"): _hooks,
    ("POST", "reset"): _reset,
    ("GET", "state"): _state,
    ("GET", "events"): _event,
}
