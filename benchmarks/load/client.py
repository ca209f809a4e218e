"""Asking at a fixed rate, whether answers come or not: how long each took is counted from when it was to be asked.

Connections stay open and take turns, as behind a proxy. Everything to send is made before, and of an answer the head
alone is looked at, on plain sockets in one loop: the client shares the processors with what it measures.
"""

from __future__ import annotations

import gc
import select
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

CONNECTIONS = 48
_LONGEST_WAIT_SECONDS = 30
_SHORTEST_WAIT_SECONDS = 0.001  # the system counts in thousandths where it waits for several at once
_END = b"\r\n\r\n"
_LENGTH = b"\ncontent-length:"


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


class _Connection:
    """One connection, which carries one call at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.call: Call | None = None
        self.due = 0.0
        self.head = b""
        self.left = -1  # bytes that are still to come; -1: the head is
        self.status = 0
        self.size = 0

    def send(self, call: Call, due: float) -> None:
        """This function will send the call, which was to be sent at `due`."""
        self.call, self.due = call, due
        self.head, self.left, self.status, self.size = b"", -1, 0, 0
        self.socket.sendall(call.sent)

    def read(self) -> bool:
        """This function will take in what has come, and say whether the connection is still open."""
        data = self.socket.recv(262_144)
        self.size += len(data)
        if self.left >= 0:
            self.left -= len(data)
            return bool(data)
        self.head += data
        head, found, rest = self.head.partition(_END)
        if found:
            self.status = int(head[9:12])
            low = head.lower()
            at = low.find(_LENGTH)
            self.left = (int(low[at + len(_LENGTH) :].split(b"\r", 1)[0]) if at >= 0 else 0) - len(rest)
        return bool(data)


class _Asker:
    """The connections to one server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.poll = select.poll()
        self.open: dict[int, _Connection] = {}
        self.free: deque[_Connection] = deque()
        self.answers: list[Answer] = []

    def connect(self) -> _Connection:
        """This function will open one more connection."""
        made = _Connection(self.port)
        self.open[made.socket.fileno()] = made
        self.poll.register(made.socket, select.POLLIN)
        return made

    def ask(self, call: Call, due: float) -> None:
        """This function will send the call by the connection that has been free for longest, or by a new one."""
        while self.free:
            connection = self.free.popleft()
            if connection.socket.fileno() < 0:
                continue  # the server has ended it
            try:
                connection.send(call, due)
            except OSError:
                connection.call = None
                self.end(connection)
            else:
                return
        try:
            self.connect().send(call, due)
        except OSError:
            self.answers.append(Answer(call, time.perf_counter() - due, 0))

    def hear(self, seconds: float) -> None:
        """This function will wait for answers, so long at most, and keep those that are whole."""
        for number, _ in self.poll.poll(max(0.0, seconds) * 1000):
            connection = self.open[number]
            try:
                is_open = connection.read()
            except OSError:
                is_open = False
            if connection.left == 0 or not is_open:
                self._answered(connection)
            if is_open and connection.call is None:
                self.free.append(connection)
            elif not is_open:
                self.end(connection)

    def _answered(self, connection: _Connection) -> None:
        call = connection.call
        if call is not None:
            status = connection.status if connection.left == 0 else 0
            self.answers.append(Answer(call, time.perf_counter() - connection.due, status, connection.size))
            connection.call = None

    def end(self, connection: _Connection) -> None:
        """This function will close the connection."""
        self.open.pop(connection.socket.fileno(), None)
        with suppress(OSError, KeyError, ValueError):
            self.poll.unregister(connection.socket)
        connection.socket.close()

    def finish(self, count: int) -> None:
        """This function will wait for the last of so many answers, and close everything."""
        until = time.perf_counter() + _LONGEST_WAIT_SECONDS
        while len(self.answers) < count and time.perf_counter() < until:
            self.hear(0.1)
        for connection in list(self.open.values()):
            self._answered(connection)
            self.end(connection)


def ask_all(port: int, calls: Sequence[Call], rate: float) -> tuple[list[Answer], float]:
    """This function will ask all calls at that many a second, and return the answers and the seconds it took."""
    gc.collect()
    gc.freeze()
    asker = _Asker(port)
    for _ in range(min(CONNECTIONS, int(rate))):  # each is used at least once a second, or the server would end it
        asker.free.append(asker.connect())
        time.sleep(0.01)
    began = time.perf_counter()
    for place, call in enumerate(calls):
        if place and place % int(rate * 10) == 0:
            print(f"asked {place} of {len(calls)}, answered {len(asker.answers)}", flush=True)
        due = began + place / rate
        asker.hear(0)  # late or not: what the server has ended is not asked by
        while (wait := due - time.perf_counter()) > 0:
            if wait > _SHORTEST_WAIT_SECONDS:
                asker.hear(wait - _SHORTEST_WAIT_SECONDS)
            else:
                time.sleep(wait)
        asker.ask(call, due)
    took = time.perf_counter() - began
    asker.finish(len(calls))
    return asker.answers, took


def ask_in_turn(port: int, calls: Sequence[Call], at_once: int) -> tuple[list[Answer], float]:
    """This function will ask all calls, so many at once, each as soon as there is room; and the seconds that took."""
    asker = _Asker(port)
    left: Iterator[Call] = iter(calls)
    began = time.perf_counter()
    for call in islice(left, at_once):
        asker.ask(call, time.perf_counter())
    asked = min(at_once, len(calls))
    while len(asker.answers) < len(calls) and asker.open:
        asker.hear(_LONGEST_WAIT_SECONDS)
        for call in islice(left, len(asker.answers) + at_once - asked):
            asker.ask(call, time.perf_counter())
            asked += 1
    took = time.perf_counter() - began
    asker.finish(len(calls))
    return asker.answers, took
