"""What search engines are told of a policy: schema.org's `MerchantReturnPolicy`, found by asking the engine.

Seasons apart, nothing is read off the clauses: the claims of an ordinary buyer about an ordinary piece are decided, and
what was decided is listed, so that a search engine cannot promise what a decision refuses. Its days count from the
delivery, which the shop's may not: listed are as many as hold however late the parcel is, up to the longest that the
shop names; where none hold for sure, the address of the policy alone is given, which says everything.
Source: schema.org 30.0; Google's return policy mark-up, which wants either a category and days, or the link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final

from amends.core.dates import Instant, instant_of
from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.verdict import Decision, Outcome
from amends.core.facts import Facts
from amends.core.money import format_amount
from amends.core.policy.tree import Effect, Policy, Season

LATE_DAYS: Final = 400  # a parcel that takes so long: what holds then, holds however long it takes
FOR_EVER_DAYS: Final = 20_000
KINDS: Final = {"refund": "FullRefund", "exchange": "ExchangeRefund", "store_credit": "StoreCreditRefund"}
NOON: Final = time(12)
ORDINARY: Final[Mapping[str, Any]] = {
    "order.state": "delivered", "order.coupon": False, "order.gift": False, "order.shipping_paid": 0,
    "order.payment_methods": frozenset({"card"}),
    "item.product": "", "item.sku": "", "item.category": "", "item.style": "", "item.material": "",
    "item.marks": frozenset(), "item.sold_as": "single", "item.certificate": False, "item.discounted": False,
    "item.quantity": 1,
    "parcel.sent_to": "customers_address",
    "claim.quantity": 1, "claim.photo": True, "claim.first_help_tried": True,
    "condition.undamaged": True, "condition.worn": False, "condition.used": False, "condition.altered": False,
    "condition.original_packaging": True, "condition.receipt": True, "condition.resized": False,
    "wanted.same_product": True, "wanted.another_option": True, "wanted.available": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """What a policy gives in one lane to whoever asks in time: days from the delivery, and on which terms."""

    days: int
    kinds: tuple[str, ...]
    decision: Decision


def return_policy(policy: Policy, link: str, today: int, about: Facts | None = None) -> dict[str, Any]:
    """This function will return the mark-up of the policy, for the pieces that `about` describes or for ordinary ones.

    `link` is the address of the policy's page, `today` the ordinal of the day: seasons that are over are left out. The
    country is the shop's own, with the law under which the policy stands.
    """
    asks = _Asks(policy, about or {}, today)
    minds, faults = asks.listed("changed_mind"), asks.open_at("defective", 0)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MerchantReturnPolicy",
        "applicableCountry": policy.shop.country,
        "returnPolicyCountry": policy.shop.country,
        "merchantReturnLink": link,
    }
    if minds is None and asks.open_at("changed_mind", 0) is not None:
        return found  # it may be returned, but for how long after the delivery nobody can promise
    found |= _category(minds)
    if minds is not None:
        found |= {"refundType": [KINDS[one] for one in minds.kinds], "returnMethod": "ReturnByMail"}
        found |= _fees("customerRemorse", minds) | _restocking(minds, policy)
        found |= _seasons(policy, today)
    if faults is not None:
        found |= _fees("itemDefect", faults)
    return found


def mark_up(policy: Policy, link: str, today: int) -> dict[str, Any]:
    """This function will return the shop with its policy, as one page of it tells search engines."""
    told = return_policy(policy, link, today)
    return {
        "@context": told.pop("@context"),
        "@type": "OnlineStore",
        "name": policy.shop.name,
        "hasMerchantReturnPolicy": told,
    }


class _Asks:
    """The claims of an ordinary buyer, asked of the engine."""

    def __init__(self, policy: Policy, about: Facts, today: int) -> None:
        self.policy, self.about, self.day = policy, about, max(today, policy.starts)
        lasting = tuple(
            one for one in policy.clauses if one.effect is not Effect.EXTEND
        )  # seasons have lines of their own
        self.decider: Decider = compile_policy(replace(policy, clauses=lasting))

    def listed(self, reason: str) -> Listed | None:
        """This function will return what holds for sure, counted from the delivery, or nothing."""
        longest = self.policy.shop.longest_days
        late = LATE_DAYS if longest is None else longest
        each = [self.open_at(reason, days) for days in (0, late)]
        sure = [one for one in each if one is not None and one.days > 0]
        return min(sure, key=lambda one: one.days) if len(sure) == len(each) else None

    def open_at(self, reason: str, transit_days: int) -> Listed | None:
        """This function will return what is accepted on the day of a delivery after so many days, and until when."""
        placed, delivered = self.day, self.day + transit_days
        at = self._noon(delivered)
        facts = {
            **ORDINARY, "order.country": self.policy.shop.country, "order.placed_at": self._noon(placed),
            "order.production_started_at": self._noon(placed), "order.last_delivered_at": at,
            "parcel.shipped_at": self._noon(placed), "parcel.delivered_at": at, "item.price": self._usual,
            "item.paid": self._usual, "order.goods_paid": self._usual, "claim.reason": reason, **self.about,
        }  # fmt: skip
        decision = self.decider.decide(facts, at)
        kinds = [one for one in KINDS if one in decision.verdicts and _accepts(decision, one)]
        if not kinds:
            return None
        ends = [decision.open_until(one) for one in kinds]
        days = [FOR_EVER_DAYS if one is None else (one.last_day or delivered) - delivered for one in ends]
        return Listed(max(days), tuple(kinds), decision)

    @property
    def _usual(self) -> int:
        """An amount above what free shipping asks for, so that nothing is deducted for want of it."""
        return 10_000 + (self.policy.shop.free_shipping_from_minor or 0)

    def _noon(self, day: int) -> Instant:
        return instant_of(datetime.combine(date.fromordinal(day), NOON, self.policy.shop.zone))


def _accepts(decision: Decision, remedy: str) -> bool:
    return decision.verdicts[remedy].outcome is Outcome.ACCEPTED


def _category(listed: Listed | None) -> dict[str, Any]:
    if listed is None:
        return {"returnPolicyCategory": "MerchantReturnNotPermitted"}
    if listed.days >= FOR_EVER_DAYS:
        return {"returnPolicyCategory": "MerchantReturnUnlimitedWindow"}
    return {"returnPolicyCategory": "MerchantReturnFiniteReturnWindow", "merchantReturnDays": listed.days}


def _fees(whose: str, listed: Listed) -> dict[str, Any]:
    terms = listed.decision.verdicts[listed.kinds[0]].terms
    label = "ReturnLabelDownloadAndPrint" if terms.return_label == "prepaid" else "ReturnLabelCustomerResponsibility"
    fees = "FreeReturn" if terms.return_postage == "shop" else "ReturnFeesCustomerResponsibility"
    return {f"{whose}ReturnFees": fees, f"{whose}ReturnLabelSource": label}


def _restocking(listed: Listed, policy: Policy) -> dict[str, Any]:
    terms = listed.decision.verdicts[listed.kinds[0]].terms
    if terms.restocking_percent:
        return {"restockingFee": str(terms.restocking_percent)}  # a share of the price
    if terms.fee_minor:
        value = format_amount(terms.fee_minor, policy.shop.currency)
        return {"restockingFee": {"@type": "MonetaryAmount", "currency": policy.shop.currency, "value": value}}
    return {}


def _seasons(policy: Policy, today: int) -> dict[str, Any]:
    accepting = (one for one in policy.clauses if one.effect is Effect.ACCEPT)
    windows = {one.id for one in accepting if not KINDS.keys().isdisjoint(one.remedies)}
    extending = (one.seasons.seasons for one in policy.clauses if one.seasons and not windows.isdisjoint(one.extends))
    each = {season for seasons in extending for season in seasons if season.open_until >= today}
    return {"returnPolicySeasonalOverride": [_season(one) for one in sorted(each, key=_first)]} if each else {}


def _season(season: Season) -> dict[str, Any]:
    return {
        "@type": "MerchantReturnPolicySeasonalOverride",
        "startDate": date.fromordinal(season.ordered_from).isoformat(),
        "endDate": date.fromordinal(season.ordered_to).isoformat(),
        "returnPolicyCategory": "MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": date.fromordinal(season.open_until).isoformat(),
    }


def _first(season: Season) -> tuple[int, int]:
    return season.ordered_from, season.ordered_to
