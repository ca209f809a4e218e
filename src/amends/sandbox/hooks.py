"""Telling the shop what happened: events signed as the provider signs them, sent again until they are taken.

A delivery is a row until somebody answered 2xx, so that a kill loses none; it may come twice, late and in any order.
"""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Sequence
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from amends.sandbox.answers import Body
from amends.sandbox.store import Store
from amends.sandbox.world import World

# Between attempts, by the provider's clock; then the event is given up, after three days in all.
BACK_OFF_SECONDS = (5, 60, 300, 1800, 7200, 18000, 36000, 43200, 43200, 43200, 43200)
_ANSWER_SECONDS = 10


def sign(body: bytes, secrets: Sequence[str], at: int) -> str:
    """This function will return the signature over the bytes, one for each secret in use."""
    marks = (hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest() for secret in secrets)
    return ",".join([f"t={at}", *(f"v1={mark}" for mark in marks)])


def send(hooks: Body, event: Body, signed_at: int) -> int:
    """This function will post one event, and return the status of the answer, or 0 where there was none."""
    body = json.dumps(event).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": sign(body, hooks["secrets"], signed_at),
    }
    request = Request(hooks["address"], data=body, headers=headers, method="POST")  # noqa: S310 - asked for at /_control
    try:
        with urlopen(request, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (OSError, HTTPException):
        return 0


def deliver_due(store: Store, *, held: bool = False) -> int:
    """This function will try each delivery whose time has come once, and return how many there were."""
    world = World(store)
    with store.transaction():
        hooks: Body = store.setting("hooks", {})
        now = world.now()
        rows = store.execute(
            "SELECT * FROM deliveries WHERE state = 'waiting' AND due <= ? OR ? AND state = 'held'"
            " ORDER BY due, number",
            now,
            held,
        )
        events = [store.get("event", row["event"]) for row in rows]
    if not hooks.get("address"):
        return 0
    for row, event in zip(rows, events, strict=True):
        if event:
            note(store, row["number"], row["attempts"] + 1, send(hooks, event, signing_time(hooks, now)), now)
    return len(rows)


def signing_time(hooks: Body, now: int) -> int:
    """This function will return when a message says it was signed: by the machine's clock, unless told otherwise."""
    return now if hooks.get("own_clock") else int(time.time())


def note(store: Store, number: int, attempts: int, status: int, now: int) -> None:
    """This function will keep how an attempt went, and when the next one is due."""
    taken = 200 <= status < 300
    given_up = attempts > len(BACK_OFF_SECONDS)
    state = "done" if taken else "dead" if given_up else "waiting"
    due = now if taken or given_up else now + BACK_OFF_SECONDS[attempts - 1]
    with store.transaction():
        store.execute(
            "UPDATE deliveries SET attempts = ?, state = ?, status = ?, due = ? WHERE number = ?",
            attempts,
            state,
            status,
            due,
            number,
        )
