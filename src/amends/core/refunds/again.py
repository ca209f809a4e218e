"""Working a refund out once more that was promised, on what stands before it now.

Law: on the order and the earlier refunds that it was promised on, it comes to what was promised.
"""

from __future__ import annotations

from collections.abc import Sequence

from amends.core.orders import Order
from amends.core.refunds.paid import Amount
from amends.core.refunds.quote import RefundQuote, quote_refund
from amends.core.refunds.routes import Destination
from amends.core.refunds.units import Ask, Charge, Refunded, ShippingPart, Units


def quote_again(order: Order, record: Refunded, earlier: Sequence[Refunded], to: Destination = "") -> RefundQuote:
    """This function will quote the refund that the record stands for, or raise `MoneyInvalid` where it cannot be."""
    return quote_refund(order, ask_of(record, to), record.terms, earlier)


def ask_of(record: Refunded, to: Destination = "") -> Ask:
    """This function will return what the refund was asked to give back: the same units, by their numbers."""
    units = tuple(
        Units(line_id=part.line_id, numbers=(part.unit,), amount_minor=None if part.whole else part.amount_minor)
        for part in record.units
    )
    shipping = tuple(ShippingPart(id=charge_id, amount_minor=amount) for charge_id, amount in record.shipping if amount)
    if record.fixed:
        of_units = sum(part.amount_minor for part in record.units) + sum(amount for _, amount in record.shipping)
        return Ask(units=units, shipping=shipping, amount_minor=of_units + record.free_minor, lane=record.lane, to=to)
    charges = (Charge(kind="other", amount=Amount(record.charges_minor)),) if record.charges_minor else ()
    return Ask(units=units, shipping=shipping, charges=charges, lane=record.lane, to=to)
