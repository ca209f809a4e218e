"""The web server as the commands run it: a socket taken first, then gunicorn on it."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
from collections.abc import Callable
from typing import Any

from amends.config.charsets import read_as_utf_8
from amends.core.errors import AmendsError

AT_ONCE = 4  # requests that a process works on at a time, in a demo
# A page makes thousands of objects, nearly all of which go by themselves; looking for circles every 700 is waste.
_OBJECTS_BEFORE_A_LOOK = 50_000


class PortTaken(AmendsError):
    """Something else listens where we were to serve."""

    code = "port_taken"


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


def serve(descriptor: int, workers: int, ready: Callable[[], None], at_once: int = AT_ONCE) -> None:
    """This function will serve the pages on the bound socket until SIGTERM, and call `ready` when it answers."""
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - Django is slow to import, and help needs none
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - as above

    from amends.cli.whole_requests import WholeRequests  # noqa: PLC0415 - as above

    def heed_the_parent_alone(_: object) -> None:
        # A second signal, to all processes at once, could stop a worker for good in the midst of the first.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def settled() -> None:
        # What is loaded by now stays: no worker needs to look through it for garbage, or copy it for looking.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_OBJECTS_BEFORE_A_LOOK)
        ready()

    class Portal(BaseApplication):  # type: ignore[misc] # gunicorn has no types
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"fd://{descriptor}",
                "worker_class": WholeRequests,
                "workers": workers,
                "threads": at_once,
                "preload_app": True,
                "forwarded_allow_ips": "",  # the settings decide whom to believe, not the server
                "when_ready": lambda _: settled(),
                "post_worker_init": heed_the_parent_alone,
                "graceful_timeout": 5,
                "loglevel": "warning",
                "control_socket_disable": True,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return read_as_utf_8(get_wsgi_application())

    os.environ.pop("GUNICORN_CMD_ARGS", None)
    Portal().run()
