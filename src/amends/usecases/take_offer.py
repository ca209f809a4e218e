"""Taking an offer or declining it, as the customer."""

from __future__ import annotations

from amends.core.cases.commands import Record
from amends.core.cases.handle import CaseMovedOn
from amends.core.cases.money_events import OfferAccepted, OfferDeclined
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting


def take_offer(
    shop: ShopRow, number: str, item_id: str, amount_minor: int, *, by: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will accept the offer of that amount; the money is to be approved then.

    Raises `CaseMovedOn` where another amount is offered by now.
    """
    with acting(shop, number, at=at, by=by, seen=seen) as act:
        if act.item(item_id).offer_minor != amount_minor:
            raise CaseMovedOn("the offer is another one by now.", hint="Look at it again.")
        act.do(Record(event=OfferAccepted(item=item_id)))
    return act.row


def decline_offer(
    shop: ShopRow, number: str, item_id: str, *, by: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will decline the offer."""
    with acting(shop, number, at=at, by=by, seen=seen) as act:
        act.do(Record(event=OfferDeclined(item=item_id)))
    return act.row
