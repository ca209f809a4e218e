"""The steps of a scenario that go through the book of returns."""

from __future__ import annotations

from typing import Any

from tests.outside import reading
from tests.outside.reading import Data
from tests.outside.world import World, paid_out

from amends.core.refunds import quote, returns, units


def _request(world: World, given: Data) -> dict[str, Any]:
    asked = tuple(map(reading.asked_of, given["lines"]))
    warned = returns.similar(world.returns, asked)
    world.book = returns.request(world.returns, given["id"], asked)
    return {**_state(world, given["id"]), "warned_of": list(warned), "returns": len(world.returns.returns)}


def _findings(world: World, given: Data) -> dict[str, Any]:
    found = returns.findings(world.returns, tuple(map(reading.asked_of, given["lines"])))
    return {
        "codes": [one.code for one in found],
        "eligible": not found,
        "to_a_person": any(one.refer for one in found),
    }


def _advance(world: World, given: Data) -> dict[str, Any]:
    world.book = returns.advance(world.returns, given["id"], given["step"])
    return _state(world, given["id"])


def _receive(world: World, given: Data) -> dict[str, Any]:
    good, dismissed = given.get("good", {}), given.get("dismissed", {})
    book = returns.receive(world.returns, given["id"], good, dismissed)
    restocks = given.get("restock", True)
    stock = returns.restock(world.stock, good if restocks else {}, untracked=frozenset(given.get("untracked", ())))
    world.book, world.stock = book, stock
    return {**_state(world, given["id"]), "stock": dict(stock)}


def _send_back(world: World, given: Data) -> dict[str, Any]:
    world.book = returns.send_back(world.returns, given["id"], given["units"], given["rest"])
    return _parted(world, given)


def _replace(world: World, given: Data) -> dict[str, Any]:
    world.book = returns.replace_units(world.returns, given["id"], given["units"], given["rest"])
    return _parted(world, given)


def _parted(world: World, given: Data) -> dict[str, Any]:
    rest = _state(world, given["rest"]) if any(one.id == given["rest"] for one in world.returns.returns) else {}
    return {**_state(world, given["id"]), "rest": rest}


def _refund_return(world: World, given: Data) -> dict[str, Any]:
    """A refund of what came back: the book says which units, the money says how much."""
    if "units" in given:
        returns.check_refund(world.returns, given["id"], given["units"])
    book = returns.advance(world.returns, given["id"], "refund")
    ask = units.Ask(units=returns.units_of(world.returns, given["id"]))
    made = quote.quote_refund(world.order, ask, world.terms, world.earlier, arithmetic=world.arithmetic)
    result = paid_out(world, made)
    world.book = book
    return {**result, **_state(world, given["id"])}


def _state(world: World, return_id: str) -> dict[str, Any]:
    one = world.returns.find(return_id)
    return {
        "return": one.state.value,
        "asked": sum(line.asked for line in one.lines),
        "good": sum(line.good for line in one.lines),
        "dismissed": sum(line.dismissed for line in one.lines),
        "arrived": sum(line.arrived for line in one.lines),
        "here": sum(line.here for line in one.lines),
    }


VERBS = {
    "request": _request,
    "findings": _findings,
    "advance": _advance,
    "receive": _receive,
    "send_back": _send_back,
    "replace": _replace,
    "refund_return": _refund_return,
}
