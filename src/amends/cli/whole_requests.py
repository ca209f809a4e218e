"""A web server's process whose threads work on requests that have come whole, and wait for no client.

Laws: whoever sends slowly, or stops in between, keeps a connection and nothing else; where too many are on their way,
those go first that are slowest. A connection is closed without waiting either. A client that takes no answer is given
up after a while.
"""

from __future__ import annotations

import errno
import selectors
import socket
import struct
import time
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn.http import get_parser
from gunicorn.workers.gthread import TConn, ThreadWorker

from amends.cli.arriving import Arriving
from amends.pages.uploads import MOST_TOGETHER

MOST_ARRIVING = 400  # requests; a thousand open files are what a process may have in many places
MOST_HELD = 5 * MOST_TOGETHER  # bytes of all that are on their way
_NEW_SECONDS = 2.0  # how long nobody is called slow
_LEAVING_SECONDS = 2.0
_ANSWER_SECONDS = 20  # without any of it taken
_SEND_BUFFER = 512 * 1024  # most pages go there whole, however slowly they are taken
_RECEIVE = 64 * 1024
_NO_FILES_LEFT = (errno.EMFILE, errno.ENFILE)
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class WholeRequests(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's threads, with requests received beside them."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._arriving: dict[Any, Arriving] = {}
        self._leaving: dict[socket.socket, float] = {}
        self._worked_on: dict[Any, Arriving] = {}
        self._looked_at = 0.0

    def accept(self, listener: socket.socket) -> None:
        """This function will take a new connection, and what has come of its request."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError as error:
            if error.errno not in _NO_FILES_LEFT or not self._arriving:
                raise
            self._drop(min(self._arriving, key=self._pace))
            return
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", _ANSWER_SECONDS, 0))
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        conn.initialized = conn.data_ready = True  # the parser is ours, and nothing is left to wait for
        self._begin(conn)

    def on_client_socket_readable(self, conn: Any, client: socket.socket) -> None:
        """This function will take the next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._begin(conn)

    def finish_request(self, conn: Any, done: Any) -> None:
        """This function will keep the connection for the next request, or end it."""
        arrived = self._worked_on.pop(conn)
        arrived.let_go()
        if done.cancelled() or done.exception() or not done.result():
            self._leave(conn)
        elif arrived.rest:
            conn.sock.settimeout(0)
            self._begin(conn, arrived.rest)
        else:
            super().finish_request(conn, done)

    def murder_pending(self) -> None:
        """This function will give up what is too slow; gunicorn calls it after every event."""
        now = time.monotonic()
        if now - self._looked_at < 1:
            return
        self._looked_at = now
        for conn, one in list(self._arriving.items()):
            is_idle = not one.received and now - one.since > _NEW_SECONDS
            if one.is_too_slow(now) or (is_idle and not self.alive):
                self._drop(conn)
        for client, until in list(self._leaving.items()):
            if now > until:
                self._gone(client)

    def _begin(self, conn: Any, begun: bytes = b"") -> None:
        arriving = Arriving(time.monotonic(), MOST_TOGETHER)
        self._arriving[conn] = arriving
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        self._make_room()
        if conn not in self._arriving:
            return
        if begun:
            self._take(conn, begun)
        else:
            self._receive(conn, conn.sock)  # mostly it is there already

    def _receive(self, conn: Any, client: socket.socket) -> None:
        if conn not in self._arriving:  # given up for another, by what happened at the same moment
            return
        try:
            data = client.recv(_RECEIVE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._take(conn, data)
        else:
            self._drop(conn)

    def _take(self, conn: Any, data: bytes) -> None:
        arriving = self._arriving[conn]
        try:
            arriving.take(data)
        except OSError:  # no room for it
            arriving.refused = HTTPStatus.SERVICE_UNAVAILABLE
        if arriving.refused:
            self._refuse(conn, arriving.refused)
        elif arriving.is_whole:
            self._worked_on[conn] = self._forget(conn)
            conn.parser = get_parser(self.cfg, arriving.pieces(), conn.client)
            self.enqueue_req(conn)
        else:
            if arriving.waits_to_go_on:
                arriving.waits_to_go_on = False
                self._say(conn, _GO_ON)
            if arriving.received > _RECEIVE:
                self._make_room()

    def _make_room(self) -> None:
        """This function will give up the slowest where there are too many, and the largest where they are too large."""
        if len(self._arriving) > MOST_ARRIVING:
            self._drop(min(self._arriving, key=self._pace))
        if sum(one.received for one in self._arriving.values()) > MOST_HELD:
            self._drop(max(self._arriving, key=lambda conn: self._arriving[conn].received))

    def _pace(self, conn: Any) -> float:
        one = self._arriving[conn]
        age = time.monotonic() - one.since
        return one.received / age if age > _NEW_SECONDS else float("inf")

    def _refuse(self, conn: Any, status: HTTPStatus) -> None:
        self._forget(conn).let_go()
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        self._say(conn, head.encode("ascii"))
        self._leave(conn)

    def _say(self, conn: Any, said: bytes) -> None:
        try:
            conn.sock.send(said)
        except OSError:
            self.log.debug("a client went before it was answered")

    def _forget(self, conn: Any) -> Arriving:
        self.poller.unregister(conn.sock)
        return self._arriving.pop(conn)

    def _drop(self, conn: Any) -> None:
        self._forget(conn).let_go()
        self.nr_conns -= 1
        conn.close()

    def _leave(self, conn: Any) -> None:
        """This function will end a connection when the client has read to the end; who never does is not waited for."""
        self.nr_conns -= 1
        client: socket.socket = conn.sock
        try:
            client.settimeout(0)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            conn.close()
            return
        self._leaving[client] = time.monotonic() + _LEAVING_SECONDS
        self.poller.register(client, selectors.EVENT_READ, self._drain)

    def _drain(self, client: socket.socket) -> None:
        if client not in self._leaving:
            return
        try:
            more = client.recv(_RECEIVE)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self._gone(client)

    def _gone(self, client: socket.socket) -> None:
        del self._leaving[client]
        self.poller.unregister(client)
        client.close()
