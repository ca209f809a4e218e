"""Faults planted on purpose: each kind is found in a clean policy, alone, and in whatever policy it is planted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.core.checks.test_complete import EARRINGS, REST, WINDOW, clause
from tests.core.policy.policies import CALENDAR, HEAD
from tests.differential.policies_to_try import policies

from amends.core.checks.below_the_law import below_the_law
from amends.core.checks.every import CHECKS, findings_of
from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import Said
from amends.core.orders import Product
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.laws.statutes import statutes

TODAY = date(2026, 11, 22).toordinal()
CLEAN = (WINDOW, EARRINGS, REST)
PINS = "when: {item.category: [planted-a, planted-b]}\naccept: [refund]"
BROOCHES = "when: {item.category: [planted-b, planted-c]}\nrefuse: [refund]"
DAYS = "{{ordered_from: {0}-04-01, ordered_to: {0}-04-30, open_until: {0}-06-30}}"
SEASON = f"extend:\n  clauses: [planted]\n  seasons: [{DAYS}]"
YEAR = clause("planted", "within: {days: 365, of: order}\naccept: [exchange]")
WEEKS = clause("planted", "within: {days: 21, of: order}\naccept: [exchange]")
NEVER = "when: {order.state: pending, parcel.delivered_at: happened}\nrefuse: [refund]"
RINGS = "unless: [{id: but, says: But., when: {item.category: ring}}]"
TOO_EARLY = "when: {parcel.delivered_at: not_yet}\nwithin: {days: 3, of: delivery}\naccept: [repair]"
OFFERED = clause("offered", "within: {days: 30, of: delivery}\naccept: [refund]")  # so that money back is on offer
# The kind of fault, the clauses that hold it, and the clause to be told.
ADDED = {
    "dead_clause": (clause("planted", NEVER), "planted"),
    "shadowed": (
        clause("planted", "when: {item.category: planted}\nrefuse: [refund]")
        + clause("planted-too", "when: {item.category: planted, item.discounted: true}\nrefuse: [refund]"),
        "planted-too",
    ),
    "exception_unused": (clause("planted", f"when: {{item.category: planted}}\n{RINGS}\nrefuse: [refund]"), "planted"),
    "window_impossible": (clause("planted", TOO_EARLY), "planted"),
    "window_never_open": (clause("planted", "within: {days: 3, of: authorisation}\naccept: [repair]"), "planted"),
    "season_over": (WEEKS + clause("winter", SEASON.format(2025)), "winter"),
    "season_without_effect": (YEAR + clause("winter", SEASON.format(2027)), "winter"),
    "sentence_differs": (YEAR.replace("Sentence", "Within 44 days, sentence"), "planted"),
    "below_the_law": (clause("planted", "when: {item.category: planted}\nrefuse: [refund]"), "planted"),
}  # fmt: skip
# Faults that depend on what else there is: they are planted into the clean policy alone.
CHANGED = {
    "contradiction": (clause("planted", PINS) + clause("planted-too", BROOCHES), "planted"),
    "nothing_to_govern": (clause("planted", "require: [store_credit]\nprovided: {claim.photo: true}"), "planted"),
    "promise_impossible": (clause("planted", "promise: {what: refund, within: {days: 5, of: delivery}}"), "planted"),
    "loophole": (
        clause("planted", "terms: [refund]\nset: {restocking_percent: 20}")
        + clause("swap", "within: {days: 30, of: delivery}\naccept: [exchange]"),
        "planted",
    ),
    "never_speaks": (clause("planted", "ordered_to: 2022-12-31\naccept: [exchange]"), "planted"),
    "needs_unknown_fact": (clause("planted", "when: {item.material: gold}\nrefuse: [refund]"), "planted"),
}
ALONE = {  # planted by a change of the file
    "gap": ("lanes: [fault, guarantee, delivery, recall]", "lanes: [fault, guarantee, delivery]"),
    "no_season": (WINDOW, WINDOW.replace("30 days", "14 days").replace("days: 30", "days: 14")),
    "starts_far_ahead": ("starts: 2023-01-01", "starts: 2028-01-01"),
    "never_known": ("clauses:\n", "facts: {claim.vip: {kind: flag, about: it}}\nclauses:\n"
                    + clause("planted", "when: {claim.vip: true}\nrefuse: [refund]")),
    "unused": ("clauses:\n", "facts: {item.metal: {kind: text, about: which metal}}\nclauses:\n"),
}  # fmt: skip
RING = Product(id="ring", name="Ring", category="ring")


def found_in(policy: Policy, *products: Product) -> list[Finding]:
    """This function will return what all checks find: all of it confirmed, and said so that it can be translated."""
    subject = Subject(policy, TODAY, products=products)
    found = list(findings_of(subject))
    assert subject.unconfirmed == []
    assert all(isinstance(text, Said) for one in found for text in (one.message, one.hint))
    return found


def written(*clauses: str) -> str:
    """This function will write a policy of these clauses."""
    return HEAD + "clauses:\n" + "".join(clauses)


def test_every_check_has_a_fault_of_its_kind_planted_and_in_the_clean_policy_nothing_is_found() -> None:
    assert {*ADDED, *CHANGED, *ALONE} == {one.__name__ for one in CHECKS}
    assert found_in(load_policy(written(*CLEAN), CALENDAR), RING) == []


@pytest.mark.parametrize("code", sorted({*ADDED, *CHANGED} - {"below_the_law"}))
def test_a_fault_in_a_clean_policy_is_found_and_nothing_else(code: str) -> None:
    clauses, name = {**ADDED, **CHANGED}[code]
    found = found_in(load_policy(written(*CLEAN, clauses), CALENDAR), RING)
    assert {(one.code, one.clause) for one in found} == {(code, name)}


@pytest.mark.parametrize("code", ALONE)
def test_a_fault_by_a_changed_line_is_found_and_nothing_else(code: str) -> None:
    text = written(*CLEAN)
    before, after = ALONE[code]
    assert before in text
    found = found_in(load_policy(text.replace(before, after, 1), CALENDAR))
    assert {one.code for one in found} == {code}


@settings(max_examples=6, deadline=None, phases=(Phase.generate,))
@given(policies(most=3), st.sampled_from(sorted(ADDED)))
def test_a_fault_is_found_in_whatever_policy_it_is_planted(policy: Policy, code: str) -> None:
    clauses, name = ADDED[code]
    planted = load_policy(written(OFFERED, clauses), CALENDAR).clauses
    full = replace(policy, clauses=(*policy.clauses, *planted))
    subject = Subject(full, TODAY, laws=statutes(full, ("DE",), TODAY) if code == "below_the_law" else ())
    found = list(findings_of(subject, [one for one in CHECKS if one.__name__ == code]))
    assert subject.unconfirmed == []
    assert name in {each for one in found for each in (one.clause, *(spot.clause for spot in one.also))}


def test_a_law_that_leaves_it_to_a_person_is_not_said_to_give_what_is_held_back() -> None:
    back = "when: {return.state: arrived, return.authorised: true}"
    late = f"{back}\nwithin: {{days: 14, of: authorisation, event: goods_sent}}\nrequire: [exchange]"
    faults = (clause("swap", "accept: [exchange]"), clause("late", late))
    policy = load_policy(written(*faults).replace("change_of_mind", "fault"), CALENDAR)
    subject = Subject(policy, TODAY, laws=statutes(policy, ("AU", "GB"), TODAY))
    [held] = [one for one in findings_of(subject, (below_the_law,)) if "may wait" in one.message]
    assert "which the law of GB gives" in held.message
    assert {place for one in held.rules for place in one.places} == {"AU", "GB"}


def test_where_a_clause_of_the_shop_leaves_it_to_a_person_as_the_law_does_nothing_is_held_back() -> None:
    asks = clause("ask", "within: {days: 14, of: order}\naccept: [refund]\notherwise: refer")
    policy = load_policy(written(OFFERED, asks), CALENDAR)
    subject = Subject(policy, TODAY, laws=statutes(policy, ("DE",), TODAY))
    assert "offered" in {one.clause for one in findings_of(subject, (below_the_law,)) if one.level == "error"}
    assert subject.unconfirmed == []
