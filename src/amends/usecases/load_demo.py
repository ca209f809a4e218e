"""Putting the three example shops in place, as `amends demo` does at every start."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from amends.core.dates import Instant, instant_of, local_day, zone_named
from amends.examples import SHOPS, catalogue, folder, orders_for, shop
from amends.records.orders import numbers_with_cases, save_orders
from amends.records.policies import save_policy, save_policy_texts
from amends.records.shops import ShopRow, save_products, save_shop
from amends.usecases.read_policy import languages_beside, read_policy, read_text, texts_beside


def load_demo(report: Callable[[str], None], at: Instant | None = None, only: Collection[str] = SHOPS) -> None:
    """This function will put shops, catalogues, policies and sample orders in place, and tell `report` about each.

    Again it changes nothing but the sample orders that nobody has opened a case for: their dates are counted back from
    `at`, so that what is there to be tried can be tried on any day.
    """
    moment = instant_of(timezone.now()) if at is None else at
    for place, shop_id in enumerate(SHOPS, 1):
        if shop_id in only:
            with transaction.atomic():
                report(_load_shop(shop_id, place, moment))


def _load_shop(shop_id: str, place: int, at: Instant) -> str:
    known = shop(shop_id)
    today = local_day(at, zone_named(known.zone))
    save_shop(
        ShopRow(
            id=known.id, name=known.name, says=known.says, country=known.country, zone=zone_named(known.zone),
            currency=known.currency, email=known.email, phone=known.phone, address=known.address,
            theme=asdict(known.theme), sample_day=date.fromordinal(today), desk=known.desk,
        ),
        place,
    )  # fmt: skip
    products = save_products(shop_id, catalogue(shop_id))
    versions = _save_policies(shop_id)
    begun = numbers_with_cases(shop_id)
    orders = save_orders(shop_id, (one for one in orders_for(shop_id, today, at) if one.number not in begun))
    return f"{known.name}: {products} products, {orders} sample orders, {versions}."


def _save_policies(shop_id: str) -> str:
    files = sorted(folder(shop_id).glob("policy*.yaml"))
    for file in files:
        policy = read_policy(file)
        save_policy(shop_id, policy, read_text(file))
        for language in languages_beside(file):
            save_policy_texts(shop_id, policy.hash, language, texts_beside(file, language))
    return f"{len(files)} {'policy' if len(files) == 1 else 'versions of the policy'}"
