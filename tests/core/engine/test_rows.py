"""The rows of the definition, each on a policy of a clause or two: what decides, and which clauses are named."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.engine.small_policies import decide, policy_of, refund

from amends.core.engine.verdict import Ground, Outcome

ACCEPTED, REFUSED, REFERRED = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.REFERRED
WINDOW = "id: window, within: {days: 30, of: shipment}, accept: refund"
EARRINGS = "id: earrings, when: {item.category: earring}, refuse: refund"
UNWORN = "id: unworn, require: refund, provided: {condition.worn: false}"
REPORTED = "id: reported, require: refund, provided: {claim.photo: true}, otherwise: refer"
ONCE = "id: once, limit: {remedies: refund, counting: exchange}"
SHIPPED: dict[str, Any] = {"parcel__shipped_at": "2023-03-10T10:00"}


@pytest.mark.parametrize(
    ("row", "clauses", "facts", "outcome", "named"),
    [
        ("1: nobody is granted it", (EARRINGS,), {"item__category": "ring"}, REFUSED, {("", "not_offered")}),
        ("1: nobody is granted it, and a refusal fits", (EARRINGS,), {"item__category": "earring"}, REFUSED,
         {("earrings", "refuses")}),
        ("2: a refusal fits", (WINDOW, EARRINGS), {**SHIPPED, "item__category": "earring"}, REFUSED,
         {("earrings", "refuses")}),
        ("2: a refusal fits, whatever is unknown", (WINDOW, EARRINGS), {"item__category": "earring"}, REFUSED,
         {("earrings", "refuses")}),
        ("3: an acceptance fits and all is met", (WINDOW, EARRINGS, UNWORN),
         {**SHIPPED, "item__category": "ring", "condition__worn": False}, ACCEPTED,
         {("window", "accepts"), ("unworn", "met")}),
        ("3: one of two acceptances is met", (WINDOW, "id: later, within: {days: 10, of: shipment}, accept: refund"),
         SHIPPED, ACCEPTED, {("window", "accepts"), ("later", "too_late")}),
        ("4: too late", ("id: short, within: {days: 3, of: shipment}, accept: refund",), SHIPPED, REFUSED,
         {("short", "too_late")}),
        ("4: not begun", (WINDOW,), {"parcel__shipped_at": "not_yet"}, REFUSED, {("window", "not_begun")}),
        ("4: a condition is missed", (WINDOW, UNWORN), {**SHIPPED, "condition__worn": True}, REFUSED,
         {("unworn", "condition_missed")}),
        ("4: used up", (WINDOW, ONCE), {**SHIPPED, "used__order__exchange": 1}, REFUSED, {("once", "used_up")}),
        ("4: missed, but the clause refers", (WINDOW, REPORTED), {**SHIPPED, "claim__photo": False}, REFERRED,
         {("reported", "condition_missed")}),
        ("4: missed twice, one of them refuses", (WINDOW, REPORTED, UNWORN),
         {**SHIPPED, "claim__photo": False, "condition__worn": True}, REFUSED,
         {("reported", "condition_missed"), ("unworn", "condition_missed")}),
        ("5: no clause speaks", ("id: rings, when: {item.category: ring}, accept: refund",),
         {"item__category": "chain"}, REFERRED, {("", "silent")}),
        ("a missing fact that could change the row", (WINDOW, EARRINGS), SHIPPED, REFERRED, {("", "unknown")}),
        ("a missing fact that could change nothing", (WINDOW, EARRINGS),
         {"item__category": "earring"}, REFUSED, {("earrings", "refuses")}),
        ("a wrong fact: posted after it was asked", (WINDOW,), {"parcel__shipped_at": "2024-01-01T10:00"}, REFERRED,
         {("", "wrong")}),
        ("a wrong fact always, even beside a refusal", (WINDOW, EARRINGS),
         {"parcel__shipped_at": "2024-01-01T10:00", "item__category": "earring"}, REFERRED, {("", "wrong")}),
    ],
)  # fmt: skip
def test_row(row: str, clauses: tuple[str, ...], facts: dict[str, Any], outcome: Outcome, named: set[object]) -> None:
    verdict = refund(policy_of(*clauses), **facts)
    assert verdict.outcome is outcome, row
    assert named <= {(reason.clause, reason.ground.value) for reason in verdict.reasons}, row


def test_where_two_acceptances_give_different_terms_the_customer_gets_the_better() -> None:
    policy = policy_of(
        "id: one, accept: refund, set: {restocking_percent: 15, return_postage: shop}",
        "id: two, accept: refund, set: {restocking_percent: 10, return_postage: customer}",
    )
    terms = refund(policy).terms
    assert terms.return_postage == "shop"
    assert terms.restocking_percent == 10


def test_a_season_lengthens_and_is_named_but_never_shortens() -> None:
    season = "id: season, extend: {clauses: window, seasons: [{ordered_from: 2023-03-01, ordered_to: 2023-03-31, %s}]}"
    facts: dict[str, Any] = {**SHIPPED, "order__placed_at": "2023-03-08T10:00"}
    longer = policy_of(WINDOW, season % "open_until: 2023-06-30")
    found = decide(longer, "2023-06-30T23:59:59", **facts)
    assert found.verdicts["refund"].outcome is ACCEPTED
    assert ("season", Ground.LENGTHENED) in {(one.clause, one.ground) for one in found.verdicts["refund"].reasons}
    assert refund(longer, "2023-07-01T00:00", **facts).outcome is REFUSED
    shorter = policy_of(WINDOW, season % "open_until: 2023-03-31")
    assert refund(shorter, "2023-04-09T23:59", **facts).outcome is ACCEPTED


def test_the_lane_follows_from_reason_and_facts() -> None:
    policy = policy_of(
        "id: faults, lanes: fault, accept: refund",
        "id: minds, lanes: change_of_mind, refuse: refund",
        "id: tarnish, when: {item.material: silver}, classify: {reasons: [tarnished], lane: change_of_mind}",
    )
    assert refund(policy, claim__reason="tarnished", item__material="gold").outcome is ACCEPTED
    silver = refund(policy, claim__reason="tarnished", item__material="silver")
    assert silver.outcome is REFUSED
    assert {"minds", "tarnish"} <= set(silver.clauses)
    unknown = decide(policy, "2023-04-01T12:00", claim__reason="tarnished")
    assert unknown.lanes == ("change_of_mind", "fault")
    assert unknown.verdicts["refund"].outcome is REFERRED
    assert unknown.missing("refund") == ("item.material",)


def test_two_requirements_that_do_not_fit_leave_the_deadline_alone() -> None:
    policy = policy_of(
        WINDOW, "id: gold, when: {item.material: gold}, require: refund, within: {days: 7, of: shipment}"
    )
    silver = decide(policy, "2023-03-12T12:00", item__material="silver", **SHIPPED).open_until("refund")
    gold = decide(policy, "2023-03-12T12:00", item__material="gold", **SHIPPED).open_until("refund")
    assert silver is not None
    assert gold is not None
    assert silver.last_day == (gold.last_day or 0) + 23


def test_a_deadline_hidden_in_a_refusal_is_shown_too() -> None:
    policy = policy_of(
        "id: cancelling, accept: cancel",
        "id: begun, when: {order.placed_at: {longer_ago_than: {hours: 24}}}, refuse: cancel",
    )
    until = decide(policy, "2023-04-01T12:00", order__placed_at="2023-04-01T09:30:00").open_until("cancel")
    assert until is not None
    assert until.closes_at == decide(policy, "2023-04-02T09:30:00", order__placed_at="2023-04-01T09:30:00").at


def test_only_facts_that_could_change_the_answer_are_asked_for() -> None:
    policy = policy_of(WINDOW, UNWORN, "id: rings, when: {item.category: ring, claim.photo: false}, refuse: refund")
    assert decide(policy, "2023-04-01T12:00", item__category="chain", **SHIPPED).missing("refund") == (
        "condition.worn",
    )


def test_the_words_of_advice_never_keep_an_answer_open() -> None:
    policy = policy_of(WINDOW, "id: post, when: {item.price: {over: 40.00}}, advise: refund")
    assert refund(policy, **SHIPPED).outcome is ACCEPTED
    assert refund(policy, item__price="40.01", **SHIPPED).advice == ("post",)
    assert refund(policy, item__price="40.00", **SHIPPED).advice == ()
