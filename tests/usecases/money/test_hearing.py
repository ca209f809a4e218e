"""What the provider tells, in every order and as often as it likes: one end."""

from __future__ import annotations

import json
import os
import time
from itertools import permutations
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.invariants import check
from tests.sample_shops import AT, put_in_place, shop
from tests.usecases.money.desk import MINUTE, SECRETS, SHOP, Provider, approve, member, now, paid_with, to_approve
from tests.usecases.money.hooks import deliver, event, post

from amends.core.cases.ledger import Account
from amends.core.cases.states import State
from amends.integrations.stripe.client import StripePayments
from amends.ports.payments import ProviderRefund
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.ledger import balances
from amends.records.payouts import payouts_of
from amends.sandbox.hooks import sign
from amends.usecases.approve_refund import AmountChanged, NotPayable
from amends.usecases.hear_payment import follow_up, hear_payment
from amends.usecases.pay_out import pay_out
from amends.usecases.preview_refund import preview_refund
from amends.usecases.settle_payouts import settle_payouts

pytestmark = pytest.mark.usefixtures("silver", "connected")
PAID = (((Account.PROVIDER, "USD"), -4488), ((Account.REFUNDS, "USD"), 4488))


@pytest.fixture
def connected(settings: Any, provider: Provider) -> None:
    """The pages speak to the practice provider."""
    settings.AMENDS_PAYMENTS = {"key": "sk_test_1", "webhook_secrets": SECRETS, "address": provider.address}


def waiting(provider: Provider) -> CaseRow:
    """This function will return a case whose refund the provider has accepted and not finished."""
    provider.charge(paid_with())
    row = to_approve()
    approve(row)
    provider.fault("pending")
    (payout,) = payouts_of(SHOP, row.number)
    assert pay_out(shop(SHOP), payout.id, provider.port, AT).state == "pending"
    return row


def finish(provider: Provider, status: str) -> None:
    """This function will let the provider finish its last refund."""
    ref = provider.refunds()[-1]["id"]
    provider.control(f"refunds/{ref}", {"status": status, "failure_reason": "lost_or_stolen_card"})


def end_of(row: CaseRow) -> tuple[Any, ...]:
    """This function will return everything that the end is told by."""
    item = now(row).case.item("1")
    caps = tuple(models.PaymentCap.objects.values_list("payment_id", "out_minor"))
    return item.state, tuple(one.state for one in item.payouts), tuple(sorted(balances(SHOP, row.number).items())), caps


