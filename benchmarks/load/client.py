"""Asking at a fixed rate, whether answers come or not: how long each took is counted from when it was to be asked.

Connections stay open and take turns, as behind a proxy. Everything to send is made before, and of an answer the head
alone is looked at: the client shares the processors with what it measures.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

CONNECTIONS = 48
_LONGEST_WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it is sent, what kind it is, and the status that it must be answered with."""

    kind: str
    sent: bytes
    status: int  # 0: a page or the way to one
    is_write: bool = False


@dataclass(slots=True)
class Answer:
    """How a call was answered; status 0: not at all."""

    call: Call
    seconds: float
    status: int
    size: int = 0


class _Connection(asyncio.Protocol):
    """One connection, which carries one call at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.head = b""
        self.left = -1
        self.status = 0
        self.size = 0
        self.done: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.size += len(data)
        if self.left < 0:
            self.head += data
            head, found, rest = self.head.partition(b"\r\n\r\n")
            if not found:
                return
            self.status = int(head[9:12])
            low = head.lower()
            at = low.find(b"\ncontent-length:")
            self.left = (int(low[at + 16 :].split(b"\r", 1)[0]) if at >= 0 else 0) - len(rest)
        else:
            self.left -= len(data)
        if self.left <= 0 and self.done is not None and not self.done.done():
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.done is not None and not self.done.done():
            self.done.set_result(None)

    async def ask(self, sent: bytes) -> int:
        """This function will send the call and return the status of its answer, or 0."""
        assert self.transport is not None
        self.head, self.left, self.status, self.size = b"", -1, 0, 0
        self.done = asyncio.get_running_loop().create_future()
        self.transport.write(sent)
        await asyncio.wait_for(self.done, _LONGEST_WAIT_SECONDS)
        return self.status if self.left <= 0 else 0


class Asker:
    """The connections to one server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.free: deque[_Connection] = deque()
        self.answers: list[Answer] = []

    def kept(self) -> _Connection | None:
        """This function will return the connection that has been free for longest, if any is."""
        while self.free:
            connection = self.free.popleft()
            if connection.transport is not None and not connection.transport.is_closing():
                return connection
        return None

    async def connect(self) -> _Connection:
        """This function will open one more connection."""
        _, protocol = await asyncio.get_running_loop().create_connection(_Connection, "127.0.0.1", self.port)
        return protocol

    async def one(self, call: Call, due: float) -> None:
        """This function will ask once, and keep how it was answered."""
        status = size = 0
        try:
            connection = self.kept() or await self.connect()
            status = await connection.ask(call.sent)
            size = connection.size
            self.free.append(connection)
        except (OSError, TimeoutError):
            status = 0
        self.answers.append(Answer(call, time.perf_counter() - due, status, size))


def ask_all(port: int, calls: Sequence[Call], rate: float) -> tuple[list[Answer], float]:
    """This function will ask all calls at that many a second, and return the answers and the seconds it took."""
    gc.collect()
    gc.freeze()
    return asyncio.run(_ask_all(port, calls, rate))


async def _ask_all(port: int, calls: Sequence[Call], rate: float) -> tuple[list[Answer], float]:
    asker = Asker(port)
    for _ in range(min(CONNECTIONS, int(rate))):  # each is used at least once a second, or the server would end it
        asker.free.append(await asker.connect())
        await asyncio.sleep(0.01)
    began = time.perf_counter()
    tasks = []
    for place, call in enumerate(calls):
        if place and place % int(rate * 10) == 0:
            print(f"asked {place} of {len(calls)}, answered {len(asker.answers)}", flush=True)
        due = began + place / rate
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(asker.one(call, due)))
    took = time.perf_counter() - began
    await asyncio.gather(*tasks)
    for connection in asker.free:
        if connection.transport is not None:
            connection.transport.close()
    return asker.answers, took


def ask_in_turn(port: int, calls: Sequence[Call], at_once: int) -> tuple[list[Answer], float]:
    """This function will ask all calls, so many at once, each as soon as there is room; and the seconds that took."""
    return asyncio.run(_ask_in_turn(port, calls, at_once))


async def _ask_in_turn(port: int, calls: Sequence[Call], at_once: int) -> tuple[list[Answer], float]:
    asker = Asker(port)
    left = deque(calls)

    async def some() -> None:
        while left:
            await asker.one(left.popleft(), time.perf_counter())

    began = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(at_once)))
    return asker.answers, time.perf_counter() - began
