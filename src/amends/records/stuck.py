"""What does not go on by itself: effects given up or waiting for long, and payments that a person has to look at."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from amends.core.dates import DAY, MINUTE, Instant, instant_of, utc_of
from amends.records import models, plain_sql

BACK_WITHIN = 60 * DAY  # a bank sends back what it cannot book within days, a cheque within weeks
LONG = 15 * MINUTE  # what waits longer is shown
MOST = 100
_COUNT = f"""
SELECT (
    SELECT count(*) FROM (
        SELECT FROM records_effect
        WHERE shop_id = %s AND (state = 'dead' OR state IN ('waiting', 'doing') AND made_at < %s) LIMIT {MOST}
    ) one
) + (
    SELECT count(*) FROM (
        SELECT FROM records_payout
        WHERE shop_id = %s AND (by_hand AND state = 'waiting' OR state = 'unknown' AND changed_at < %s) LIMIT {MOST}
    ) one
)
"""  # noqa: S608 - a number of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckEffect:
    """An effect that was given up, or waits for long."""

    key: str
    case_number: str
    kind: str
    dead: bool
    made_at: Instant
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckPayout:
    """A payment that is to be made by hand, or of which it is not known whether it was made."""

    id: str
    case_number: str
    amount_minor: int
    currency: str
    by_hand: bool
    since: Instant
    why: str
    ref: str = ""  # what the bank or till calls it, where it was paid


def stuck_effects(shop_id: str, at: Instant) -> tuple[StuckEffect, ...]:
    """This function will return them, those that were given up first, then the oldest."""
    return tuple(
        StuckEffect(
            key=one.key, case_number=one.case_number, kind=one.kind, dead=one.state == "dead",
            made_at=instant_of(one.made_at), why=one.why,
        )
        for one in _effects(shop_id, at).order_by("state", "made_at", "key")[:MOST]
    )  # fmt: skip


def stuck_payouts(shop_id: str, at: Instant) -> tuple[StuckPayout, ...]:
    """This function will return them, the oldest first."""
    return tuple(_stuck(one) for one in _payouts(shop_id, at).order_by("changed_at", "id")[:MOST])


def paid_by_hand(shop_id: str, at: Instant) -> tuple[StuckPayout, ...]:
    """This function will return the payments that were made by hand of late and may still come back, the last first."""
    since = utc_of(at - BACK_WITHIN)
    rows = models.Payout.objects.filter(shop_id=shop_id, by_hand=True, state="done", changed_at__gte=since)
    return tuple(_stuck(one) for one in rows.order_by("-changed_at", "id")[:MOST])


def count_stuck(shop_id: str, at: Instant) -> int:
    """This function will count all of them in one query, up to `MOST` of each."""
    before = utc_of(at - LONG)
    found = plain_sql.row(_COUNT, shop_id, before, shop_id, before)
    return int(found[0]) if found else 0


def _stuck(one: models.Payout) -> StuckPayout:
    return StuckPayout(
        id=one.id, case_number=one.case_number, amount_minor=one.amount_minor, currency=one.currency,
        by_hand=one.by_hand, since=instant_of(one.changed_at), why=one.why, ref=one.ref,
    )  # fmt: skip


def _effects(shop_id: str, at: Instant) -> QuerySet[models.Effect]:
    before = utc_of(at - LONG)
    waits = Q(state__in=("waiting", "doing"), made_at__lt=before)
    return models.Effect.objects.filter(Q(state="dead") | waits, shop_id=shop_id)


def _payouts(shop_id: str, at: Instant) -> QuerySet[models.Payout]:
    before = utc_of(at - LONG)
    by_hand = Q(by_hand=True, state="waiting")
    return models.Payout.objects.filter(by_hand | Q(state="unknown", changed_at__lt=before), shop_id=shop_id)
