"""Whoever sends slowly, or never ends a connection, keeps nobody else waiting."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.cli.arriving import MOST_HEAD, Arriving

# One thread: a single client that is waited for would be the end of it.
SERVED = """
import sys
from gunicorn.app.base import BaseApplication
from amends.cli.whole_requests import WholeRequests

def application(environ, start_response):
    body = environ["wsgi.input"].read()
    answer = b"%s %s %d" % (environ["REQUEST_METHOD"].encode(), environ["PATH_INFO"].encode(), len(body))
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]

class Served(BaseApplication):
    def load_config(self):
        for name, value in {"bind": f"fd://{sys.argv[1]}", "worker_class": WholeRequests, "workers": 1, "threads": 1,
                            "control_socket_disable": True, "loglevel": "error"}.items():
            self.cfg.set(name, value)
    def load(self):
        return application

sys.argv[2:] = []
Served().run()
"""
GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
BEGUN = [
    b"",
    b"G",
    GET[:-1],
    b"\r\n",
    POST[:-1],
    b"POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nh",
]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    descriptor = listener.fileno()
    served = subprocess.Popen([sys.executable, "-c", SERVED, str(descriptor)], pass_fds=[descriptor])
    try:
        yield listener.getsockname()[1]
    finally:
        served.terminate()
        served.wait(30)
        listener.close()


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def heard(client: socket.socket, last: bytes) -> bytes:
    """This function will return what is said up to those words, or all of it."""
    said = b""
    while last not in said and (more := client.recv(10_000)):
        said += more
    return said


@contextmanager
def come(parts: list[bytes]) -> Iterator[Arriving]:
    arriving = Arriving(0.0, 1_000_000)
    for part in parts:
        arriving.take(part)
    yield arriving
    arriving.let_go()


def is_too_slow(parts: list[bytes], now: float) -> bool:
    with come(parts) as arriving:
        return arriving.is_too_slow(now)


def test_others_are_served_while_requests_are_only_begun(port: int) -> None:
    with ExitStack() as held:
        for begun in BEGUN * 20:
            held.enter_context(opened(port)).sendall(begun)
        caller = HTTPConnection("127.0.0.1", port, timeout=60)
        for path in ("/1", "/2"):  # the second on the same connection
            caller.request("POST", path, body=b"x" * 300_000)
            assert caller.getresponse().read() == f"POST {path} 300000".encode()
        caller.close()


def test_a_request_that_is_ended_later_is_answered(port: int) -> None:
    with opened(port) as client:
        client.sendall(POST[:-3])
        with opened(port) as calm:
            calm.sendall(GET)
            assert heard(calm, b"GET /a 0").startswith(b"HTTP/1.1 200")
        client.sendall(POST[-3:])
        assert heard(client, b"POST /b 5").startswith(b"HTTP/1.1 200")


def test_a_client_that_never_closes_keeps_nobody_waiting(port: int) -> None:
    """gunicorn waits two seconds for each, and takes no other connection meanwhile."""
    with ExitStack() as held:
        for _ in range(60):
            client = held.enter_context(opened(port))
            client.sendall(GET.replace(b"Host", b"Connection: close\r\nHost"))
        with opened(port) as calm:
            calm.sendall(GET)
            assert heard(calm, b"GET /a 0").startswith(b"HTTP/1.1 200")


def test_requests_behind_each_other_are_all_answered(port: int) -> None:
    with opened(port) as client:
        client.sendall(GET + POST + GET.replace(b"Host", b"Connection: close\r\nHost"))
        said = heard(client, b"nothing more")
    assert said.count(b"200 OK") == 3
    assert said.index(b"GET /a 0") < said.index(b"POST /b 5") < said.rindex(b"GET /a 0")


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n", b"413 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"411 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", b"400 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", b"400 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", b"400 "),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * MOST_HEAD, b"431 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", b"100 "),
    ],
)
def test_what_need_not_come_any_further_is_answered_at_once(port: int, sent: bytes, answered: bytes) -> None:
    with opened(port) as client:
        client.sendall(sent)
        assert heard(client, b"\r\n\r\n").startswith(b"HTTP/1.1 " + answered)


@given(st.lists(st.integers(0, len(POST + GET)), max_size=6))
def test_a_request_is_the_same_however_it_is_cut(cuts: list[int]) -> None:
    sent = POST + GET
    at = [0, *sorted(cuts), len(sent)]
    parts = [sent[first:last] for first, last in pairwise(at)]
    taken = []
    for part in parts:
        taken.append(part)
        with come(taken) as arriving:
            if arriving.is_whole:
                assert b"".join(arriving.pieces()) == POST
                assert arriving.rest == b"".join(taken)[len(POST) :]
                return
    pytest.fail("it never was whole")


def test_who_sends_a_byte_a_second_is_given_up_and_a_slow_line_is_not() -> None:
    assert not is_too_slow([POST[:9]], 10)
    assert is_too_slow([POST[:9]], 11)
    begun = [POST.replace(b"5", b"30000"), b"x" * 29_900]
    assert not is_too_slow(begun, 30)
    assert is_too_slow([POST.replace(b"5", b"30000"), b"x" * 900], 31)
    assert not is_too_slow([POST.replace(b"5", b"1000000"), b"x" * 100_000], 90)
