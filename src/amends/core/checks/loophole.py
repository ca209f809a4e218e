"""Someone gains by the order of their steps: more comes back than was paid, or a deduction is avoided that was meant.

Every sequence of up to three steps with a small order is tried that the clauses lawfully allow: returning one piece or
all, for money or for credit, swapping for something dearer, cheaper or the same, a present's recipient beside its
buyer, and buying anew with credit. The engine decides each step, and the arithmetic of refunds computes its money.
Amounts lie at the shop's own bounds. Told is a sequence at whose end goods and money are worth more than was paid; one
by which more money comes back than for all of it at once; and a bonus on credit that can be had on itself. What a fault
or a person's decision allows is not looked at. From a present's recipient nothing is ever deducted, which is meant, and
the arithmetic itself never pays the same piece to both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from amends.core.checks.dealings import LANE, RETURNS, Dealings, State, Step, bought
from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import Joined, Said, say
from amends.core.engine.truth import tests_in
from amends.core.engine.verdict import Outcome, Verdict
from amends.core.facts import Kind
from amends.core.money import format_amount
from amends.core.policy.floors import alone
from amends.core.policy.tree import Effect, Op, Policy
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import Situations
from amends.core.regions.space import Claimed
from amends.core.regions.witness import Witness

DEPTH = 3
MOST_KINDS = 6  # of claims that differ in their terms; further ones add nothing but time
TAKEN = ("restocking_percent", "fee_minor", "clawback_free_from_minor", "new_postage_minor")
GIVEN = ("price_rise", "price_fall", "credit_bonus_percent", "refund_shipping")
MOST_AMOUNTS = 8
USUAL = 10_000
UNITS = ("claim.quantity", "item.quantity")
MOST_UNITS = 1_000


@dataclass(frozen=True, slots=True)
class _Gain:
    kind: str  # gains, avoids, bonus
    paid_minor: int
    state: State
    gain_minor: int
    against: Verdict  # whose terms it gets around
    fields: tuple[str, ...]


def loophole(subject: Subject) -> Iterator[Finding]:
    """This function will find sequences of steps by which somebody gains what was not meant."""
    policy = alone(subject.policy)
    if not _can_matter(policy):
        return
    told: set[tuple[str, str]] = set()
    met: set[object] = set()
    for claimed in _kinds(subject):
        dealings = Dealings(policy, claimed.facts, claimed.at)
        terms = dealings.terms()
        if terms in met:  # the amounts are those of the orders below, so what else differs decides nothing
            continue
        met.add(terms)
        for gain in _gains(dealings):
            clause = _clause(policy, gain)
            if (gain.kind, clause) not in told:
                told.add((gain.kind, clause))
                yield _finding(policy, gain, clause, claimed)


def _can_matter(policy: Policy) -> bool:
    """Where nothing is ever taken off or put on, what is paid comes back, in whatever order."""
    return any(name in one.terms for one in policy.clauses for name in (*TAKEN, *GIVEN))


def _kinds(subject: Subject) -> Iterator[Claimed]:
    """Claims that are accepted, on each of the terms that clauses set for some and not for others."""
    found: list[Claimed] = []
    for remedy in (*RETURNS, "exchange"):
        if remedy in subject.regions.on_offer:
            view = subject.regions.of(LANE, remedy)
            found += list(_split(view))[:MOST_KINDS]
    yield from found


def _split(view: Situations) -> Iterator[Claimed]:
    sets = view.sets
    parts = [view.outcomes[Outcome.ACCEPTED]]
    for clause in view.speaking(Effect.TERMS):
        scope = view.scope(clause)
        cut = [one for part in parts for one in (sets.both(part, scope), sets.without(scope, part))]
        parts = [one for one in cut if one != NONE][:MOST_KINDS]
    yield from (claimed for part in parts if (claimed := view.claim_in(part)) is not None)


def _gains(dealings: Dealings) -> Iterator[_Gain]:
    for start in _orders(dealings.policy):
        paid = start.goods_minor + sum(one.price_minor for one in start.order.shipping)
        whole = next(dealings.at_once(start), None)
        yield from _bonus(dealings, start, paid)
        layer, found = [start], list[_Gain]()
        for depth in range(DEPTH):
            layer = list({after.done: after for state in layer for after in dealings.steps(state)}.values())
            found += [one for state in layer if (one := _judged(state, whole, paid)) is not None]
            if found and depth:  # a longer way to the same is no news
                break
        yield from sorted(found, key=lambda one: (bool(one.state.held), len(one.state.steps), -one.gain_minor))


def _judged(state: State, whole: State | None, paid: int) -> _Gain | None:
    gain = state.out_minor + state.goods_minor - paid
    if gain > 0:
        return _Gain("gains", paid, state, gain, state.steps[-1].verdict, (*GIVEN, "refund_shipping"))
    if whole is None or any(step.by for step in state.steps):
        return None
    avoided = state.out_minor - whole.out_minor
    return _Gain("avoids", paid, state, avoided, whole.steps[-1].verdict, TAKEN) if avoided > 0 else None


def _bonus(dealings: Dealings, start: State, paid: int) -> Iterator[_Gain]:
    for first in _all_for_credit(dealings, start):
        credit = first.steps[-1].credit_minor + first.steps[-1].bonus_minor
        for second in _all_for_credit(dealings, dealings.again(first, credit)):
            last = second.steps[-1]
            gain = last.credit_minor + last.bonus_minor - credit
            if gain > 0:
                yield _Gain("bonus", paid, second, gain, last.verdict, ("credit_bonus_percent",))
                return


def _all_for_credit(dealings: Dealings, state: State) -> Iterator[State]:
    for after in dealings.steps(state):
        if not after.held and after.steps[-1].bonus_minor:
            yield after


def _orders(policy: Policy) -> Iterator[State]:
    """Small orders: of two pieces and of two units, at the amounts and numbers of units where the clauses turn."""
    currency = policy.shop.currency
    flat = policy.shop.flat_rate_minor or 0
    for amount in sorted({USUAL, *_bounds(policy)})[:MOST_AMOUNTS]:
        yield bought(currency, ((amount, 2),))
        yield bought(currency, ((amount, 1), (max(1, amount // 4), 1)))
    if flat:
        yield bought(currency, ((USUAL, 1),), flat)
    for units in sorted(set(_units(policy)))[:MOST_AMOUNTS]:
        yield bought(currency, ((USUAL, units),))


def _bounds(policy: Policy) -> Iterator[int]:
    for clause in policy.clauses:
        free_from = clause.terms.get("clawback_free_from_minor")
        if free_from:
            yield from (free_from, max(1, free_from - 1))
        for test in (*tests_in(clause.scope), *tests_in(clause.provided)):
            if policy.vocabulary.find(test.fact).kind is Kind.MONEY and isinstance(test.value, int) and test.value > 1:
                yield from (test.value, test.value - 1, test.value + 1) if test.op is not Op.IS else (test.value,)


def _units(policy: Policy) -> Iterator[int]:
    """How many units a clause asks for, and one more; two are tried in any case."""
    for clause in policy.clauses:
        for test in (*tests_in(clause.scope), *tests_in(clause.provided)):
            if test.fact in UNITS and isinstance(test.value, int):
                yield from (one for one in (test.value, test.value + 1) if 2 < one <= MOST_UNITS)


def _clause(policy: Policy, gain: _Gain) -> str:
    """The clause whose terms are got around, where one sets them."""
    named = [reason.clause for reason in gain.against.reasons if reason.clause]
    every = [*named, *(one.clause for step in gain.state.steps for one in step.verdict.reasons if one.clause)]
    return next((one for one in every if any(name in policy.clause(one).terms for name in gain.fields)), "")


def _finding(policy: Policy, gain: _Gain, clause: str, claimed: Claimed) -> Finding:
    currency = policy.shop.currency

    def money(minor: int) -> str:
        return f"{format_amount(minor, currency)} {currency}"

    steps = tuple(_told(at, step, money) for at, step in enumerate(gain.state.steps, 1))
    message = say(
        f"loophole.{gain.kind}", paid=money(gain.paid_minor), gain=money(gain.gain_minor), steps=Joined("; ", steps)
    )
    last = gain.state.steps[-1]
    facts = _plain(policy, last.facts)
    witness = Witness(facts, claimed.at, last.remedy)
    return Finding("loophole", message, _hint(policy, gain, clause), clause, (), witness)


def _hint(policy: Policy, gain: _Gain, clause: str) -> Said:
    """What free shipping costs is taken off money alone, so that no term of an exchange can say the same."""
    is_swapped = any(step.remedy == "exchange" for step in gain.state.steps)
    if gain.kind == "avoids" and is_swapped and clause and "clawback_free_from_minor" in policy.clause(clause).terms:
        return say("loophole.swapped.do")
    return say(f"loophole.{gain.kind}.do")


def _plain(policy: Policy, facts: Any) -> dict[str, Any]:
    """The facts without what silence says too."""
    return {name: value for name, value in facts.items() if value != policy.vocabulary.find(name).absent}


def _told(number: int, step: Step, money: Callable[[int], str]) -> str:
    got = [say("loophole.back", money=money(step.money_minor))] if step.money_minor > 0 else []
    got += [say("loophole.to_pay", money=money(-step.money_minor))] if step.money_minor < 0 else []
    credit = step.credit_minor + step.bonus_minor
    got += [say("loophole.credit", money=money(credit))] if step.credit_minor else []
    name = f"loophole.step{'.recipient' if step.by else ''}{'.for' if step.price_minor else ''}"
    return say(
        name, number=number, remedy=f"`{step.remedy}`", price=money(step.price_minor),
        what=say("loophole.all") if len(step.lines) > 1 else f"`{step.lines[0]}`",
        got=tuple(got) or say("loophole.nothing"),
    )  # fmt: skip
