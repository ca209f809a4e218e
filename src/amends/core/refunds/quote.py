"""How much a refund comes to, item by item, and by which way it goes back.

Laws: the items sum to the total; refunds in parts, in any order, add up to one refund of the whole; nothing exceeds
what was paid for a unit, a line, a shipping charge, the order, or what its payments captured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from amends.core.errors import MoneyInvalid, Place, did_you_mean
from amends.core.orders import Order
from amends.core.refunds.left import payable, what_is_left
from amends.core.refunds.paid import ARITHMETIC, Amount, Arithmetic, Paid, paid, total_of
from amends.core.refunds.routes import ROUTING, Route, Routing, ways_back
from amends.core.refunds.terms import UNSAID, Terms
from amends.core.refunds.totals import Totals, totals
from amends.core.refunds.units import Ask, Refunded, Units, UnitShare, check_amount, take, unit_shares

ItemKind = Literal[
    "goods",
    "shipping",
    "amount",
    "restocking",
    "fee",
    "free_shipping",
    "given_before",
    "from_before",
    "carried",
    "captured",
    "new_postage",
    "return_postage",
    "loss_of_value",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a quote; deductions are negative.

    `goods` and `shipping` give back what was paid. `restocking`, `fee` and `free_shipping` are deductions of the terms.
    `return_postage`, `loss_of_value` and `other` are charges of this one refund.
    `given_before` and `from_before` settle earlier refunds, `carried` is a deduction left for the next refund, and
    `captured` is what the payments cannot give back.
    """

    kind: ItemKind
    amount: Amount
    ref: str = ""  # the line's or the shipping charge's id
    units: tuple[UnitShare, ...] = ()

    @property
    def groups(self) -> tuple[tuple[int, Amount], ...]:
        """This property will hold how many units are given back at which amount each."""
        return tuple((count, amount) for amount, count in Counter(share.amount for share in self.units).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundQuote:
    """A refund as it would be paid now; `record` is what later quotes must be told."""

    currency: str
    items: tuple[Item, ...]
    total_minor: int
    routes: tuple[Route, ...]
    record: Refunded
    carried_minor: int = 0  # deductions that exceed everything given so far, left for the next refund

    @property
    def goods(self) -> Amount:
        """This property will hold the goods of the refund with their taxes by rate."""
        return total_of(item.amount for item in self.items if item.kind == "goods")

    @property
    def shipping(self) -> Amount:
        """This property will hold the shipping of the refund with its taxes by rate."""
        return total_of(item.amount for item in self.items if item.kind == "shipping")

    def of(self, kind: ItemKind) -> int:
        """This function will return all items of a kind together."""
        return sum(item.amount.gross_minor for item in self.items if item.kind == kind)


def quote_refund(
    order: Order,
    ask: Ask,
    terms: Terms = UNSAID,
    earlier: Sequence[Refunded] = (),
    *,
    routing: Routing = ROUTING,
    arithmetic: Arithmetic = ARITHMETIC,
) -> RefundQuote:
    """This function will compute what a refund comes to and where it goes, or raise `MoneyInvalid` where it cannot be.

    `earlier` are the records of all refunds and exchanges of the order so far, in any order.
    """
    _check_ask(ask)
    bought = paid(order, arithmetic)
    record = _record(order, bought, ask, terms, earlier)
    before, after = totals(order, bought, earlier), totals(order, bought, [*earlier, record])
    given = sum(one.given_minor for one in earlier if not one.exchanged)
    items = [
        *_goods(bought, record, earlier),
        *_shipping(bought, before, after),
        *(Item(kind=charge.kind, amount=charge.amount.negative) for charge in ask.charges),
        *_adjustments(before, after, given, ask),
    ]
    owed = sum(item.amount.gross_minor for item in items)
    items += _row("carried", max(0, -owed)) if ask.amount_minor is None else []
    capacity = payable(order, earlier)
    most = max(0, owed) if capacity is None else min(max(0, owed), capacity)
    total = most if ask.amount_minor is None else check_amount(ask.amount_minor, most, "amount_minor")
    items += _row("captured", total - max(0, owed))
    ways = ways_back(total, order.payments, ask.to, terms, routing)
    credit = sum(way.amount_minor for way in ways if way.to != "payment")
    return RefundQuote(
        currency=order.currency,
        items=tuple(items),
        total_minor=total,
        routes=ways,
        record=replace(record, paid_minor=total - credit, credit_minor=credit),
        carried_minor=max(0, given - after.total_minor),
    )


def _check_ask(ask: Ask) -> None:
    if any(charge.amount.gross_minor < 0 for charge in ask.charges) or (ask.charges and ask.amount_minor is not None):
        raise MoneyInvalid(
            "a charge is deducted from a computed refund, and is not negative.",
            place=Place(field="charges"),
            hint="Leave the charges out, or the amount.",
        )
    if not ask.units and not ask.shipping and ask.amount_minor is None:
        raise MoneyInvalid(
            "a refund names nothing to give back.",
            place=Place(field="units, shipping, amount_minor"),
            hint="Name units, shipping or an amount.",
        )


def quote_cancel(
    order: Order, earlier: Sequence[Refunded] = (), *, routing: Routing = ROUTING, arithmetic: Arithmetic = ARITHMETIC
) -> RefundQuote:
    """This function will compute the refund of everything paid and not given back yet, shipping included."""
    ask = what_is_left(order, earlier, arithmetic).ask("cancel")
    return quote_refund(order, ask, UNSAID, earlier, routing=routing, arithmetic=arithmetic)


def quote_gift_credit(
    order: Order, units: tuple[Units, ...], terms: Terms = UNSAID, earlier: Sequence[Refunded] = ()
) -> RefundQuote:
    """This function will compute the store credit of a gift's recipient: what was paid for the units, all of it.

    Nothing is deducted, whatever the terms deduct from the buyer: the recipient has made no contract with the shop, and
    an earlier return of the buyer's must not show in the credit. A bonus on credit is the recipient's too.
    """
    worth = sum(part.amount_minor for part in take(order, paid(order), units, earlier))
    capacity = payable(order, earlier)
    amount = worth if capacity is None else min(worth, capacity)
    if not amount:  # a free gift, or nothing was captured: a quote of nothing, as for everyone
        return quote_refund(order, Ask(units=units, to="credit"), replace(UNSAID, refund_to="credit"), earlier)
    return quote_refund(order, Ask(units=units, amount_minor=amount, to="credit"), terms, earlier)


def pay(order: Order, quote: RefundQuote) -> Order:
    """This function will return the order with the quote's money on its way back, or raise at nothing."""
    if quote.total_minor <= 0:
        raise MoneyInvalid("there is nothing to pay back.", place=Place(field="total_minor"))
    if not quote.routes:
        raise MoneyInvalid(f"order `{order.number}` has no payment on record.", place=Place(field="payments"))
    amounts = {way.payment_id: way.amount_minor for way in quote.routes if way.to == "payment"}
    payments = tuple(
        replace(one, pending_minor=one.pending_minor + amounts.get(one.id, 0)) if one.id in amounts else one
        for one in order.payments
    )
    return replace(order, payments=payments)


def _record(order: Order, bought: Paid, ask: Ask, terms: Terms, earlier: Sequence[Refunded]) -> Refunded:
    units = take(order, bought, ask.units, earlier)
    shipping = _named_shipping(order, bought, ask, earlier)
    charges = sum(charge.amount.gross_minor for charge in ask.charges)
    record = Refunded(units=units, shipping=shipping, lane=ask.lane, terms=terms, charges_minor=charges)
    if ask.amount_minor is None:
        return record
    if not ask.units and not ask.shipping:
        return replace(record, fixed=True, free_minor=ask.amount_minor)
    rest = check_amount(ask.amount_minor, _worth(record), "amount_minor")
    kept_units = []
    is_all = rest == _worth(record)  # so what costs nothing is settled, too
    for part in units:
        amount = min(rest, part.amount_minor)
        rest -= amount
        if amount or is_all:
            kept_units.append(replace(part, amount_minor=amount, whole=part.whole and amount == part.amount_minor))
    kept_shipping = []
    for charge_id, most in shipping:
        amount = min(rest, most)
        rest -= amount
        kept_shipping.append((charge_id, amount))
    return replace(record, fixed=True, units=tuple(kept_units), shipping=tuple(kept_shipping))


def _worth(record: Refunded) -> int:
    return sum(part.amount_minor for part in record.units) + sum(amount for _, amount in record.shipping)


def _named_shipping(order: Order, bought: Paid, ask: Ask, earlier: Sequence[Refunded]) -> tuple[tuple[str, int], ...]:
    if not ask.shipping:
        return ()
    given = dict(totals(order, bought, earlier).shipping)
    named = []
    for asked in ask.shipping:
        field = f"shipping.{asked.id}"
        if asked.id not in bought.shipping:
            hint = did_you_mean(asked.id, bought.shipping) or "Name charges of this order only."
            raise MoneyInvalid(f"the order has no shipping charge `{asked.id}`.", place=Place(field=field), hint=hint)
        left = bought.shipping[asked.id].gross_minor - given[asked.id]
        amount = check_amount(left if asked.amount_minor is None else asked.amount_minor, left, field)
        given[asked.id] += amount
        named.append((asked.id, amount))
    return tuple(named)


def _goods(bought: Paid, record: Refunded, earlier: Sequence[Refunded]) -> list[Item]:
    return [
        Item(kind="goods", ref=line_id, units=tuple(shares), amount=total_of(share.amount for share in shares))
        for line_id, shares in unit_shares(bought, record.units, earlier).items()
    ]


def _shipping(bought: Paid, before: Totals, after: Totals) -> list[Item]:
    return [
        Item(kind="shipping", ref=charge_id, amount=bought.shipping[charge_id].slice(before.shipping[charge_id], end))
        for charge_id, end in after.shipping.items()
        if end != before.shipping[charge_id]
    ]


def _adjustments(before: Totals, after: Totals, given: int, ask: Ask) -> list[Item]:
    settled = before.total_minor - given if ask.amount_minor is None else 0
    return [
        *_row("amount", after.free_minor - before.free_minor),
        *_row("given_before", before.over_minor - after.over_minor),
        *_row("restocking", before.restocking_minor - after.restocking_minor),
        *_row("fee", before.fee_minor - after.fee_minor),
        *_row("free_shipping", before.clawback_minor - after.clawback_minor),
        *_row("from_before", settled),
    ]


def _row(kind: ItemKind, amount_minor: int) -> list[Item]:
    return [Item(kind=kind, amount=Amount(amount_minor))] if amount_minor else []
