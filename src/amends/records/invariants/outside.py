"""What is outside against what is kept: nothing hangs, nothing was paid twice, nothing that was told waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from amends.core.dates import MINUTE, Instant, utc_of
from amends.ports.payments import PaymentProvider
from amends.records import models
from amends.records.invariants.breach import Breach

HANGS_AFTER = 15 * MINUTE


def check_hanging(shop_id: str, at: Instant) -> Iterator[Breach]:
    """This function will name what nobody knows of for more than a quarter of an hour (I9)."""
    since = utc_of(at - HANGS_AFTER)
    payouts = models.Payout.objects.filter(shop_id=shop_id, state__in=("sending", "unknown"), changed_at__lt=since)
    for one in payouts:
        what = f"nobody knows whether {one.amount_minor} {one.currency} left: {one.why or 'it was being sent'}"
        yield Breach("I9", f"payout {one.id}", what, "Look at the provider; a worker's next round asks it as well.")
    for told in models.Told.objects.filter(shop_id=shop_id, state__in=("new", "dead"), told_at__lt=since):
        what = f"`{told.kind}` was told, and nothing followed: {told.why or 'nobody took it up'}"
        yield Breach("I9", f"told {told.source} {told.id}", what, "See that a worker runs; look at the provider.")


def check_provider(shop_id: str, provider: PaymentProvider) -> Iterator[Breach]:
    """This function will compare each payout with the provider's own records: one refund for each, of that amount (I3).

    It asks once for every payment that money went back to.
    """
    rows = models.Payout.objects.filter(shop_id=shop_id, by_hand=False).exclude(payment_ref="")
    by_payment: dict[str, list[models.Payout]] = {}
    for one in rows.order_by("payment_ref", "id"):
        by_payment.setdefault(one.payment_ref, []).append(one)
    for payment_ref, payouts in by_payment.items():
        there = [one for one in provider.refunds_of(payment_ref) if one.counts]
        keys = Counter(one.key for one in there)
        amounts = {one.key: one.amount_minor for one in there}
        for payout in payouts:
            name = f"payout {payout.id}"
            if keys[payout.id] > 1:
                yield Breach(
                    "I3", name, f"the provider has paid it {keys[payout.id]} times", "Speak with the customer."
                )
            if payout.state == "done" and not keys[payout.id]:
                yield Breach("I3", name, "it is put down as paid, and the provider knows of no refund", "Look there.")
            if payout.state == "failed" and keys[payout.id]:
                yield Breach("I3", name, "it is put down as failed, and the provider has paid it", "Do not pay again.")
            if keys[payout.id] and amounts[payout.id] != payout.amount_minor:
                yield Breach("I3", name, f"the provider has paid {amounts[payout.id]}", "Speak with the customer.")
