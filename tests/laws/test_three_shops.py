"""The three example shops under the laws: where a clause gives less, the law decides and says over which clause.

The rows are those of the table of example policies against the laws; each is a claim with everything known.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from amends.core.dates import zone_named
from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.merge import unnamed
from amends.core.engine.verdict import Ground, Verdict
from amends.core.facts import read_facts
from amends.core.policy.floors import under
from amends.examples import folder
from amends.laws import floor_for
from amends.usecases.read_policy import read_policy

A, R, P = "accepted", "refused", "referred"
DE, GB, AU, US = "DE", "GB", "AU", "US"
KNOWN: Final[dict[str, Any]] = {
    "order.state": "delivered", "order.coupon": False, "order.gift": False, "order.shipping_paid": "6.00",
    "order.goods_paid": "90.00", "order.payment_methods": ["card"], "order.production_started_at": "not_yet",
    "item.product": "p", "item.sku": "s", "item.category": "ring", "item.style": "band", "item.material": "gold",
    "item.marks": [], "item.sold_as": "single", "item.certificate": False, "item.price": "90.00", "item.paid": "90.00",
    "item.discounted": False, "item.quantity": 1, "parcel.sent_to": "customers_address", "claim.quantity": 1,
    "claim.photo": True, "claim.first_help_tried": True, "claim.cause": "unknown", "claim.size_error_mm": 0,
    "condition.undamaged": True, "condition.worn": False, "condition.used": False, "condition.altered": False,
    "condition.original_packaging": True, "condition.receipt": True, "condition.resized": False,
    "claim.service": "repair",
}  # fmt: skip


@cache
def decider(shop: str, country: str) -> Decider:
    """This function will return the shop's policy under the law of that country, ready to decide."""
    policy = read_policy(Path(str(folder(shop))) / "policy.yaml")
    floor = floor_for(country, "", date(2026, 8, 3).toordinal(), policy.shop)
    return compile_policy(under(policy, floor))


def verdict(
    shop: str, country: str, reason: str, remedy: str, days: tuple[str, str, str], facts: dict[str, Any]
) -> Verdict:  # fmt: skip
    """This function will return what is decided; `days`: posted, delivered, asked. Ordered on 3 August 2026."""
    posted, came, asked = (one if one == "not_yet" else f"{one}T12:00" for one in days)
    raw = {
        **KNOWN, "order.placed_at": "2026-08-03T12:00", "order.country": country, "parcel.shipped_at": posted,
        "parcel.delivered_at": came, "order.last_delivered_at": came, "claim.reason": reason, "claim.asked_at": asked,
        **facts,
    }  # fmt: skip
    made = decider(shop, country)
    vocabulary = read_policy(Path(str(folder(shop))) / "policy.yaml").vocabulary
    known = read_facts(raw, vocabulary, zone_named("America/New_York"), "USD")
    return made.decide(known, known["claim.asked_at"]).verdicts.get(remedy) or unnamed(remedy)


SOON = ("2026-08-04", "2026-08-07", "2026-08-12")
LATE = ("2026-08-24", "2026-08-28", "2026-09-08")  # 36 days after the order, 11 after the delivery
SLOW = ("2026-08-04", "2026-09-05", "2026-09-15")  # 42 days after the posting, 10 after the delivery
HALF = ("2026-08-04", "2026-08-07", "2027-01-20")
FINAL = {"item.marks": ["final_sale"]}
MADE = {"item.custom": True}

