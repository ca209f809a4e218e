"""A small store and calls against it, in the shape of the recorded ones and made for these tests.

Each call says what is expected; every clause of the retail policy that decides has a call that hangs on it alone.
"""

from __future__ import annotations

import copy
import json
from typing import Any

WHERE = {"address1": "1 Elm Row", "address2": "", "city": "Salem", "country": "USA", "state": "OR", "zip": "97301"}
MOVED = {**WHERE, "address1": "2 Oak Row", "zip": "97302"}


def line(place: int, product: str, variant: str, price: int) -> dict[str, Any]:
    return {
        "n": place,
        "product": product,
        "variant": variant,
        "name": product,
        "options": {},
        "price": price,
        "quantity": 1,
    }


def order(number: str, customer: str, status: str, method: str, *lines: tuple[str, str, int]) -> dict[str, Any]:
    rows = [line(place, *one) for place, one in enumerate(lines, 1)]
    total = sum(row["price"] for row in rows)
    sent = [] if status == "pending" else [{"tracking_id": ["9"], "item_ids": [row["variant"] for row in rows]}]
    return {
        "id": number,
        "customer": customer,
        "status": status,
        "address": WHERE,
        "lines": rows,
        "fulfillments": sent,
        "payments": [{"type": "payment", "amount": total, "method": method}],
    }


def variant(name: str, price: int, *, available: bool = True) -> dict[str, Any]:
    return {"id": name, "options": {"name": name}, "available": available, "price": price}


MUG, LAMP, RUG = ("mug", "blue", 1200), ("lamp", "small", 3000), ("rug", "red", 50000)
STORE: dict[str, Any] = {
    "currency": "USD",
    "products": [
        {
            "id": "mug",
            "name": "Mug",
            "variants": [
                variant("blue", 1200),
                variant("green", 1550),
                variant("gold", 900),
                variant("pink", 1, available=False),
            ],
        },
        {"id": "lamp", "name": "Lamp", "variants": [variant("small", 3000), variant("large", 4599)]},
        {"id": "rug", "name": "Rug", "variants": [variant("red", 50000), variant("wide", 90000)]},
    ],
    "customers": [
        {
            "id": "ann",
            "first_name": "Ann",
            "last_name": "Lee",
            "email": "ann@example.com",
            "address": WHERE,
            "payment_methods": [
                {"id": "credit_card_1", "type": "credit_card", "brand": "visa", "last_four": "1111"},
                {"id": "paypal_1", "type": "paypal"},
                {"id": "gift_card_1", "type": "gift_card", "balance": 5000},
            ],
        },
        {
            "id": "bob",
            "first_name": "Bob",
            "last_name": "Ray",
            "email": "bob@example.com",
            "address": WHERE,
            "payment_methods": [{"id": "credit_card_2", "type": "credit_card", "brand": "visa", "last_four": "2222"}],
        },
    ],
    "orders": [
        order("#P1", "ann", "pending", "credit_card_1", MUG, LAMP),
        order("#P2", "ann", "pending", "gift_card_1", MUG, MUG),
        order("#P3", "ann", "pending", "credit_card_1", RUG),
        order("#D1", "ann", "delivered", "credit_card_1", MUG, MUG, LAMP),
        order("#D2", "ann", "delivered", "gift_card_1", RUG),
        order("#S1", "ann", "processed", "credit_card_1", MUG),
        order("#B1", "bob", "pending", "credit_card_2", MUG),
    ],
}

TOOL = {
    "cancel": "cancel_pending_order",
    "address": "modify_pending_order_address",
    "payment": "modify_pending_order_payment",
    "items": "modify_pending_order_items",
    "return": "return_delivered_order_items",
    "exchange": "exchange_delivered_order_items",
}


