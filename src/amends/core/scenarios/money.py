"""What differs between the money that the terms of a decision lead to and what a case expects of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from amends.core.engine.verdict import Decision, Outcome
from amends.core.errors import AmendsError, MoneyInvalid
from amends.core.money import format_amount, parse_amount
from amends.core.orders import Line, Order
from amends.core.refunds.exchange import ExchangeQuote, Swap, quote_exchange
from amends.core.refunds.offers import Offer, RepairCost, RepairQuote, quote_offer, quote_repair
from amends.core.refunds.quote import RefundQuote, quote_cancel, quote_gift_credit, quote_refund
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, Refunded, Units
from amends.core.scenarios.compare import Difference
from amends.core.scenarios.model import MoneyOf, Pieces
from amends.core.vocabulary import GIFT_RECIPIENT

DecideFor = Callable[[str | None], Decision]  # the decision, had the reason been this one


@dataclass(frozen=True, slots=True)
class Sum:
    """A quote of any kind in the words of a scenario."""

    total: int = 0
    items: Mapping[str, int] = field(default_factory=dict)
    payments: Mapping[str, int] = field(default_factory=dict)
    credit: int = 0
    to_pay: int = 0


def money_differences(wanted: MoneyOf, order: Order, line_id: str, decide_for: DecideFor) -> Iterator[Difference]:
    """This function will return everything in which a sum is not what is expected."""
    decision = decide_for(None)
    verdict = decision.verdicts.get(wanted.remedy)
    about = f"money, {wanted.remedy}"
    if verdict is None or verdict.outcome is not Outcome.ACCEPTED:
        got = verdict.outcome.value if verdict else "not_offered"
        yield Difference(about, "outcome", "accepted", got, verdict.clauses if verdict else ())
        return
    try:
        found = _sum(wanted, order, line_id, decision, verdict.terms, decide_for)
    except MoneyInvalid as error:
        if not wanted.impossible:
            yield Difference(about, "sum", "a sum", str(error), verdict.clauses)
        return
    if wanted.impossible:
        got = format_amount(found.total or found.to_pay, order.currency)
        yield Difference(about, "sum", "impossible", got, verdict.clauses)
        return
    for what, expected, got in _compared(wanted, found, order.currency):
        if expected != got:
            yield Difference(about, what, expected, got, verdict.clauses)


def _compared(wanted: MoneyOf, found: Sum, currency: str) -> Iterator[tuple[str, str, str]]:
    for what in ("total", "credit", "to_pay"):
        expected = getattr(wanted, what)
        if expected is not None:
            got = format_amount(getattr(found, what), currency)
            yield what, format_amount(_minor(expected, currency), currency), got
    for what in ("items", "payments"):
        rows = getattr(wanted, what)
        if rows is not None:
            expected_rows = {name: _minor(amount, currency) for name, amount in rows.items()}
            yield what, _rows(expected_rows, currency), _rows(getattr(found, what), currency)


def _sum(wanted: MoneyOf, order: Order, line_id: str, decision: Decision, terms: Terms, decide_for: DecideFor) -> Sum:
    if wanted.remedy == "repair":
        return _of_repair(quote_repair(order.currency, _cost(wanted, order.currency), terms))
    lane = decision.lanes[0]
    units = _units(wanted.pieces if wanted.pieces is not None else [line_id])
    earlier = _earlier(wanted, order, terms, lane, decide_for)
    match wanted.remedy:
        case "cancel":
            return _of_refund(quote_cancel(order, earlier))
        case "exchange":
            swap = Swap(units=units, new=_new_lines(wanted, order.currency), lane=lane)
            return _of_exchange(quote_exchange(order, swap, terms, earlier))
        case "partial_refund":
            return _of_refund(quote_offer(order, _offer(wanted, units, order.currency, lane), terms, earlier))
        case "store_credit" if decision.facts.get("claim.by") == GIFT_RECIPIENT:
            return _of_refund(quote_gift_credit(order, units, terms, earlier))
    ask = Ask(units=units, lane=lane, to="credit" if wanted.remedy == "store_credit" else "")
    return _of_refund(quote_refund(order, ask, terms, earlier))


def _earlier(wanted: MoneyOf, order: Order, terms: Terms, lane: str, decide_for: DecideFor) -> Sequence[Refunded]:
    records: list[Refunded] = []
    for before in wanted.earlier:
        then = decide_for(before.reason) if before.reason else None
        their_terms = then.verdicts["refund"].terms if then else terms
        ask = Ask(units=_units(before.pieces), lane=then.lanes[0] if then else lane)
        records.append(quote_refund(order, ask, their_terms, tuple(records)).record)
    return tuple(records)


def _units(written: Pieces) -> tuple[Units, ...]:
    if isinstance(written, dict):
        return tuple(Units(line_id=line_id, quantity=quantity) for line_id, quantity in written.items())
    return tuple(Units(line_id=line_id) for line_id in written)


def _new_lines(wanted: MoneyOf, currency: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            id=f"new-{number}",
            product_id="new",
            sku="new",
            name="new",
            quantity=one.quantity,
            unit_price_minor=_minor(one.price, currency),
        )
        for number, one in enumerate(wanted.new, 1)
    )


def _offer(wanted: MoneyOf, units: tuple[Units, ...], currency: str, lane: str) -> Offer:
    percent = wanted.offer.percent if wanted.offer else None
    amount = wanted.offer.amount if wanted.offer else None
    return Offer(
        units=units, percent=percent, amount_minor=None if amount is None else _minor(amount, currency), lane=lane
    )


def _cost(wanted: MoneyOf, currency: str) -> RepairCost:
    if wanted.cost is None:
        return RepairCost()
    return RepairCost(
        labour_minor=_minor(wanted.cost.labour, currency),
        materials_minor=_minor(wanted.cost.materials, currency),
        postage_in_minor=_minor(wanted.cost.postage_in, currency),
        postage_out_minor=_minor(wanted.cost.postage_out, currency),
    )


def _of_refund(quote: RefundQuote) -> Sum:
    items: Counter[str] = Counter()
    for item in quote.items:
        items[item.kind] += item.amount.gross_minor
    return Sum(
        total=quote.total_minor,
        items=dict(items),
        payments={way.payment_id: way.amount_minor for way in quote.routes if way.to == "payment"},
        credit=sum(way.amount_minor for way in quote.routes if way.to != "payment"),
    )


def _of_exchange(quote: ExchangeQuote) -> Sum:
    return Sum(
        total=quote.refund_minor,
        items={charge.kind: charge.amount.gross_minor for charge in quote.charges},
        payments={way.payment_id: way.amount_minor for way in quote.routes if way.to == "payment"},
        credit=quote.credit_minor,
        to_pay=quote.to_pay_minor,
    )


def _of_repair(quote: RepairQuote) -> Sum:
    paid_by_customer: dict[str, int] = {
        item.kind: item.amount_minor for item in quote.items if item.payer == "customer"
    }
    return Sum(items=paid_by_customer, to_pay=quote.to_pay_minor)


def _minor(amount: Any, currency: str) -> int:
    try:
        return parse_amount(str(amount), currency)
    except AmendsError as error:
        raise MoneyInvalid(error.what, hint=error.hint) from error


def _rows(rows: Mapping[str, int], currency: str) -> str:
    return ", ".join(f"{name} {format_amount(rows[name], currency)}" for name in sorted(rows)) or "none"
