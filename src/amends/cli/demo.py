"""`amends demo`: the three example shops, served as they would be in production, on one's own machine."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import time
from typing import Any

import click

from amends.core.errors import AmendsError

_THREADS = 4


class PortTaken(AmendsError):
    """Something else listens where the demo was to be served."""

    code = "port_taken"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where to serve.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to serve on; for other names than localhost set AMENDS_HOSTS.",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that serve.")
def command(port: int, host: str, workers: int) -> None:
    """Serve the three example shops in the browser.

    Starts the embedded database, loads the shops once, and serves until Ctrl-C. The data stay for the next time.
    """
    began = time.monotonic()
    for told_to_stop in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: what was started is stopped on the way out
        signal.signal(told_to_stop, lambda number, _: sys.exit(128 + number))
    # The port is taken first: nobody should wait for the shops to load, to be told then that it is not free.
    listener = listen(host, port)
    prepare()
    serve(listener.detach(), workers, f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/", began)


def listen(host: str, port: int) -> socket.socket:
    """This function will return a socket bound to the address, or raise `PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"port {port} is in use.", hint=f"Choose another: `--port {port + 1}`.") from error
        raise PortTaken(f"cannot serve on `{host}` port {port}: {error.strerror}.") from error
    return listener


def report(line: str) -> None:
    """This function will print a line of progress at once."""
    click.echo(line)


def prepare() -> None:
    """This function will start the database and put tables, pages' files and shops in place; again costs nothing."""
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import, and help needs none

    report("Starting the database ...")
    environment = start_django()
    report(f"Data: {environment.home}{environment.why_there}")

    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from amends.pages import clock  # noqa: PLC0415 - as above
    from amends.usecases.load_demo import load_demo  # noqa: PLC0415 - models need a started Django
    from amends.usecases.load_sample_staff import load_sample_staff  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demo(report)
    load_sample_staff(report, settings.SECRET_KEY, clock.now())
    connections.close_all()  # the workers are forks, and must not share a connection


def serve(descriptor: int, workers: int, address: str, began: float) -> None:
    """This function will serve the portal on the bound socket, which it takes over, until it is told to stop."""
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - as above
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415

    def announce(_: object) -> None:
        # A closed terminal stops the demo like Ctrl-C; gunicorn alone would read its settings again and go on.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        report(f"Ready after {time.monotonic() - began:.1f} s: {address}\nCtrl-C stops it.")

    def heed_the_parent_alone(_: object) -> None:
        # Ctrl-C reaches the workers too, and a second signal from the parent in the midst of it can stop them for good.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    class Portal(BaseApplication):  # type: ignore[misc] # gunicorn has no types
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"fd://{descriptor}",
                "worker_class": "gthread",
                "workers": workers,
                "threads": _THREADS,
                "preload_app": True,
                "forwarded_allow_ips": "",  # the settings decide whom to believe, not the server
                "when_ready": announce,
                "post_worker_init": heed_the_parent_alone,
                "graceful_timeout": 5,
                "loglevel": "warning",
                "control_socket_disable": True,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return get_wsgi_application()

    os.environ.pop("GUNICORN_CMD_ARGS", None)
    own_process = os.getpid()
    try:
        Portal().run()
    finally:
        if os.getpid() == own_process:  # the workers, its forks, pass here as well
            report("Stopped.")
