"""Reporting that a return was posted and never arrived; whether there is proof is a fact, and the policy answers."""

from __future__ import annotations

from amends.core.cases.commands import Record
from amends.core.cases.events import ReturnLost
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.decide_again import decide_again, give_answer


def report_lost_return(
    shop: ShopRow,
    number: str,
    item_id: str,
    proof: bool,
    *,
    member: str,
    at: Instant,
    seen: int | None = None,
) -> CaseRow:
    """This function will put the loss down and give the policy's answer."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        act.item(item_id)
        act.do(Record(event=ReturnLost(item=item_id, proof=proof)))
        give_answer(act, item_id, decide_again(act, item_id))
    return act.row
