"""Sending a piece to the customer: the new, the repaired, the missing one - or back what was not accepted.

Law: what was exchanged becomes a line of the order, at the amount that it took on, so that a later return gives back
that amount, and its own periods run from this parcel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from amends.core.cases.commands import Record
from amends.core.cases.events import PieceSent
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.core.orders import Order, Parcel, Payment
from amends.core.refunds.exchange import ExchangeQuote, exchanged
from amends.records.cases import CaseRow
from amends.records.documents import exchange_quote_from
from amends.records.keys import number_key
from amends.records.orders import save_orders
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting

_LONGEST = 50  # characters of a line's id that its successor's begins with


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How it was posted."""

    carrier: str = ""
    tracking: str = ""


def send_piece(
    shop: ShopRow, number: str, item_id: str, sending: Sending, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will put down that the piece was posted."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        item = act.item(item_id)
        act.do(Record(event=PieceSent(item=item_id, carrier=sending.carrier, tracking=sending.tracking)))
        if item.state is State.TO_POST and item.remedy == "exchange":
            act.order = _with_replacement(act, item_id, sending.tracking)
            save_orders(shop.id, [act.order])
    return act.row


def _with_replacement(act: Acting, item_id: str, tracking: str) -> Order:
    quote = exchange_quote_from(act.row_of(item_id).quote)
    own = f"{number_key(act.row.number)}-{item_id}"
    lines = tuple(replace(one, id=f"{one.id.removesuffix('-new')[:_LONGEST]}-{own}") for one in quote.lines)
    quote = replace(quote, lines=lines)
    order = exchanged(act.order, quote)
    parcel = Parcel(id=own, contents={one.id: one.quantity for one in lines}, shipped_at=act.at, tracking=tracking)
    paid = tuple(_payments(act, item_id, quote))
    return replace(order, parcels=(*order.parcels, parcel), payments=(*order.payments, *paid))


def _payments(act: Acting, item_id: str, quote: ExchangeQuote) -> list[Payment]:
    """What the customer paid for the exchange can be given back to where it came from; an order without payments on
    record stays one."""
    if not act.order.payments:
        return []
    there = {one.id for one in act.order.payments}
    found = []
    for due in act.item(item_id).dues:
        name = f"{act.row.number}.{due.id}"
        kept = due.amount_minor - due.returned_minor
        if due.state == "paid" and due.what == "exchange" and kept and name not in there:
            found.append(Payment(id=name, method="card", captured_minor=kept, ref=due.ref))
    return found if quote.to_pay_minor else []
