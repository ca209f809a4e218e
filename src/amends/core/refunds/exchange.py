"""What an exchange costs: the new things against what was paid for the old, by the terms.

The replacement takes on the amount paid for the units it replaces plus any difference paid (less any paid out); a later
refund of the replacement returns that amount. Laws: the worth put in equals the worth taken out; the units given up
can never be refunded again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from amends.core.errors import MoneyInvalid, Place, did_you_mean
from amends.core.money import allocate, percent_of, rounded
from amends.core.orders import Line, Order, Payment, Product, Tax, Variant
from amends.core.refunds.left import payable
from amends.core.refunds.paid import ARITHMETIC, Amount, Arithmetic, Paid, paid, total_of
from amends.core.refunds.routes import ROUTING, Route, Routing, ways_back
from amends.core.refunds.terms import UNSAID, Terms
from amends.core.refunds.totals import fee_of
from amends.core.refunds.units import Charge, ChargeKind, Refunded, Units, take, unit_shares


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeQuote:
    """An exchange as it would be settled now; `record` is what later quotes must be told."""

    currency: str
    back: Amount  # what was paid, and not yet given back, for the units given up
    new: Amount  # what the new things cost
    charges: tuple[Charge, ...]
    to_pay_minor: int  # before the new things leave
    refund_minor: int  # goes back by `routes`
    credit_minor: int  # goes to store credit
    routes: tuple[Route, ...]
    lines: tuple[Line, ...]  # the replacements, at the amounts they took on
    record: Refunded

    @property
    def difference_minor(self) -> int:
        """This property will hold what the customer owes; below zero: what the customer gets."""
        return self.to_pay_minor - self.refund_minor - self.credit_minor

    @property
    def tax_difference_minor(self) -> int:
        """This property will hold how much of the new, the charges and less the old is tax."""
        return self.new.tax_minor + sum(charge.amount.tax_minor for charge in self.charges) - self.back.tax_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """What goes back and what comes instead; `charges` are added to what the terms charge, with their taxes."""

    units: tuple[Units, ...]
    new: tuple[Line, ...]  # an old discount is not carried over, unless the new line says so
    charges: tuple[Charge, ...] = ()
    lane: str = "change_of_mind"


def quote_exchange(
    order: Order,
    swap: Swap,
    terms: Terms = UNSAID,
    earlier: Sequence[Refunded] = (),
    *,
    routing: Routing = ROUTING,
    arithmetic: Arithmetic = ARITHMETIC,
) -> ExchangeQuote:
    """This function will compute what an exchange costs or gives, or raise `MoneyInvalid` where it cannot be."""
    if not swap.units or not swap.new:
        raise MoneyInvalid("an exchange names what goes back and what comes instead.", place=Place(field="units, new"))
    bought = paid(order, arithmetic)
    units = take(order, bought, swap.units, earlier)
    back = total_of(share.amount for shares in unit_shares(bought, units, earlier).values() for share in shares)
    wanted = paid(Order(number=order.number, currency=order.currency, lines=swap.new), arithmetic)
    record = Refunded(units=units, exchanged=True, lane=swap.lane, terms=terms)
    extra = (*_charges(back, terms, earlier, record), *swap.charges)
    settled = _settle(back.gross_minor, wanted.goods_minor, sum(one.amount.gross_minor for one in extra), terms)
    capacity = payable(order, earlier)
    if capacity is not None:
        settled = _within(settled, capacity)
    ways = ways_back(settled.refund, order.payments, "", terms, routing)
    ways += ways_back(settled.credit, order.payments, "credit", terms, routing)
    credit = sum(way.amount_minor for way in ways if way.to != "payment")
    return ExchangeQuote(
        currency=order.currency,
        back=back,
        new=wanted.total,
        charges=extra,
        to_pay_minor=settled.to_pay,
        refund_minor=settled.refund,
        credit_minor=settled.credit,
        routes=ways,
        lines=_replacements(swap.new, wanted, settled.worth),
        record=replace(
            record,
            paid_minor=settled.refund + settled.credit - credit,
            credit_minor=credit,
            fee_paid_minor=sum(one.amount.gross_minor for one in extra if one.kind == "fee"),
        ),
    )


def exchanged(order: Order, quote: ExchangeQuote, payment: Payment | None = None) -> Order:
    """This function will return the order with the replacements and the payment of the difference."""
    there = {line.id for line in order.lines}
    clash = next((line.id for line in quote.lines if line.id in there), None)
    if clash is not None:
        raise MoneyInvalid(
            f"the order has a line `{clash}` already.", place=Place(field="new"), hint="Give it another id."
        )
    payments = (*order.payments, payment) if payment else order.payments
    return replace(order, lines=(*order.lines, *quote.lines), payments=payments)


def exchange_candidates(product: Product, sku: str, keep: Collection[str] = ()) -> tuple[Variant, ...]:
    """This function will return what a variant can be exchanged for: others, available, alike in what is kept."""
    old = product.variant(sku)
    if old is None:
        hint = did_you_mean(sku, [variant.sku for variant in product.variants])
        raise MoneyInvalid(f"`{product.id}` has no variant `{sku}`.", place=Place(field="sku"), hint=hint)
    return tuple(
        one
        for one in product.variants
        if one.sku != sku and one.available and all(one.options.get(name) == old.options.get(name) for name in keep)
    )


@dataclass(frozen=True, slots=True)
class _Settled:
    to_pay: int
    refund: int
    credit: int
    worth: int  # what the replacement takes on


def _settle(back: int, cost: int, owed: int, terms: Terms) -> _Settled:
    if cost >= back:
        rise = cost - back if terms.price_rise == "customer" else 0
        return _Settled(rise + owed, 0, 0, back + rise)
    match terms.price_fall:
        case "kept":
            return _Settled(owed, 0, 0, back)
        case "credit":
            return _Settled(owed, 0, back - cost, cost)
        case "refund":
            net = back - cost - owed
            return _Settled(max(0, -net), max(0, net), 0, cost)


def _within(settled: _Settled, capacity: int) -> _Settled:
    """What was never captured cannot be paid out; the replacement keeps that worth."""
    refund = min(settled.refund, capacity)
    credit = min(settled.credit, capacity - refund)
    kept = settled.refund - refund + settled.credit - credit
    return _Settled(settled.to_pay, refund, credit, settled.worth + kept)


def _charges(back: Amount, terms: Terms, earlier: Sequence[Refunded], record: Refunded) -> tuple[Charge, ...]:
    fee = terms.fee_minor
    if terms.fee_per == "order":
        fee = fee_of([*earlier, record]) - fee_of(earlier)
    restocking = rounded(percent_of(back.gross_minor, terms.restocking_percent))
    amounts: dict[ChargeKind, int] = {"new_postage": terms.new_postage_minor, "fee": fee, "restocking": restocking}
    return tuple(Charge(kind=kind, amount=Amount(amount)) for kind, amount in amounts.items() if amount)


def _replacements(new: Sequence[Line], wanted: Paid, worth: int) -> tuple[Line, ...]:
    gross = [wanted.lines[line.id].gross_minor for line in new]
    parts = allocate(worth, gross if any(gross) else [line.quantity for line in new])
    return tuple(
        replace(
            line,
            price_minor=part,
            discount_minor=0,
            discountable=False,
            taxes=tuple(Tax(rate_ppm=tax.rate_ppm, included=True) for tax in line.taxes),
        )
        for line, part in zip(new, parts, strict=True)
    )
