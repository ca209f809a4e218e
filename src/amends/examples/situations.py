"""The orders worth trying: for each clause an order, the piece, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from amends.examples.folders import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing to ask for in a situation, and the answer that is expected; `said` are facts as they are written."""

    reason: str
    remedy: str
    outcome: str  # accepted, refused or referred
    said: Mapping[str, str]


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
    asks: tuple[Ask, ...]  # what the policy answers here; the tests hold it
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
        asks=tuple(_ask(text) for text in shown.get("asks", ())),
        facts=MappingProxyType(shown["facts"]),
    )


def _ask(text: str) -> Ask:
    reason, remedy, outcome, *said = text.split()
    return Ask(reason=reason, remedy=remedy, outcome=outcome, said=dict(one.split("=", 1) for one in said))
