"""The practice provider as a program sees it, without any library, and somebody who listens to its events."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from amends.sandbox import Charge, seed

_NUMBERS = count(1)


@dataclass(frozen=True)
class Said:
    """What was answered."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> dict[str, Any]:
        """This property will hold the object that was sent."""
        read: dict[str, Any] = json.loads(self.text)
        return read

    @property
    def code(self) -> str:
        """This property will hold the short word of an error."""
        return str(self.body.get("error", {}).get("code", ""))


def ask(
    address: str,
    method: str,
    path: str,
    params: dict[str, object] | None = None,
    *,
    key: str = "",
    headers: dict[str, str] | None = None,
) -> Said:
    """This function will send one request as it stands, and return what comes back."""
    sent = {"Authorization": "Bearer sk_test_1", "Content-Type": "application/x-www-form-urlencoded"}
    sent |= {"Idempotency-Key": key} if key else {}
    body = urlencode(params or {})
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        at = f"{path}?{body}" if method == "GET" and body else path
        connection.request(method, at, None if method == "GET" else body, sent | (headers or {}))
        answer = connection.getresponse()
        text = answer.read().decode()
        return Said(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)
    finally:
        connection.close()


def refund(address: str, charge: str, amount: int, *, key: str = "") -> Said:
    """This function will ask for a refund."""
    return ask(address, "POST", "/v1/refunds", {"charge": charge, "amount": amount}, key=key)


def refunds(address: str, charge: str) -> list[dict[str, Any]]:
    """This function will return the refunds of a charge that the provider shows, up to a hundred."""
    said = ask(address, "GET", "/v1/refunds", {"charge": charge, "limit": 100})
    found: list[dict[str, Any]] = said.body["data"]
    return found


def new_charge(address: str, amount: int = 10_000, currency: str = "usd", *, intent: bool = True) -> str:
    """This function will put a charge in place that no other test knows, and return its id."""
    number = next(_NUMBERS)
    pair = f"pi_test_{number}" if intent else ""
    charge = Charge(id=f"ch_test_{number}_p1", amount=amount, currency=currency, payment_intent=pair)
    seed(address, [charge])
    return charge.id


@dataclass
class Listener:
    """Somebody who is told of events, and answers as he is told to."""

    address: str = ""
    heard: list[tuple[bytes, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)  # of the next answers; then 200
    told: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, number: int) -> list[dict[str, Any]]:
        """This function will wait until that many messages have come, and return all."""
        with self.told:
            assert self.told.wait_for(lambda: len(self.heard) >= number, timeout=120), f"heard {len(self.heard)}"
            return [json.loads(body) for body, _ in self.heard]


@contextmanager
def listening() -> Iterator[Listener]:
    """This function will listen for events while the block runs."""
    listener = Listener()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with listener.told:
                listener.heard.append((body, self.headers["Stripe-Signature"]))
                status = listener.statuses.pop(0) if listener.statuses else 200
                listener.told.notify_all()
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    listener.address = f"http://127.0.0.1:{server.server_address[1]}/hooks"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
