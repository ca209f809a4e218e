"""Ending a hold at customs: how it ended and whether the customer did their part are facts; the policy answers."""

from __future__ import annotations

from typing import Literal

from amends.core.cases.case import Item
from amends.core.cases.commands import Record
from amends.core.cases.events import CustomsEnded
from amends.core.dates import Instant
from amends.core.facts import Facts
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.find_facts import add_facts


def end_customs(
    shop: ShopRow, number: str, item_id: str, outcome: Literal["cleared", "failed"], *, member: str, at: Instant,
    seen: int | None = None,
) -> CaseRow:  # fmt: skip
    """This function will keep how it ended and give the policy's answer."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        item = act.item(item_id)
        act.do(Record(event=CustomsEnded(item=item_id, outcome=outcome)))
        add_facts(act, item_id, {"parcel.customs": outcome, **customers_part(item)})
    return act.row


def customers_part(item: Item) -> Facts:
    """This function will return what was asked of the customer and done, as facts; every task counts.

    Where nothing was asked in the case, what the order says of it stands.
    """
    if not item.tasks:
        return {}
    is_done = {one.id for one in item.tasks} <= set(item.tasks_done)
    return {
        "parcel.customs_customer_part": "done" if is_done else "not_done",
        "parcel.customs_reminders": item.customs_reminders,
    }
