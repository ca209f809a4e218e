"""What the provider tells, in every order and as often as it likes: one end."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sample_shops import AT, shop
from tests.usecases.money.desk import SECRETS, SHOP, Provider, approve, now, paid_with, to_approve
from tests.usecases.money.hooks import deliver

from amends.core.cases.ledger import Account
from amends.core.cases.states import State
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.ledger import balances
from amends.records.payouts import payouts_of
from amends.usecases.pay_out import pay_out

pytestmark = pytest.mark.usefixtures("silver", "connected")
PAID = {(Account.REFUNDS, "USD"): 4488, (Account.PROVIDER, "USD"): -4488}


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
    caps = list(models.PaymentCap.objects.values_list("payment_id", "out_minor"))
    return item.state, [one.state for one in item.payouts], balances(SHOP, row.number), caps


class TestRefundsOfOurs:
    def test_the_message_finishes_what_was_pending(self, provider: Provider) -> None:
        row = waiting(provider)
        finish(provider, "succeeded")
        deliver(provider)
        assert end_of(row) == (State.DONE, ["done"], PAID, [("pay_1", 4488)])

    def test_a_hundred_times_is_once(self, provider: Provider) -> None:
        row = waiting(provider)
        finish(provider, "succeeded")
        for _ in range(100):
            deliver(provider, provider.events()[-1])
        assert end_of(row) == (State.DONE, ["done"], PAID, [("pay_1", 4488)])
        assert models.Event.objects.filter(kind="payout_done").count() == 1
