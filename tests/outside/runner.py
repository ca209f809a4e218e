"""Playing a scenario: every step calls the public functions, and gives back plain data that the scenario compares.

A step is `{verb: input, expect: {...}}`. `expect: {error: words}` says that the step must be refused with those words,
and that the world is as it was. Amounts are compared as text in major units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml
from tests.outside import reading, returning
from tests.outside.reading import CURRENCY, Data, minor
from tests.outside.world import World, left_of, paid_out, parts_of, quoted, text

from amends.core import money
from amends.core.dates import parse_instant
from amends.core.engine.spec import decide
from amends.core.errors import AmendsError
from amends.core.facts import read_facts
from amends.core.orders import Payment
from amends.core.policy.load import NO_CALENDAR, load_policy
from amends.core.refunds import changes, exchange, left, offers, payments, quote, returns
from amends.core.refunds.paid import paid
from amends.core.refunds.terms import Terms

SHOP = {
    "amends": 1,
    "shop": {"id": "peer", "name": "Peer", "country": "US", "zone": "UTC", "currency": "USD"},
    "version": "1",
    "starts": "2020-01-01",
    "answers_within": {"hours": 24},
    "post_within": {"days": 14},
}


def world_of(scenario: Data) -> World:
    """This function will set up what the scenario starts from."""
    data = scenario.get("order") or {"lines": {}}
    order = reading.order_of(data)
    return World(
        order=order,
        terms=reading.terms_of(scenario.get("terms", {})),
        arithmetic=reading.arithmetic_of(data),
        book=returns.Book(order=order, rules=reading.rules_of(scenario.get("rules", {}))),
        stock=dict(scenario.get("stock", {})),
    )


def play(scenario: Data) -> list[str]:
    """This function will take all steps of a scenario and name every difference from what it expects."""
    CURRENCY.set(scenario.get("currency", "USD"))
    world = world_of(scenario)
    wrong: list[str] = []
    for number, step in enumerate(scenario["steps"], start=1):
        wrong += [f"step {number}: {one}" for one in _take(world, dict(step))]
    return wrong


def _take(world: World, step: dict[str, Any]) -> list[str]:
    expect = step.pop("expect")
    ((verb, given),) = step.items()
    before = (world.order, list(world.earlier), world.book, dict(world.stock))
    try:
        result = VERBS[verb](world, given or {})
    except AmendsError as error:
        if (world.order, world.earlier, world.book, world.stock) != before:
            return ["the refused step left something behind"]
        if "error" not in expect:
            return [f"refused: {error}"]
        return [] if expect["error"] in str(error) else [f"refused with other words: {error}"]
    if "error" in expect:
        return [f"not refused, but {result}"]
    assert expect, "a step expects something"
    return differences(expect, result, verb)


def differences(expected: Any, found: Any, where: str) -> list[str]:
    """This function will compare what is expected with what was found, looking only at what is expected."""
    if isinstance(expected, dict) and isinstance(found, dict):
        rows = (differences(value, found.get(key), f"{where}.{key}") for key, value in expected.items())
        return [one for row in rows for one in row]
    return [] if expected == found else [f"{where}: expected {expected!r}, found {found!r}"]


# Money asked back


def _refund(world: World, given: Data) -> dict[str, Any]:
    made = quote.quote_refund(
        world.order,
        reading.ask_of(given),
        _terms(world, given),
        world.earlier,
        routing=reading.routing_of(given.get("routing", {})),
        arithmetic=world.arithmetic,
    )
    return paid_out(world, made)


def _cancel(world: World, given: Data) -> dict[str, Any]:
    routing = reading.routing_of(given.get("routing", {}))
    return paid_out(world, quote.quote_cancel(world.order, world.earlier, routing=routing, arithmetic=world.arithmetic))


def _everything(world: World, given: Data) -> dict[str, Any]:
    ask = left.what_is_left(world.order, world.earlier, world.arithmetic).ask()
    terms = _terms(world, given)
    return paid_out(world, quote.quote_refund(world.order, ask, terms, world.earlier, arithmetic=world.arithmetic))


def _offer(world: World, given: Data) -> dict[str, Any]:
    offer = offers.Offer(
        units=tuple(map(reading.units_of, given["units"])),
        percent=Decimal(given["percent"]) if "percent" in given else None,
        amount_minor=reading.maybe(given, "amount"),
    )
    return paid_out(world, offers.quote_offer(world.order, offer, _terms(world, given), world.earlier))


def _worth(world: World, given: Data) -> dict[str, Any]:
    """A quote that nobody pays: what the goods come to."""
    made = quote.quote_refund(
        world.order, reading.ask_of(given), _terms(world, given), world.earlier, arithmetic=world.arithmetic
    )
    return quoted(made)


def _terms(world: World, given: Data) -> Terms:
    return reading.terms_of(given["terms"]) if "terms" in given else world.terms


def _gift_credit(world: World, given: Data) -> dict[str, Any]:
    asked = tuple(map(reading.units_of, given["units"]))
    return paid_out(world, quote.quote_gift_credit(world.order, asked, _terms(world, given), world.earlier))


def _what_is_left(world: World, _: Data) -> dict[str, Any]:
    return left_of(left.what_is_left(world.order, world.earlier, world.arithmetic))


def _order_total(world: World, _: Data) -> dict[str, Any]:
    bought = paid(world.order, world.arithmetic)
    return {
        **parts_of(bought.total),
        "lines": {one: parts_of(line.amount) for one, line in bought.lines.items()},
        "to_pay": text(bought.total_minor - sum(one.captured_minor for one in world.order.payments)),
    }


# Exchanges and changes


def _exchange(world: World, given: Data) -> dict[str, Any]:
    before = paid(world.order, world.arithmetic).total_minor
    made = exchange.quote_exchange(
        world.order, reading.swap_of(given), _terms(world, given), world.earlier, arithmetic=world.arithmetic
    )
    payment = None
    if made.to_pay_minor:
        payment = Payment(id="difference", method="card", captured_minor=made.to_pay_minor)
    back = {way.payment_id: way.amount_minor for way in made.routes if way.to == "payment"}
    order = exchange.exchanged(world.order, made, payment)
    on_the_way = (replace(one, pending_minor=one.pending_minor + back.get(one.id, 0)) for one in order.payments)
    world.order = replace(order, payments=tuple(on_the_way))
    world.earlier.append(made.record)
    return {
        "back": parts_of(made.back),
        "new": parts_of(made.new),
        "difference": text(made.difference_minor),
        "tax_difference": text(made.tax_difference_minor),
        "to_pay": text(made.to_pay_minor),
        "refund": text(made.refund_minor),
        "credit": text(made.credit_minor),
        "new_total": text(before + made.difference_minor),
        "replacements": {line.id: text(line.price_minor or 0) for line in made.lines},
        "left": left_of(left.what_is_left(world.order, world.earlier, world.arithmetic)),
    }


def _change(world: World, given: Data) -> dict[str, Any]:
    lines, shipping = given.get("lines"), given.get("shipping")
    after = replace(
        world.order,
        lines=tuple(reading.line_of(*row) for row in lines.items()) if lines else world.order.lines,
        shipping=tuple(reading.shipping_of(*row) for row in shipping.items()) if shipping else world.order.shipping,
        discount_minor=minor(given["discount"]) if "discount" in given else world.order.discount_minor,
    )
    made = changes.quote_change(world.order, after, world.terms, arithmetic=world.arithmetic)
    amounts = {way.payment_id: way.amount_minor for way in made.routes}
    paid_back = tuple(
        replace(one, refunded_minor=one.refunded_minor + amounts.get(one.id, 0)) for one in after.payments
    )
    new = tuple(reading.payment_of(*row) for row in given.get("payments", {}).items())
    world.order = replace(after, payments=(*paid_back, *new))
    return {
        "refund": text(made.refund_minor),
        "to_pay": text(made.to_pay_minor),
        "after": parts_of(made.after),
        "routes": {one: text(amount) for one, amount in amounts.items()},
    }


def _candidates(_: World, given: Data) -> dict[str, Any]:
    product = reading.product_of(given["variants"])
    found = exchange.exchange_candidates(product, given["sku"], given.get("keep", ()))
    return {"skus": [variant.sku for variant in found]}


# Arithmetic by itself


def _apportion(_: World, given: Data) -> dict[str, Any]:
    mode = money.Split(given.get("mode", "largest_remainder"))
    parts = money.allocate(minor(given["total"]), given["weights"], mode)
    return {"parts": [text(part) for part in parts]}


def _round(_: World, given: Data) -> dict[str, Any]:
    exact = sum((money.exact_amount(one, CURRENCY.get()) for one in given["amounts"]), Fraction())
    return {"total": text(money.rounded(exact, money.Rounding(given["mode"])))}


def _repair(_: World, given: Data) -> dict[str, Any]:
    cost = offers.RepairCost(**{f"{name}_minor": minor(amount) for name, amount in given["cost"].items()})
    made = offers.quote_repair(CURRENCY.get(), cost, reading.terms_of(given.get("terms", {})))
    return {
        "to_pay": text(made.to_pay_minor),
        "shop_bears": text(made.shop_bears_minor),
        "agree_first": made.agree_first,
    }


def _decide(_: World, given: Data) -> dict[str, Any]:
    """A clause or two of a policy in the project's language, and what they say to one claim."""
    policy = load_policy(yaml.safe_dump({**SHOP, "clauses": given["clauses"]}, sort_keys=False), NO_CALENDAR)
    facts = read_facts(given["facts"], policy.vocabulary, policy.shop.zone, policy.shop.currency)
    decision = decide(policy, facts, parse_instant(given["at"], policy.shop.zone))
    return {
        remedy: {
            "outcome": verdict.outcome.value,
            "clauses": list(verdict.clauses),
            "refund_to": verdict.terms.refund_to,
        }
        for remedy, verdict in decision.verdicts.items()
    }


