"""Policies as they are badly written: each fault is told at its clause, its advice works, and no near miss is told."""

from __future__ import annotations

import pytest
from tests.core.checks.test_complete import REST, WINDOW, clause
from tests.core.checks.test_planted import found_in, written
from tests.core.policy.policies import CALENDAR

from amends.core.policy.load import load_policy
from amends.core.regions.witness import decided

BOTH = WINDOW.replace("[refund]", "[refund, exchange]")
CREDIT = WINDOW.replace("[refund]", "[refund, store_credit]")
FIFTY = "when: {item.price: {under: 50.00}}\nwithin: {days: 30, of: delivery}\naccept: [store_credit]"
ABOVE = "when: {item.price: {over: 50.00}}\nwithin: {days: 30, of: delivery}\naccept: [refund]"
SECONDS = "when: {item.marks: {has: [second, sample]}}\naccept: [exchange]"
FINAL = "when: {item.marks: {has: [sample, clearance]}}\nrefuse: [exchange]"
KEPT = "terms: [refund]\nset: {restocking_percent: 10}"
MORE = KEPT.replace("10", "15")
FREE_FROM = "terms: [refund]\nset: {clawback: {free_from: 75.00, rate: 6.00}}"
SEASON = (
    "extend: {clauses: window, seasons: [{ordered_from: 2026-12-01, ordered_to: 2026-12-31, open_until: 2027-01-31}]}"
)
TWICE = clause("twice", "limit: {remedies: exchange, times: 3, counting: swaps}")
LATE = "when: {return.state: arrived}\nrequire: [refund]\nwithin: {days: 7, of: return_receipt, event: goods_sent}"
# What is wrong, the clauses, what is told, and what the advice changes.
FAULTS = {
    "nobody thought of exactly fifty": (
        (clause("small", FIFTY), clause("large", ABOVE)), ("gap", ""), ("over: 50.00", "at_least: 50.00"),
    ),
    "samples are swapped, and final": (
        (WINDOW, clause("swap", SECONDS), clause("final", FINAL)), ("contradiction", "swap"),
        ("[second, sample]", "second"),
    ),
    "two fees for the same": (
        (WINDOW, clause("ten", KEPT), clause("more", MORE)), ("contradiction", "more"),
        (clause("more", MORE), ""),
    ),
    "14 days for the sale, beside 30 for all": (
        (WINDOW, clause("sale", "when: {item.discounted: true}\nwithin: {days: 14, of: delivery}\naccept: [refund]")),
        ("shadowed", "sale"), ("You have 30 days.\n    lanes: [change_of_mind]\n",
                               "You have 30 days.\n    lanes: [change_of_mind]\n    when: {item.discounted: false}\n"),
    ),
    "sent back after it has come back": ((WINDOW, clause("late", LATE)), ("window_never_open", "late"),
        ("{days: 7, of: return_receipt, event: goods_sent}", "{days: 7, of: authorisation, event: goods_sent}")),
    "fewer at a time cost nothing": (
        (WINDOW, clause("many", f"when: {{claim.quantity: {{at_least: 3}}}}\n{KEPT}")), ("loophole", "many"),
        ("    when: {claim.quantity: {at_least: 3}}\n", ""),
    ),
    "free shipping is kept by a swap": ((BOTH, clause("ship", FREE_FROM)), ("loophole", "ship"),
        ("  - id: rest", clause("fall", "terms: [exchange]\nset: {price_fall: kept}") + "  - id: rest")),
    "a bonus on a bonus": (
        (CREDIT, clause("bonus", "terms: [store_credit]\nset: {credit_bonus_percent: 10}")), ("loophole", "bonus"),
        ("    terms: [store", "    when: {order.payment_methods: {lacks: gift_card}}\n    terms: [store"),
    ),
    "the sentence has last year's day": (
        (WINDOW, clause("winter", SEASON).replace("Sentence winter", "Until 15 January")),
        ("sentence_differs", "winter"), ("15 January", "31 January"),
    ),
    "two exchanges, said the page": (
        (BOTH, TWICE.replace("Sentence twice", "2 exchanges")), ("sentence_differs", "twice"),
        ("2 exchanges", "Three exchanges"),
    ),
}  # fmt: skip
DEAR = "when: {item.price: {over: 200.00}}\n"
TARNISH = """\
  - id: tarnish
    says: Tarnish.
    when: {item.material: silver}
    classify: {reasons: tarnished, lane: change_of_mind}
"""
UNLESS = "when: {item.category: earring}\nunless: [{id: but, says: But., when: {claim.reason: tarnished}}]\n"
BETWEEN = "when: {item.price: {over: 50.00, under: 100.00}}\nterms: [refund]\nset: {fee: 5.00}"
LAST_YEARS = SEASON.replace("[{", "[{ordered_from: 2025-11-01, ordered_to: 2025-12-31, open_until: 2026-01-31}, {")
NEAR = {
    "marks of their own": (
        BOTH, clause("second", "when: {item.marks: {has: second}}\naccept: [repair]"),
        clause("final", "when: {item.marks: {has: clearance}}\nrefuse: [repair]"),
    ),
    "a fee between two prices": (
        WINDOW, clause("fee", BETWEEN).replace("Sentence fee", "5.00 from 50.00 to 100.00"),
    ),
    "longer for the dear": (WINDOW, clause("dear", f"{DEAR}within: {{days: 45, of: delivery}}\naccept: [refund]")),
    "longer from the order": (WINDOW, clause("order", "within: {days: 45, of: order}\naccept: [refund]")),
    "a reason of another lane": (WINDOW, TARNISH, clause("ears", f"{UNLESS}refuse: [refund]")),
    "this year's season beside last year's": (
        WINDOW, clause("winter", LAST_YEARS).replace("Sentence winter", "Until January 31st"),
    ),
    "a fee of each return": (WINDOW, clause("fee", "terms: [refund]\nset: {fee: 5.00, fee_per: return}")),
    "postage for the dear": (
        WINDOW, clause("you", "terms: [refund]\nset: {return_postage: customer}"),
        clause("we", f"{DEAR}terms: [refund]\nset: {{return_postage: shop}}"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_clause_and_gone_once_its_advice_is_followed(name: str) -> None:
    clauses, expected, (before, after) = FAULTS[name]
    text = written(*clauses, REST)
    policy = load_policy(text, CALENDAR)
    [found] = found_in(policy)
    assert (found.code, found.clause) == expected
    if found.witness is not None and found.clause:
        assert found.clause in decided(policy, found.witness)[1].clauses or found.code == "loophole"
    assert before in text
    assert found_in(load_policy(text.replace(before, after, 1), CALENDAR)) == []


@pytest.mark.parametrize("name", NEAR)
def test_what_only_looks_like_a_fault_is_not_told(name: str) -> None:
    assert found_in(load_policy(written(*NEAR[name], REST), CALENDAR)) == []
