"""A small good policy in text, and ways to change one line of it."""

from __future__ import annotations

from datetime import date

from amends.core.dates import Calendar
from amends.core.errors import PolicyInvalid
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy

CALENDAR = Calendar(
    frozenset({date(2023, 7, 4).toordinal(), date(2023, 12, 25).toordinal()}),
    date(2000, 1, 1).toordinal(),
    date(2060, 12, 31).toordinal(),
)
HEAD = """\
amends: 1
shop: {id: test, name: Test, country: US, zone: America/New_York, currency: USD, shipping: {flat_rate: 6.00}}
version: "1"
starts: 2023-01-01
answers_within: {hours: 12}
post_within: {days: 14}
"""
GOOD = (
    HEAD
    + """\
ask: {condition.worn: Was it ever worn?}
facts:
  item.metal: {kind: choice, about: which metal, values: [silver, gold]}
reasons: {too_heavy: change_of_mind}
clauses:
  - id: window
    section: Sending back
    says: You have 35 days from posting.
    lanes: [change_of_mind, fault]
    within: {days: 35, of: shipment}
    accept: [refund, exchange]
    set: {return_postage: customer, clawback: {free_from: 75.00, rate: 6.00}}
  - id: unworn
    says: Unworn, please.
    lanes: change_of_mind
    require: all
    provided: {condition.worn: false}
    otherwise: refer
  - id: hygiene
    says: No earrings.
    lanes: [change_of_mind]
    when:
      item.category: [earring, stud]
      any:
        - {item.price: {over: 40.00, at_most: 1000 USD}}
        - {item.metal: {not: gold}}
    unless:
      - {id: sealed, says: Sealed ones we take., when: {item.marks: {has: sealed}}}
    refuse: [refund]
  - id: once
    says: One exchange an order.
    limit: {remedies: [exchange], counting: exchange}
  - id: answer
    says: We answer within 12 hours.
    promise: {what: answer, within: {hours: 12, of: asked}}
  - id: tarnish
    says: Silver darkens.
    when: {item.metal: silver}
    classify: {reasons: [tarnished], lane: change_of_mind}
  - id: finer
    says: Every other form of a test.
    when:
      order.placed_at: {from: 2023-01-01, to: 2023-12-31}
      parcel.delivered_at: {within: {days: 30, event: goods_back}}
      parcel.shipped_at: {longer_ago_than: {hours: 2}}
      order.production_started_at: not_yet
      item.paid: {at_most: {fact: item.price}}
      item.size_tolerance_mm: {over: 0.2}
      none: [{item.marks: {lacks: [sealed, open]}}, {claim.reason: {not: [bent, worn]}}]
    advise: all
  - id: winter
    says: Longer in winter.
    extend:
      clauses: [window]
      seasons:
        - {ordered_from: 2023-11-01, ordered_to: 2023-12-25, open_until: 2024-01-31}
"""
)


def good() -> Policy:
    """This function will return the good policy."""
    return load_policy(GOOD, CALENDAR)


def problems_of(text: str) -> list[str]:
    """This function will return every problem of the policy as a person reads it."""
    try:
        load_policy(text, CALENDAR, "p.yaml")
    except PolicyInvalid as error:
        return [str(one) for one in error.problems]
    return []


def with_clause(*lines: str) -> str:
    """This function will return a policy of one clause `x` with these further lines."""
    return HEAD + "clauses:\n  - id: x\n    says: Said.\n" + "".join(f"    {line}\n" for line in lines)


def changed(old: str, new: str) -> str:
    """This function will return the good policy with one text replaced, which has to be there once."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)
