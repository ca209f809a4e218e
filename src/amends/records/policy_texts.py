"""Queries on what a decision rests on, word for word: the version of the policy, its holidays, the law over it."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.dates import Calendar
from amends.core.policy.versions import silent
from amends.core.receipts import LawText
from amends.records import models
from amends.records.laws import kept_law
from amends.records.policies import calendar_from, policy_with


@dataclass(frozen=True, slots=True)
class PolicySource:
    """What a policy with some hash was read from."""

    hash: str  # of the shop's own version
    text: str
    calendar: Calendar
    is_silent: bool  # it is that version made silent, since the order fell under none
    law: LawText | None


def policy_source(shop_id: str, policy_hash: str) -> PolicySource | None:
    """This function will return what the policy with that hash was read from, where the shop wrote it."""
    lawful = kept_law(shop_id, policy_hash)
    own, law = (lawful.policy_hash, lawful.law) if lawful else (policy_hash, None)
    versions = models.PolicyVersion.objects.filter(shop_id=shop_id)
    found, is_silent = versions.filter(hash=own).first(), False
    if found is None:
        is_silent = True
        found = next((one for one in versions if silent(policy_with(shop_id, one.hash)).hash == own), None)
    if found is None:
        return None
    return PolicySource(found.hash, found.text, calendar_from(found.calendar), is_silent, law)
