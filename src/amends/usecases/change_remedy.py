"""Answering with another remedy than was asked for: what the policy has for the claim instead."""

from __future__ import annotations

from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.decide_again import decide_again, give_answer


def change_remedy(
    shop: ShopRow, number: str, item_id: str, remedy: str, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will give the policy's answer for that remedy, or raise `NotOnOffer` where it has none."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        give_answer(act, item_id, decide_again(act, item_id, remedy=remedy))
    return act.row
