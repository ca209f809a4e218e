"""What consumers of each place get of the three example shops: one claim just inside or just outside of each rule."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.laws.test_three_shops import KNOWN

from amends.core.dates import zone_named
from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.merge import unnamed
from amends.core.facts import read_facts
from amends.core.policy.floors import under
from amends.core.policy.tree import Policy
from amends.examples import folder
from amends.laws import floor_for
from amends.usecases.read_policy import read_policy

SHOPS = ("piercing", "silver", "bespoke")
LETTER = {"accepted": "A", "refused": "R", "referred": "P"}  # P: a person looks
UNTOLD: dict[str, Any] = {"order.terms_shown": False, "item.category": "earring"}
FINAL = {**UNTOLD, "item.marks": ["final_sale"]}

# Its name, place, reason and remedy; the days of order, posting, delivery and asking; more facts; the three answers.
ROWS: tuple[tuple[str, str, str, str, str, dict[str, Any], str], ...] = (
    ("EU-W-01 the fourteenth day after the receipt", "DE", "changed_mind", "refund",
     "2026-10-01 2026-10-05 2026-11-02 2026-11-16", {}, "AAA"),
    ("EU-W-01 the day after it", "DE", "changed_mind", "refund",
     "2026-08-01 2026-08-05 2026-11-02 2026-11-18", {}, "RRR"),
    ("EU-W-02 the last of two parcels counts", "DE", "changed_mind", "refund",
     "2026-08-01 2026-08-05 2026-09-02 2026-11-16", {"order.last_delivered_at": "2026-11-02T10:00"}, "AAA"),
    ("EU-W-03 Christmas and a weekend move the end", "DE", "changed_mind", "refund",
     "2026-10-01 2026-10-05 2026-12-11 2026-12-28", {}, "AAA"),
    ("EU-W-05 not told of the right, 300 days later", "DE", "changed_mind", "refund",
     "2026-01-01 2026-01-02 2026-01-10 2026-11-10", {"order.withdrawal_told": False}, "AAA"),
    ("EU-W-16 made to the customer's own specification", "DE", "changed_mind", "refund",
     "2026-10-01 2026-10-05 2026-11-02 2026-11-05", {"item.custom": True}, "RRR"),
    ("EU-W-18 the same, and the buyer was not told so", "DE", "changed_mind", "refund",
     "2026-10-01 2026-10-05 2026-11-02 2026-11-05", {"item.custom": True, "order.withdrawal_told": False}, "PPP"),
    ("EU-W-07 not posted yet", "DE", "changed_mind", "cancel",
     "2026-10-01 not_yet not_yet 2026-11-05", {}, "AAA"),
    ("EU-C-01 a fault on the last day of 2 years", "DE", "defective", "repair",
     "2024-11-01 2024-11-05 2024-11-20 2026-11-20", {}, "PPP"),
    ("EU-C-01 a fault told of after 2 years, which may have shown before", "DE", "defective", "repair",
     "2024-11-01 2024-11-05 2024-11-18 2026-11-20", {}, "PPP"),
    ("EU-C-01 a fault told of long after 2 years", "DE", "defective", "repair",
     "2024-09-01 2024-09-05 2024-09-18 2026-11-20", {}, "RRR"),
    ("EU-C-12 repaired, and faulty again in the third year", "DE", "defective", "refund",
     "2026-08-01 2026-08-02 2026-08-05 2029-08-03", {"item.repaired": 1}, "AAA"),
    ("EU-C-02 bent within two months", "DE", "bent", "repair",
     "2026-08-01 2026-08-02 2026-08-05 2026-10-03", {}, "PPP"),
    ("EU-D-02 lost on the way", "DE", "not_received", "refund",
     "2026-10-01 2026-10-05 not_yet 2026-11-05", {"parcel.carrier_finding": "lost"}, "AAA"),
    ("EU-R-01 called back", "DE", "recalled", "refund",
     "2026-01-01 2026-01-05 2026-01-10 2026-11-05", {"item.recalled": True}, "AAA"),
    ("UK-C-02 a scratch, the thirtieth day", "GB", "slight_scratch", "refund",
     "2026-10-01 2026-10-05 2026-10-21 2026-11-20", {}, "AAA"),
    ("UK-C-02 a scratch, the day after", "GB", "slight_scratch", "refund",
     "2026-10-01 2026-10-05 2026-10-20 2026-11-21", {}, "PPP"),
    ("UK-C-02 a scratch, after a repair that stopped the clock", "GB", "slight_scratch", "refund",
     "2026-10-01 2026-10-05 2026-10-06 2026-11-20", {"item.repaired": 1}, "AAA"),
    ("AU-C-04 a fault after a year", "AU", "defective", "refund",
     "2025-10-01 2025-10-05 2025-10-06 2026-11-20", {}, "PPP"),
    ("US-D-01 not posted in the time that was stated", "US", "changed_mind", "cancel",
     "2026-10-01 not_yet not_yet 2026-11-20", {"parcel.late": True}, "AAA"),
    ("US-D-01 not posted in 30 days", "US", "changed_mind", "cancel",
     "2026-10-01 not_yet not_yet 2026-11-20", {}, "PPP"),
    ("US-NY-01 the terms were not shown, the thirtieth day", "US-NY", "changed_mind", "refund",
     "2026-10-21 2026-10-22 2026-10-25 2026-11-20", FINAL, "AAA"),
    ("US-NY-01 the terms were not shown, the day after", "US-NY", "changed_mind", "refund",
     "2026-10-20 2026-10-22 2026-10-25 2026-11-20", FINAL, "RRR"),
    ("US-CA-01 the terms were not shown, the thirtieth day", "US-CA", "changed_mind", "refund",
     "2026-10-21 2026-10-22 2026-10-25 2026-11-20", UNTOLD, "AAA"),
    ("JP-W-01 the terms were not shown, the eighth day: nobody has verified it", "JP", "changed_mind", "refund",
     "2026-10-21 2026-10-22 2026-11-12 2026-11-20", UNTOLD, "ARR"),
    ("QC-W-01 the terms were not shown: nobody has verified it", "CA-QC", "changed_mind", "refund",
     "2026-11-01 2026-11-02 2026-11-12 2026-11-20", UNTOLD, "ARR"),
    ("IN-D-01 late", "IN", "not_received", "refund",
     "2026-10-01 2026-10-22 not_yet 2026-11-20", {"parcel.late": True}, "AAA"),
    ("IN-C-01 a fault on the thirtieth day", "IN", "defective", "refund",
     "2026-10-01 2026-10-12 2026-10-21 2026-11-20", {}, "AAA"),
)  # fmt: skip


@cache
def policy_of(shop: str) -> Policy:
    """This function will return the shop's own policy."""
    return read_policy(Path(str(folder(shop))) / "policy.yaml")


@cache
def decider(shop: str, place: str, ordered: str) -> Decider:
    """This function will return the shop's policy under the law of that place and day."""
    country, _, region = place.partition("-")
    policy = policy_of(shop)
    return compile_policy(
        under(policy, floor_for(country, region, date.fromisoformat(ordered).toordinal(), policy.shop))
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_three_shops_under_a_rule(row: tuple[str, str, str, str, str, dict[str, Any], str]) -> None:
    _, place, reason, remedy, days, more, wanted = row
    ordered, posted, came, asked = (day if day == "not_yet" else f"{day}T12:00" for day in days.split())
    raw = {
        **KNOWN, "order.placed_at": ordered, "order.country": place[:2], "parcel.shipped_at": posted,
        "parcel.delivered_at": came, "order.last_delivered_at": came, "claim.reason": reason, "claim.asked_at": asked,
        **more,
    }  # fmt: skip
    found = ""
    for shop in SHOPS:
        known = read_facts(raw, policy_of(shop).vocabulary, zone_named("America/New_York"), "USD")
        verdicts = decider(shop, place, ordered[:10]).decide(known, known["claim.asked_at"]).verdicts
        found += LETTER[(verdicts.get(remedy) or unnamed(remedy)).outcome.value]
    assert found == wanted
