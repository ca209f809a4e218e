"""The answer to a call: what the policy says of every item, and what it comes to.

A request that makes no sense is turned away with its fault. Everything else is decided by the policy: accepted where
every item is accepted, refused where one is refused, referred otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from amends.core.dates import Instant
from amends.core.engine.verdict import AGAINST, Decision, Ground, Outcome, Verdict
from amends.core.errors import MoneyInvalid
from amends.core.facts import Facts
from amends.core.policy.tree import Policy
from amends.imports.values import Customer
from amends.replay.calls import Call
from amends.replay.claims import Asked, Words, asked, facts_of, matched
from amends.replay.money import NOTHING, Settlement, settle
from amends.replay.store import Account, Store

Decide = Callable[[Facts, Instant], Decision]
NOT_GRANTED = AGAINST | {Ground.NOT_OFFERED, Ground.SILENT, Ground.UNKNOWN, Ground.WRONG}

# What can be wrong with a request itself, whatever the policy says.
ORDER_NOT_FOUND = "order_not_found"  # or another customer's: nobody is told which
EMPTY_LIST = "empty_list"
LENGTHS_DIFFER = "lengths_differ"
ITEM_NOT_IN_ORDER = "item_not_in_order"
MONEY_IMPOSSIBLE = "money_impossible"  # the money cannot go where it was to go: given back already, too much
FAULTS = {
    ORDER_NOT_FOUND: "the customer has no such order",
    EMPTY_LIST: "no item was named",
    LENGTHS_DIFFER: "old and new items are not equally many",
    ITEM_NOT_IN_ORDER: "an item is not in the order (so often)",
    MONEY_IMPOSSIBLE: "the money cannot go there",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who answers: the policy, the words of the calls, the engine and the clock of the decisions."""

    policy: Policy
    words: Words
    decide: Decide
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one call, with the clauses (or the request's fault) that decided it."""

    outcome: Outcome
    clauses: tuple[str, ...] = ()  # accepted: that grant it; otherwise: that stand against it
    fault: str = ""
    settlement: Settlement = NOTHING
    facts: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    lanes: frozenset[str] = frozenset()


def answer(desk: Desk, store: Store, call: Call) -> Answer:
    """This function will answer a call on the store as it stands; it changes nothing."""
    account = store.account(call.order)
    customer = store.customer(call.customer) if call.customer is not None else None
    if account is None or customer is None or account.order.customer_id != customer.id:
        return _turned_away(ORDER_NOT_FOUND)
    units, lacking = matched(account.units, call.items)
    fault = _fault(call, lacking)
    each = tuple(map(Asked, units or account.units)) if fault else asked(account, call, units)
    facts = facts_of(account, customer, call, each, store.catalogue, desk.policy.vocabulary, desk.words)
    found = _decided(desk, call, facts)
    if fault:  # all reasons are told: those of the policy too, as far as it can judge a request that makes no sense
        clauses = found.clauses if found.outcome is Outcome.REFUSED else ()
        return Answer(outcome=Outcome.REFUSED, clauses=clauses, fault=fault)
    if found.outcome is not Outcome.ACCEPTED:
        return found
    return _settled(desk, store, call, (account, customer), each, found, facts)


def _fault(call: Call, lacking: Sequence[str]) -> str:
    if call.tool.has_items and not call.items:
        return EMPTY_LIST
    if lacking:
        return ITEM_NOT_IN_ORDER
    return LENGTHS_DIFFER if call.tool.has_new_items and len(call.new_items) != len(call.items) else ""


def _turned_away(fault: str) -> Answer:
    return Answer(outcome=Outcome.REFUSED, fault=fault)


def _settled(
    desk: Desk, store: Store, call: Call, whose: tuple[Account, Customer], each: Sequence[Asked], found: Answer,
    facts: Sequence[Mapping[str, Any]],
) -> Answer:  # fmt: skip
    """The money on the acceptance's terms; whether the method covers it is a fact, and the policy decides again."""
    account, customer = whose
    try:
        settlement = settle(account, call, each, found.settlement.terms, store.catalogue)
    except MoneyInvalid:
        return _turned_away(MONEY_IMPOSSIBLE)
    method = customer.method(call.method)
    balance = method.balance_minor if method else None
    if balance is not None and balance < settlement.to_pay_minor:
        again = _decided(desk, call, [{**one, "wanted.money_covered": False} for one in facts])
        if again.outcome is not Outcome.ACCEPTED:
            return again
    return Answer(
        outcome=found.outcome, clauses=found.clauses, settlement=settlement, facts=tuple(facts), lanes=found.lanes
    )


def _decided(desk: Desk, call: Call, facts: Sequence[Mapping[str, Any]]) -> Answer:
    decisions = [desk.decide(one, desk.at) for one in facts]
    verdicts = [one.verdicts.get(call.tool.remedy) for one in decisions]
    outcomes = {one.outcome if one else Outcome.REFUSED for one in verdicts}
    outcome = next(one for one in (Outcome.REFUSED, Outcome.REFERRED, Outcome.ACCEPTED) if one in outcomes)
    named = (clause for one in verdicts if one for clause in _named(one, outcome))
    terms = next((one.terms for one in verdicts if one), NOTHING.terms)
    lanes = frozenset(lane for one in decisions for lane in one.lanes)
    return Answer(outcome=outcome, clauses=tuple(sorted(set(named))), settlement=Settlement(terms=terms), lanes=lanes)


def _named(verdict: Verdict, outcome: Outcome) -> list[str]:
    if verdict.outcome is not outcome:
        return []
    if outcome is Outcome.ACCEPTED:
        return [one.clause for one in verdict.reasons if one.ground is Ground.ACCEPTS]
    return [one.clause or one.ground.value for one in verdict.reasons if one.ground in NOT_GRANTED]
