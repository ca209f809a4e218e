"""Receiving a parcel: its goods are here, whatever is still open about them.

What was agreed waits for its inspection. What came without an agreement, or after it had lapsed, is decided by the
policy on exactly that: refused with its clause, waiting for a person, or accepted after all. Who can be told which
case a scanned code belongs to asks `match_scan`; a parcel of no case is put down by `note_arrival`.
"""

from __future__ import annotations

from amends.core.cases.case import Item
from amends.core.cases.commands import Receive
from amends.core.cases.evolve import can_happen
from amends.core.cases.evolve_item import RETURN_STATE
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.decide_again import decide_again, give_answer

_AGREED = frozenset({State.TO_PAY, State.TO_SEND, State.ON_ITS_WAY, State.TO_QUOTE, State.QUOTED})


def receive_parcel(
    shop: ShopRow, number: str, item_ids: tuple[str, ...], *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will take in the goods of these items. Goods that are here already are not taken in twice."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        for item_id in item_ids:
            before = act.item(item_id)
            act.do(Receive(items=(item_id,), authorised=is_agreed(before)))
            if not before.received and before.state not in _AGREED:
                give_answer(act, item_id, decide_again(act, item_id))
    return act.row


def is_agreed(item: Item) -> bool:
    """This function will say whether the shop has agreed to the return, if only until a date that has gone by."""
    lapsed = item.state is State.EXPIRED or item.facts.get(RETURN_STATE) == "lost"
    return item.state in _AGREED or (lapsed and item.granted_at is not None)


def can_come(item: Item) -> bool:
    """This function will say whether goods of the item can be taken in, agreed or not."""
    return not item.received and can_happen(item, "received")
