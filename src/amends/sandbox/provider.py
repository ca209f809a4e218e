"""The provider itself: who may ask, which key came before, what is asked for, and what goes wrong on the way.

Laws: what a request does and what its key keeps are one commit; a key comes back with the same answer for a day, and is
refused with another body; while a request with a key is under way, another with the same key is refused.
"""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from amends.sandbox import checkout, faults, hooks, refunds
from amends.sandbox.answers import Answer, Body, KeyReused, Refused, failed
from amends.sandbox.forms import Params, parse_form
from amends.sandbox.lists import page
from amends.sandbox.store import Store
from amends.sandbox.world import World, shown

KEY_SECONDS = 24 * 60 * 60
_SILENCE_SECONDS = 60  # longer than anybody waits


class Cut(Exception):
    """The line is cut instead of answering."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, as far as it matters."""

    method: str
    path: str
    body: str  # of a GET what stands after the question mark
    key: str = ""
    api_key: str = ""
    address: str = ""  # under which we were called


class Provider:
    """The practice provider over one store. A test may override a law to see that its suite notices."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.world = World(store)
        self._running: set[str] = set()
        self._guard = threading.Lock()

    def answer(self, call: Call) -> Answer:
        """This function will answer the call, or raise `Cut` where no answer is to be sent."""
        number = self._heard(call)
        try:
            answer = self._answer(call)
        except Refused as refused:
            answer = refused.answer()
        self._answered(number, answer)
        return answer

    def tick(self) -> None:
        """This function will do what is due by the provider's clock; within a transaction."""
        for body in self.store.due(self.world.now()):
            if body["object"] == "checkout.session":
                checkout.expire(self.world, body)
            else:
                refunds.settle_due(self.world, body)

    def recall(self, call: Call) -> Answer | None:
        """This function will return what was answered to the key before, or nothing where it is new or forgotten."""
        oldest = self.world.now() - KEY_SECONDS
        rows = self.store.execute("SELECT * FROM keys WHERE key = ? AND at > ?", call.key, oldest)
        if not rows:
            return None
        self.compare(call, rows[0]["path"], rows[0]["asked"])
        return Answer(rows[0]["status"], json.loads(rows[0]["body"]), replayed=True)

    def compare(self, call: Call, path: str, asked: str) -> None:
        """This function will refuse a key that came before with something else."""
        other = f"Try using a key other than '{call.key}' if you meant to execute a different request."
        if path != call.path:
            raise KeyReused(
                "Keys for idempotent requests can only be used for the same endpoint they were first used for"
                f" ('{path}'). {other}"
            )
        if json.loads(asked) != parse_form(call.body):
            raise KeyReused(
                "Keys for idempotent requests can only be used with the same parameters they were first used with."
                f" {other}"
            )

    def keep(self, call: Call, answer: Answer) -> None:
        """This function will keep the answer under the key."""
        self.store.execute(
            "INSERT OR REPLACE INTO keys (key, path, asked, status, body, at) VALUES (?, ?, ?, ?, ?, ?)",
            call.key,
            call.path,
            json.dumps(parse_form(call.body)),
            answer.status,
            json.dumps(answer.body),
            self.world.now(),
        )

    def _answer(self, call: Call) -> Answer:
        if not call.api_key.startswith(("sk_", "rk_")):
            raise Refused("You did not provide an API key. Send it as `Authorization: Bearer`.", status=401)
        with self.store.transaction():
            fault = faults.take(self.store, call.method, call.path, call.body)
        _strike_before(fault)
        with self._holding(call.key if call.method == "POST" else ""):
            if fault.get("kind") == "slow":
                time.sleep(fault.get("seconds", 1))
            with self.store.transaction():
                self.tick()
                answer = self._replayed(call) or self._done(call, fault)
                if fault.get("kind") == "die_inside":
                    _die()
        _strike_after(fault)
        if fault.get("kind") == "hook_first":
            hooks.deliver_due(self.store, held=True)
        return answer

    def _heard(self, call: Call) -> int:
        """This function will note the request before anything can go wrong; without an answer its status stays 0."""
        sql = "INSERT INTO requests (method, path, key, status, replayed) VALUES (?, ?, ?, 0, 0) RETURNING number"
        with self.store.transaction():
            return int(self.store.execute(sql, call.method, call.path, call.key)[0]["number"])

    def _answered(self, number: int, answer: Answer) -> None:
        with self.store.transaction():
            sql = "UPDATE requests SET status = ?, replayed = ? WHERE number = ?"
            self.store.execute(sql, answer.status, answer.replayed, number)

    def _replayed(self, call: Call) -> Answer | None:
        return self.recall(call) if call.key and call.method == "POST" else None

    def _done(self, call: Call, fault: Body) -> Answer:
        kind = fault.get("kind")
        try:
            with self.store.attempt():
                _strike_inside(fault)
                answer = Answer(200, shown(self._route(call, fault)))
        except Refused as refused:
            answer = refused.answer()
            if not refused.kept:
                return answer
        if kind == "error_after":
            answer = failed().answer()
        if call.key and call.method == "POST":
            self.keep(call, answer)
        return answer

    def _route(self, call: Call, fault: Body) -> Body:
        for method, pattern, action in _ROUTES:
            match = re.fullmatch(pattern, call.path)
            if match and method == call.method:
                return action(
                    self.world, Params(parse_form(call.body)), fault | {"address": call.address}, *match.groups()
                )
        raise Refused(
            f"Unrecognized request URL ({call.method}: {call.path}). The practice provider knows what Amends needs.",
            status=404,
        )

    @contextmanager
    def _holding(self, key: str) -> Iterator[None]:
        with self._guard:
            if key and key in self._running:
                raise Refused(
                    "There is currently another in-progress request using this Idempotent Key (that probably means you"
                    f" submitted twice, and the other request is still going through): {key}. Please try again later.",
                    status=409,
                    code="idempotency_key_in_use",
                )
            self._running.add(key)
        try:
            yield
        finally:
            with self._guard:
                self._running.discard(key)


