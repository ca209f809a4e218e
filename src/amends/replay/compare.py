"""An answer and the state after it, beside what was expected: which amounts differ, and which words.

Amounts of the recorded effects are in major units and exact; those of end states are in minor units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.errors import AmendsError, Place
from amends.core.money import format_amount, parse_amount
from amends.replay.answer import Answer
from amends.replay.calls import CallInvalid
from amends.replay.states import address_of, balances_of, items_of, paid_by, status_of
from amends.replay.store import Account, Store


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected; `is_money` where it is an amount."""

    what: str
    expected: str
    ours: str
    is_money: bool = True

    def __str__(self) -> str:
        return f"{self.what}: expected {self.expected}, ours {self.ours}"


@dataclass(frozen=True, slots=True)
class Reading:
    """How expected amounts are read: the currency, and where a mistake in them stands."""

    currency: str
    place: Place

    def amount(self, raw: Any) -> int:
        """This function will return an amount written in major units as minor units."""
        try:
            return parse_amount(format(raw, "f") if not isinstance(raw, int | str) else str(raw), self.currency)
        except (AmendsError, TypeError, ValueError) as error:
            raise CallInvalid(f"`{raw}` is no amount in {self.currency}.", place=self.place) from error

    def shown(self, amount: int | None) -> str:
        """This function will return minor units as people read them."""
        return "nothing" if amount is None else format_amount(amount, self.currency)


def effect_differences(
    effect: Mapping[str, Any], ours: Answer, after: Store, account: Account, read: Reading
) -> list[Difference]:
    """This function will compare a call's recorded effect with our answer and the store after it."""
    found = []
    if "status" in effect and effect["status"] != status_of(account):
        found.append(Difference("status", str(effect["status"]), status_of(account), is_money=False))
    for key, value in (
        ("refund", ours.settlement.refund_minor),
        ("price_difference", ours.settlement.difference_minor),
    ):
        if key in effect and read.amount(effect[key]) != value:
            found.append(Difference(key, read.shown(read.amount(effect[key])), read.shown(value)))
    if "refunds_net" in effect:
        wanted = {name: read.amount(amount) for name, amount in effect["refunds_net"].items()}
        found += _amounts("refund to", wanted, ours.settlement.back, read)
    if "gift_card_balances" in effect:
        wanted = {name: read.amount(amount) for name, amount in effect["gift_card_balances"].items()}
        found += _amounts("balance of", wanted, balances_of(after, account.order.customer_id), read)
    if "items" in effect:
        found += _items(Counter((sku, read.amount(price)) for sku, price in effect["items"]), items_of(account), read)
    return found


def end_differences(
    end: Mapping[str, Any], customers: Sequence[str], before: Store, after: Store, read: Reading
) -> list[Difference]:
    """This function will compare an expected end state, order by order and customer by customer, with ours.

    Customers of the errand whom the end state does not name are expected to have the balances they had.
    """
    found: list[Difference] = []
    for number, wanted in end.get("orders", {}).items():
        account = after.account(number)
        if account is None:
            found.append(Difference(f"order {number}", "there", "nothing", is_money=False))
        else:
            found += _order(number, wanted, account, read)
    users = end.get("users", {})
    for customer in sorted({*customers, *users}):
        methods = users[customer].get("payment_methods", {}) if customer in users else {}
        wanted = {name: one["balance"] for name, one in methods.items() if "balance" in one}
        if customer not in users:
            wanted = balances_of(before, customer)
        found += _amounts("balance of", wanted, balances_of(after, customer), read)
    return found


def _order(number: str, wanted: Mapping[str, Any], account: Account, read: Reading) -> list[Difference]:
    said = [
        ("status", wanted.get("status"), status_of(account)),
        ("address", wanted.get("address"), dict(address_of(account))),
        ("cancel_reason", wanted.get("cancel_reason", ""), account.cancel_reason),
    ]
    found = [
        Difference(f"{name} of {number}", str(theirs), str(ours), is_money=False)
        for name, theirs, ours in said
        if theirs is not None and theirs != ours
    ]
    found += _items(Counter((one["item_id"], one["price"]) for one in wanted.get("items", [])), items_of(account), read)
    found += _amounts(f"paid for {number} by", _net(wanted.get("payment_history", [])), paid_by(account), read)
    return found + _requests(number, wanted, account)


def _net(history: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """What each method has paid in the end; a method to which more went back than it paid is brought to nothing."""
    net: Counter[str] = Counter()
    for one in history:
        sign = 1 if one["transaction_type"] == "payment" else -1
        net[one["payment_method_id"]] += sign * one["amount"]
    return {name: amount for name, amount in net.items() if amount}


def _requests(number: str, wanted: Mapping[str, Any], account: Account) -> list[Difference]:
    request = account.requests[-1] if account.requests else None
    ours: dict[str, Any] = {}
    if request and request.kind == "return":
        ours = {"return_items": sorted(request.skus), "return_payment_method_id": request.method}
    elif request:
        ours = {
            "exchange_items": sorted(request.skus),
            "exchange_new_items": sorted(request.new_skus),
            "exchange_payment_method_id": request.method,
            "exchange_price_difference": request.amount_minor,
        }
    keys = {*ours, *(key for key in wanted if key.startswith(("return_", "exchange_")))}
    found = []
    for key in sorted(keys):
        theirs = sorted(wanted[key]) if isinstance(wanted.get(key), list) else wanted.get(key)
        if theirs != ours.get(key):
            is_money = key == "exchange_price_difference"
            found.append(Difference(f"{key} of {number}", str(theirs), str(ours.get(key)), is_money=is_money))
    return found


def _amounts(what: str, wanted: Mapping[str, int], ours: Mapping[str, int], read: Reading) -> list[Difference]:
    return [
        Difference(f"{what} {name}", read.shown(wanted.get(name)), read.shown(ours.get(name)))
        for name in sorted({*wanted, *ours})
        if wanted.get(name) != ours.get(name)
    ]


def _items(wanted: Counter[tuple[str, int]], ours: Counter[tuple[str, int]], read: Reading) -> list[Difference]:
    lacking, extra = wanted - ours, ours - wanted
    if not lacking and not extra:
        return []
    told = [
        ", ".join(f"{sku} at {read.shown(price)}" for sku, price in one.elements()) or "none"
        for one in (lacking, extra)
    ]
    return [Difference("items", told[0], told[1])]