LOST = ("2026-08-04", "not_yet", "2026-08-20")
ASTRAY = {"parcel.carrier_finding": "lost", "parcel.address_was_wrong": True}
ROWS: Final[tuple[tuple[Any, ...], ...]] = (
    # A: 30 days from purchase, free returns, some items final sale.
    ("A1 from the purchase, delivered late", "piercing", "changed_mind", "refund", LATE, {}, (A, A, R, R)),
    ("A1 in both windows", "piercing", "changed_mind", "refund", SOON, {}, (A, A, A, A)),
    ("A5 final sale, a change of mind", "piercing", "changed_mind", "refund", SOON, FINAL, (A, A, R, R)),
    ("A5 final sale, a fault, exchanged", "piercing", "defective", "exchange", SOON, FINAL, (A, A, P, P)),
    ("A1 a fault after half a year", "piercing", "defective", "repair", HALF, {}, (A, A, P, R)),
    # B: 35 days from shipping, customer pays, earrings and personalised excluded, discounted excluded.
    ("B1 from the posting, delivered late", "silver", "changed_mind", "refund", SLOW, {}, (A, A, R, R)),
    ("B5 earrings", "silver", "changed_mind", "refund", SOON, {"item.category": "earring"}, (A, A, R, R)),
    ("B5 earrings with a broken seal", "silver", "changed_mind", "refund", SOON,
     {"item.category": "earring", "item.sealed": True, "condition.unsealed": True}, (P, R, R, R)),
    ("B6 engraved", "silver", "changed_mind", "refund", SOON, {"item.personalised": True}, (R, R, R, R)),
    ("B6 a standard size picked from a list", "silver", "changed_mind", "refund", SOON, {}, (A, A, A, A)),
    ("B14 discounted", "silver", "changed_mind", "refund", SOON, {"item.discounted": True}, (A, A, R, R)),
    ("B1 a fault after half a year", "silver", "defective", "repair", HALF, {}, (A, A, P, R)),
    ("B2 worn", "silver", "changed_mind", "refund", SOON, {"condition.worn": True}, (P, P, R, R)),
    # C: made to order, 48 hours to report, slight scratches, 1-year warranty, customer pays shipping.
    ("C2 made to own specification", "bespoke", "changed_mind", "refund", SOON, MADE, (R, R, R, R)),
    ("C2 a standard design made on order", "bespoke", "changed_mind", "refund", SOON, {}, (A, A, R, R)),
    ("C3 told after 5 days", "bespoke", "wrong_style_sent", "remake", SOON, MADE, (A, A, P, P)),
    ("C4 slight scratches, all the money", "bespoke", "slight_scratch", "refund",
     ("2026-08-04", "2026-08-07", "2026-09-04"), {}, (P, A, P, R)),
    ("C4 slight scratches, repaired", "bespoke", "slight_scratch", "repair", HALF, {}, (A, A, P, P)),
    ("C13 a fault in the second year", "bespoke", "defective", "repair", ("2026-08-04", "2026-08-07", "2028-07-03"), {},
     (P, P, P, R)),
    ("C6 lost on its way to a wrong address", "bespoke", "not_received", "refund", LOST, ASTRAY, (P, P, R, R)),
    ("B17 altered by somebody", "silver", "changed_mind", "refund", SOON, {"condition.altered": True}, (P, P, A, A)),
    ("C16 a stone that came loose in half a year", "bespoke", "stone_loose", "repair", HALF, {}, (A, A, P, A)),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_claim_from_germany_britain_australia_and_the_states(row: Any) -> None:
    _, shop, reason, remedy, days, facts, wanted = row
    found = tuple(verdict(shop, country, reason, remedy, days, facts).outcome.value for country in (DE, GB, AU, US))
    assert found == wanted


@pytest.mark.parametrize(
    ("shop", "facts", "days", "clause", "rule"),
    [
        ("piercing", FINAL, SOON, "A5-final-sale", "EU-W-01"), ("piercing", {}, LATE, "A1-window", "EU-W-01"),
        ("silver", {"item.discounted": True}, SOON, "B14-discounted", "EU-W-01"),
        ("silver", {"item.category": "earring"}, SOON, "B5-hygiene", "EU-W-01"),
        ("bespoke", {}, SOON, "C2-begun", "EU-W-01"), ("silver", {}, SOON, "B4-shipping-kept", "EU-W-08"),
        ("silver", {}, SOON, "B11-free-shipping", "EU-W-14"),
    ],
)  # fmt: skip
def test_a_clause_that_gives_less_is_named_with_the_rule_that_wins(
    shop: str, facts: dict[str, Any], days: tuple[str, str, str], clause: str, rule: str
) -> None:
    reasons = verdict(shop, DE, "changed_mind", "refund", days, facts).reasons
    yields = {one.clause: one.to for one in reasons if one.ground is Ground.YIELDS}
    assert rule in yields.get(clause, ())


def test_the_better_terms_of_both_hold() -> None:
    free = verdict("piercing", DE, "changed_mind", "refund", SOON, {})
    assert (free.terms.return_postage, free.terms.refund_shipping) == ("shop", "pro_rata")
    paid = verdict("silver", DE, "changed_mind", "refund", SOON, {})
    assert (paid.terms.return_postage, paid.terms.clawback_rate_minor, paid.terms.refund_shipping) == (
        "customer", 0, "pro_rata",
    )  # fmt: skip
    repaired = verdict("bespoke", DE, "stone_loose", "repair", HALF, {})
    assert (repaired.terms.repair_postage, repaired.terms.materials) == ("shop", "shop")


def test_a_business_has_the_policy_alone() -> None:
    found = verdict("piercing", DE, "changed_mind", "refund", SOON, {**FINAL, "order.buyer": "business"})
    assert found.outcome.value == R


def test_no_law_lets_a_faulty_piece_become_a_dearer_one_or_money() -> None:
    same = {"wanted.same_product": True, "wanted.another_option": False, "wanted.available": True}
    other = {**same, "wanted.same_product": False, "wanted.another_option": True}
    for country in (DE, GB):
        again = verdict("piercing", country, "defective", "exchange", SOON, same)
        assert (again.outcome.value, again.terms.price_fall) == (A, "kept")
        assert verdict("piercing", country, "defective", "exchange", SOON, other).outcome.value == P  # as the shop says
