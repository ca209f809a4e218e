"""Every kind of loophole is found in a policy made with it, shown step by step; nothing is where there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.core.checks.test_complete import clause, policy_of

from amends.core.checks.dealings import Dealings, bought
from amends.core.checks.finding import Finding, Subject
from amends.core.checks.loophole import loophole
from amends.core.engine.verdict import Outcome
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.core.regions.witness import decided
from amends.usecases.read_policy import calendar_for

SHOPS = Path(__file__).parents[3] / "src/amends/examples"
BACK = clause("back", "within: {days: 30, of: delivery}\naccept: [refund, exchange]")


def set_for(remedies: str, terms: str, when: str = "") -> str:
    """This function will write a clause that sets terms."""
    return clause("terms", f"{when}terms: [{remedies}]\nset: {{{terms}}}")


def found_in(policy: Policy) -> list[Finding]:
    """This function will return the loopholes of a policy."""
    return list(loophole(Subject(policy, 738_000)))


CLAWBACK = "clawback: {free_from: 75.00, rate: 6.00}"
PRESENT = clause("present", "when: {claim.by: gift_recipient}\naccept: [store_credit]\nset: {refund_to: credit}")
SEEDED = {
    "a dearer piece at the shop's cost": (set_for("exchange", "price_rise: shop"), "are gained: 1. `exchange`"),
    "a bonus on a bonus": (set_for("refund", "credit_bonus_percent: 10"), "the bonus is had on itself, 22.00"),
    "a bonus for presents": (
        PRESENT + set_for("store_credit", "credit_bonus_percent: 5"), "the bonus is had on itself",
    ),
    "an exchange before the return": (
        set_for("refund", "restocking_percent: 20"),
        "more come back than at once: 1. `exchange` of `l1` for a piece of",
    ),
    "a fee on the return alone": (set_for("refund", "fee: 5.00, fee_per: return"), "more come back than at once"),
    "a fee for two at once": (
        set_for("refund", "fee: 5.00", "when: {claim.quantity: {at_least: 2}}\n"),
        "5.00 USD more come back than at once: 1. `refund`",
    ),
    "shipping taken off for returns alone": (
        set_for("refund", CLAWBACK), "6.00 USD more come back than at once: 1. `exchange`",
    ),
}  # fmt: skip
GOOD = {
    "nothing set": "",
    "the same fee for both": set_for("refund, exchange", "fee: 5.00"),
    "a cheaper piece brings nothing": set_for("refund, exchange", "restocking_percent: 20, price_fall: kept"),
    "once for an order": set_for("refund", CLAWBACK) + clause("kept", "terms: [exchange]\nset: {price_fall: kept}"),
    "presents without deductions": PRESENT + set_for("refund, exchange", "fee: 5.00"),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEDED)
def test_a_loophole_is_told_with_its_steps_and_the_clause_that_is_got_around(name: str) -> None:
    clauses, says = SEEDED[name]
    policy = policy_of(BACK, clauses)
    found = found_in(policy)
    assert found
    assert any(says in one.message for one in found), [one.message for one in found]
    assert found[0].clause == "terms"
    assert re.search(r"1\. .*`(refund|exchange|store_credit)` of", found[0].message)
    assert found[0].witness is not None
    assert decided(policy, found[0].witness)[1].outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("name", GOOD)
def test_nothing_is_told_of_a_policy_without_one(name: str) -> None:
    assert found_in(policy_of(BACK, GOOD[name])) == []


@pytest.mark.parametrize("name", ["piercing", "silver", "bespoke"])
def test_the_three_shops_have_none(name: str) -> None:
    assert found_in(load_policy((SHOPS / name / "policy.yaml").read_text(encoding="utf-8"), calendar_for)) == []


def test_a_limit_ends_a_sequence() -> None:
    once = clause("once", "limit: {remedies: [exchange], times: 1, per: order, counting: exchange}")
    policy = policy_of(BACK, once)
    [view] = [
        one for one in Subject(policy, 738_000).regions.speaking(policy.clause("back")) if one.remedy == "exchange"
    ]
    claimed = view.claim_in(view.outcomes[Outcome.ACCEPTED])
    assert claimed is not None
    dealings = Dealings(policy, claimed.facts, claimed.at)
    first = [one for one in dealings.steps(bought("USD", ((100_00, 1),))) if one.steps[-1].remedy == "exchange"]
    assert first
    assert not [one for one in dealings.steps(first[0]) if one.steps[-1].remedy == "exchange"]


def test_buyer_and_recipient_never_both_get_the_same_piece_paid() -> None:
    policy = policy_of(BACK, PRESENT)
    [view] = [one for one in Subject(policy, 738_000).regions.speaking(policy.clause("back")) if one.remedy == "refund"]
    claimed = view.claim_in(view.outcomes[Outcome.ACCEPTED])
    assert claimed is not None
    dealings = Dealings(policy, claimed.facts, claimed.at)
    start = bought("USD", ((100_00, 2),))
    present = [one for one in dealings.steps(start) if one.steps[-1].by]
    assert present
    for state in present:
        for after in dealings.steps(state):
            assert after.out_minor + after.goods_minor == 200_00
