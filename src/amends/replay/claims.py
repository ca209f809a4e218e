"""From a call and the state of the store to the facts that the policy asks about; nothing is granted or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.claims import Claim, Piece, claimed, facts_of_pieces
from amends.core.facts import Vocabulary
from amends.core.orders import Order
from amends.core.refunds.routes import room
from amends.imports.values import Customer
from amends.replay.calls import Call
from amends.replay.store import Account, Catalogue, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How the recorded calls' words are said in the policy, and which clauses stand for their codes of refusal."""

    reasons: Mapping[str, str]
    otherwise: str  # the reason that any other word means
    codes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one unit, or about all of an order."""

    unit: Unit
    new_sku: str | None = None  # nothing: no other thing is wanted, or nobody said which


def matched(units: Sequence[Unit], skus: Sequence[str]) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """This function will return a unit for every stock number, each unit once, and the numbers that found none."""
    left = list(units)
    found, lacking = [], []
    for sku in skus:
        unit = next((one for one in left if one[0].sku == sku), None)
        if unit is None:
            lacking.append(sku)
        else:
            left.remove(unit)
            found.append(unit)
    return tuple(found), tuple(lacking)


def asked(account: Account, call: Call, units: Sequence[Unit]) -> tuple[Asked, ...]:
    """This function will pair the units with what is wanted instead; a call without items is about all units."""
    if not call.tool.has_items:
        return tuple(Asked(unit) for unit in account.units)
    if not call.tool.has_new_items:
        return tuple(Asked(unit) for unit in units)
    return tuple(Asked(unit, sku) for unit, sku in zip(units, call.new_items, strict=True))


def facts_of(
    account: Account, customer: Customer, call: Call, each: Sequence[Asked], catalogue: Catalogue,
    vocabulary: Vocabulary, words: Words,
) -> list[dict[str, Any]]:  # fmt: skip
    """This function will return the facts of every distinct claim that the call makes."""
    pieces = facts_of_pieces(account.order, vocabulary)
    shared: dict[str, Any] = {
        "claim.confirmed": call.confirmed,
        "wanted.whole_order": len(each) == len(account.units),
        "wanted.change": call.tool.change or None,
    }
    if call.tool.has_method:
        shared["wanted.money_to"] = money_to(account.order, customer, call.method)
    reason = words.reasons.get(call.reason, words.otherwise) if call.tool.remedy == "cancel" else None
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    for one in each:
        piece, facts = _piece_of(one.unit, pieces)
        claim = Claim(reason=reason, answers={**shared, **_wanted(one, catalogue)})
        found.setdefault((piece.id, one.new_sku), claimed(facts, claim))
    return list(found.values())


def money_to(order: Order, customer: Customer, method_id: str) -> str:
    """This function will say what a payment method is to an order and its customer."""
    holding = {one.id for one in order.payments if room(one)}
    method = customer.method(method_id)
    if method is None:
        return "unknown_method"
    if method_id in (holding or {one.id for one in order.payments}):
        return "original"
    return "own_gift_card" if method.kind == "gift_card" else "another_method"


def _wanted(one: Asked, catalogue: Catalogue) -> dict[str, Any]:
    if one.new_sku is None:
        return {}
    line, _ = one.unit
    found = catalogue.variants.get(one.new_sku)
    return {
        "wanted.same_product": found is not None and found[0].id == line.product_id,
        "wanted.available": found is not None and found[1].available,
        "wanted.another_option": one.new_sku != line.sku,
    }


def _piece_of(unit: Unit, pieces: Sequence[tuple[Piece, Mapping[str, Any]]]) -> tuple[Piece, Mapping[str, Any]]:
    """The piece that a unit travels in; units fill the parcels in their order."""
    line, number = unit
    mine = [one for one in pieces if one[0].line.id == line.id]
    for piece, facts in mine:
        if number <= piece.quantity:
            return piece, facts
        number -= piece.quantity
    return mine[-1]
