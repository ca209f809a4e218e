"""Some hundreds of orders a shop, the same every time, counted back from a given day.

The orders with fixed numbers come from `situations.yaml`; the others are drawn with a fixed seed, so that a demo has
orders inside, at the edge of and outside every window. Numbers, names and pieces do not change with the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from amends.core.dates import Instant
from amends.core.orders import Order
from amends.core.scans import CLEAR_LETTERS
from amends.examples.catalogue import Entry, entries
from amends.examples.people import ABROAD, NAMES, STATES, email_of
from amends.examples.placing import Placing
from amends.examples.shops import Shop, shop
from amends.examples.situations import special_orders
from amends.examples.when import today

SEED = 20_261_122
ORDERS_PER_SHOP = 300

_DAYS_TO_SHIP = {"A": (1, 2), "B": (1, 3), "C": (18, 28)}
_EDGES = {  # days since the order, for the days around the end of each shop's window
    "A": (0, 1, 29, 30, 31, 32),
    "B": (0, 1, 35, 36, 37, 38, 39),
    "C": (0, 1, 2, 22, 25, 28, 30, 385, 390, 395, 400),
}
_NOTES = ("Engraving: E & J", "Name: Rosalie", "Initials: T. W.", "Date: 14 · 06 · 2025", "From the attached sketch")


def orders_for(shop_id: str, now_day: int, now: Instant | None = None) -> list[Order]:
    """This function will return the sample orders of that shop as they stand on a day (an ordinal in the shop's zone).

    `now` is the moment that limits of hours are counted back from; without it, noon in the shop's zone.
    """
    the_shop = shop(shop_id)
    placing = Placing(the_shop, today(now_day, now, the_shop.zone))
    special = [placing.order(spec) for spec in special_orders(shop_id)]
    drawn = _drawn(the_shop, {order.number for order in special}, ORDERS_PER_SHOP - len(special))
    return special + [placing.order(spec) for spec in drawn]


def _drawn(the_shop: Shop, taken: set[str], count: int) -> Iterator[dict[str, Any]]:
    dice = Random(f"{SEED}-{the_shop.id}")  # noqa: S311 - sample data, the same every time
    customers = [_customer(dice, number, the_shop) for number in range(1, count * 3 // 4)]
    edges = list(_EDGES[the_shop.store])
    for _ in range(count):
        number = _number(dice, the_shop.order_prefix, taken)
        age_days = edges.pop() if edges else _age_days(dice)
        customer = dice.choice(customers)
        spec = {"number": number, **customer, **_journey(dice, the_shop, age_days)}
        spec |= _goods(dice, the_shop)
        yield spec | _extras(dice, the_shop, spec) | _second_parcel(dice, spec)


def _number(dice: Random, prefix: str, taken: set[str]) -> str:
    while True:
        number = f"{prefix}-{''.join(dice.choices(CLEAR_LETTERS, k=5))}"
        if number not in taken:
            taken.add(number)
            return number


def _customer(dice: Random, number: int, the_shop: Shop) -> dict[str, Any]:
    name = NAMES[number % len(NAMES)]
    abroad = dice.random() < (0.15 if the_shop.store == "C" else 0.06)
    region = dice.choice(ABROAD if abroad else STATES)
    place = {"country": region.country} if abroad else {"state": region.state}
    return {"name": name, "email": email_of(name, number), "postcode": dice.choice(region.postcodes), **place}


def _age_days(dice: Random) -> int:
    first, last = dice.choices(((0, 10), (11, 50), (51, 130), (131, 520)), weights=(25, 40, 20, 15))[0]
    return dice.randint(first, last)


def _journey(dice: Random, the_shop: Shop, age_days: int) -> dict[str, Any]:
    """This function will draw when the order was placed, made, posted and delivered, and what went wrong on the way."""
    to_ship, on_the_way = dice.randint(*_DAYS_TO_SHIP[the_shop.store]), dice.randint(1, 6)
    clock = f"{dice.randrange(24):02}:{dice.randrange(60):02}"
    journey: dict[str, Any] = {"placed": f"{age_days} days", "at": clock}
    cancelled, stays_away = dice.random() < 0.02, dice.random() < 0.05
    marked = dice.random() < 0.9  # production begun and marked so
    if the_shop.store == "C" and age_days > 1 and marked and not cancelled:
        journey["production"] = f"{age_days - 1} days"
    if cancelled:
        return journey | {"cancelled": True}
    if age_days > to_ship:
        journey["shipped"] = f"{age_days - to_ship} days"
        if stays_away:
            found = dice.choice(("none", "open", "lost"))
            journey["parcel"] = {"carrier_finding": found if age_days < 60 else "lost"}
        elif age_days > to_ship + on_the_way:
            journey["delivered"] = f"{age_days - to_ship - on_the_way} days"
    return journey


def _goods(dice: Random, the_shop: Shop) -> dict[str, Any]:
    """This function will draw the lines of an order; a workshop sells one piece at a time more often than a studio."""
    most = 2 if the_shop.store == "C" else 4
    count = dice.choices(range(1, most + 1), weights=(6, 4, 2, 1)[:most])[0]
    return {"lines": [_line(dice, entry) for entry in dice.sample(entries(the_shop.id), count)]}


def _line(dice: Random, entry: Entry) -> dict[str, Any]:
    product = entry.product
    single = product.attributes.get("sold_as") == "single" and product.category == "earring"
    line: dict[str, Any] = {"sku": dice.choice(product.variants).sku}
    line["quantity"] = dice.choices((1, 2, 3), weights=(6, 4, 1) if single else (20, 1, 0))[0]
    if product.attributes.get("personalised") or product.attributes.get("custom"):
        line["customisation"] = dice.choice(_NOTES)
    return line


def _extras(dice: Random, the_shop: Shop, spec: dict[str, Any]) -> dict[str, Any]:
    """This function will draw what some orders have: a gift, a coupon, two payments, an earlier refund."""
    extras: dict[str, Any] = {}
    gift, coupon, split, refund, other = (dice.random() for _ in range(5))
    if gift < 0.08:
        extras["gift_code"] = f"{''.join(dice.choices(CLEAR_LETTERS, k=4))}-{''.join(dice.choices(CLEAR_LETTERS, k=4))}"
    if coupon < (0.03 if the_shop.store == "C" else 0.12):
        extras["coupon_percent"] = dice.choice((10, 15, 20))
    if split < 0.06:
        extras["gift_card"] = "25.00"
    elif refund < 0.04 and "delivered" in spec:
        extras |= {"refunded": "1.50", "used": {"order.refund": 1}}
    if other < 0.25:
        extras["method"] = "paypal"
    if 0.25 <= other < 0.28:
        extras["free_shipping"] = True
    return extras


def _second_parcel(dice: Random, spec: dict[str, Any]) -> dict[str, Any]:
    """This function will draw whether the last line came in a parcel of its own, some days later or not yet."""
    lines, days_late = len(spec["lines"]), dice.randint(2, 9)
    if dice.random() > 0.2 or lines == 1 or "delivered" not in spec:
        return {}
    first = {"lines": [*range(1, lines)], "shipped": spec["shipped"], "delivered": spec["delivered"]}
    second: dict[str, Any] = {"lines": [lines]}
    for name in ("shipped", "delivered"):
        days = int(spec[name].split()[0]) - days_late
        if days >= 0:
            second[name] = f"{days} days"
    return {"parcels": [first, second]}
