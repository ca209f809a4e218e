"""Looking whether everything holds that must always hold, over the live tables of one shop.

It only reads, and all of it as of one moment, so that what others write meanwhile is never half seen; the provider is
asked afterwards, outside of every transaction. The laws are I1 to I13 of docs/ledger.md; that no two shops mix (I10) is
the database's own doing, by keys that begin with the shop. Each breach names the row, what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.cases.case import Case
from amends.core.cases.rules import Rules, rules_of
from amends.core.dates import Instant
from amends.ports.payments import PaymentProvider
from amends.records.events import chain_head, hash_at
from amends.records.invariants import Breach
from amends.records.invariants.cases import check_cases, check_chain
from amends.records.invariants.money import check_caps, check_credits, check_ledger
from amends.records.invariants.outside import check_hanging, check_provider
from amends.records.policies import policy_with
from amends.records.shops import ShopRow, shop_named
from amends.records.snapshot import snapshot


def verify_shop(shop_id: str, at: Instant, provider: PaymentProvider | None = None) -> tuple[Breach, ...]:
    """This function will return everything that does not hold; nothing where all does.

    With a provider its records are compared as well; what it raises comes out.
    """
    with snapshot():
        found = tuple(_breaches(shop_named(shop_id), at))
    return found if provider is None else (*found, *check_provider(shop_id, provider))


def anchor_of(shop_id: str) -> tuple[int, str]:
    """This function will return what to keep elsewhere: how long the chain of events is, and the hash of its end."""
    return chain_head(shop_id)


def verify_anchor(shop_id: str, length: int, digest: str) -> tuple[Breach, ...]:
    """This function will look whether the chain still holds the end that was kept elsewhere: none is cut off (I7)."""
    found = hash_at(shop_id, length)
    if length and found != digest:
        what = f"event {length} of the chain " + ("is not the one that was anchored" if found else "is cut off")
        return (Breach("I7", f"event at place {length}", what, "Compare with a backup."),)
    return ()


def _breaches(shop: ShopRow, at: Instant) -> Iterator[Breach]:
    def rules_for(case: Case) -> Rules:
        return rules_of(policy_with(shop.id, case.policy), shop.desk)

    yield from check_chain(shop.id)
    yield from check_cases(shop.id, rules_for)
    yield from check_ledger(shop.id)
    yield from check_credits(shop.id)
    yield from check_caps(shop.id)
    yield from check_hanging(shop.id, at)
