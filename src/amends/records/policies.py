"""Queries on policies: every version that a shop ever had, word for word, read into the core's value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models.functions import Now

from amends.core.dates import Calendar, Moment, local_day
from amends.core.engine.decide import Decider, compile_policy
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.records import models
from amends.records.shops import ShopRow

MOST_LOADED = 32  # policies kept ready in one process


def save_policy(shop_id: str, policy: Policy, text: str) -> bool:
    """This function will keep the version where it is new, and say whether it was."""
    _, added = models.PolicyVersion.objects.get_or_create(
        shop_id=shop_id,
        hash=policy.hash,
        defaults={
            "version": policy.version,
            "starts": date.fromordinal(policy.starts),
            "text": text,
            "calendar": _calendar_document(policy.calendar),
            "added_at": Now(),
        },
    )
    return added


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a policy, without its clauses."""

    hash: str
    version: str
    starts: date


def versions_of(shop_id: str) -> tuple[Version, ...]:
    """This function will return the versions that the shop has had, the latest first."""
    found = models.PolicyVersion.objects.filter(shop_id=shop_id).order_by("-starts", "-added_at")
    return tuple(Version(*row) for row in found.values_list("hash", "version", "starts"))


def policy_for(shop: ShopRow, placed_at: Moment) -> Policy | None:
    """This function will return the policy under which the order falls: of those begun by its day, the latest.

    An order that is older than every version falls under the first; one without a date under the last.
    """
    versions = models.PolicyVersion.objects.filter(shop_id=shop.id).order_by("starts", "added_at")
    known = list(versions.values_list("hash", "starts"))
    if not known:
        return None
    if not isinstance(placed_at, int):
        return policy_with(shop.id, known[-1][0])
    day = local_day(placed_at, shop.zone)
    begun = [one for one, starts in known if starts.toordinal() <= day]
    return policy_with(shop.id, begun[-1] if begun else known[0][0])


@lru_cache(maxsize=MOST_LOADED)
def policy_with(shop_id: str, policy_hash: str) -> Policy:
    """This function will return the version with that hash, as it was when it was kept."""
    found = models.PolicyVersion.objects.get(shop_id=shop_id, hash=policy_hash)
    calendar = _calendar_from(found.calendar)
    return load_policy(found.text, lambda _: calendar, f"{shop_id}/policy.yaml")


@lru_cache(maxsize=MOST_LOADED)
def decider_with(shop_id: str, policy_hash: str) -> Decider:
    """This function will return that version of the policy as something that decides claims quickly."""
    return compile_policy(policy_with(shop_id, policy_hash))


def _calendar_document(calendar: Calendar) -> dict[str, Any]:
    days = sorted(calendar.holidays)
    return {"first_day": calendar.first_day, "last_day": calendar.last_day, "holidays": days}


def _calendar_from(document: dict[str, Any]) -> Calendar:
    return Calendar(frozenset(document["holidays"]), document["first_day"], document["last_day"])
