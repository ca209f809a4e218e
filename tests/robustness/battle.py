"""Processes under load and under fire: who serves, who asks, who is killed.

To be imported once Django is set up (`ground`).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from django.db import DatabaseError, connections
from django.utils import timezone
from tests.ports import free_port
from tests.robustness import checks, outside
from tests.robustness.browsing import Browser
from tests.robustness.forks import in_child
from tests.robustness.ground import SECRETS, Ground, environment
from tests.robustness.journeys import JOURNEYS, Walk, add_order
from tests.robustness.outages import kill_database, revive
from tests.robustness.told import ROOT
from tests.sandbox.serving import control

from amends.core.dates import instant_of

JOURNEY = JOURNEYS["refund"]
CUSTOMERS = 3
VICTIMS = ("page server", "database", "worker", "everything", "web server", "database", "page server")
_SHORTEST, _LONGEST = 0.2, 1.5  # seconds between kills, and something has to have been done since the last one
_LONGEST_WAIT = 300  # on a busy machine
_READY_SECONDS = 600


class _Paying(Exception):
    """What is left is the worker's."""


def _stop(step: str) -> None:
    if step == "payout":
        raise _Paying


class Battle:
    """A demo, customers who do not give up, and somebody who kills."""

    def __init__(self, here: Ground, seed: int) -> None:
        self.here, self.random = here, random.Random(seed)  # noqa: S311 - to be repeated
        self.port = free_port()
        self.acknowledged: list[dict[str, Any]] = []
        self.killed: dict[str, int] = {}
        self.statuses: dict[int, int] = {}
        self.faults: list[str] = []
        self._orders, self._over = count(), threading.Event()
        self._demo: subprocess.Popen[bytes] | None = None
        self._pids: set[int] = set()
        hooks = f"http://127.0.0.1:{self.port}/hooks/payments/silver"
        control(here.sandbox.address, "hooks", {"address": hooks, "secrets": [SECRETS]})

    def run(self, kills: int) -> Iterator[int]:
        """This function will kill so often while customers come, and yield the number of kills so far."""
        self._serve()
        customers = [threading.Thread(target=self._customer) for _ in range(CUSTOMERS)]
        for one in customers:
            one.start()
        for number in range(kills):
            self._wait_for_work()
            self._kill(VICTIMS[number % len(VICTIMS)])
            yield number + 1
        self._over.set()
        self._serve_if_gone()
        for one in customers:
            one.join()

    def _wait_for_work(self) -> None:
        done, until = len(self.acknowledged), time.monotonic() + _LONGEST_WAIT
        while len(self.acknowledged) == done and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(self.random.uniform(_SHORTEST, _LONGEST))

    def end(self) -> dict[str, Any]:
        """This function will stop everything, run the recovery once, and return what was seen and what is wrong."""
        if self._demo is not None:
            self._demo.terminate()
            self._demo.wait(_READY_SECONDS)
        connections.close_all()
        self.faults += in_child(self._look)
        return {
            "kills": sum(self.killed.values()), "killed": self.killed, "cases": len(self._names()),
            "statuses": {str(status): times for status, times in sorted(self.statuses.items())},
            "states": in_child(lambda: checks.count_by_state(self._names())), "faults": self.faults,
        }  # fmt: skip

    def _names(self) -> list[str]:
        return sorted({one["order"] for one in self.acknowledged})

    def _look(self) -> list[str]:
        later = instant_of(timezone.now()) + 2 * 3_600_000_000
        outside.stand_at(later)
        outside.recover(outside.do)
        return checks.faults(self.acknowledged, self._names(), later) + checks.faults_of_shops(later)

    def _serve(self) -> None:
        variables = {**os.environ, **environment(self.here.home, self.here.sandbox.address)}
        variables |= {
            "DJANGO_SETTINGS_MODULE": "amends.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "AMENDS_PROXIES": "127.0.0.1",
        }
        command = "from amends.cli.main import main; main()"
        with (self.here.home / "demo.log").open("ab") as log:
            self._demo = subprocess.Popen(
                [sys.executable, "-c", command, "demo", "--port", str(self.port), "--workers", "2"],
                env=variables, stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + _READY_SECONDS
        while time.monotonic() < until and self._demo.poll() is None:
            if Browser(f"http://127.0.0.1:{self.port}")._ask("/robots.txt", None)[0] == 200:
                return
            time.sleep(0.2)
        raise AssertionError((self.here.home / "demo.log").read_text()[-3000:])

    def _serve_if_gone(self) -> None:
        if self._demo is None or self._demo.poll() is not None:
            revive(self.here.home)
            self._serve()

    def _kill(self, victim: str) -> None:
        if self._demo is None or self._demo.poll() is not None:
            self._serve_if_gone()  # what is killed too often gives up, and whoever looks after the machine starts it
        assert self._demo is not None
        programs = _children(self._demo.pid)
        web = [one for one in programs if _children(one)]
        match victim:
            case "database":
                kill_database(self.here.home)
                time.sleep(self.random.uniform(0, 1))
                revive(self.here.home)
            case "worker":
                _end(*[one for one in programs if one not in web])
            case "web server":
                _end(*web)
            case "page server":
                _end(*[self.random.choice(servers) for one in web if (servers := _children(one))])
            case "everything":
                _end(self._demo.pid, *programs, *[server for one in web for server in _children(one)])
                self._demo.wait()
                self._serve_if_gone()
        self.killed[victim] = self.killed.get(victim, 0) + 1

    def _customer(self) -> None:
        try:
            while not self._over.is_set():
                self._one_case(f"X-{next(self._orders)}")
        except Exception as error:  # noqa: BLE001 - it is what came of it
            self.faults.append(f"a customer gave up: {error!r}")
        finally:
            connections.close_all()

    def _one_case(self, number: str) -> None:
        order = _again(lambda: add_order(JOURNEY, number))
        browser = Browser(f"http://127.0.0.1:{self.port}")
        try:
            case = browser.open_case(JOURNEY.shop, number, order.email, JOURNEY.piece)
        finally:
            for status, times in browser.seen.items():
                self.statuses[status] = self.statuses.get(status, 0) + times
        if browser.seen.get(500):
            self.faults.append(f"{number}: a page answered 500")
        self.acknowledged.append({"step": "open", "case": case, "version": 1, "order": number})
        _again(lambda: self._staff(number))

    def _staff(self, number: str) -> None:
        with suppress(_Paying):
            Walk(JOURNEY, number, self._note, _stop, at=instant_of(timezone.now())).to_the_end()

    def _note(self, said: dict[str, Any]) -> None:
        order = next(one["order"] for one in self.acknowledged if one["case"] == said["case"])
        self.acknowledged.append({**said, "order": order})


Found = TypeVar("Found")


def _again(do: Callable[[], Found]) -> Found:
    """Staff do not give up either."""
    for _ in range(200):
        try:
            return do()
        except DatabaseError:
            connections.close_all()
            time.sleep(0.2)
    return do()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for listed in Path("/proc", str(pid), "task").glob("*/children"):
        with suppress(OSError):
            found += map(int, listed.read_text().split())
    return found


def _end(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
