"""`kill -9` at any time: what was answered is there, what was not answered happened once or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest
from tests.sandbox.asking import ask, new_charge, refund, refunds
from tests.sandbox.serving import Sandbox, control, running_sandbox, sandbox_here

from amends.sandbox import Charge, seed


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with running_sandbox(tmp_path / "state") as running:
        yield running


@pytest.mark.parametrize(("point", "made"), [("die_before", 0), ("die_inside", 0), ("die_after", 1)])
def test_killed_at_a_point_it_has_done_it_or_not(sandbox: Sandbox, point: str, made: int) -> None:
    charge = new_charge(sandbox.address, 1000)
    control(sandbox.address, "faults", {"kind": point, "has": charge})
    with pytest.raises((OSError, HTTPException)):
        refund(sandbox.address, charge, 600, key="k")
    assert sandbox.wait_for_death() == -9
    sandbox.restart()
    assert len(refunds(sandbox.address, charge)) == made
    assert refund(sandbox.address, charge, 600, key="k").status == 200
    assert [one["amount"] for one in refunds(sandbox.address, charge)] == [600]


def test_killed_under_load_it_keeps_what_it_answered(sandbox: Sandbox) -> None:
    charges = [new_charge(sandbox.address, 100_000) for _ in range(4)]
    answered: list[str] = []
    enough = threading.Semaphore(0)

    def pay_back(charge: str) -> None:
        with suppress(OSError, HTTPException):
            for number in range(1, 400):
                said = refund(sandbox.address, charge, number % 7 + 1, key=f"{charge}-{number}")
                answered.append(said.body["id"])
                enough.release()

    for _ in range(3):
        threads = [threading.Thread(target=pay_back, args=(charge,)) for charge in charges]
        for thread in threads:
            thread.start()
        for _ in range(40):
            assert enough.acquire(timeout=120)
        sandbox.restart()
        for thread in threads:
            thread.join()
    state = control(sandbox.address, "state")
    there = [one["id"] for one in state["refunds"]]
    assert set(answered) <= set(there)
    assert len(there) == len(set(there))
    for charge in (one for one in state["charges"] if one["id"] in charges):
        mine = [one["amount"] for one in state["refunds"] if one["charge"] == charge["id"]]
        assert charge["amount_refunded"] == sum(mine)


def test_the_clock_and_what_is_due_survive_as_well(sandbox: Sandbox) -> None:
    control(sandbox.address, "clock", {"at": 1_900_000_000})
    charge = new_charge(sandbox.address)
    fault = {"kind": "pending", "has": charge, "settles_as": "succeeded", "after_seconds": 100}
    control(sandbox.address, "faults", fault)
    made = refund(sandbox.address, charge, 5).body["id"]
    sandbox.restart()
    assert control(sandbox.address, "state")["now"] == 1_900_000_000
    assert ask(sandbox.address, "GET", f"/v1/refunds/{made}").body["status"] == "pending"
    control(sandbox.address, "clock", {"advance": 100})
    assert ask(sandbox.address, "GET", f"/v1/refunds/{made}").body["status"] == "succeeded"


def test_charges_are_put_in_place_once(tmp_path: Path) -> None:
    charge = Charge(id="ch_silver_S-1001_p1", amount=4000, currency="usd")
    with sandbox_here(tmp_path) as address:
        seed(address, [charge])
        refund(address, charge.id, 1500)
        assert seed(address, [charge]) == 1
        assert ask(address, "GET", f"/v1/charges/{charge.id}").body["amount_refunded"] == 1500
        with pytest.raises(OSError, match="409"):
            seed(address, [Charge(id=charge.id, amount=4001, currency="usd")])


def test_the_control_address_is_no_place_for_a_page_in_a_browser(tmp_path: Path) -> None:
    with sandbox_here(tmp_path) as address:
        assert ask(address, "POST", "/_control/reset").status == 415
        assert address.startswith("http://127.0.0.1:")
