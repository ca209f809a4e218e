"""A demo as its user starts it: its first process, its port, its folder, and what can be asked of it from outside."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psycopg
from tests.cli.test_killing import children, is_well, until
from tests.ports import free_port

from amends.config import embedded

PROGRAM = "from amends.cli.main import main; main()"
KEY = "sk_test_practice"
MONEY_BESIDE = 10  # the practice provider's port is the demo's and so many more
LOOKS, PAUSE = 1_500, 0.2  # a machine may be busy


@dataclass
class Demo:
    """One demo that runs."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    provider_pid: int = field(default=0)

    @property
    def address(self) -> str:
        """This property will hold where people reach it."""
        return f"http://localhost:{self.port}"

    @property
    def provider(self) -> str:
        """This property will hold where the practice payment provider listens."""
        return f"http://127.0.0.1:{self.port + MONEY_BESIDE}"

    @property
    def said(self) -> str:
        """This property will hold what it has printed."""
        return (self.home / "said").read_text()

    def kill_worker_and_web_server(self) -> None:
        """This function will end both at once with SIGKILL, and wait until others are in their place."""
        killed = [pid for pid in children(self.process.pid) if pid != self.provider_pid]
        assert len(killed) == 2, killed
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        until(lambda: len(children(self.process.pid)) == 3 and not set(killed) & set(children(self.process.pid)))
        until(lambda: is_well(self.port))

    def asked_of_provider(self, path: str, **words: str) -> Any:
        """This function will ask the practice provider as any other program with the key would."""
        query = f"?{urlencode(words)}" if words else ""
        request = Request(  # noqa: S310 - our own provider, on this machine
            f"{self.provider}{path}{query}", headers={"Authorization": f"Bearer {KEY}"}
        )
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return json.load(answer)

    def refunds(self, case_number: str) -> list[int]:
        """This function will return the amounts that the provider has refunded for a case, the latest first."""
        listed = self.asked_of_provider("/v1/refunds", limit="100")["data"]
        mine = [one for one in listed if any(case_number in str(said) for said in one["metadata"].values())]
        assert all(one["status"] == "succeeded" for one in mine), mine
        return [one["amount"] for one in mine]

    def one_person_approves_up_to(self, shop_id: str, minor: int | None) -> None:
        """This function will set the shop's amount above which two people approve."""
        desk = {} if minor is None else {"alone_up_to_minor": minor}
        with psycopg.connect(embedded.address_of(self.home), autocommit=True) as connection:
            changed = connection.execute(
                "update records_shop set desk = desk - 'alone_up_to_minor' || %s::jsonb where id = %s",
                (json.dumps(desk), shop_id),
            )
            assert changed.rowcount == 1

    def verify(self) -> None:
        """This function will run `amends verify`, with the provider's records, and fail where it finds something."""
        environment = {**plain_environment(self.home), "AMENDS_STRIPE_KEY": KEY, "AMENDS_STRIPE_ADDRESS": self.provider}
        found = subprocess.run(
            [sys.executable, "-c", PROGRAM, "verify", "--provider"],
            check=False, capture_output=True, text=True, timeout=600, env=environment,
        )  # fmt: skip
        assert found.returncode == 0, found.stdout + found.stderr
        assert found.stdout.count(": nothing to look at, ") == 3, found.stdout


def plain_environment(home: Path) -> dict[str, str]:
    """This function will return the environment with no setting of Amends but its folder."""
    others = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}  # the settings of the tests are not those of a user
    kept = {name: value for name, value in os.environ.items() if name not in others and "AMENDS_" not in name}
    # A program that ends with a signal of its own says where it was.
    return {**kept, "AMENDS_HOME": str(home), "PYTHONFAULTHANDLER": "1"}


def start(home: Path) -> Demo:
    """This function will start a demo in the folder and return when it is ready."""
    port = free_port(MONEY_BESIDE)
    with (home / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "demo", "--port", str(port)],
            stdout=said, stderr=said, env=plain_environment(home),
        )  # fmt: skip
    demo = Demo(home, port, process)
    wait(lambda: "Ready after" in demo.said or process.poll() is not None)
    assert process.poll() is None, demo.said
    demo.provider_pid = min(children(process.pid), key=started_at)
    return demo


def stop(demo: Demo) -> None:
    """This function will stop it as Ctrl-C does, and look that it went well."""
    if demo.process.poll() is None:
        demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(300) == 0, demo.said
    assert "Traceback" not in demo.said, demo.said
    assert not re.findall("ended with (?!signal 9)", demo.said), demo.said  # nothing ended but what was killed


def wait(fits: Callable[[], object]) -> None:
    """This function will wait until it is so, and fail where that takes far too long."""
    for _ in range(LOOKS):
        if fits():
            return
        time.sleep(PAUSE)
    raise AssertionError("it did not happen")


def started_at(pid: int) -> int:
    """This function will return when a process began, to be compared with others."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
