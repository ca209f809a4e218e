"""A small order under a policy's own terms, and every sequence of steps that a customer can lawfully take with it.

Each step is a claim that the engine accepts, on the facts as the earlier steps left them, and its money is what
`core.refunds` computes: nothing is computed here. Laws: goods that went back are gone; what was paid out is counted
once; a step that the engine or the arithmetic refuses is not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from amends.core.checks.asked import asked_by
from amends.core.dates import Instant
from amends.core.engine.decide import compile_policy
from amends.core.engine.verdict import Outcome, Verdict
from amends.core.errors import AmendsError
from amends.core.orders import Line, Order, Payment, Shipping
from amends.core.policy.tree import Effect, Policy
from amends.core.refunds.exchange import Swap, exchanged, quote_exchange
from amends.core.refunds.quote import RefundQuote, pay, quote_gift_credit, quote_refund
from amends.core.refunds.units import Ask, Refunded, Units
from amends.core.vocabulary import GIFT_RECIPIENT

BY, METHODS, SAME = "claim.by", "order.payment_methods", "wanted.same_product"
CREDIT = "gift_card"  # how it is called among payments
LANE = "change_of_mind"
RETURNS = ("refund", "store_credit")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a customer does: how it is asked for, and what it brings or costs."""

    remedy: str
    lines: tuple[str, ...]  # what goes back
    facts: Mapping[str, Any]
    verdict: Verdict
    money_minor: int = 0  # below zero: paid by the customer
    credit_minor: int = 0
    bonus_minor: int = 0
    price_minor: int = 0  # of what comes instead
    by: str = ""  # who asks, where it is not the buyer


