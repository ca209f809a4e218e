"""Finishing a change that was asked for: it worked or it did not. A changed customisation stands on the order then."""

from __future__ import annotations

from dataclasses import dataclass, replace

from amends.core.cases.commands import Record
from amends.core.cases.events import ChangeDone, ChangeFailed
from amends.core.dates import Instant
from amends.core.orders import Order
from amends.records.cases import CaseRow
from amends.records.orders import save_orders
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting

CUSTOMISATION = "customisation"  # what of `wanted` a customer asked to have changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it; `customisation` is what stands on the piece now, where it is not just what was asked for."""

    worked: bool
    customisation: str = ""


def finish_change(
    shop: ShopRow, number: str, item_id: str, tried: Tried, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will put the outcome down, and change the order's line where its customisation is another now."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        item = act.item(item_id)
        act.do(Record(event=ChangeDone(item=item.id) if tried.worked else ChangeFailed(item=item.id)))
        text = tried.customisation.strip() or str(act.row_of(item.id).wanted.get(CUSTOMISATION, ""))
        if tried.worked and text:
            act.order = _customised(act, item.line_id, text)
            save_orders(shop.id, [act.order])
    return act.row


def _customised(act: Acting, line_id: str, text: str) -> Order:
    lines = tuple(replace(one, customisation=text) if one.id == line_id else one for one in act.order.lines)
    return replace(act.order, lines=lines)
