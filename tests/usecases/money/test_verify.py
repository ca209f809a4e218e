"""The checker itself: what is whole has nothing to tell, and each row broken by hand is named with its law."""

from __future__ import annotations

import pytest
from tests.invariants import check
from tests.sample_shops import AT, shop
from tests.usecases.money.desk import SHOP, Provider, approve, paid_with, to_approve

from amends.records.payouts import payouts_of
from amends.usecases.pay_out import pay_out


@pytest.mark.usefixtures("silver")
def test_a_whole_refund_has_nothing_to_tell(provider: Provider) -> None:
    provider.charge(paid_with())
    check(SHOP, provider=provider.port)
    row = to_approve()
    check(SHOP, provider=provider.port)
    approve(row)
    check(SHOP, provider=provider.port)
    pay_out(shop(SHOP), payouts_of(SHOP, row.number)[0].id, provider.port, AT)
    check(SHOP, provider=provider.port)
