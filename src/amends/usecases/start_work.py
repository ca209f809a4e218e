"""Beginning the work on a piece."""

from __future__ import annotations

from amends.core.cases import events as e
from amends.core.cases.commands import Record
from amends.core.cases.handle import CaseMovedOn
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting


def start_work(
    shop: ShopRow, number: str, item_id: str, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will put down that the workshop has begun."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        if act.item(item_id).state is not State.TO_MAKE:
            raise CaseMovedOn("there is no work to be done here as things stand.")
        act.do(Record(event=e.WorkStarted(item=item_id)))
    return act.row
