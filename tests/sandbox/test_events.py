"""Events come signed, again until they are taken, and in every order that a network can think of."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.asking import Listener, listening, new_charge, refund
from tests.sandbox.serving import control, running_sandbox, sandbox_here

SECRET = "whsec_practice"


@pytest.fixture
def ear() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with sandbox_here(tmp_path) as here:
        yield here


def tell(address: str, ear: Listener, **more: object) -> None:
    """This function will have the events told to the listener."""
    control(address, "hooks", {"address": ear.address, "secrets": [SECRET], **more})


def test_an_event_is_signed_over_its_bytes(address: str, ear: Listener) -> None:
    tell(address, ear)
    refund(address, new_charge(address), 500)
    types = [event["type"] for event in ear.wait_for(2)]
    assert types == ["refund.created", "charge.refunded"]
    body, signature = ear.heard[0]
    parts = dict(part.split("=", 1) for part in signature.split(","))
    assert parts["v1"] == hmac.new(SECRET.encode(), f"{parts['t']}.".encode() + body, sha256).hexdigest()


def test_an_event_that_is_not_taken_comes_again_later(address: str, ear: Listener) -> None:
    ear.statuses = [500, 200, 503, 200]
    tell(address, ear)
    control(address, "clock", {"at": 1_900_000_000})
    refund(address, new_charge(address), 500)
    ear.wait_for(2)
    for advance, heard in ((5, 3), (60, 4)):
        control(address, "clock", {"advance": advance})
        ear.wait_for(heard)
    told = [event["id"] for event in ear.wait_for(4)]
    assert told[0] == told[2] == told[3] != told[1]


def test_an_event_is_given_up_after_three_days(address: str, ear: Listener) -> None:
    ear.statuses = [500] * 99
    tell(address, ear)
    control(address, "clock", {"at": 1_900_000_000})
    refund(address, new_charge(address), 500)
    for tried in range(1, 30):
        rows = tried_so_often(address, tried)
        if {row["state"] for row in rows} == {"dead"}:
            break
        control(address, "clock", {"advance": 13 * 3600})
    assert 2 < tried < 29
    assert len(ear.heard) == 2 * tried


def tried_so_often(address: str, count: int) -> list[dict[str, Any]]:
    """This function will wait until each delivery was tried so often, and the provider has noted what came of it."""
    rows: list[dict[str, Any]] = []
    for _ in range(4_000):
        rows = control(address, "state")["deliveries"]
        if all(row["attempts"] == count for row in rows):
            return rows
        time.sleep(0.05)
    raise AssertionError(rows)


def test_an_event_may_come_before_the_answer(address: str, ear: Listener) -> None:
    tell(address, ear, held=True)
    charge = new_charge(address)
    refund(address, charge, 1)
    assert not ear.heard
    control(address, "faults", {"kind": "hook_first", "has": charge})
    refund(address, charge, 500)
    assert len(ear.heard) == 4


def test_events_come_twice_late_and_in_the_order_asked_for(address: str, ear: Listener) -> None:
    tell(address, ear, held=True)
    charge = new_charge(address)
    made = refund(address, charge, 500).body["id"]
    control(address, f"refunds/{made}", {"status": "failed", "failure_reason": "expired_or_canceled_card"})
    events = {event["type"]: event["id"] for event in control(address, "state")["events"]}
    order = [events["refund.failed"], events["refund.created"], events["refund.created"]]
    assert control(address, "deliver", {"events": order, "signed_at": 7})["statuses"] == [200, 200, 200]
    assert [event["id"] for event in ear.wait_for(3)] == order
    assert all(signature.startswith("t=7,") for _, signature in ear.heard)
    tell(address, ear, copies=3)
    refund(address, charge, 5)
    assert len({event["id"] for event in ear.wait_for(9)[3:]}) == 2


def test_what_was_not_told_is_told_after_a_kill(tmp_path: Path, ear: Listener) -> None:
    with running_sandbox(tmp_path) as sandbox:
        tell(sandbox.address, ear, late_seconds=3600)
        refund(sandbox.address, new_charge(sandbox.address), 500)
        sandbox.restart()
        assert not ear.heard
        control(sandbox.address, "clock", {"advance": 3600})
        assert {event["type"] for event in ear.wait_for(2)} == {"refund.created", "charge.refunded"}
