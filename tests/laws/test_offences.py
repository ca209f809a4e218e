"""Which clauses of the three shops offend against a duty of a law, and which of a policy's clauses never do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.core.engine.small_policies import policy_of

from amends.examples import folder
from amends.laws import duties_for
from amends.laws.offences import offenders
from amends.usecases.read_policy import read_policy

TODAY = date(2026, 11, 20).toordinal()
FINAL = ("A5-final-sale", "A5-gift-with-purchase", "A5-surprise-set", "A5-sample-sale")
FOUND = {
    ("piercing", "DE"): {
        "EU-W-04": ("A6-go-ahead",), "EU-W-13": ("A4-undamaged",), "EU-W-15": FINAL,
    },
    ("piercing", "GB"): {"UK-W-08": FINAL},
    ("piercing", "AU"): {"AU-I-01": FINAL},
    ("silver", "DE"): {
        "EU-W-06": ("B2-condition",), "EU-W-13": ("B2-condition", "B17-as-it-was"), "EU-W-17": ("B5-hygiene",),
        "EU-W-15": ("B5-hygiene", "B14-discounted"), "EU-C-01": ("B1-window",),
    },
    ("silver", "GB"): {"UK-W-08": ("B5-hygiene", "B14-discounted"), "UK-C-06": ("B1-window",)},
    ("silver", "AU"): {"AU-C-07": ("B1-window",)},
    ("bespoke", "DE"): {
        "EU-W-16": ("C2-begun",), "EU-C-01": ("C3-report", "C18-repair"), "EU-C-04": ("C3-report",),
    },
    ("bespoke", "GB"): {"UK-C-01": ("C4-small-things",), "UK-C-06": ("C3-report", "C18-repair")},
    ("bespoke", "AU"): {"AU-C-02": ("C4-small-things",), "AU-C-07": ("C3-report", "C18-repair")},
}  # fmt: skip


@pytest.mark.parametrize(("shop", "country"), FOUND, ids=lambda one: one)
def test_what_the_shops_owe(shop: str, country: str) -> None:
    policy = read_policy(Path(str(folder(shop))) / "policy.yaml")
    found: dict[str, tuple[str, ...]] = {}
    for one in offenders(policy, duties_for(country, "", TODAY), country):
        found[one.duty.rule] = (*found.get(one.duty.rule, ()), one.clause.id)
    assert found == FOUND[shop, country]


@pytest.mark.parametrize(
    ("clause", "rules"),
    [
        ("id: a, lanes: change_of_mind, when: {item.discounted: true}, refuse: refund", {"EU-W-15"}),
        ("id: a, lanes: change_of_mind, when: {item.discounted: true, order.country: US}, refuse: refund", set()),
        ("id: a, lanes: change_of_mind, when: {item.category: gift_card}, refuse: refund", set()),
        ("id: a, lanes: change_of_mind, when: {item.personalised: true}, refuse: refund", set()),
        ("id: a, lanes: change_of_mind, within: {days: 13, of: delivery}, accept: refund", {"EU-W-02"}),
        ("id: a, lanes: change_of_mind, within: {days: 14, of: delivery}, accept: refund", set()),
        ("id: a, lanes: change_of_mind, terms: refund, set: {restocking_percent: 15}", {"EU-W-13"}),
        ("id: a, lanes: change_of_mind, terms: refund, set: {restocking_percent: 0}", set()),
        ("id: a, lanes: fault, within: {hours: 48, of: delivery}, require: refund", {"EU-C-01", "EU-C-04"}),
        ("id: a, lanes: fault, within: {years: 2, of: delivery}, accept: refund", set()),
    ],
)
def test_a_clause_offends_or_does_not(clause: str, rules: set[str]) -> None:
    found = offenders(policy_of(clause), duties_for("DE", "", TODAY), "DE")
    assert {one.duty.rule for one in found} == rules
