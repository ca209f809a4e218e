"""The practice payment provider beside the demo: nobody's money, and everything else as with a real one."""

from __future__ import annotations

import socket
from collections.abc import MutableMapping
from dataclasses import dataclass

from amends.cli.processes import Program

_BESIDE = 10  # its port is the demo's and so many more, where that is free
_KEY, _SECRET = "sk_test_practice", "whsec_practice"


@dataclass(frozen=True, slots=True)
class Practice:
    """Where the practice provider listens, and where it tells what happened."""

    port: int
    hooks: str


def set_up_practice(variables: MutableMapping[str, str], demo_port: int) -> Practice | None:
    """This function will have the settings name the practice provider, unless they name another already."""
    if variables.get("AMENDS_STRIPE_KEY"):
        return None
    port = _free_port(demo_port + _BESIDE)
    variables["AMENDS_STRIPE_KEY"] = _KEY
    variables["AMENDS_STRIPE_WEBHOOK_SECRETS"] = _SECRET
    variables["AMENDS_STRIPE_ADDRESS"] = f"http://127.0.0.1:{port}"
    return Practice(port, f"http://127.0.0.1:{demo_port}/hooks/payments/")


def practice_program(practice: Practice) -> Program:
    """This function will return the practice provider as a program."""

    def run(_: bool) -> None:
        from django.conf import settings  # noqa: PLC0415 - needs a started Django

        from amends.sandbox.server import server_of  # noqa: PLC0415 - no other command needs it

        server_of(settings.HOME / "practice", practice.port).run()

    return Program("the practice payment provider", run)


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as finder:
            finder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                finder.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                continue
            found: int = finder.getsockname()[1]
            return found
    return wanted
