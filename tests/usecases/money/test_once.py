"""Bugs that the field has had with refunds, each tried on ours with the real library and a strict provider."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from django.db import connections
from tests.invariants import check
from tests.sample_shops import AT, shop
from tests.usecases.money.desk import (
    IMPATIENT,
    MINUTE,
    SECRETS,
    SHOP,
    Outside,
    Provider,
    approve,
    member,
    now,
    paid_with,
    to_approve,
)  # fmt: skip
from tests.usecases.money.hooks import deliver

from amends.core.cases.states import State
from amends.core.orders import Payment
from amends.ports.answers import NotNow, Unclear
from amends.ports.payments import ProviderRefund
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.payouts import payouts_of
from amends.usecases.approve_refund import ApprovedAlready, approve_refund
from amends.usecases.pay_out import pay_out
from amends.usecases.preview_refund import preview_refund
from amends.usecases.settle_payouts import settle_payouts
from amends.usecases.verify_shop import verify_shop

pytestmark = pytest.mark.usefixtures("silver", "connected")
_TIMES = count()
LOST = ["timeout_after", "drop_after", "error_after"]
NOT_DONE = ["drop_before", "error_before", "error_kept", "rate_limit"]


@pytest.fixture
def connected(settings: Any, provider: Provider) -> None:
    """The pages speak to the practice provider."""
    settings.AMENDS_PAYMENTS = {"key": "sk_test_1", "webhook_secrets": SECRETS, "address": provider.address}


def approved(provider: Provider, *payments: Payment, **more: Any) -> CaseRow:
    """This function will return a case whose money is approved and waits to be paid."""
    provider.charge(paid_with(*payments))
    row = to_approve(**more)
    approve(row)
    return row


def together(*work: Callable[[], object]) -> list[object]:
    """This function will do all of it at once and return what came of each, errors included."""
    results: list[object] = [None] * len(work)
    start = threading.Barrier(len(work))

    def run(place: int, do: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = do()
        except Exception as error:  # noqa: BLE001 - it is what came of it
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, do)) for place, do in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def is_paid_once(row: CaseRow, provider: Provider, amount: int = 4488) -> None:
    """This function will fail unless the money has left once, everywhere."""
    assert [one["amount"] for one in provider.refunds() if one["status"] != "failed"] == [amount]
    assert now(row).case.item("1").state is State.DONE
    assert models.Event.objects.filter(case_number=row.number, kind="payout_done").count() == 1
    check(SHOP, provider=provider.port)


class TestTheMessageComesFirst:
    def test_before_the_providers_answer(self, provider: Provider, live_server: Any) -> None:
        """W-1: the message of a refund is delivered before the request that made it is answered."""
        row = approved(provider)
        address = f"{live_server.url}/hooks/payments/{SHOP}"
        provider.control("hooks", {"address": address, "secrets": list(SECRETS)})
        provider.fault("hook_first")
        (payout,) = payouts_of(SHOP, row.number)
        assert pay_out(shop(SHOP), payout.id, provider.port, AT).state == "done"
        is_paid_once(row, provider)

    @pytest.mark.parametrize("fault", LOST)
    def test_and_the_answer_never(self, provider: Provider, fault: str) -> None:
        """W-3: the message and the retry of the same payout are one."""
        row = approved(provider)
        provider.fault(fault)
        (payout,) = payouts_of(SHOP, row.number)
        with pytest.raises(Unclear):
            pay_out(shop(SHOP), payout.id, provider.port, AT)
        deliver(provider)
        assert pay_out(shop(SHOP), payout.id, provider.port, AT).state == "done"
        is_paid_once(row, provider)


class TestOnce:
    def test_a_double_click_is_one_approval(self, provider: Provider) -> None:
        """R-1, and two approvers at once: the second is told who was faster."""
        provider.charge(paid_with())
        row = to_approve()
        one, two = member(), member()
        seals = [preview_refund(shop(SHOP), row.number, "1", who).seal for who in (one, two)]
        assert seals[0] == seals[1]
        results = together(
            *(lambda who=who: approve_refund(shop(SHOP), row.number, "1", who, seals[0], AT) for who in (one, two) * 4)
        )
        assert sum(isinstance(result, CaseRow) for result in results) == 1
        late = [result for result in results if isinstance(result, ApprovedAlready)]
        assert len(late) == 7
        assert {error.person for error in late} <= {one.id, two.id}
        assert len(payouts_of(SHOP, row.number)) == 1
        check(SHOP)

    def test_eight_workers_at_once_pay_once(self, provider: Provider) -> None:
        """R-2: whoever takes the payout in hand, the provider moves the money once."""
        row = approved(provider)
        (payout,) = payouts_of(SHOP, row.number)
        together(*(lambda: pay_out(shop(SHOP), payout.id, provider.port, AT) for _ in range(8)))
        settle_payouts(shop(SHOP), provider.port, AT + 10 * MINUTE)
        is_paid_once(row, provider)

    @pytest.mark.parametrize("fault", [*LOST, *NOT_DONE])
    def test_whatever_goes_wrong_a_later_attempt_pays_once(self, provider: Provider, fault: str) -> None:
        row = approved(provider)
        (payout,) = payouts_of(SHOP, row.number)
        provider.fault(fault, times=2)
        for _ in range(4):
            try:
                pay_out(shop(SHOP), payout.id, provider.port, AT)
            except (NotNow, Unclear):
                assert payouts_of(SHOP, row.number)[0].state in {"waiting", "unknown"}
                if fault in {"error_after", "error_kept"}:
                    provider.control("clock", {"advance": 25 * 3600})  # the provider forgets its keys after a day
        is_paid_once(row, provider)

    def test_no_refund_without_a_look_where_the_provider_has_forgotten(self, provider: Provider) -> None:
        """A day later the key means nothing to the provider any more; the refund is found by what it says of itself."""
        row = approved(provider)
        (payout,) = payouts_of(SHOP, row.number)
        provider.fault("timeout_after")
        with pytest.raises(Unclear):
            pay_out(shop(SHOP), payout.id, provider.port, AT)
        provider.control("clock", {"advance": 3 * 24 * 3600})
        settle_payouts(shop(SHOP), provider.port, AT + 10 * MINUTE)
        is_paid_once(row, provider)

    def test_the_provider_is_never_asked_inside_a_transaction(self, provider: Provider) -> None:
        """W-2: `durable` refuses, and the adapter of these tests is a witness."""
        from django.db import transaction  # noqa: PLC0415

        row = approved(provider)
        (payout,) = payouts_of(SHOP, row.number)
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
            pay_out(shop(SHOP), payout.id, provider.port, AT)
        with pytest.raises(AssertionError, match="inside a transaction"), transaction.atomic():
            Outside(provider.address).refunds_of("ch_1")

    def test_declined_is_told_and_can_be_approved_anew(self, provider: Provider) -> None:
        row = approved(provider)
        (payout,) = payouts_of(SHOP, row.number)
        provider.fault("decline", code="insufficient_funds", message="Not enough.")
        failed = pay_out(shop(SHOP), payout.id, provider.port, AT)
        assert (failed.state, failed.why) == ("failed", "insufficient_funds")
        check(SHOP, provider=provider.port)
        approve(row)
        pay_out(shop(SHOP), f"{row.number}.1.2", provider.port, AT)
        is_paid_once(row, provider)

    def test_three_refunds_of_one_payment_are_all_booked(self, provider: Provider) -> None:
        """P-1: a second partial refund of the same payment is no mistake."""
        provider.charge(paid_with())
        rows = [to_approve("L1.P1"), to_approve("L2.P1")]
        for row in rows:
            approve(row)
            pay_out(shop(SHOP), f"{row.number}.1.1", provider.port, AT)
        provider.control("refunds", {"charge": paid_with().payments[0].ref, "amount": 100})
        deliver(provider)
        assert len(provider.refunds()) == 3
        check(SHOP, provider=provider.port)

    def test_two_cases_together_never_promise_more_than_was_paid(self, provider: Provider) -> None:
        """R-3: of two approvals at once that exceed the payment together, one is refused."""
        rows = [to_approve("L1.P1"), to_approve("L2.P1")]
        provider.charge(paid_with(replace(paid_with().payments[0], captured_minor=5000)))
        who = member()
        seals = [preview_refund(shop(SHOP), row.number, "1", who).seal for row in rows]
        results = together(
            *(
                lambda row=row, seal=seal: approve_refund(shop(SHOP), row.number, "1", who, seal, AT)
                for row, seal in zip(rows, seals, strict=True)
            )
        )
        assert sorted(type(one).__name__ for one in results) == ["AmountChanged", "CaseRow"]
        promised = sum(one.amount_minor for row in rows for one in payouts_of(SHOP, row.number))
        assert promised <= 5000
        check(SHOP)


class Forgetful(Outside):
    """An adapter that has a new key each time and never looks: what most of those bugs come down to."""

    def _key(self, key: str) -> str:
        return f"{key}-{next(_TIMES)}"

    def find_refund(self, *, key: str, payment_ref: str) -> ProviderRefund | None:
        """This function will look nowhere."""
        return None


def test_paying_without_a_key_and_a_look_pays_twice_and_is_named(provider: Provider) -> None:
    row = approved(provider)
    (payout,) = payouts_of(SHOP, row.number)
    provider.fault("timeout_after")
    with pytest.raises(Unclear):
        pay_out(shop(SHOP), payout.id, Forgetful(provider.address, IMPATIENT), AT)
    pay_out(shop(SHOP), payout.id, Forgetful(provider.address), AT)
    with pytest.raises(AssertionError):
        is_paid_once(row, provider)
    found = verify_shop(SHOP, AT, provider.port)
    assert [one.what for one in found if one.law == "I3"] == ["the provider has paid it 2 times"]


class TestOthersDoing:
    def test_a_duplicate_charge_refunded_by_hand_leaves_the_case_alone(self, provider: Provider) -> None:
        """E-1: the customer was charged twice; one was given back by hand; the case is as it was, and is flagged."""
        order = paid_with()
        second = replace(order.payments[0], id="pay_2", ref="ch_silver_twice")
        provider.charge(paid_with(*order.payments, second))
        row = to_approve()
        before = now(row).case.item("1")
        provider.control("refunds", {"charge": second.ref, "amount": second.captured_minor})
        deliver(provider)
        assert now(row).case.item("1") == before
        assert [one.kind for one in now(row).case.flags] == ["refund_seen"]
        approve(row)
        pay_out(shop(SHOP), f"{row.number}.1.1", provider.port, AT)
        assert now(row).case.item("1").state is State.DONE
        check(SHOP, provider=provider.port)
