"""The practice payment provider beside the demo: nobody's money, and everything else as with a real one."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import MutableMapping
from dataclasses import dataclass
from urllib.request import Request, urlopen

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

        server = server_of(settings.HOME / "practice", practice.port)
        threading.Thread(target=_put_in_place, args=(practice,), daemon=True).start()
        server.run()

    return Program("the practice payment provider", run)


def _put_in_place(practice: Practice) -> None:
    """This function will tell the provider of the sample orders' payments, and where to tell what happened."""
    from amends.usecases.seed_practice import seed_practice  # noqa: PLC0415 - needs a started Django

    address = f"http://127.0.0.1:{practice.port}"
    told = json.dumps({"address": practice.hooks, "secrets": [_SECRET]}).encode()
    request = Request(f"{address}/_control/hooks", data=told, headers={"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=30):  # noqa: S310 - both addresses are ours, on this machine
        pass
    seed_practice(address)


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
