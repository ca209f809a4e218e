"""What an accepted call comes to: quoted by `core.refunds`, laid over the customer's methods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from amends.core.orders import Line
from amends.core.refunds.exchange import Swap, quote_exchange
from amends.core.refunds.quote import RefundQuote, quote_cancel, quote_refund
from amends.core.refunds.routes import Routing, room, routes
from amends.core.refunds.terms import UNSAID, Terms
from amends.core.refunds.units import Ask, Refunded, Units
from amends.replay.calls import Call
from amends.replay.claims import Asked
from amends.replay.store import Account, Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The money of one call: `back` goes back to which method, `to_pay_minor` is charged to the named one."""

    terms: Terms = UNSAID
    back: Mapping[str, int] = field(default_factory=dict)
    to_pay_minor: int = 0
    difference_minor: int | None = None  # of an exchange or a change of items: what the customer owes; below zero: gets
    lines: tuple[Line, ...] = ()  # what comes instead
    record: Refunded | None = None

    @property
    def refund_minor(self) -> int:
        """This property will hold all that goes back."""
        return sum(self.back.values())


NOTHING = Settlement()


def settle(account: Account, call: Call, each: Sequence[Asked], terms: Terms, catalogue: Catalogue) -> Settlement:
    """This function will compute what the call comes to, or raise `MoneyInvalid` where that cannot be."""
    match call.tool.remedy, call.tool.change:
        case "cancel", _:
            return _paid_back(quote_cancel(account.order, account.told), terms)
        case "refund", _:
            return _return(account, call, each, terms)
        case "exchange", _:
            return _exchange(account, call, each, terms, catalogue)
        case "change", "options":
            return _exchange(account, call, each, terms, catalogue)
        case "change", "payment":
            return _moved(account, terms)
    return Settlement(terms=terms)


def _paid_back(quote: RefundQuote, terms: Terms, other: str = "") -> Settlement:
    back: Counter[str] = Counter()
    for way in quote.routes:
        back[way.payment_id or other] += way.amount_minor
    return Settlement(terms=terms, back=dict(back), record=quote.record)


def _return(account: Account, call: Call, each: Sequence[Asked], terms: Terms) -> Settlement:
    """All of it to one method: the original one as far as it paid, or a gift card where the terms allow one."""
    is_original = call.method in {one.id for one in account.order.payments}
    ask = Ask(units=_units(each), to="original" if is_original else "gift_card")
    routing = Routing(only=(call.method,)) if is_original else Routing()
    return _paid_back(quote_refund(account.order, ask, terms, account.told, routing=routing), terms, call.method)


def _exchange(account: Account, call: Call, each: Sequence[Asked], terms: Terms, catalogue: Catalogue) -> Settlement:
    """The difference by the one method that was named, whichever paid before."""
    new = tuple(_replacement(account, one, catalogue) for one in each)
    quote = quote_exchange(account.order, Swap(units=_units(each), new=new), terms, account.told)
    back = {call.method: quote.refund_minor + quote.credit_minor} if quote.difference_minor < 0 else {}
    return Settlement(
        terms=terms,
        back=back,
        to_pay_minor=quote.to_pay_minor,
        difference_minor=quote.difference_minor,
        lines=quote.lines,
        record=quote.record,
    )


def _replacement(account: Account, one: Asked, catalogue: Catalogue) -> Line:
    line, number = one.unit
    sku = one.new_sku or ""
    product, variant = catalogue.variants.get(sku, (None, None))
    base = f"{line.id}.{number}"
    taken = {each.id for each in account.order.lines}
    line_id = next(name for name in (f"{base}{'+' * count}" for count in range(1, 99)) if name not in taken)
    return Line(
        id=line_id,
        product_id=product.id if product else line.product_id,
        sku=sku,
        name=product.name if product else line.name,
        quantity=1,
        unit_price_minor=variant.price_minor if variant else line.unit_price_minor,
        taxes=line.taxes,
        category=line.category,
        marks=line.marks,
        attributes=line.attributes,
    )


def _moved(account: Account, terms: Terms) -> Settlement:
    """All that the order's methods hold goes back to them, and the new method pays it."""
    held = sum(room(payment) for payment in account.order.payments)
    ways = routes(held, account.order.payments)
    return Settlement(terms=terms, back={way.payment_id: way.amount_minor for way in ways}, to_pay_minor=held)


def _units(each: Sequence[Asked]) -> tuple[Units, ...]:
    units: dict[str, list[int]] = {}
    for one in each:
        units.setdefault(one.unit[0].id, []).append(one.unit[1])
    return tuple(Units(line_id=line_id, numbers=tuple(numbers)) for line_id, numbers in units.items())
