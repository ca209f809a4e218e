"""From the approval to the bank: what was shown is what leaves, once."""

from __future__ import annotations

import pytest
from tests.sample_shops import AT, shop
from tests.usecases.money.desk import SHOP, Provider, approve, member, now, paid_with, to_approve

from amends.core.cases.ledger import Account
from amends.core.cases.states import State
from amends.records.ledger import balances
from amends.records.payouts import payouts_of
from amends.usecases.pay_out import pay_out
from amends.usecases.preview_refund import preview_refund


@pytest.mark.usefixtures("silver")
class TestFromApprovalToTheBank:
    def test_is_paid_and_done(self, provider: Provider) -> None:
        order = paid_with()
        provider.charge(order)
        row = to_approve()
        shown = preview_refund(shop(SHOP), row.number, "1", member())
        assert (shown.amount_minor, shown.differs, shown.blocked) == (5088 - 600, "", "")
        assert [(one.to, one.label) for one in shown.ways] == [("payment", order.payments[0].label)]
        approve(row)
        (payout,) = payouts_of(SHOP, row.number)
        assert (payout.id, payout.state) == (f"{row.number}.1.1", "waiting")
        paid = pay_out(shop(SHOP), payout.id, provider.port, AT)
        assert paid.state == "done"
        (refund,) = provider.refunds()
        assert (refund["amount"], refund["id"]) == (4488, paid.ref)
        assert now(row).case.item("1").state is State.DONE
        assert balances(SHOP, row.number) == {
            (Account.REFUNDS, "USD"): 4488,
            (Account.PROVIDER, "USD"): -4488,
        }
