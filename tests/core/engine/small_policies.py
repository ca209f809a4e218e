"""Policies of a clause or two, written by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from amends.core.dates import Calendar, Instant, parse_instant, zone_named
from amends.core.engine import spec
from amends.core.engine.decide import compile_policy
from amends.core.engine.verdict import Decision, Verdict
from amends.core.facts import read_facts
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy

CALENDAR = Calendar(
    frozenset({date(2023, 7, 4).toordinal()}), date(2022, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
)
NEW_YORK = zone_named("America/New_York")
HEAD = """\
amends: 1
shop: {id: shop, name: Shop, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2020-01-01
answers_within: {hours: 12}
post_within: {days: 14}
clauses:
"""


def policy_of(*clauses: str) -> Policy:
    """This function will return the policy with these clauses, each written as one mapping."""
    return load_policy(HEAD + "".join(f"  - {{says: A sentence., {clause}}}\n" for clause in clauses), CALENDAR)


def at(text: str) -> Instant:
    """This function will return an instant in New York."""
    return parse_instant(text, NEW_YORK)


def decide(policy: Policy, asked: str, **facts: Any) -> Decision:
    """This function will decide by both engines, which must agree; `item__category` stands for `item.category`."""
    raw = {name.replace("__", "."): value for name, value in facts.items()}
    known = read_facts({"claim.reason": "changed_mind", **raw}, policy.vocabulary, NEW_YORK, "USD")
    decision = compile_policy(policy).decide(known, at(asked))
    assert decision == spec.decide(policy, known, at(asked))
    return decision


def refund(policy: Policy, asked: str = "2023-04-01T12:00", **facts: Any) -> Verdict:
    """This function will return the verdict on a refund."""
    return decide(policy, asked, **facts).verdicts["refund"]
