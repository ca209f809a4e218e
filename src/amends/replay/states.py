"""A store's state in the words of the recorded calls: statuses, balances, items with prices, what each method paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from amends.replay.store import Account, Store


def status_of(account: Account) -> str:
    """This function will return the order's status as the recorded calls name it."""
    if account.order.state == "pending" and account.items_changed:
        return "pending (item modified)"
    if account.order.state == "delivered" and account.requests:
        return f"{account.requests[-1].kind} requested"
    return account.order.state


def balances_of(store: Store, customer_id: str) -> dict[str, int]:
    """This function will return what is on the customer's gift cards."""
    customer = store.customer(customer_id)
    methods = customer.methods if customer else ()
    return {method.id: method.balance_minor for method in methods if method.balance_minor is not None}


def items_of(account: Account) -> Counter[tuple[str, int]]:
    """This function will return the order's items with the price of each, as often as they are in it."""
    found: Counter[tuple[str, int]] = Counter()
    for line, _ in account.units:
        price = line.unit_price_minor if line.price_minor is None else line.price_minor // max(line.quantity, 1)
        found[line.sku, price] += 1
    return found


def paid_by(account: Account) -> dict[str, int]:
    """This function will return what each method has paid for the order, less what went back to it."""
    paid = {one.id: one.captured_minor - one.refunded_minor - one.pending_minor for one in account.order.payments}
    return {name: amount for name, amount in paid.items() if amount}


def address_of(account: Account) -> Mapping[str, str]:
    """This function will return where the order goes."""
    return account.address
