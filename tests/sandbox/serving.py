"""A practice provider for tests: in a process of its own, so that it can really be killed, and its control address."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from amends.sandbox.provider import Provider
from amends.sandbox.server import server_of
from amends.sandbox.store import Store

_COMMAND = [sys.executable, "-c", "from amends.cli.main import main; main()", "sandbox"]


class Sandbox:
    """A practice provider in its own process; `restart` and `kill` are as hard as they sound."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._port = 0
        self._process: subprocess.Popen[str] | None = None
        self.restart()

    @property
    def address(self) -> str:
        """This property will hold where it listens: the same after a restart."""
        return f"http://127.0.0.1:{self._port}"

    def restart(self) -> None:
        """This function will kill it where it still runs, and start it anew on the same port and state."""
        self.kill()
        command = [*_COMMAND, "--port", str(self._port), "--home", str(self.home)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline() if self._process.stdout else ""
        assert "http://" in line, f"the practice provider did not start: {line}"
        self._port = int(line.rsplit(":", 1)[1])

    def kill(self) -> None:
        """This function will end the process with `kill -9`, if it has not ended by itself."""
        if self._process:
            self._process.kill()
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None

    def wait_for_death(self) -> int:
        """This function will wait until the process has been killed by a fault, and return how it ended."""
        assert self._process
        return self._process.wait(timeout=120)


@contextmanager
def running_sandbox(home: Path) -> Iterator[Sandbox]:
    """This function will run a practice provider in a process of its own; `address` and `control` reach it."""
    sandbox = Sandbox(home)
    try:
        yield sandbox
    finally:
        sandbox.kill()


@contextmanager
def sandbox_here(home: Path, kind: Callable[[Store], Provider] = Provider) -> Iterator[str]:
    """This function will run a practice provider in this process, such as a broken one, and return its address."""
    server = server_of(home, kind=kind)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.address
    finally:
        server.shutdown()
        thread.join()


def control(address: str, path: str, told: dict[str, Any] | None = None, *, method: str = "") -> dict[str, Any]:
    """This function will ask the control address: `control(address, "clock", {"advance": 3600})`."""
    body = None if told is None else json.dumps(told).encode()
    verb = method or ("GET" if told is None else "POST")
    request = Request(f"{address}/_control/{path}", data=body, method=verb)  # noqa: S310 - our own server
    request.add_header("Content-Type", "application/json")
    try:
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            said: dict[str, Any] = json.load(answer)
            return said
    except HTTPError as error:
        raise AssertionError(error.read().decode()) from error
