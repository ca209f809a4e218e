"""The practice provider over HTTP, on this machine alone: the standard library's server, one thread a connection."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from amends.sandbox import checkout, control, hooks, pages
from amends.sandbox.answers import Answer, Refused
from amends.sandbox.provider import Call, Cut, Provider
from amends.sandbox.store import Store

_LARGEST_BYTES: Final = 4_000_000
_LOOK_SECONDS: Final = 0.1  # between looks at what is due
# Not `form-action`: Chromium would hold the way back to the shop against it.
_PAGE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Server(ThreadingHTTPServer):
    """The server; a second thread delivers events and does what is due."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, provider: Provider, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.provider = provider
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self._stopped = threading.Event()

    def run(self) -> None:
        """This function will serve until it is told to stop."""
        threading.Thread(target=self._look_after, daemon=True).start()
        try:
            self.serve_forever(poll_interval=_LOOK_SECONDS)
        finally:
            self._stopped.set()
            self.server_close()

    def _look_after(self) -> None:
        while not self._stopped.wait(_LOOK_SECONDS):
            with self.provider.store.transaction():
                self.provider.tick()
            hooks.deliver_due(self.provider.store)


def server_of(home: Path, port: int = 0, kind: Callable[[Store], Provider] = Provider) -> Server:
    """This function will return a server, bound and not yet running, whose state lies in the folder."""
    home.mkdir(parents=True, exist_ok=True)
    return Server(kind(Store(home / "payments.sqlite3")), port)


class Handler(BaseHTTPRequestHandler):
    """One connection: what stands before `/v1/` is the provider's interface, `/pay/` its page, `/_control/` ours."""

    server: Server  # type: ignore[mutable-override] # started by no other
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body in one packet: apart they wait for each other
    timeout = 120.0  # type: ignore[mutable-override] # the standard library says it so

    def do_GET(self) -> None:
        """This function will answer a GET."""
        self._handle("GET")

    def do_POST(self) -> None:
        """This function will answer a POST."""
        self._handle("POST")

    def do_DELETE(self) -> None:
        """This function will answer a DELETE."""
        self._handle("DELETE")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """This function will say nothing: the log of requests lies in the state."""

    def _handle(self, method: str) -> None:
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LARGEST_BYTES:
            self.close_connection = True
            self._send(Refused("The request is too large.", status=413).answer())
            return
        body = self.rfile.read(length)
        try:
            if address.path.startswith("/v1/"):
                text = address.query if method == "GET" else body.decode()
                self._send(self.server.provider.answer(self._call(method, address.path, text)))
            elif address.path.startswith("/_control/"):
                self._control(method, address.path, body)
            elif address.path.startswith("/pay/"):
                self._pay(method, address.path.removeprefix("/pay/"), body)
            else:
                self._send(Refused("There is nothing here.", status=404).answer())
        except Cut:
            self.close_connection = True

    def _call(self, method: str, path: str, text: str) -> Call:
        return Call(
            method=method,
            path=path,
            body=text,
            key=self.headers.get("Idempotency-Key") or "",
            api_key=(self.headers.get("Authorization") or "").removeprefix("Bearer "),
            address=self.server.address,
        )

    def _control(self, method: str, path: str, body: bytes) -> None:
        # A page in a browser cannot send this type to another address without asking first, and we do not answer that.
        if method == "POST" and self.headers.get_content_type() != "application/json":
            self._send(Refused("Send `Content-Type: application/json`.", status=415).answer())
        else:
            self._send(control.answer(self.server.provider, method, path, body))

    def _pay(self, method: str, ref: str, body: bytes) -> None:
        provider = self.server.provider
        if ref == "style.css":
            self._write(200, pages.STYLE.encode(), {"Content-Type": "text/css; charset=utf-8"})
            return
        wish = parse_qs(body.decode(errors="replace")).get("do", [""])[0] if method == "POST" else ""
        try:
            with provider.store.transaction():
                provider.tick()
                session = checkout.find(provider.world, ref)
                was_open = session["status"] == "open"
                if wish == "pay":
                    session = checkout.pay(provider.world, session)
        except Refused as refused:
            self._send(refused.answer())
            return
        if wish == "pay" and was_open:
            there = session["success_url"].replace("{CHECKOUT_SESSION_ID}", ref)
            self._write(303, b"", {"Location": "".join(there.splitlines())})
            return
        text = pages.page_of(session, declined=wish == "decline" and was_open)
        self._write(200, text.encode(), {"Content-Type": "text/html; charset=utf-8", **_PAGE_HEADERS})

    def _send(self, answer: Answer) -> None:
        headers = {"Content-Type": "application/json", "Request-Id": f"req_{secrets.token_hex(7)}"}
        if answer.replayed:
            headers["Idempotent-Replayed"] = "true"
        self._write(answer.status, json.dumps(answer.body).encode(), headers)

    def _write(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
