"""Telling that the goods are on their way back, with the number of the parcel where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.cases.commands import Record
from amends.core.cases.events import Posted
from amends.core.cases.handle import CaseMovedOn
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.hear_carrier import tell_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """How it was posted; `proof`: there is a receipt or a scan of the carrier."""

    tracking: str = ""
    proof: bool = False


def tell_posted(
    shop: ShopRow, number: str, item_id: str, posting: Posting, *, by: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will put down that the goods were handed to a carrier. Told again it changes nothing."""
    with acting(shop, number, at=at, by=by, seen=seen) as act:
        item = act.item(item_id)
        if item.posted and item.tracking_back in ("", posting.tracking):
            return act.row
        if item.received:
            raise CaseMovedOn("the goods are here already.")
        act.do(Record(event=Posted(item=item_id, tracking=posting.tracking.strip(), proof=posting.proof)))
        tell_kept(act, posting.tracking.strip())
    return act.row