# Payments


def _payment_events(_: World, given: Data) -> dict[str, Any]:
    one = payments.standing(map(reading.event_of, given["events"]))
    amounts = {name.removesuffix("_minor"): text(getattr(one, name)) for name in payments.Standing.__slots__}
    return {**amounts, "captured": text(one.captured_minor), "refundable": text(one.refundable_minor)}


def _balance(world: World, given: Data) -> dict[str, Any]:
    if "events" in given:
        standings = [payments.standing(map(reading.event_of, given["events"]))]
    else:
        standings = [
            payments.Standing(
                charged_minor=one.captured_minor - one.refunded_minor - one.pending_minor,
                refunded_minor=one.refunded_minor,
            )
            for one in world.order.payments
        ]
    total = minor(given["total"]) if "total" in given else paid(world.order, world.arithmetic).total_minor
    made = payments.balance(total, standings, minor(given.get("granted", "0")))
    if "refund" in given:
        made.check_refund(minor(given["refund"]))
    return {
        "balance": text(made.owed_to_customer_minor),
        "paid": text(made.paid_minor),
        "state": made.state,
        "order_total": text(total),
    }


VERBS: dict[str, Callable[[World, Data], dict[str, Any]]] = {
    "refund": _refund,
    "cancel": _cancel,
    "everything": _everything,
    "offer": _offer,
    "worth": _worth,
    "gift_credit": _gift_credit,
    "left": _what_is_left,
    "order_total": _order_total,
    "exchange": _exchange,
    "change": _change,
    "candidates": _candidates,
    "apportion": _apportion,
    "round": _round,
    "repair": _repair,
    "decide": _decide,
    "payment_events": _payment_events,
    "balance": _balance,
    **returning.VERBS,
}
