"""Letting store credit run out on its date, once."""

from __future__ import annotations

from django.db import transaction

from amends.core.dates import Instant
from amends.records.credits import UseRow, add_use, count_uses, lock_credit, run_out
from amends.records.shops import ShopRow


def expire_credits(shop: ShopRow, at: Instant) -> int:
    """This function will take what is left off every credit whose date is past, and return how many there were."""
    return sum(_expire(shop, code, at) for code in run_out(shop.id, at))


def _expire(shop: ShopRow, code: str, at: Instant) -> bool:
    with transaction.atomic():
        credit = lock_credit(shop.id, code)
        if credit is None or not credit.left_minor or not credit.is_over(at):
            return False
        # What a till gives back after the date runs out in its turn.
        key = f"expired.{count_uses(shop.id, credit, 'expired') + 1}"
        add_use(shop.id, credit, UseRow(key=key, amount_minor=credit.left_minor, why="expired"), at)
    return True
