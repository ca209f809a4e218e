"""What an approval would pay, to the cent and the card: the page shows it, and its seal is what is approved.

Laws: what was promised is worked out once more on what stands before it now, and where it comes to another amount that
is said, never paid unseen; the parts add up to the amount; nothing goes to a payment beyond what it has left.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

from amends.core.cases.case import Item
from amends.core.cases.states import State
from amends.core.errors import MoneyInvalid
from amends.core.orders import Order, Payment
from amends.core.refunds.again import quote_again
from amends.core.refunds.quote import RefundQuote
from amends.core.refunds.routes import Destination, Route, room, ways_back
from amends.core.refunds.terms import UNSAID, Terms
from amends.core.vocabulary import GIFT_RECIPIENT
from amends.records.cases import CaseRow, ItemRow, case_numbered, decisions_of
from amends.records.keys import email_key
from amends.records.members import MemberRow, is_person
from amends.records.money import grants_of, out_of
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing, rules_for
from amends.usecases.permissions import Act, may
from amends.usecases.read_order import InHand, read_order

Blocked = Literal["", "not_to_approve", "not_allowed", "own_refund", "own_proposal", "dispute"]
Differs = Literal["", "earlier_changed", "payments_used_up", "cannot_be_worked_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One amount on its way to the customer; a bonus comes on top of credit."""

    to: Literal["payment", "by_hand", "credit"]
    amount_minor: int
    payment_id: str = ""
    label: str = ""  # what the customer recognises, such as `Visa •• 42`
    bonus_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPreview:
    """Exactly what would be paid, and where; `seal` stands for all of it."""

    number: str
    item_id: str
    version: int  # of the case that was looked at
    currency: str
    promised_minor: int  # what is still to be given of what the answer promised
    amount_minor: int  # what would be paid now
    ways: tuple[Way, ...]
    differs: Differs = ""  # why the two amounts are not the same
    needs_second: bool = False  # one person alone may not
    proposed_by: str = ""  # who has proposed it already
    blocked: Blocked = ""
    again: RefundQuote | None = None  # where it was worked out anew and comes to something else

    @property
    def seal(self) -> str:
        """This property will hold what stands for all that is shown; another amount or card has another seal."""
        shown = [
            self.number, self.item_id, self.version, self.currency, self.promised_minor, self.amount_minor,
            [asdict(one) for one in self.ways], self.differs, self.needs_second,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def preview_refund(shop: ShopRow, number: str, item_id: str, member: MemberRow) -> RefundPreview:
    """This function will return what approving the item's money would pay, and whether this person may."""
    row = case_numbered(shop.id, number)
    in_hand = read_order(shop, row.case.order) if row else None
    if row is None or in_hand is None:
        raise CaseMissing(f"there is no case `{number}`.")
    return preview_of(in_hand, row, item_id, member)


def preview_of(in_hand: InHand, row: CaseRow, item_id: str, member: MemberRow) -> RefundPreview:
    """This function will return the preview on what is in hand, locked where money is to follow."""
    shop, order, kept = in_hand.shop, in_hand.order, row.item(item_id)
    promised = kept.item.to_give_minor
    to = _destination(row, kept)
    amount, differs, again = _worked_out(in_hand, row, kept, promised, to)
    payments = _as_they_stand(shop, order)
    left = sum(map(room, payments))
    if to != "credit" and payments and amount > left:
        amount, differs, again = left, "payments_used_up", None
    limit = rules_for(shop, row).alone_up_to_minor
    return RefundPreview(
        number=row.number,
        item_id=item_id,
        version=row.case.version,
        currency=order.currency,
        promised_minor=promised,
        amount_minor=amount,
        ways=_ways(payments, amount, to, _terms(shop, row, kept)),
        differs=differs,
        needs_second=limit is not None and amount > limit,
        proposed_by=kept.item.proposed_by if kept.item.proposed_minor == amount else "",
        blocked=_blocked(in_hand, row, kept.item, member, amount),
        again=again,
    )


def _destination(row: CaseRow, kept: ItemRow) -> Destination:
    """Who got a gift gets credit, never the buyer's money; an exchange gives what its quote says."""
    by_quote = bool(kept.quote and kept.quote.get("credit_minor"))
    return "credit" if row.case.by == GIFT_RECIPIENT or kept.item.remedy == "store_credit" or by_quote else ""


def _worked_out(
    in_hand: InHand, row: CaseRow, kept: ItemRow, promised: int, to: Destination
) -> tuple[int, Differs, RefundQuote | None]:
    """What the promise comes to now. A person's own amount, an offer and a confirmed exchange are not reckoned again.

    What an inspection has taken off stays off: only what the reckoning has changed by is told.
    """
    item, record = kept.item, kept.refunded
    before = kept.quote.get("total_minor") if kept.quote else None
    if record is None or record.exchanged or before is None or item.answer.person or item.offer_minor:
        return promised, "", None
    granted = grants_of(in_hand.shop.id, in_hand.order.number)
    first = granted[: granted.index((row.number, item.id))] if (row.number, item.id) in granted else granted
    there = {(case.number, one.item.id): one for case in in_hand.cases for one in case.items if one.item.is_granted}
    earlier = [there[one].refunded for one in first if one in there]
    try:
        again = quote_again(in_hand.order, record, [one for one in earlier if one is not None], to)
    except MoneyInvalid:
        return promised, "cannot_be_worked_out", None
    if again.total_minor == before:
        return promised, "", None
    return max(0, promised + again.total_minor - before), "earlier_changed", again


def _as_they_stand(shop: ShopRow, order: Order) -> tuple[Payment, ...]:
    """The payments with all that has gone back or is promised, by us and by others."""
    out = out_of(shop.id, order)
    return tuple(replace(one, refunded_minor=out[one.id], pending_minor=0) for one in order.payments)


def _terms(shop: ShopRow, row: CaseRow, kept: ItemRow) -> Terms:
    if kept.refunded is not None:
        return kept.refunded.terms
    decided = decisions_of(shop.id, row.number).get(kept.item.id)
    terms = decided.terms_of(kept.item.remedy) if decided else None
    return terms if terms is not None else UNSAID


def _ways(payments: tuple[Payment, ...], amount: int, to: Destination, terms: Terms) -> tuple[Way, ...]:
    if not amount:
        return ()
    if to == "credit":
        terms = replace(terms, refund_to="credit")
    known = {one.id: one for one in payments}
    ways = tuple(_way(one, known) for one in ways_back(amount, payments, to, terms))
    return ways or (Way(to="by_hand", amount_minor=amount),)


def _way(route: Route, known: Mapping[str, Payment]) -> Way:
    if route.to != "payment":
        return Way(to="credit", amount_minor=route.amount_minor, bonus_minor=route.bonus_minor)
    payment = known[route.payment_id]
    return Way(
        to="payment" if payment.ref else "by_hand",
        amount_minor=route.amount_minor,
        payment_id=payment.id,
        label=payment.label or payment.method,
    )


def _blocked(in_hand: InHand, row: CaseRow, item: Item, member: MemberRow, amount: int) -> Blocked:
    if item.state is not State.TO_APPROVE:
        return "not_to_approve"
    proposed = bool(item.proposed_by) and item.proposed_minor == amount
    if not may(member.role, Act.SECOND_APPROVAL if proposed else Act.APPROVE_MONEY):
        return "not_allowed"
    if email_key(member.email) == email_key(in_hand.order.email):
        return "own_refund"
    if proposed and is_person(member, in_hand.shop.id, item.proposed_by):
        return "own_proposal"
    flags = (flag for case in (row, *in_hand.cases) for flag in case.case.flags)
    return "dispute" if any(flag.kind == "dispute_seen" for flag in flags) else ""