class TestRefundsOfOurs:
    def test_the_message_finishes_what_was_pending(self, provider: Provider) -> None:
        row = waiting(provider)
        finish(provider, "succeeded")
        deliver(provider)
        assert end_of(row) == (State.DONE, ("done",), PAID, (("pay_1", 4488),))

    def test_a_hundred_times_is_once(self, provider: Provider) -> None:
        row = waiting(provider)
        finish(provider, "succeeded")
        for _ in range(100):
            deliver(provider, provider.events()[-1])
        assert end_of(row) == (State.DONE, ("done",), PAID, (("pay_1", 4488),))
        assert models.Event.objects.filter(kind="payout_done").count() == 1

    def test_failed_days_later_is_to_be_approved_anew_and_then_paid_once_more(self, provider: Provider) -> None:
        row = waiting(provider)
        finish(provider, "succeeded")
        deliver(provider)
        finish(provider, "failed")
        deliver(provider)
        assert end_of(row) == (State.TO_APPROVE, ("failed",), (), (("pay_1", 0),))
        approve(row)
        first, second = payouts_of(SHOP, row.number)
        assert (first.id, second.id) == (f"{row.number}.1.1", f"{row.number}.1.2")
        pay_out(shop(SHOP), second.id, provider.port, AT)
        assert end_of(row) == (State.DONE, ("failed", "done"), PAID, (("pay_1", 4488),))
        check(SHOP, provider=provider.port)

    def test_no_message_at_all_is_the_same_end(self, provider: Provider) -> None:
        row = waiting(provider)
        finish(provider, "succeeded")
        settle_payouts(shop(SHOP), provider.port, AT + 10 * MINUTE)
        assert end_of(row) == (State.DONE, ("done",), PAID, (("pay_1", 4488),))

    def test_three_days_late_is_the_same_end(self, provider: Provider) -> None:
        """The provider signs anew each time it tries."""
        row = waiting(provider)
        finish(provider, "succeeded")
        settle_payouts(shop(SHOP), provider.port, AT + 10 * MINUTE)
        finish(provider, "failed")
        deliver(provider)
        deliver(provider)
        assert end_of(row) == (State.TO_APPROVE, ("failed",), (), (("pay_1", 0),))

    def test_another_shops_refund_is_nobodys_here(self, provider: Provider) -> None:
        row = waiting(provider)
        finish(provider, "succeeded")
        put_in_place("piercing")
        for ref in provider.events():
            assert post(event(provider, ref), shop="piercing").status_code == 200
        assert now(row).case.item("1").state is State.PAYING
        assert not models.Told.objects.filter(shop_id="piercing", state="done").exists()

    def test_shops_that_share_an_account_each_take_what_is_theirs(self, provider: Provider) -> None:
        row = waiting(provider)
        finish(provider, "succeeded")
        put_in_place("piercing")
        body = event(provider, provider.events()[-1])
        made = sign(body, list(SECRETS), int(time.time()))
        for _ in range(2):
            told = Client().post(
                "/hooks/payments/", body, content_type="application/json", headers={"Stripe-Signature": made}
            )
            assert told.status_code == 200
        assert end_of(row) == (State.DONE, ("done",), PAID, (("pay_1", 4488),))

    def test_the_provider_says_another_amount_than_its_message(
        self, provider: Provider, caplog: pytest.LogCaptureFixture
    ) -> None:
        """What it says when it is asked counts; a message that lies moves nothing."""
        row = waiting(provider)
        finish(provider, "succeeded")
        told = provider.control(f"events/{provider.events()[-1]}")
        told["data"]["object"]["amount"] = 1
        assert post(json.dumps(told).encode()).status_code == 200
        assert "names another amount" in caplog.text
        assert end_of(row) == (State.DONE, ("done",), PAID, (("pay_1", 4488),))

    def test_every_order_of_the_messages_has_the_same_end(self, provider: Provider) -> None:
        """Ours is made, done and failed; somebody refunds a part by hand meanwhile: 120 orders of five messages."""
        row = waiting(provider)
        finish(provider, "succeeded")
        (ours,) = provider.refunds()
        (charge,) = (one.ref for one in paid_with().payments)
        provider.control("refunds", {"charge": charge, "amount": 100})
        provider.control(f"refunds/{ours['id']}", {"status": "failed", "failure_reason": "expired_or_canceled_card"})
        told = [one for one in provider.events() if "refund" in provider.control(f"events/{one}")["type"]]
        bodies = [event(provider, one) for one in (*told[:2], *told[-3:])]
        port, ends = Remembering(provider), set()
        orders = list(permutations(bodies))
        for order in orders if os.environ.get("CI") else orders[::5]:  # all of them take a minute
            with transaction.atomic():
                for body in order:
                    heard = hear_payment(shop(SHOP), body, sign(body, list(SECRETS), AT // 1_000_000), port, AT)
                    assert isinstance(heard, str)
                    follow_up(shop(SHOP), heard, port, AT)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                ends.add(end_of(row))
                transaction.set_rollback(True)
        books = (((Account.PROVIDER, "USD"), -100), ((Account.REFUNDED_ELSEWHERE, "USD"), 100))
        assert ends == {(State.TO_APPROVE, ("failed",), books, (("pay_1", 100),))}


class Remembering(StripePayments):
    """The adapter where nothing changes at the provider meanwhile: what was read once is not read again."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(shop=SHOP, api_key="sk_test_1", webhook_secrets=SECRETS, address=provider.address)
        self._read: dict[str, Any] = {}

    def read_refund(self, ref: str) -> ProviderRefund:
        """This function will read the refund, once."""
        if ref not in self._read:
            self._read[ref] = super().read_refund(ref)
        return self._read[ref]  # type: ignore[no-any-return]

    def refunds_of(self, payment_ref: str) -> tuple[ProviderRefund, ...]:
        """This function will read the refunds of the payment, once."""
        if payment_ref not in self._read:
            self._read[payment_ref] = super().refunds_of(payment_ref)
        return self._read[payment_ref]  # type: ignore[no-any-return]


class TestWhatOthersGaveBack:
    def test_a_refund_by_hand_counts_once_and_caps_ours(self, provider: Provider) -> None:
        order = paid_with()
        provider.charge(order)
        row = to_approve()
        (payment,) = order.payments
        provider.control("refunds", {"charge": payment.ref, "amount": payment.captured_minor - 1000})
        for _ in range(3):
            deliver(provider)
        assert [one.kind for one in now(row).case.flags] == ["refund_seen"]
        shown = preview_refund(shop(SHOP), row.number, "1", member())
        assert (shown.promised_minor, shown.amount_minor, shown.differs) == (4488, 1000, "payments_used_up")
        with pytest.raises(AmountChanged):
            approve(row)
        approve(row, reason="The rest was paid at the provider.")
        (payout,) = payouts_of(SHOP, row.number)
        assert pay_out(shop(SHOP), payout.id, provider.port, AT).state == "done"
        check(SHOP, provider=provider.port)

    def test_our_promise_is_declined_where_somebody_was_faster_and_stays_visible(self, provider: Provider) -> None:
        order = paid_with()
        provider.charge(order)
        row = to_approve()
        approve(row)
        (payment,) = order.payments
        provider.control("refunds", {"charge": payment.ref, "amount": payment.captured_minor})
        deliver(provider)
        (payout,) = payouts_of(SHOP, row.number)
        assert pay_out(shop(SHOP), payout.id, provider.port, AT).state == "failed"
        assert now(row).case.item("1").state is State.TO_APPROVE
        assert models.PaymentCap.objects.get().out_minor == payment.captured_minor
        check(SHOP, provider=provider.port)

    def test_without_a_case_the_payment_alone_tells_of_it(self, provider: Provider) -> None:
        order = paid_with()
        provider.charge(order)
        (payment,) = order.payments
        provider.control("refunds", {"charge": payment.ref, "amount": payment.captured_minor - 500})
        deliver(provider)
        deliver(provider)
        row = to_approve()
        assert preview_refund(shop(SHOP), row.number, "1", member()).amount_minor == 500

    def test_an_open_dispute_blocks_until_it_ends(self, provider: Provider) -> None:
        order = paid_with()
        provider.charge(order)
        row = to_approve()
        made = provider.control("disputes", {"charge": order.payments[0].ref})
        deliver(provider)
        assert preview_refund(shop(SHOP), row.number, "1", member()).blocked == "dispute"
        with pytest.raises(NotPayable):
            approve(row)
        provider.control(f"disputes/{made['id']}", {"status": "won"})
        deliver(provider)
        assert preview_refund(shop(SHOP), row.number, "1", member()).blocked == ""

    def test_a_lost_dispute_is_money_gone(self, provider: Provider) -> None:
        order = paid_with()
        provider.charge(order)
        row = to_approve()
        made = provider.control("disputes", {"charge": order.payments[0].ref})
        provider.control(f"disputes/{made['id']}", {"status": "lost"})
        deliver(provider)
        shown = preview_refund(shop(SHOP), row.number, "1", member())
        assert (shown.blocked, shown.amount_minor) == ("", 0)
        check(SHOP)