def call(kind: str, number: str, **said: Any) -> dict[str, Any]:
    """One call: `cancel`, `address`, `payment`, `items`, `return` or `exchange`, with its arguments by short names."""
    arguments: dict[str, Any] = {"order_id": number}
    match kind:
        case "cancel":
            arguments["reason"] = said.get("reason", "no longer needed")
        case "address":
            arguments.update(MOVED)
        case _:
            arguments["payment_method_id"] = said.get("by", "credit_card_1")
    if kind in ("items", "return", "exchange"):
        arguments["item_ids"] = list(said.get("old", ["blue"]))
    if kind in ("items", "exchange"):
        arguments["new_item_ids"] = list(said.get("new", ["green"]))
    return {"tool": TOOL[kind], "arguments": arguments}


def accepted(name: str, asked: dict[str, Any], *setup: dict[str, Any], **effect: Any) -> dict[str, Any]:
    """A call that is to be accepted, after the set-up, with that effect (amounts as texts in major units)."""
    return {
        "id": name,
        **asked,
        "user": "ann",
        "setup": list(setup),
        "expected": "accept",
        "code": None,
        "effect": effect,
    }


def refused(
    name: str, code: str, asked: dict[str, Any], *setup: dict[str, Any], user: str | None = "ann", **more: Any
) -> dict[str, Any]:
    """A call that is to be refused for that reason."""
    return {"id": name, **asked, "user": user, "setup": list(setup), "expected": "refuse", "code": code, **more}


