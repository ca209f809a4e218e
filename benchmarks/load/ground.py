"""A home of the load program's own: the database that Amends brings along, the sample shops, and the real server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_READY_SECONDS = 120


def prepare(home: Path) -> None:
    """This function will start Django on that home, and put tables, pages' files, sample shops and staff in place."""
    os.environ["AMENDS_HOME"] = str(home)
    os.environ["AMENDS_LOG"] = os.environ.get("AMENDS_LOG", "warning")
    from amends.config.boot import start_django  # noqa: PLC0415 - after the environment is set

    start_django()
    from django.conf import settings  # noqa: PLC0415 - needs a started Django, as do those below
    from django.core.management import call_command  # noqa: PLC0415

    from amends.pages import clock  # noqa: PLC0415
    from amends.usecases.load_demo import load_demo  # noqa: PLC0415
    from amends.usecases.load_sample_staff import load_sample_staff  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demo(lambda _: None)
    load_sample_staff(lambda _: None, settings.SECRET_KEY, clock.now())


@contextmanager
def serving(home: Path, workers: int | None = None, at_once: int | None = None) -> Iterator[int]:
    """This function will run `amends serve --web-only` on that home as the block runs, and yield its port."""
    port = _free_port()
    words = [str(Path(sys.executable).parent / "amends"), "serve", "--web-only", "--port", str(port)]
    words += ["--workers", str(workers)] if workers else []
    words += ["--at-once", str(at_once)] if at_once else []
    with (home / "serve.log").open("ab") as log:
        server = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, "AMENDS_HOME": str(home)})  # noqa: S603
        try:
            _wait(server, port)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError("the server ended; what it said is in `serve.log` of its home")
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError("the server does not answer")
