"""What a scenario has built up so far, and its results as plain data: amounts as text, by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.outside.reading import CURRENCY

from amends.core import money
from amends.core.orders import Order
from amends.core.refunds import left, payments, quote, returns, units
from amends.core.refunds.paid import ARITHMETIC, Amount, Arithmetic
from amends.core.refunds.terms import UNSAID, Terms


@dataclass
class World:
    """What a scenario has built up so far."""

    order: Order
    terms: Terms = UNSAID
    arithmetic: Arithmetic = ARITHMETIC
    earlier: list[units.Refunded] = field(default_factory=list)
    book: returns.Book | None = None
    stock: dict[str, int] = field(default_factory=dict)

    @property
    def returns(self) -> returns.Book:
        """This property will give the book of returns of a scenario that has an order."""
        assert self.book is not None
        return self.book


def text(minor_amount: int) -> str:
    """This function will write an amount as scenarios do."""
    return money.format_amount(minor_amount, CURRENCY.get())


def paid_out(world: World, made: quote.RefundQuote) -> dict[str, Any]:
    """This function will pay a quote, keep its record, and return it as plain data."""
    order = quote.pay(world.order, made)
    world.order = order
    world.earlier.append(made.record)
    rest = left.what_is_left(order, world.earlier, world.arithmetic)
    return {
        **quoted(made),
        "cumulative": text(sum(one.given_minor for one in world.earlier)),
        "state": payments.refund_state(order.payments),
        "left": left_of(rest),
    }


def quoted(made: quote.RefundQuote) -> dict[str, Any]:
    """This function will return a quote as plain data."""
    kinds = {item.kind for item in made.items}
    return {
        "total": text(made.total_minor),
        "goods": parts_of(made.goods),
        "shipping": parts_of(made.shipping),
        "items": {kind: text(made.of(kind)) for kind in kinds},
        "routes": {way.payment_id or way.to: text(way.amount_minor) for way in made.routes},
        "bonus": text(sum(way.bonus_minor for way in made.routes)),
        "carried": text(made.carried_minor),
        "lines": {
            item.ref: {
                **parts_of(item.amount),
                "quantity": len(item.units),
                "units": [share.unit for share in item.units],
                "serials": [share.serial for share in item.units],
                "groups": sorted([count, text(one.net_minor), text(one.gross_minor)] for count, one in item.groups),
            }
            for item in made.items
            if item.kind == "goods"
        },
        "charges": {item.ref: parts_of(item.amount) for item in made.items if item.kind == "shipping"},
    }


def parts_of(amount: Amount) -> dict[str, Any]:
    """This function will return net, tax and gross as text."""
    rates = {f"{tax.rate_ppm / 10_000:g}": text(tax.amount_minor) for tax in amount.taxes}
    parts = {"net": amount.net_minor, "tax": amount.tax_minor, "gross": amount.gross_minor}
    return {**{name: text(part) for name, part in parts.items()}, "taxes": rates}


def left_of(rest: left.Left) -> dict[str, Any]:
    """This function will return what is left as plain data."""
    return {
        "units": {one: {number: text(part) for number, part in units.items()} for one, units in rest.units.items()},
        "shipping": {one: text(part) for one, part in rest.shipping.items()},
        "total": text(rest.total_minor),
        "settled": rest.settled,
    }