GIFT = "gift_card_1"
ITEMS = call("items", "#P1")
CALLS = [
    accepted(
        "cancel",
        call("cancel", "#P1"),
        status="cancelled",
        refunds_net={"credit_card_1": "42.00"},
        gift_card_balances={GIFT: "50.00"},
    ),
    accepted(
        "cancel by gift card",
        call("cancel", "#P2", reason="ordered by mistake"),
        status="cancelled",
        refunds_net={GIFT: "24.00"},
        gift_card_balances={GIFT: "74.00"},
    ),
    accepted(
        "cancel after payment change",
        call("cancel", "#P1"),
        call("payment", "#P1", by=GIFT),
        status="cancelled",
        refunds_net={GIFT: "42.00"},
        gift_card_balances={GIFT: "50.00"},
    ),
    refused("cancel twice", "NOT_PENDING", call("cancel", "#P1"), call("cancel", "#P1")),
    refused("cancel in work", "NOT_PENDING", call("cancel", "#S1")),
    refused("cancel for another reason", "REASON_NOT_ALLOWED", call("cancel", "#P1", reason="too dear")),
    refused("cancel for no reason", "REASON_NOT_ALLOWED", call("cancel", "#P1", reason="")),
    refused("cancel without a yes", "NOT_CONFIRMED", call("cancel", "#P1"), confirmed=False),
    refused("cancel another's", "ORDER_NOT_FOUND", call("cancel", "#B1")),
    refused("cancel what is not there", "ORDER_NOT_FOUND", call("cancel", "#X9")),
    refused("cancel as nobody", "ORDER_NOT_FOUND", call("cancel", "#P1"), user=None),
    accepted("address", call("address", "#P1"), status="pending"),
    accepted("address twice", call("address", "#P1"), call("address", "#P1"), status="pending"),
    refused("address of a sent order", "NOT_PENDING", call("address", "#D1")),
    refused("address after items", "NOT_PENDING", call("address", "#P1"), ITEMS),
    accepted(
        "payment to gift card", call("payment", "#P1", by=GIFT), status="pending", gift_card_balances={GIFT: "8.00"}
    ),
    accepted(
        "payment from gift card",
        call("payment", "#P2", by="paypal_1"),
        status="pending",
        gift_card_balances={GIFT: "74.00"},
    ),
    refused(
        "payment twice",
        "PAYMENT_ALREADY_CHANGED",
        call("payment", "#P1", by=GIFT),
        call("payment", "#P1", by="paypal_1"),
    ),
    refused("payment by the same", "SAME_PAYMENT_METHOD", call("payment", "#P1")),
    refused("payment by another's", "PAYMENT_METHOD_UNKNOWN", call("payment", "#P1", by="credit_card_2")),
    refused("payment by too little", "GIFT_CARD_SHORT", call("payment", "#P3", by=GIFT)),
    accepted(
        "items dearer",
        ITEMS,
        status="pending (item modified)",
        price_difference="3.50",
        items=[["green", "15.50"], ["small", "30.00"]],
        gift_card_balances={GIFT: "50.00"},
    ),
    accepted(
        "items dearer by gift card",
        call("items", "#P1", old=["blue", "small"], new=["green", "large"], by=GIFT),
        status="pending (item modified)",
        price_difference="19.49",
        items=[["green", "15.50"], ["large", "45.99"]],
        gift_card_balances={GIFT: "30.51"},
    ),
    accepted(
        "items cheaper to gift card",
        call("items", "#P1", new=["gold"], by=GIFT),
        status="pending (item modified)",
        price_difference="-3.00",
        items=[["gold", "9.00"], ["small", "30.00"]],
        gift_card_balances={GIFT: "53.00"},
    ),
    accepted(
        "one of two alike",
        call("items", "#P2", by=GIFT),
        status="pending (item modified)",
        price_difference="3.50",
        items=[["blue", "12.00"], ["green", "15.50"]],
        gift_card_balances={GIFT: "46.50"},
    ),
    accepted(
        "items after a payment change",
        ITEMS,
        call("payment", "#P1", by="paypal_1"),
        status="pending (item modified)",
        price_difference="3.50",
    ),
    refused("items twice", "NOT_PENDING", call("items", "#P1", old=["small"], new=["large"]), ITEMS),
    refused("cancel after items", "NOT_PENDING", call("cancel", "#P1"), ITEMS),
    refused("items of a sent order", "NOT_PENDING", call("items", "#D1")),
    refused("items of another product", "NEW_ITEM_NOT_ALLOWED", call("items", "#P1", new=["large"])),
    refused("items not to be had", "NEW_ITEM_NOT_ALLOWED", call("items", "#P1", new=["pink"])),
    refused("items nobody knows", "NEW_ITEM_NOT_ALLOWED", call("items", "#P1", new=["violet"])),
    refused("items for themselves", "SAME_ITEM", call("items", "#P1", new=["blue"])),
    refused("items by another's method", "PAYMENT_METHOD_UNKNOWN", call("items", "#P1", by="credit_card_2")),
    refused("items by too little", "GIFT_CARD_SHORT", call("items", "#P3", old=["red"], new=["wide"], by=GIFT)),
    refused("items: none", "EMPTY_ITEM_LIST", call("items", "#P1", old=[], new=[])),
    refused("items: fewer new", "LIST_LENGTHS_DIFFER", call("items", "#P1", old=["blue", "small"], new=["green"])),
    refused(
        "items: too often", "ITEM_NOT_IN_ORDER", call("items", "#P1", old=["blue", "blue"], new=["green", "green"])
    ),
    accepted(
        "return",
        call("return", "#D1", old=["blue", "blue"]),
        status="return requested",
        refund="24.00",
        gift_card_balances={GIFT: "50.00"},
    ),
    accepted(
        "return to gift card",
        call("return", "#D1", old=["small"], by=GIFT),
        status="return requested",
        refund="30.00",
        gift_card_balances={GIFT: "50.00"},
    ),
    accepted(
        "return what a gift card paid",
        call("return", "#D2", old=["red"], by=GIFT),
        status="return requested",
        refund="500.00",
    ),
    refused("return of a pending order", "NOT_DELIVERED", call("return", "#P1")),
    refused("return to another method", "REFUND_METHOD_NOT_ALLOWED", call("return", "#D1", by="paypal_1")),
    refused("return to another's method", "PAYMENT_METHOD_UNKNOWN", call("return", "#D1", by="credit_card_2")),
    refused("return twice", "NOT_DELIVERED", call("return", "#D1", old=["small"]), call("return", "#D1")),
    refused("return after exchange", "NOT_DELIVERED", call("return", "#D1", old=["small"]), call("exchange", "#D1")),
    refused("return: none", "EMPTY_ITEM_LIST", call("return", "#D1", old=[])),
    refused("return: too often", "ITEM_NOT_IN_ORDER", call("return", "#D1", old=["blue", "blue", "blue"])),
    accepted(
        "exchange",
        call("exchange", "#D1", old=["blue", "blue"], new=["green", "gold"]),
        status="exchange requested",
        price_difference="0.50",
        gift_card_balances={GIFT: "50.00"},
    ),
    accepted(
        "exchange by any method",
        call("exchange", "#D1", new=["gold"], by="paypal_1"),
        status="exchange requested",
        price_difference="-3.00",
    ),
    refused("exchange of a sent order", "NOT_DELIVERED", call("exchange", "#S1")),
    refused("exchange after return", "NOT_DELIVERED", call("exchange", "#D1"), call("return", "#D1", old=["small"])),
    refused("exchange for another product", "NEW_ITEM_NOT_ALLOWED", call("exchange", "#D1", new=["large"])),
    refused("exchange for itself", "SAME_ITEM", call("exchange", "#D1", old=["blue", "small"], new=["green", "small"])),
    refused("exchange by another's method", "PAYMENT_METHOD_UNKNOWN", call("exchange", "#D1", by="credit_card_2")),
    refused("exchange by too little", "GIFT_CARD_SHORT", call("exchange", "#D2", old=["red"], new=["wide"], by=GIFT)),
]