@dataclass(frozen=True, slots=True)
class State:
    """An order after some steps."""

    order: Order
    held: Mapping[str, tuple[int, int]]  # line -> units that the customer has, and what one costs
    records: tuple[Refunded, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def out_minor(self) -> int:
        """This property will hold what the customer has got back in all, money and credit, without bonus."""
        return sum(step.money_minor + step.credit_minor for step in self.steps)

    @property
    def done(self) -> object:
        """This property will hold what has come of the steps, in whatever order they were taken."""
        taken = sorted((step.remedy, step.lines, step.price_minor, step.by) for step in self.steps)
        credit = sum(step.credit_minor + step.bonus_minor for step in self.steps)
        return tuple(sorted(self.held.items())), self.out_minor, credit, tuple(taken)

    @property
    def goods_minor(self) -> int:
        """This property will hold what the goods that the customer has would cost."""
        return sum(count * price for count, price in self.held.values())


def bought(currency: str, lines: tuple[tuple[int, int], ...], shipping_minor: int = 0) -> State:
    """This function will return an order of lines, each a price and a number of units, just paid."""
    sold = tuple(
        Line(id=f"l{at}", product_id=f"p{at}", sku=f"p{at}", name=f"p{at}", quantity=count, unit_price_minor=price)
        for at, (price, count) in enumerate(lines, 1)
    )
    charges = (Shipping(id="s1", price_minor=shipping_minor),) if shipping_minor else ()
    total = sum(price * count for price, count in lines) + shipping_minor
    order = Order(
        number="1", currency=currency, lines=sold, shipping=charges,
        payments=(Payment(id="paid", method="card", captured_minor=total),),
    )  # fmt: skip
    return State(order, {line.id: (line.quantity, line.unit_price_minor) for line in sold})


class Dealings:
    """What a customer can do with orders that are like one claim in everything but their amounts."""

    def __init__(self, policy: Policy, facts: Mapping[str, Any], at: Instant) -> None:
        self.policy = policy
        self.facts = {name: value for name, value in facts.items() if name != BY}
        asked = {name for one in policy.clauses for name in asked_by(one)}
        self.askers = ("", GIFT_RECIPIENT) if BY in asked else ("",)
        counters = (one.counter for one in policy.clauses if one.effect is Effect.LIMIT)
        self.deciding = sorted({*asked, *counters})  # the engine is asked once for what is the same to the clauses
        self._known: dict[tuple[Any, ...], Verdict | None] = {}
        self.at = at
        self.engine = compile_policy(policy)

    @cached_property
    def _asked(self) -> frozenset[str]:
        accepting = (one for one in self.policy.clauses if one.effect is Effect.ACCEPT and LANE in one.lanes)
        return frozenset().union(*(one.remedies for one in accepting))

    def steps(self, state: State) -> Iterator[State]:
        """This function will return the order after each thing that its customer can do next."""
        for picked in _picked(state):
            for by in self.askers:
                for remedy in sorted(self._asked.intersection(RETURNS)):
                    yield from self._returned(state, picked, remedy, by)
            if len(picked) == 1 and "exchange" in self._asked:
                yield from self._swapped(state, picked)

    def at_once(self, state: State) -> Iterator[State]:
        """This function will return the order after all of it went back at once for money."""
        everything = {line: count for line, (count, _) in state.held.items()}
        yield from self._returned(state, everything, "refund", "")

    def again(self, state: State, price_minor: int) -> State:
        """This function will return an order of one thing at that price that is paid with credit."""
        fresh = bought(state.order.currency, ((price_minor, 1),))
        paid = (replace(fresh.order.payments[0], method=CREDIT),)
        return replace(fresh, order=replace(fresh.order, payments=paid), steps=state.steps)

    def terms(self) -> object:
        """This function will return on which terms the pieces of an order come back, as far as they are accepted."""
        state = bought(self.policy.shop.currency, ((10_000, 2),))
        every = [(name, by) for name in (*RETURNS, "exchange") for by in self.askers if name in self._asked]
        found = (self._decided(state, {"l1": count}, name, by)[1] for name, by in every for count in (1, 2))
        return tuple(None if one is None else one.terms for one in found)

    def _decided(
        self, state: State, picked: Mapping[str, int], remedy: str, by: str, new: int | None = None
    ) -> tuple[dict[str, Any], Verdict | None]:
        line, count = next(iter(picked.items()))
        price = state.held[line][1]
        units = sum(picked.values())
        facts: dict[str, Any] = {
            **self.facts, "claim.quantity": units, "item.quantity": max(units, state.held[line][0]),
            "item.price": price, "item.paid": price * count,
            "order.goods_paid": sum(one.unit_price_minor * one.quantity for one in state.order.lines),
            **self._counted(state),
        }  # fmt: skip
        if by:
            facts[BY] = by
        if METHODS in facts and any(one.method == CREDIT for one in state.order.payments):
            facts[METHODS] = frozenset({CREDIT})
        if SAME in facts and new is not None:
            facts[SAME] = new == price  # what costs something else is another product, as far as prices go
        key = (remedy, *(facts.get(name) for name in self.deciding))
        if key not in self._known:
            verdict = self.engine.decide(facts, self.at).verdicts.get(remedy)
            is_accepted = verdict is not None and verdict.outcome is Outcome.ACCEPTED
            self._known[key] = verdict if is_accepted else None
        return facts, self._known[key]

    def _counted(self, state: State) -> dict[str, int]:
        """How often what is limited was used."""
        limits = [one for one in self.policy.clauses if one.effect is Effect.LIMIT]
        return {one.counter: sum(step.remedy in one.remedies for step in state.steps) for one in limits}

    def _returned(self, state: State, picked: Mapping[str, int], remedy: str, by: str) -> Iterator[State]:
        facts, verdict = self._decided(state, picked, remedy, by)
        if verdict is None:
            return
        units = tuple(Units(line_id=line, quantity=count) for line, count in picked.items())
        for to in ("", "credit") if remedy == "refund" else ("credit",):
            try:
                if by and remedy == "store_credit":
                    quote = quote_gift_credit(state.order, units, verdict.terms, state.records)
                else:
                    quote = quote_refund(state.order, Ask(units=units, to=to), verdict.terms, state.records)
                order = pay(state.order, quote)
            except AmendsError:
                continue
            held = {line: (there - picked.get(line, 0), cost) for line, (there, cost) in state.held.items()}
            step = _paid_out(Step(remedy, tuple(picked), facts, verdict, by=by), quote)
            yield State(order, _there(held), (*state.records, quote.record), (*state.steps, step))

    def _swapped(self, state: State, picked: Mapping[str, int]) -> Iterator[State]:
        [(line, count)] = picked.items()
        left, price = state.held[line]
        name = f"x{len(state.order.lines) + 1}"
        for other in sorted({price, max(1, price // 2), price * 2, 100}):
            facts, verdict = self._decided(state, picked, "exchange", "", other)
            if verdict is None:
                continue
            new = Line(id=name, product_id=name, sku=name, name=name, quantity=count, unit_price_minor=other)
            try:
                swap = Swap(units=(Units(line_id=line, quantity=count),), new=(new,))
                quote = quote_exchange(state.order, swap, verdict.terms, state.records)
                due = Payment(id=f"paid-{name}", method="card", captured_minor=quote.to_pay_minor)
                order = exchanged(state.order, quote, due if quote.to_pay_minor else None)
            except AmendsError:
                continue
            back = {
                route.payment_id: route.amount_minor for route in quote.routes if route.to == "payment"
            }  # fmt: skip
            order = replace(order, payments=tuple(
                replace(one, pending_minor=one.pending_minor + back.get(one.id, 0)) for one in order.payments
            ))  # fmt: skip
            kept = {**state.held, line: (left - count, price), name: (count, other)}
            step = Step(
                "exchange", (line,), facts, verdict, quote.refund_minor - quote.to_pay_minor, quote.credit_minor,
                price_minor=other * count,
            )  # fmt: skip
            yield State(order, _there(kept), (*state.records, quote.record), (*state.steps, step))


def _paid_out(step: Step, quote: RefundQuote) -> Step:
    credit = sum(one.amount_minor for one in quote.routes if one.to != "payment")
    bonus = sum(one.bonus_minor for one in quote.routes)
    return replace(step, money_minor=quote.total_minor - credit, credit_minor=credit, bonus_minor=bonus)


def _there(held: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {line: (count, price) for line, (count, price) in held.items() if count}


def _picked(state: State) -> Iterator[dict[str, int]]:
    """One unit of a line, a whole line, or everything."""
    found: list[dict[str, int]] = []
    for line, (count, _) in state.held.items():
        found += [{line: 1}, {line: count}]
    found.append({line: count for line, (count, _) in state.held.items()})
    yield from (one for at, one in enumerate(found) if one and one not in found[:at])
