"""Deciding what becomes of goods that were not accepted: sent back at the customer's cost, or given up."""

from __future__ import annotations

from typing import Literal

from amends.core.cases.commands import DecideOnTurnedDown
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting


def decide_turned_down(
    shop: ShopRow, number: str, item_id: str, wish: Literal["send_back", "give_up"], *, by: str, at: Instant,
    seen: int | None = None,
) -> CaseRow:  # fmt: skip
    """This function will put the wish down; sending back is to be paid first."""
    with acting(shop, number, at=at, by=by, seen=seen) as act:
        act.item(item_id)
        act.do(DecideOnTurnedDown(item=item_id, wish=wish))
    return act.row