def _strike_before(fault: Body) -> None:
    match fault.get("kind"):
        case "error_before":
            raise failed()
        case "rate_limit":
            raise Refused("Request rate limit exceeded.", status=429, code="rate_limit")
        case "drop_before":
            raise Cut
        case "die_before":
            _die()


def _strike_inside(fault: Body) -> None:
    match fault.get("kind"):
        case "error_kept":
            raise failed()
        case "decline":
            message = fault.get("message", "Your account has too little balance for this refund.")
            raise Refused(message, status=402, code=fault.get("code", "insufficient_funds"), kept=True)


def _strike_after(fault: Body) -> None:
    match fault.get("kind"):
        case "timeout_after":
            time.sleep(fault.get("seconds", _SILENCE_SECONDS))
            raise Cut
        case "drop_after":
            raise Cut
        case "die_after":
            _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _finished(params: Params, body: Body) -> Body:
    params.finish()
    return body


def _disputes(world: World, params: Params, _: Body) -> Body:
    return page(world.store, "dispute", "/v1/disputes", params, world.charge(params.text("charge"), "charge")["id"])


def _refunds(world: World, params: Params, _: Body) -> Body:
    parent = ""
    if params.has("payment_intent"):
        parent = world.intent(params.text("payment_intent"), "payment_intent")["latest_charge"] or "none yet"
    if params.has("charge"):
        parent = world.charge(params.text("charge"), "charge")["id"]
    return page(world.store, "refund", "/v1/refunds", params, parent)


Action = Callable[..., Body]
_REF = r"([\w.-]+)"
_ROUTES: tuple[tuple[str, str, Action], ...] = (
    ("POST", "/v1/refunds", refunds.create),
    ("GET", "/v1/refunds", _refunds),
    ("GET", f"/v1/refunds/{_REF}", lambda world, params, _, ref: _finished(params, refunds.find(world, ref))),
    ("GET", f"/v1/charges/{_REF}", lambda world, params, _, ref: _finished(params, world.charge(ref))),
    ("GET", f"/v1/payment_intents/{_REF}", lambda world, params, _, ref: _finished(params, world.intent(ref))),
    ("GET", "/v1/disputes", _disputes),
    ("POST", "/v1/checkout/sessions", lambda world, params, told: checkout.create(world, params, told["address"])),
    (
        "GET",
        f"/v1/checkout/sessions/{_REF}",
        lambda world, params, _, ref: _finished(params, checkout.find(world, ref)),
    ),
    (
        "POST",
        f"/v1/checkout/sessions/{_REF}/expire",
        lambda world, params, _, ref: _finished(params, checkout.expire(world, checkout.find(world, ref))),
    ),
)