def _after(number: str, **changed: Any) -> dict[str, Any]:
    began = next(one for one in STORE["orders"] if one["id"] == number)
    state = {
        "order_id": number,
        "user_id": began["customer"],
        "address": began["address"],
        "items": [{"item_id": row["variant"], "price": row["price"]} for row in began["lines"]],
        "status": began["status"],
        "payment_history": [
            {"transaction_type": one["type"], "amount": one["amount"], "payment_method_id": one["method"]}
            for one in began["payments"]
        ],
    }
    return {**copy.deepcopy(state), **changed}


def _step(asked: dict[str, Any], expected: str = "accept", code: str | None = None) -> dict[str, Any]:
    return {**asked, "customer": "ann", "expected": expected, "code": code}


def _paid(amount: int, method: str, kind: str = "payment") -> dict[str, Any]:
    return {"transaction_type": kind, "amount": amount, "payment_method_id": method}


ERRAND = {
    "task": "1",
    "customers": ["ann"],
    "calls": [
        _step(call("address", "#P1")),
        _step(call("payment", "#P1", by=GIFT)),
        _step(call("items", "#P1", new=["gold"], by="paypal_1")),
        _step(call("cancel", "#P1"), "refuse", "NOT_PENDING"),
        _step(call("cancel", "#P2")),
        _step(call("exchange", "#D1", old=["small"], new=["large"], by="paypal_1")),
    ],
    "end_state": {
        "orders": {
            "#P1": _after(
                "#P1",
                status="pending (item modified)",
                address=MOVED,
                items=[{"item_id": "gold", "price": 900}, {"item_id": "small", "price": 3000}],
                payment_history=[
                    _paid(4200, "credit_card_1"),
                    _paid(4200, "credit_card_1", "refund"),
                    _paid(4200, GIFT),
                    _paid(300, "paypal_1", "refund"),
                ],
            ),
            "#P2": _after(
                "#P2",
                status="cancelled",
                cancel_reason="no longer needed",
                payment_history=[_paid(2400, GIFT), _paid(2400, GIFT, "refund")],
            ),
            "#D1": _after(
                "#D1",
                status="exchange requested",
                exchange_items=["small"],
                exchange_new_items=["large"],
                exchange_payment_method_id="paypal_1",
                exchange_price_difference=1599,
            ),
        },
        "users": {
            "ann": {"payment_methods": {GIFT: {"source": "gift_card", "balance": 5000 - 4200 + 2400, "id": GIFT}}},
        },
    },
    "must_tell": [],
    "notes": [],
}


def lines_of(*rows: dict[str, Any]) -> list[str]:
    """The rows as lines of a file."""
    return [json.dumps(row) for row in rows]
