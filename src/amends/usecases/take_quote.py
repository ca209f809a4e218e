"""Accepting a quote or declining it, as the customer. Accepted, it is to be paid before anything moves."""

from __future__ import annotations

from amends.core.cases.commands import AcceptQuote, Record
from amends.core.cases.handle import CaseMovedOn
from amends.core.cases.money_events import QuoteDeclined
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting


def take_quote(
    shop: ShopRow, number: str, item_id: str, total_minor: int, *, by: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will accept the quote of that total, or raise `CaseMovedOn` where it is another one by now."""
    with acting(shop, number, at=at, by=by, seen=seen) as act:
        quote = act.item(item_id).quote
        if quote is None or quote.total_minor != total_minor:
            raise CaseMovedOn("the quote is another one by now.", hint="Look at it again.")
        act.do(AcceptQuote(item=item_id))
    return act.row


def decline_quote(
    shop: ShopRow, number: str, item_id: str, *, by: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will decline the quote; what is here already then waits for the customer's wish."""
    with acting(shop, number, at=at, by=by, seen=seen) as act:
        act.do(Record(event=QuoteDeclined(item=item_id)))
    return act.row
