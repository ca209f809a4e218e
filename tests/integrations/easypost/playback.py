"""A server on this machine that plays written exchanges: each request has to be the next one, to the letter.

The exchanges are written from EasyPost's documentation, not taken from a live account.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from amends.integrations.easypost.client import EasyPost

HERE = Path(__file__).parent
SECRET = "a secret of the webhook"


@dataclass(slots=True)
class Script:
    """What is to be asked and answered; `surprises` are the requests that were others."""

    exchanges: list[dict[str, Any]]
    surprises: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """This function will return the next exchange's answer, if the request is the one that it expects."""
        expected = self.exchanges[0]["request"] if self.exchanges else None
        if expected != {"method": method, "path": path} | ({} if body is None else {"body": body}):
            self.surprises.append(f"{method} {path} {body}")
            return 400, {"error": {"code": "SURPRISE", "message": "nobody expected this request"}}
        response = self.exchanges.pop(0)["response"]
        return response["status"], response["body"]


@contextmanager
def easypost_playing(names: Sequence[str], **options: Any) -> Iterator[EasyPost]:
    """This function will run an EasyPost that plays the named exchanges; in the end all of them must have been used."""
    script = Script([json.loads((HERE / "exchanges" / f"{name}.json").read_text(encoding="utf-8")) for name in names])
    with _serving(script) as address:
        yield EasyPost("EZTK-test", address=f"{address}/v2", webhook_secrets=(SECRET,), timeout_seconds=60, **options)
    assert not script.surprises
    assert not script.exchanges
    assert set(script.keys) <= {"Bearer EZTK-test"}


@contextmanager
def _serving(script: Script) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        """Answers from the script."""

        def _play(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length)
            if self.path.startswith("/v2/"):
                script.keys.append(self.headers.get("Authorization", ""))
            status, body = script.answer(self.command, self.path, json.loads(sent) if sent else None)
            text = body if isinstance(body, str) else json.dumps(body).replace("{server}", address)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = _play  # noqa: N815 # the names that the server looks for

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # the base class calls it so
            """This function will keep the terminal quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
