"""Offering a part of the price for goods that the customer keeps, inside the limits that the policy sets."""

from __future__ import annotations

from dataclasses import replace

from amends.core.cases.commands import Record
from amends.core.cases.handle import CaseMovedOn
from amends.core.cases.money_events import OfferMade
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.core.engine.documents import as_document
from amends.core.refunds.claimed import Part
from amends.core.refunds.offers import Offer, quote_offer
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Units
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.answer_item import priced_by_hand
from amends.usecases.decide_again import Again, decide_again, keep_priced


def make_offer(
    shop: ShopRow, number: str, item_id: str, part: Part, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will offer the part; outside the limits of the terms it raises `MoneyInvalid`.

    The money is set aside from the moment of the offer, so that nothing else can use it up.
    """
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        item = act.item(item_id)
        if item.state not in (State.TO_OFFER, State.OFFERED):
            raise CaseMovedOn("there is nothing to offer here as things stand.")
        again = decide_again(act, item_id)
        offer = Offer(
            units=(Units(line_id=again.weighed.piece.line.id, quantity=item.quantity),),
            percent=part.percent,
            amount_minor=part.amount_minor,
            lane=again.weighed.decision.lanes[0],
        )
        quote = quote_offer(act.order, offer, terms_of(again), again.in_hand.earlier)
        share = "" if part.percent is None else str(part.percent)
        until = act.rules.after(at, act.rules.spans[State.OFFERED])
        act.do(Record(event=OfferMade(item=item_id, amount_minor=quote.total_minor, percent=share, until=until)))
        keep_priced(act, item_id, again, quote, offered=part)
        act.changes[item_id] = replace(act.row_of(item_id), quote=as_document(quote), refunded=quote.record)
    return act.row


def terms_of(again: Again) -> Terms:
    """This function will return the terms on which the item stands granted, by the policy or by a person."""
    return priced_by_hand(again, None).verdict.terms
