"""Reading a whole shop from the database into the state that calls are replayed on."""

from __future__ import annotations

import msgspec

from amends.core.policy.tree import Policy
from amends.imports.values import Customer
from amends.records.orders import all_orders
from amends.records.policies import latest_policy
from amends.records.shops import ShopRow, shop_named
from amends.records.staging import all_products, customer_documents
from amends.replay.store import Store
from amends.usecases.read_order import PolicyMissing


def read_shop(shop_id: str) -> tuple[ShopRow, Policy, Store]:
    """This function will return the shop with its latest policy and everything that an import has put into it."""
    shop = shop_named(shop_id)
    policy = latest_policy(shop)
    if policy is None:
        raise PolicyMissing(f"shop `{shop_id}` has no policy yet.", hint="Give it one: `amends import ... --policy`.")
    customers = (msgspec.convert(one, Customer) for one in customer_documents(shop_id))
    values = (*customers, *all_products(shop_id), *all_orders(shop_id))
    return shop, policy, Store.of(values)
