"""Taking a wish back, as the customer."""

from __future__ import annotations

from amends.core.cases.commands import Withdraw
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting


def withdraw_item(
    shop: ShopRow, number: str, item_id: str, *, by: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will take the wish back, as long as nothing has come back, been made or paid out for it."""
    with acting(shop, number, at=at, by=by, seen=seen) as act:
        act.item(item_id)
        act.do(Withdraw(item=item_id))
    return act.row
