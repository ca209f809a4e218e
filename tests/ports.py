"""Ports for programs that have to be told theirs: nobody else takes one between its choice and the program's start."""

from __future__ import annotations

import random
import socket
from contextlib import suppress
from pathlib import Path

_LOWEST, _HIGHEST = 20_000, 32_767
_CLAIMED: list[socket.socket] = []  # to the end of this process; its other half, for TCP, is left to the program


def free_port(beside: int = 0) -> int:
    """This function will return a port that nothing listens on, and where wanted with another one so many above.

    It lies below those that the system hands out by itself, for lines that are opened and for tests that name no port;
    what other tests choose here meanwhile is another one, as the same port of UDP is held as a sign.
    """
    top = _highest()
    for _ in range(1_000):
        port = random.randint(_LOWEST, top - beside)  # noqa: S311 - no secret
        wanted = sorted({port, port + beside})
        claims = [socket.socket(type=socket.SOCK_DGRAM) for _ in wanted]
        try:
            for one, claim in zip(wanted, claims, strict=True):
                claim.bind(("127.0.0.1", one))
                with socket.socket() as finder:
                    finder.bind(("127.0.0.1", one))
        except OSError:
            for claim in claims:
                claim.close()
            continue
        _CLAIMED.extend(claims)
        return port
    raise AssertionError("no port is free")


def _highest() -> int:
    with suppress(OSError):
        first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
        if first > _LOWEST + 1_000:
            return first - 1
    return _HIGHEST
