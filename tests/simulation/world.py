"""One shop of its own for each seed, with a few orders, two members, a provider in memory and a clock that jumps."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from functools import cache
from zoneinfo import ZoneInfo

from django.db import connection
from tests.sample_shops import AT
from tests.simulation.provider import MemoryProvider

from amends.core.dates import Instant, local_day
from amends.core.orders import Order
from amends.core.policy.tree import Policy
from amends.examples import SHOPS, Shop, catalogue, folder, orders_for, shop
from amends.records.cases import CaseRow
from amends.records.members import MemberRow, add_account, add_member, member_at
from amends.records.orders import save_orders
from amends.records.policies import save_policy
from amends.records.shops import ShopRow, save_products, save_shop, shop_with
from amends.usecases.read_policy import read_policy, read_text

SECRET = b"of the simulation"
ORDERS = 2
_COLUMNS = "id, name, category, document"
_products: dict[str, list[bytes]] = {}  # of each base, the rows of its catalogue without their shop
MOST_TELLING = 60  # the sample orders that situations are about stand first


@dataclass(frozen=True)
class Standing:
    """What was there when it was last looked; nothing happens between that and the next step."""

    versions: dict[str, int] = field(default_factory=dict)  # of each case
    has_effects: bool = False  # that wait for the worker
    has_to_give_back: bool = False  # by hand


@dataclass
class World:
    """Everything that one seed plays with."""

    seed: int
    dice: random.Random
    shop: ShopRow
    orders: tuple[Order, ...]
    members: tuple[MemberRow, ...]
    provider: MemoryProvider
    at: Instant = AT
    forms: int = 0
    pays: str = "rightly"  # how the worker pays out
    seen: dict[str, tuple[int, CaseRow | None]] = field(default_factory=dict)  # cases as they were last checked
    standing: Standing = field(default_factory=Standing)
    told: list[str] = field(default_factory=list)  # what was done, so that a failing seed can be read

    @property
    def cases(self) -> list[CaseRow]:
        """This property will hold the cases in the order of their opening: numbers are drawn anew in every run."""
        rows = [row for _, row in self.seen.values() if row is not None]
        return sorted(rows, key=lambda one: (one.case.opened_at, one.form_key))


def world_of(seed: int, run: str = "") -> World:
    """This function will put the shop of the seed in place and return it with its surroundings."""
    dice = random.Random(seed)  # noqa: S311 - a play that can be played again, not a secret
    base = dice.choice(SHOPS)
    shop_id = f"sim-{seed}{run}"
    known = _shop(base)
    desk = dice.choice([{}, {"alone_up_to_minor": 5_000}, {"alone_up_to_minor": 0, "return_postage_minor": 0}])
    row = ShopRow(
        id=shop_id, name=known.name, says="", country=known.country, zone=_zone(base), currency=known.currency,
        email=known.email, phone="", address=known.address, theme={}, sample_day=None, desk=desk,
    )  # fmt: skip
    save_shop(row, 0)
    _put_products(shop_id, base)
    for policy, text in _policies(base):
        save_policy(shop_id, policy, text)
    orders = tuple(_own(one, shop_id) for one in dice.sample(_orders(base)[:MOST_TELLING], ORDERS))
    save_orders(shop_id, orders)
    found = shop_with(shop_id)
    assert found is not None
    world = World(seed, dice, found, orders, _members(shop_id), MemoryProvider(dice, lambda: world.at))
    for one in orders:
        for payment in one.payments:
            if payment.ref:
                world.provider.charge(payment.ref, payment.captured_minor, one.currency)
    return world


@cache
def _orders(base: str) -> list[Order]:
    return orders_for(base, local_day(AT, _zone(base)), AT)


@cache
def _zone(base: str) -> ZoneInfo:
    return _policies(base)[-1][0].shop.zone


@cache
def _shop(base: str) -> Shop:
    return shop(base)


def _put_products(shop_id: str, base: str) -> None:
    """The catalogue is written as an import does it once, and as the same rows for every other shop."""
    kept = _products.get(base)
    with connection.cursor() as cursor:
        if kept is None:
            save_products(shop_id, catalogue(base))
            written = f"SELECT {_COLUMNS} FROM records_product WHERE shop_id = '{shop_id}'"  # noqa: S608 - our own
            with cursor.copy(f"COPY ({written}) TO STDOUT") as rows:
                _products[base] = b"".join(bytes(part) for part in rows).splitlines(keepends=True)
            return
        with cursor.copy(f"COPY records_product (shop_id, {_COLUMNS}) FROM STDIN") as rows:
            rows.write(b"".join(f"{shop_id}\t".encode() + row for row in kept))


@cache
def _policies(base: str) -> tuple[tuple[Policy, str], ...]:
    return tuple((read_policy(file), read_text(file)) for file in sorted(folder(base).glob("policy*.yaml")))


def _own(order: Order, shop_id: str) -> Order:
    """Payments are named after the shop, so that no two seeds share one; some go by hand."""
    payments = tuple(
        replace(one, ref=f"ch_{shop_id}_{order.number}_{one.id}" if one.ref else "") for one in order.payments
    )
    return replace(order, payments=payments)


def _members(shop_id: str) -> tuple[MemberRow, ...]:
    found = []
    for place in (1, 2):
        user = add_account(f"m{place}@{shop_id}.example", f"M {place}")
        add_member(shop_id, user, "owner", f"M {place}", AT)
        member = member_at(shop_id, user)
        assert member is not None
        found.append(member[1])
    return tuple(found)
