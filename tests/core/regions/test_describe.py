"""A set of claims is described by what they have in common, and by nothing that makes no difference."""

from __future__ import annotations

import pytest
from tests.core.policy.policies import CALENDAR, HEAD

from amends.core.engine.verdict import Outcome
from amends.core.policy.load import load_policy
from amends.core.regions.describe import description
from amends.core.regions.situations import Situations


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("{item.category: [ring, brooch]}", ["`item.category` is `brooch` or `ring`"]),
        ("{item.category: {not: [ring, brooch]}}", ["`item.category` is not `brooch` or `ring`"]),
        (
            "{condition.worn: true, item.price: {over: 40.00}}",
            ["`item.price` is over `40.00`", "`condition.worn` is `true`"],
        ),
        ("{item.marks: {has: outlet}}", ["`item.marks` has `outlet`"]),
        ("{order.state: [pending, processed]}", ["`order.state` is `pending` or `processed`"]),
        ("{claim.reason: price_dropped}", ["`claim.reason` is `price_dropped`"]),
        (
            "{parcel.delivered_at: {within: {years: 1}}}",
            ["`parcel.delivered_at` is at most 1 year before `claim.asked_at`"],
        ),
        ("{used.order.exchange: {at_least: 2}}", ["`used.order.exchange` is at least `2`"]),
        ("{claim.quantity: {under: {fact: item.quantity}}}", ["`claim.quantity` is under `item.quantity`"]),
    ],
)
def test_what_is_refused_is_described_as_the_clause_has_it(when: str, expected: list[str]) -> None:
    clauses = (
        "clauses:\n  - {id: yes, says: a, lanes: change_of_mind, accept: refund}\n"
        f"  - {{id: but, says: b, lanes: change_of_mind, refuse: refund, when: {when}}}\n"
    )
    found = Situations(load_policy(HEAD + clauses, CALENDAR), "change_of_mind", "refund")
    refused = found.outcomes[Outcome.REFUSED]
    assert sorted(description(found, refused, refused)) == sorted(expected)
    assert description(found, found.all, refused) == ()
