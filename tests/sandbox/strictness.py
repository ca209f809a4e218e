"""What the practice provider must be strict about: each check is given an address, and fails on a provider that is not.

The checks run against the real one and against the broken ones of `variants.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.sandbox.asking import ask, new_charge, refund, refunds
from tests.sandbox.serving import control

DAY = 24 * 60 * 60


def a_key_gives_the_same_answer_again(address: str) -> None:
    """This function will send the same request twice."""
    charge = new_charge(address)
    first, second = refund(address, charge, 500, key=f"k{charge}"), refund(address, charge, 500, key=f"k{charge}")
    assert first.body == second.body
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert len(refunds(address, charge)) == 1


def a_key_with_something_else_is_refused(address: str) -> None:
    """This function will use a key again for another amount, and for another address."""
    charge = new_charge(address)
    refund(address, charge, 500, key=f"k{charge}")
    other = refund(address, charge, 501, key=f"k{charge}")
    assert other.status == 400
    assert other.body["error"]["type"] == "idempotency_error"
    assert "same parameters" in other.body["error"]["message"]
    elsewhere = ask(address, "POST", "/v1/checkout/sessions", {"charge": charge, "amount": 500}, key=f"k{charge}")
    assert elsewhere.status == 400
    assert "same endpoint" in elsewhere.body["error"]["message"]
    assert len(refunds(address, charge)) == 1


def a_key_in_use_is_refused(address: str) -> None:
    """This function will send a request while one with the same key is under way."""
    charge = new_charge(address)
    control(address, "faults", {"kind": "slow", "seconds": 0.5, "has": charge})
    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(lambda _: refund(address, charge, 500, key=f"k{charge}"), range(2)))
    assert sorted(one.status for one in said) == [200, 409]
    assert "idempotency_key_in_use" in {one.code for one in said if one.status == 409}
    assert refund(address, charge, 500, key=f"k{charge}").status == 200
    assert len(refunds(address, charge)) == 1


def keys_are_forgotten_after_a_day(address: str) -> None:
    """This function will use a key again just before, and a day after, it came first."""
    charge = new_charge(address)
    refund(address, charge, 500, key=f"k{charge}")
    control(address, "clock", {"advance": DAY - 60})
    refund(address, charge, 500, key=f"k{charge}")
    assert len(refunds(address, charge)) == 1
    control(address, "clock", {"advance": 61})
    refund(address, charge, 500, key=f"k{charge}")
    assert len(refunds(address, charge)) == 2


def a_refusal_of_what_was_asked_is_kept_and_of_how_is_not(address: str) -> None:
    """This function will be declined twice with one key, and use another again after a mistake in the request."""
    charge = new_charge(address)
    control(address, "faults", {"kind": "decline", "has": charge})
    first, again = refund(address, charge, 500, key=f"a{charge}"), refund(address, charge, 500, key=f"a{charge}")
    assert (first.status, again.status, first.code) == (402, 402, "insufficient_funds")
    mistake = {"charge": charge, "amount": 500, "amuont": 1}
    assert ask(address, "POST", "/v1/refunds", mistake, key=f"b{charge}").code == "parameter_unknown"
    assert refund(address, charge, 500, key=f"b{charge}").status == 200


def no_more_goes_back_than_came_in(address: str) -> None:
    """This function will ask for too much, for all, and for anything after that."""
    charge = new_charge(address, 2145)
    refund(address, charge, 145)
    more = refund(address, charge, 2500)
    assert more.status == 400
    assert more.body["error"]["param"] == "amount"
    assert more.body["error"]["message"] == (
        "Refund amount ($25.00) is greater than unrefunded amount on charge ($20.00)"
    )
    assert ask(address, "POST", "/v1/refunds", {"charge": charge}).body["amount"] == 2000
    assert refund(address, charge, 1).code == "charge_already_refunded"
    assert sum(one["amount"] for one in refunds(address, charge)) == 2145


def of_refunds_that_together_exceed_exactly_one_wins(address: str) -> None:
    """This function will ask eight times at once for more than half."""
    charge = new_charge(address, 1000)
    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(lambda _: refund(address, charge, 501), range(8)))
    assert sorted(one.status for one in said) == [200, *[400] * 7]
    assert [one["amount"] for one in refunds(address, charge)] == [501]


def what_the_bank_took_back_is_not_refunded(address: str) -> None:
    """This function will refund while a dispute is open, lost, and won."""
    charge = new_charge(address)
    dispute = control(address, "disputes", {"charge": charge})["id"]
    assert refund(address, charge, 1).code == "charge_disputed"
    control(address, f"disputes/{dispute}", {"status": "lost"})
    assert refund(address, charge, 1).code == "charge_disputed"
    control(address, f"disputes/{dispute}", {"status": "won"})
    assert refund(address, charge, 1).status == 200


def a_failed_refund_gives_its_room_back(address: str) -> None:
    """This function will let a refund wait and then fail."""
    charge = new_charge(address, 1000)
    control(
        address,
        "faults",
        {
            "kind": "pending",
            "has": charge,
            "settles_as": "failed",
            "after_seconds": 3 * DAY,
            "failure_reason": "lost_or_stolen_card",
        },
    )
    made = refund(address, charge, 1000).body
    assert made["status"] == "pending"
    assert refund(address, charge, 1).code == "charge_already_refunded"
    control(address, "clock", {"advance": 3 * DAY})
    now = ask(address, "GET", f"/v1/refunds/{made['id']}").body
    assert (now["status"], now["failure_reason"]) == ("failed", "lost_or_stolen_card")
    assert refund(address, charge, 1000).status == 200


def lists_go_on_where_they_ended(address: str) -> None:
    """This function will read 25 refunds, ten at a time."""
    charge = new_charge(address)
    made = [refund(address, charge, 10 + number).body["id"] for number in range(25)]
    found: list[str] = []
    more = True
    while more:
        after = {"starting_after": found[-1]} if found else {}
        page = ask(address, "GET", "/v1/refunds", {"charge": charge, **after}).body
        assert len(page["data"]) <= 10
        found += [one["id"] for one in page["data"]]
        more = page["has_more"]
    assert found == made[::-1]
    assert ask(address, "GET", "/v1/refunds", {"charge": charge, "limit": 101}).status == 400


def nobody_asks_without_a_key(address: str) -> None:
    """This function will ask without one, for what is not there, and for what nobody knows."""
    assert ask(address, "GET", "/v1/refunds", headers={"Authorization": ""}).status == 401
    assert refund(address, "ch_none", 1).code == "resource_missing"
    assert ask(address, "POST", "/v1/transfers").status == 404
    assert refund(address, new_charge(address), 0).code == "parameter_invalid_integer"
    assert ask(address, "POST", "/v1/refunds").code == "parameter_missing"


CHECKS: tuple[Callable[[str], None], ...] = (
    a_key_gives_the_same_answer_again,
    a_key_with_something_else_is_refused,
    a_key_in_use_is_refused,
    keys_are_forgotten_after_a_day,
    a_refusal_of_what_was_asked_is_kept_and_of_how_is_not,
    no_more_goes_back_than_came_in,
    of_refunds_that_together_exceed_exactly_one_wins,
    what_the_bank_took_back_is_not_refunded,
    a_failed_refund_gives_its_room_back,
    lists_go_on_where_they_ended,
    nobody_asks_without_a_key,
)
