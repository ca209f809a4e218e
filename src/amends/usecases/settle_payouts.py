"""Looking after money on its way: whatever the provider has not told, is asked for.

One round does everything that messages of the provider would have done, so that none of them is needed. Law: nothing
stays in `sending`, `unknown` or `pending` for want of a message.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from amends.core.dates import MINUTE, Instant
from amends.core.errors import AmendsError
from amends.ports.payments import PaymentProvider
from amends.records.payouts import DueRow, dues_with_pages, payouts_in
from amends.records.shops import ShopRow
from amends.records.told import PAYMENTS, new_told
from amends.usecases.hear_payment import follow_up, hear_refund
from amends.usecases.pay_out import pay_out
from amends.usecases.take_payment import take_payment

_log = logging.getLogger("amends.money")
ALARM_AFTER = 15 * MINUTE  # a payout of which nobody knows so long calls for a person


@dataclass(frozen=True, slots=True)
class Round:
    """What one round looked at, and what could not be settled yet."""

    looked_at: int = 0
    failed: tuple[str, ...] = ()


def settle_payouts(shop: ShopRow, provider: PaymentProvider, at: Instant, *, idle: Instant = 2 * MINUTE) -> Round:
    """This function will bring everything up to date that has not moved for `idle`, and return what is left.

    Messages not followed up, payouts in hand or on their way, pages that are still to be paid.
    """
    work: list[tuple[str, Callable[[], object]]] = [
        (f"message {one}", partial(follow_up, shop, one, provider, at)) for one in new_told(shop.id, PAYMENTS)
    ]
    work += [
        (f"payout {one.id}", partial(pay_out, shop, one.id, provider, at))
        for one in payouts_in(shop.id, ("sending", "unknown", "pending"), since=at - idle)
    ]
    work += [(f"page of {one.id}", partial(_look_at_page, shop, one, provider, at)) for one in dues_with_pages(shop.id)]
    failed = []
    for name, do in work:
        try:
            do()
        except AmendsError as error:
            _log.warning("%s of %s is not settled: %s", name, shop.id, error.what)
            failed.append(name)
    for one in payouts_in(shop.id, ("sending", "unknown"), since=at - ALARM_AFTER):
        _log.error("payout %s of %s: nobody knows whether it was paid: %s", one.id, shop.id, one.why)
    return Round(len(work), tuple(failed))


def _look_at_page(shop: ShopRow, due: DueRow, provider: PaymentProvider, at: Instant) -> None:
    take_payment(shop, provider.find_payment_page(due.page_ref), at)


def reconcile(shop: ShopRow, provider: PaymentProvider, since: Instant, at: Instant) -> int:
    """This function will hear of every refund that the provider has made since then, and return how many there were.

    For after a restore, and once a day: what was refunded by hand there, or by us after the backup, is found here.
    """
    return sum(hear_refund(shop, one, at) for one in provider.refunds_since(since))
