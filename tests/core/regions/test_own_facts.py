"""Facts of a shop's own - moments, numbers compared with each other, marks, choices - are cut into regions as well."""

from __future__ import annotations

from random import Random

from tests.core.policy.policies import CALENDAR, HEAD
from tests.core.regions.claims_at_random import claims_at_random
from tests.core.regions.test_every_situation import missed, wrong

from amends.core.policy.load import load_policy
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import Situations

POLICY = load_policy(
    HEAD
    + """\
facts:
  item.restored_at: {kind: moment, about: when it was restored}
  item.tags: {kind: marks, about: what hangs on it}
  item.grade: {kind: choice, about: how good it is, values: [a, b, c], absent: a}
  item.weight: {kind: number, about: grams}
  item.limit: {kind: number, about: grams}
clauses:
  - id: restored
    says: You have 30 days from the restoration.
    lanes: change_of_mind
    within: {days: 30, of: item.restored_at}
    accept: [refund]
  - {id: tags, says: Not these., lanes: change_of_mind, when: {item.tags: {has: [x, y]}}, refuse: [refund]}
  - id: light
    says: Nor light ones over the limit.
    lanes: change_of_mind
    when: {item.grade: [b, c], item.weight: {over: {fact: item.limit}, under: 10}}
    refuse: [refund]
  - id: never
    says: A weight under ten is not over a limit of ten.
    lanes: change_of_mind
    when: {item.limit: {at_least: 10}, item.weight: {over: {fact: item.limit}, under: 10}}
    refuse: [refund]
  - id: older
    says: Nor old orders that were restored just now.
    lanes: change_of_mind
    when: {order.placed_at: {longer_ago_than: {months: 2}}, item.restored_at: {within: {days: 5}}}
    refuse: [refund]
""",
    CALENDAR,
)


def test_claims_at_random_lie_in_the_regions_of_own_facts() -> None:
    found = Situations(POLICY, "change_of_mind", "refund")
    claims = claims_at_random(found.space, Random(3), 300)  # noqa: S311 - no secret
    assert len(claims) > 100
    assert missed(found, claims) == []
    assert wrong(found, claims) == []


def test_only_what_cannot_be_is_empty() -> None:
    found = Situations(POLICY, "change_of_mind", "refund")
    assert {one.id for one in POLICY.clauses if found.scope(one) == NONE} == {"never"}
