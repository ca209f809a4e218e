"""X2: what search engines are told comes from the decisions, in the words of schema.org, and never promises more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.differential.policies_to_try import policies

from amends.core.dates import Unit, instant_of
from amends.core.engine import spec
from amends.core.engine.listing import ORDINARY, mark_up, return_policy
from amends.core.engine.verdict import Outcome
from amends.core.policy.tree import Policy, Window
from amends.examples import folder
from amends.usecases.read_policy import read_policy

LINK = "https://shop.example/policy"
TODAY = date(2026, 11, 22).toordinal()
# schema.org 30.0: the properties of the two classes that are used here, and the members of their enumerations.
WORDS = {
    "@type": {"MerchantReturnPolicy", "MerchantReturnPolicySeasonalOverride", "MonetaryAmount"},
    "returnPolicyCategory": {
        "MerchantReturnFiniteReturnWindow", "MerchantReturnUnlimitedWindow", "MerchantReturnNotPermitted",
    },
    "refundType": {"FullRefund", "ExchangeRefund", "StoreCreditRefund"},
    "returnMethod": {"ReturnByMail"},
    "customerRemorseReturnFees": {"FreeReturn", "ReturnFeesCustomerResponsibility"},
    "customerRemorseReturnLabelSource": {"ReturnLabelDownloadAndPrint", "ReturnLabelCustomerResponsibility"},
    "itemDefectReturnFees": {"FreeReturn", "ReturnFeesCustomerResponsibility"},
    "itemDefectReturnLabelSource": {"ReturnLabelDownloadAndPrint", "ReturnLabelCustomerResponsibility"},
}  # fmt: skip
FREE = {
    "@context", "applicableCountry", "returnPolicyCountry", "merchantReturnLink", "merchantReturnDays", "restockingFee",
    "returnPolicySeasonalOverride", "startDate", "endDate", "currency", "value",
}  # fmt: skip

generated = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=60
)


def shop(name: str) -> Policy:
    """This function will return the policy of an example shop."""
    return read_policy(Path(folder(name)) / "policy.yaml")


def unknown_words(told: Any) -> Iterator[str]:
    """This function will return the names and words that schema.org or Google's rules do not have there."""
    if isinstance(told, dict):
        for name, value in told.items():
            for one in value if isinstance(value, list) else [value]:
                if name not in FREE and one not in WORDS.get(name, ()):
                    yield f"{name}: {one}"
                yield from unknown_words(one)


def test_silver_ships_within_ten_days_so_25_of_its_35_days_from_posting_hold_from_the_delivery_for_sure() -> None:
    told = return_policy(shop("silver"), LINK, TODAY)
    assert told["returnPolicyCategory"] == "MerchantReturnFiniteReturnWindow"
    assert told["merchantReturnDays"] == 25
    assert told["customerRemorseReturnFees"] == "ReturnFeesCustomerResponsibility"
    assert told["itemDefectReturnFees"] == "FreeReturn"


def test_silver_earrings_come_back_only_with_a_fault() -> None:
    told = return_policy(shop("silver"), LINK, TODAY, {"item.category": "earring"})
    assert told["returnPolicyCategory"] == "MerchantReturnNotPermitted"
    assert told["itemDefectReturnFees"] == "FreeReturn"


def test_piercing_tells_its_season_and_only_the_one_that_is_not_over() -> None:
    told = return_policy(shop("piercing"), LINK, TODAY)
    assert told["merchantReturnDays"] == 20  # as on any other day, although today lies in the season
    assert [
        (one["startDate"], one["endDate"], one["merchantReturnDays"]) for one in told["returnPolicySeasonalOverride"]
    ] == [("2026-11-01", "2026-12-25", "2027-01-31")]


def test_bespoke_takes_nothing_back_for_a_change_of_mind() -> None:
    assert return_policy(shop("bespoke"), LINK, TODAY)["returnPolicyCategory"] == "MerchantReturnNotPermitted"


def test_a_shop_that_does_not_say_how_long_parcels_take_gives_the_address_of_its_policy_alone() -> None:
    policy = shop("silver")
    silent = replace(policy, shop=replace(policy.shop, longest_days=None))
    assert set(return_policy(silent, LINK, TODAY)) == {
        "@context", "@type", "applicableCountry", "returnPolicyCountry", "merchantReturnLink",
    }  # fmt: skip


@pytest.mark.parametrize("days", [1, 14, 60])
def test_another_window_in_the_file_is_another_number_of_days_in_the_listing(days: int) -> None:
    policy = shop("silver")
    clauses = tuple(
        replace(one, within=replace(one.within, amount=10 + days)) if one.id == "B1-window" and one.within else one
        for one in policy.clauses
    )
    assert return_policy(replace(policy, clauses=clauses), LINK, TODAY)["merchantReturnDays"] == days


@pytest.mark.parametrize("name", ["piercing", "silver", "bespoke"])
def test_the_mark_up_of_every_shop_uses_the_words_of_the_standard(name: str) -> None:
    told = mark_up(shop(name), LINK, TODAY)
    assert told["@type"] == "OnlineStore"
    assert list(unknown_words(told["hasMerchantReturnPolicy"])) == []


@generated
@given(policies())
def test_whatever_a_policy_says_its_listing_is_in_the_words_of_the_standard(policy: Policy) -> None:
    assert list(unknown_words(return_policy(policy, LINK, TODAY))) == []


ANCHORS = ("order.placed_at", "parcel.shipped_at", "parcel.delivered_at", "order.last_delivered_at")
UNITS = (Unit.HOURS, Unit.DAYS, Unit.MONTHS)


@generated
@given(
    st.builds(Window, st.integers(0, 90), st.sampled_from(UNITS), st.sampled_from(ANCHORS)),
    st.integers(0, 30),
    st.data(),
)
def test_no_listing_promises_a_day_on_which_the_ordinary_claim_is_not_accepted(
    window: Window, longest: int, data: st.DataObject
) -> None:
    silver = shop("silver")
    clauses = tuple(replace(one, within=window) if one.id == "B1-window" else one for one in silver.clauses)
    policy = replace(silver, clauses=clauses, shop=replace(silver.shop, longest_days=longest))
    days = return_policy(policy, LINK, TODAY).get("merchantReturnDays")
    if days is None:
        return
    delivered = TODAY + data.draw(st.integers(0, longest))
    decision = spec.decide(policy, claim(policy, TODAY, delivered), noon(policy, delivered + days))
    assert decision.verdicts["refund"].outcome is Outcome.ACCEPTED, days


def noon(policy: Policy, day: int) -> int:
    """This function will return the middle of that day in the shop's zone."""
    return instant_of(datetime.combine(date.fromordinal(day), time(12), policy.shop.zone))


def claim(policy: Policy, placed: int, delivered: int) -> dict[str, Any]:
    """This function will return the facts of an ordinary claim about a parcel that came on that day."""
    paid = 10_000 + (policy.shop.free_shipping_from_minor or 0)
    return {
        **ORDINARY, "order.country": policy.shop.country, "order.placed_at": noon(policy, placed),
        "order.production_started_at": noon(policy, placed), "order.last_delivered_at": noon(policy, delivered),
        "parcel.shipped_at": noon(policy, placed), "parcel.delivered_at": noon(policy, delivered), "item.price": paid,
        "item.paid": paid, "order.goods_paid": paid, "claim.reason": "changed_mind",
    }  # fmt: skip
