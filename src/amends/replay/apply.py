"""What an accepted call makes of the store. Cancelling and changing happen at once; returns and exchanges are promised.

Law: a refused or referred call leaves the store as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from amends.core.engine.uses import counters_used
from amends.core.engine.verdict import Outcome
from amends.core.orders import Order, Payment
from amends.imports.values import Customer
from amends.replay.answer import Answer, Desk
from amends.replay.calls import Call
from amends.replay.store import Account, Request, Store


def apply(desk: Desk, store: Store, call: Call, answer: Answer) -> Store:
    """This function will return the store after the answer."""
    account = store.account(call.order)
    customer = store.customer(call.customer or "")
    if answer.outcome is not Outcome.ACCEPTED or account is None or customer is None:
        return store
    account = replace(account, order=replace(account.order, used=_used(desk, account.order, call, answer)))
    settled = answer.settlement
    match call.tool.remedy, call.tool.change:
        case "refund", _:
            request = Request(
                kind="return",
                skus=call.items,
                method=call.method,
                amount_minor=settled.refund_minor,
                record=settled.record,
            )
            return store.with_account(replace(account, requests=(*account.requests, request)))
        case "exchange", _:
            request = Request(
                kind="exchange", skus=call.items, new_skus=call.new_items, method=call.method,
                amount_minor=settled.difference_minor or 0,
            )  # fmt: skip
            return store.with_account(replace(account, requests=(*account.requests, request)))
        case "change", "address":
            order = replace(account.order, postcode=call.address.get("zip", ""), country=_country(call, account.order))
            return store.with_account(replace(account, order=order, address=dict(call.address)))
        case "cancel", _:
            account = replace(account, order=replace(account.order, state="cancelled"), cancel_reason=call.reason)
        case "change", "options":
            lines = (*account.order.lines, *settled.lines)
            records = () if settled.record is None else (settled.record,)
            order = replace(account.order, lines=lines)
            account = replace(account, order=order, earlier=(*account.earlier, *records), items_changed=True)
    return _with_money(store, account, customer, call, answer)


def _with_money(store: Store, account: Account, customer: Customer, call: Call, answer: Answer) -> Store:
    settled = answer.settlement
    charged = {call.method: settled.to_pay_minor} if settled.to_pay_minor else {}
    payments = _paid(account.order.payments, customer, settled.back, charged)
    moved = {name: settled.back.get(name, 0) - charged.get(name, 0) for name in {*settled.back, *charged}}
    account = replace(account, order=replace(account.order, payments=payments))
    return store.with_account(account).with_moved(customer.id, moved)


def _paid(
    payments: tuple[Payment, ...], customer: Customer, back: Mapping[str, int], charged: Mapping[str, int]
) -> tuple[Payment, ...]:
    """The order's payments, one for each method, with what went back to it and what it was charged."""
    found = {payment.id: payment for payment in payments}
    for name in [*back, *charged]:
        method = customer.method(name)
        found.setdefault(name, Payment(id=name, method=method.kind if method else "unknown", captured_minor=0))
    return tuple(
        replace(
            one,
            captured_minor=one.captured_minor + charged.get(one.id, 0),
            refunded_minor=one.refunded_minor + back.get(one.id, 0),
        )
        for one in found.values()
    )


def _country(call: Call, order: Order) -> str:
    said = call.address.get("country", "")
    return said if len(said) == 2 else order.country


def _used(desk: Desk, order: Order, call: Call, answer: Answer) -> dict[str, int]:
    """What the policy's limits count: one use for each limit in whose scope the accepted claim lies."""
    used = dict(order.used)
    each = (counters_used(desk.policy, answer.lanes, call.tool.remedy, facts, desk.at) for facts in answer.facts)
    for counter in frozenset().union(*each):
        name = counter.removeprefix("used.")
        used[name] = used.get(name, 0) + 1
    return used
