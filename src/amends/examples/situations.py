"""The orders worth trying: for each clause an order, the piece, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from amends.examples.folders import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One thing to try: the clause it shows, where, and in words what to do."""

    clause: str
    order_number: str
    line_id: str
    title: str
    to_try: str
    email: str
    postcode: str
    gift_code: str
    facts: Mapping[str, Any]  # what must be true of the order; the tests hold it


def situations(shop_id: str) -> tuple[Situation, ...]:
    """This function will return what there is to try at that shop, in the order of the clauses."""
    found = [_situation(order, shown) for order in special_orders(shop_id) for shown in order["shows"]]
    return tuple(sorted(found, key=lambda situation: int(situation.clause[1:])))


@cache
def special_orders(shop_id: str) -> tuple[Mapping[str, Any], ...]:
    """This function will return the orders with fixed numbers as the shop's file describes them."""
    return tuple(MappingProxyType(order) for order in read_yaml(shop_id, "situations.yaml"))


def _situation(order: Mapping[str, Any], shown: Mapping[str, Any]) -> Situation:
    return Situation(
        clause=shown["clause"],
        order_number=order["number"],
        line_id=f"L{shown['line']}",
        title=shown["title"],
        to_try=shown["try"],
        email=order["email"],
        postcode=order["postcode"],
        gift_code=order.get("gift_code", ""),
        facts=MappingProxyType(shown["facts"]),
    )
