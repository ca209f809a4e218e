"""Claims as sentences, decided by a law alone: the shop's own policy grants nothing here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from amends.core.dates import zone_named
from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.verdict import Decision, Verdict
from amends.core.facts import read_facts
from amends.core.policy.floors import law_in, under
from amends.core.policy.load import NO_CALENDAR, load_policy
from amends.core.policy.tree import Floor, Policy
from amends.laws import floor_for

A, R, P = "accepted", "refused", "referred"  # P: a person looks
ZONES: Final = {
    "DE": "Europe/Berlin", "ES": "Europe/Madrid", "FR": "Europe/Paris", "IE": "Europe/Dublin", "GB": "Europe/London",
    "AU": "Australia/Perth", "US": "Pacific/Honolulu", "CA": "America/Vancouver", "JP": "Asia/Tokyo",
    "IN": "Asia/Kolkata", "RE": "Indian/Reunion",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One claim of a consumer; `came` and `asked` are days, the asking is at noon unless it says another hour."""

    rule: str
    says: str
    country: str
    came: str | None  # when all of it came; nothing: it is on its way, unless `more` says otherwise
    asked: str
    remedy: str
    outcome: str
    reason: str = "changed_mind"
    ordered: str = ""
    region: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> str:
        """This property will hold the day of the contract: five days before it came, unless it says."""
        return self.ordered or _days_before(self.came or self.asked, 5)

    @property
    def name(self) -> str:
        """This property will hold the case as a sentence."""
        return f"{self.rule} {self.country}: {self.says} - {self.outcome}"


def outcome_of(case: Case, zone: str = "") -> str:
    """This function will return the outcome by the law alone; of what it never speaks of, a refusal."""
    verdict = verdict_of(case, zone)
    return R if verdict is None else verdict.outcome.value


def verdict_of(case: Case, zone: str = "") -> Verdict | None:
    """This function will return what the law alone says; `zone`: the shop's, which is the consumer's unless it says."""
    policy = shop_in(zone or zone_of(case))
    floor = floor_for(case.country, case.region, date.fromisoformat(case.day).toordinal(), policy.shop)
    assert floor is not None, f"no law is known for {case.country}"
    return _decision(case, floor, policy).verdicts.get(case.remedy)


def outcome_under(case: Case, floor: Floor, policy: Policy) -> str:
    """This function will return the outcome by that floor alone."""
    verdict = _decision(case, floor, policy).verdicts.get(case.remedy)
    return R if verdict is None else verdict.outcome.value


def last_days_under(case: Case, floor: Floor, policy: Policy) -> Mapping[str, int | None]:
    """This function will return the last day of each clause's window by that floor alone."""
    return {clause: one.last_day for clause, one in _decision(case, floor, policy).closings.items()}


def decision_of(case: Case) -> Decision:
    """This function will return all that the law alone decides, its dates included."""
    policy = shop_in(zone_of(case))
    floor = floor_for(case.country, case.region, date.fromisoformat(case.day).toordinal(), policy.shop)
    assert floor is not None, f"no law is known for {case.country}"
    return _decision(case, floor, policy)


def zone_of(case: Case) -> str:
    """This function will return the westernmost zone of the consumer's country."""
    return ZONES[case.country]


def _decision(case: Case, floor: Floor, policy: Policy) -> Decision:
    facts = read_facts(_facts(case), policy.vocabulary, zone_named(zone_of(case)), "USD")
    return _decider(floor, policy.shop.zone.key).decide(facts, facts["claim.asked_at"])


@cache
def _decider(floor: Floor, zone: str) -> Decider:
    law = law_in(under(shop_in(zone), floor))
    assert law is not None
    return compile_policy(law)


@cache
def shop_in(zone: str) -> Policy:
    """This function will return a shop that promises nothing."""
    return load_policy(
        f"""
amends: 1
shop: {{id: shop, name: Shop, country: US, zone: {zone}, currency: USD}}
version: "1"
starts: 2000-01-01
answers_within: {{hours: 12}}
post_within: {{days: 14}}
clauses:
  - {{id: nothing, says: We take nothing back., refuse: all}}
""",
        NO_CALENDAR,
    )


def _days_before(day: str, days: int) -> str:
    return (date.fromisoformat(day[:10]) - timedelta(days=days)).isoformat()


def _facts(case: Case) -> dict[str, Any]:
    came = f"{case.came}T10:00" if case.came and len(case.came) == 10 else case.came or "not_yet"
    return {
        "order.placed_at": f"{case.day}T08:00",
        "order.country": case.country,
        "parcel.shipped_at": f"{case.day}T20:00",
        "parcel.delivered_at": came,
        "order.last_delivered_at": came,
        "claim.reason": case.reason,
        "claim.asked_at": case.asked if "T" in case.asked else f"{case.asked}T12:00",
        **case.more,
    }
