"""Quoting what a repair or remake costs the customer: what the shop bears by the policy's terms is not charged."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.cases.commands import Record
from amends.core.cases.handle import CaseMovedOn
from amends.core.cases.money_events import QuoteMade
from amends.core.cases.states import State
from amends.core.cases.values import Quote
from amends.core.dates import Instant
from amends.core.refunds.offers import RepairCost, RepairQuote, quote_repair
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.decide_again import decide_again, keep_priced
from amends.usecases.make_offer import terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the workshop reckons it costs, whoever pays, and what is done, in words for the customer."""

    cost: RepairCost
    says: str = ""


def make_quote(
    shop: ShopRow, number: str, item_id: str, estimate: Estimate, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will quote the customer's part of the cost; where that is nothing, the work can begin at once."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        if act.item(item_id).state not in (State.TO_QUOTE, State.QUOTED):
            raise CaseMovedOn("there is nothing to quote here as things stand.")
        again = decide_again(act, item_id)
        found = quote_repair(act.order.currency, estimate.cost, terms_of(again))
        quote = charged(found, estimate.says)
        until = act.rules.after(at, act.rules.spans[State.QUOTED])
        act.do(Record(event=QuoteMade(item=item_id, quote=quote, until=until)))
        keep_priced(act, item_id, again, found, cost=estimate.cost)
    return act.row


def charged(quote: RepairQuote, says: str) -> Quote:
    """This function will return what of the quote the customer pays, part by part."""
    paid = {one.kind: one.amount_minor for one in quote.items if one.payer == "customer"}
    return Quote(
        labour_minor=paid.get("labour", 0),
        materials_minor=paid.get("materials", 0),
        postage_minor=paid.get("postage_in", 0) + paid.get("postage_out", 0),
        says=says,
    )
