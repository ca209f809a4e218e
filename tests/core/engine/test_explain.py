"""Decisions in plain words: the answer first, what stands against it, what is asked for, what else is possible."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.core.engine.small_policies import decide, policy_of
from tests.differential.policies_to_try import Case, cases

from amends.core.engine import words
from amends.core.engine.decide import compile_policy
from amends.core.engine.explain import explain, explain_remedy
from amends.core.engine.explained import Explained
from amends.core.engine.language import ENGLISH
from amends.core.engine.wording import amount_in_words
from amends.core.policy.tree import Op, Policy
from amends.core.vocabulary import LANE_OF_REASON, LANES, REMEDIES, VOCABULARY

WINDOW = "id: window, lanes: change_of_mind, within: {days: 35, of: shipment}, accept: [refund, exchange]"
UNWORN = "id: unworn, require: [refund, exchange], provided: {condition.worn: false, condition.used: false}"
ONCE = "id: once, limit: {remedies: exchange, counting: exchange}"
SHIPPED: dict[str, Any] = {
    "parcel__shipped_at": "2023-03-10T10:00", "condition__worn": False, "condition__used": False,
}  # fmt: skip


def told(policy: Policy, asked: str = "2023-04-01T12:00", remedy: str = "refund", **facts: Any) -> Explained:
    """This function will explain one remedy."""
    return explain_remedy(policy, decide(policy, asked, **facts), remedy)


def test_an_acceptance_says_until_when() -> None:
    found = told(policy_of(WINDOW, UNWORN), **SHIPPED)
    assert found.answer == "You can return this for a refund until Friday 14 April 2023."
    assert [(one.clause, one.detail) for one in found.reasons] == [
        ("window", "This is open until Friday 14 April 2023."),
        ("unworn", ""),
    ]
    assert "You pay for the way back." in found.terms
    assert [(one.who, one.what) for one in found.dates] == [("you", "ask"), ("you", "post")]
    assert found.dates[0].by == "2023-04-14T23:59:59.999999-04:00"
    assert not found.ways
    assert not found.instead


def test_what_never_came_has_no_way_back_to_speak_of() -> None:
    policy = policy_of("id: lost, lanes: delivery, accept: [refund, resend]")
    found = told(policy, claim__reason="not_received", parcel__shipped_at="2023-03-10T10:00")
    assert found.outcome == "accepted"
    assert not [one for one in found.terms if "way back" in one]
    assert not [one for one in found.dates if one.what == "post"]


def test_too_late_says_the_date_it_would_have_had_to_be_and_what_is_left() -> None:
    policy = policy_of(WINDOW, "id: credit, accept: store_credit")
    found = told(policy, "2023-04-15T00:00", **SHIPPED)
    assert found.answer == "You can no longer return this for a refund."
    assert found.reasons[0].says == "A sentence."
    assert found.reasons[0].detail == "That was until Friday 14 April 2023; it is asked on Saturday 15 April 2023."
    assert found.ways[0] == "You could return this for a refund if it had been asked by Friday 14 April 2023."
    assert found.instead == ("You can return this for store credit instead.",)


def test_hours_are_told_to_the_minute() -> None:
    policy = policy_of("id: two-hours, within: {hours: 2, of: order}, accept: cancel")
    found = told(policy, "2023-04-01T12:01", "cancel", order__placed_at="2023-04-01T10:00")
    assert found.reasons[0].detail == (
        "That was until Saturday 1 April 2023, 12:00; it is asked on Saturday 1 April 2023, 12:01."
    )


def test_not_yet_begun_says_what_it_counts_from() -> None:
    found = told(policy_of(WINDOW), parcel__shipped_at="not_yet")
    assert found.answer == "You cannot return this for a refund yet."
    assert found.reasons[0].detail == (
        "The time counts from when the parcel was posted; the parcel has not been posted yet."
    )


def test_a_missed_condition_says_what_is_so_now_and_only_that() -> None:
    found = told(policy_of(WINDOW, UNWORN), **{**SHIPPED, "condition__worn": True})
    assert found.answer == "You cannot return this for a refund."
    assert [(one.clause, one.detail) for one in found.reasons] == [("unworn", "Now: it has been worn.")]
    assert found.ways == ("You could return this for a refund if it has not been worn.",)


def test_a_refusal_says_why_the_rules_for_another_reason_are_not_the_ones_that_answer() -> None:
    """B8: who finds it tarnished and calls that a fault reads that it is none, and not only that earrings stay."""
    earrings = "id: B5, lanes: change_of_mind, when: {item.category: earring}, refuse: refund"
    tarnish = "id: B8, when: {item.material: silver}, classify: {reasons: tarnished, lane: change_of_mind}"
    policy = policy_of(WINDOW, UNWORN, earrings, tarnish)
    silver = {**SHIPPED, "claim__reason": "tarnished", "item__material": "silver", "item__category": "earring"}
    found = told(policy, **silver)
    assert found.outcome == "refused"
    assert [(one.clause, one.ground) for one in found.reasons] == [("B5", "refuses"), ("B8", "classified")]
    assert [one.clause for one in told(policy, **{**silver, "claim__reason": "changed_mind"}).reasons] == ["B5"]


def test_what_is_used_up_says_how_often() -> None:
    found = told(policy_of(WINDOW, ONCE), remedy="exchange", used__order__exchange=1, **SHIPPED)
    assert found.reasons[0].detail == "It has been used once before."
    assert found.instead[0].startswith("You can return this for a refund instead, until")


def test_a_missing_answer_is_asked_for_in_the_shops_words() -> None:
    found = told(policy_of(WINDOW, UNWORN), **{**SHIPPED, "condition__worn": None})
    assert found.answer.startswith("Before we can say whether you can return this for a refund")
    assert [(one.fact, one.says, one.yours) for one in found.questions] == [
        ("condition.worn", "Has it been worn?", True),
    ]


def test_what_the_shop_must_look_up_is_no_question_to_the_customer() -> None:
    found = told(policy_of(WINDOW))
    assert found.answer == (
        "Whether you can return this for a refund, a person will decide. "
        "You have an answer by Sunday 2 April 2023, 00:00."
    )
    assert [(one.yours, one.says) for one in found.questions] == [
        (False, "We have to look this up: when the parcel with it was posted."),
    ]


def test_what_is_not_on_offer_is_not_listed_and_says_so_when_asked_for() -> None:
    policy = policy_of(WINDOW, "id: no-repairs, when: {item.category: chain}, refuse: repair")
    decision = decide(policy, "2023-04-01T12:00", **SHIPPED)
    assert set(explain(policy, decision)) == {"refund", "exchange"}
    assert explain_remedy(policy, decision, "repair").answer == "We do not offer this: repair."
    assert explain_remedy(policy, decision, "remake").answer == "We do not offer this: make again."


def test_another_reason_is_a_way_too() -> None:
    policy = policy_of("id: faults, lanes: fault, accept: refund", "id: minds, lanes: change_of_mind, refuse: refund")
    assert told(policy).ways == ("You could return this for a refund if something is wrong with it.",)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ("return_postage: shop, return_label: prepaid", "We send you a prepaid label."),
        ("restocking_percent: 12.50", "We deduct 12.5 % of its price."),
        ("fee: 5.00, fee_per: return", "We deduct $5.00, once for each return."),
        ("clawback: {free_from: 75.00, rate: 6.00}",
         "If what you keep of the order comes to less than $75.00, we deduct $6.00 for shipping, once."),
        ("refund_shipping: all", "What you paid for shipping is paid back too."),
        ("refund_to: credit", "You get the amount as store credit."),
        ("postage_receipt_up_to: 15.00",
         "Postage that you have laid out is paid back against the receipt, up to $15.00."),
    ],
)  # fmt: skip
def test_terms_of_a_refund(terms: str, sentence: str) -> None:
    assert sentence in told(policy_of(f"id: it, accept: refund, set: {{{terms}}}")).terms


@pytest.mark.parametrize(
    ("remedy", "terms", "sentence"),
    [
        ("exchange", "new_postage: 6.00", "You pay $6.00 for sending the new piece, before we send it."),
        ("exchange", "price_fall: kept", "If the new piece costs less, the difference is not paid back."),
        ("repair", "labour: shop, materials: customer", "You pay for the material that is needed."),
        ("repair", "quote_first: true",
         "We send you a quote first; nothing is sent or charged before you agree."),
        ("partial_refund", "offer_percent: {at_least: 10, at_most: 30}",
         "We offer you between 10 % and 30 % of its price; you are free to decline."),
        ("store_credit", "credit_bonus_percent: 5", "We add 5 % to store credit."),
        ("cancel", "", "Everything you paid for it is paid back, shipping included."),
    ],
)  # fmt: skip
def test_terms_of_other_remedies(remedy: str, terms: str, sentence: str) -> None:
    policy = policy_of(f"id: it, accept: {remedy}" + (f", set: {{{terms}}}" if terms else ""))
    assert sentence in told(policy, remedy=remedy).terms


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("labour: shop, materials: shop, return_postage: shop, return_label: prepaid",
         ("We pay for the way back.", "We send you a prepaid label.", "The work is free.", "The material is free.")),
        ("labour: customer, materials: shop, repair_postage: shop, return_postage: customer",
         ("You pay for the work.", "The material is free.", "We pay for sending it, both ways.")),
    ],
)  # fmt: skip
def test_c5_c8_a_remake_says_who_pays_the_work_and_the_way_and_no_difference_in_price(
    terms: str, said: tuple[str, ...]
) -> None:
    assert told(policy_of(f"id: it, accept: remake, set: {{{terms}}}"), remedy="remake").terms == said


@pytest.mark.parametrize(("lane", "more"), [("delivery", 0), ("change_of_mind", 2)])
def test_c6_another_address_has_a_fee_and_no_price_of_its_own(lane: str, more: int) -> None:
    policy = policy_of(f"id: it, lanes: {lane}, accept: change, set: {{fee: 25.00, fee_per: order}}")
    reason = "wrong_address_given" if lane == "delivery" else "changed_mind"
    said = told(policy, remedy="change", claim__reason=reason).terms
    assert said[0] == "It costs $25.00, once for the order."
    assert len(said) == 1 + more


@pytest.mark.parametrize(
    ("condition", "words_of_it"),
    [
        ("{item.category: {not: [ring, earring]}}", "the kind of piece is not earring or ring"),
        ("{item.price: {over: 40.00}}", "the price is over $40.00"),
        ("{item.marks: {lacks: final_sale}}", "it is not marked final sale"),
        ("{claim.size_error_mm: {at_most: {fact: item.size_tolerance_mm}}}",
         "the size error in millimetres is at most the tolerance in millimetres"),
        ("{order.placed_at: {within: {hours: 24}}}", "it is no more than 24 hours since the order was placed"),
        ("{any: [{condition.worn: false}, {claim.photo: true}]}", "it has not been worn or a photo shows it"),
        ("{claim.reason: defective}", "the reason is “It has a fault”"),
    ],
)  # fmt: skip
def test_conditions_in_words(condition: str, words_of_it: str) -> None:
    policy = policy_of(f"id: it, when: {condition}, accept: refund")
    facts: dict[str, Any] = {
        "item__category": "ring", "item__price": "1.00", "item__marks": ["final_sale"], "claim__size_error_mm": "9",
        "order__placed_at": "2020-01-01T10:00", "condition__worn": True, "claim__photo": False,
    }  # fmt: skip
    assert told(policy, **facts).ways == (f"You could return this for a refund if {words_of_it}.",)


def test_amounts_carry_the_sign_of_their_currency() -> None:
    policy = policy_of(WINDOW)
    assert amount_in_words(123_456, policy, ENGLISH) == "$1,234.56"


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(cases())
def test_every_decision_can_be_explained(case: Case) -> None:
    decision = compile_policy(case.policy).decide(case.facts, case.at)
    for found in explain(case.policy, decision).values():
        assert found.answer.endswith(".")
        assert found.outcome != "refused" or found.reasons
        assert not any("{" in text for text in (found.answer, *found.terms, *found.ways, *found.instead))


def test_every_remedy_reason_lane_and_fact_has_its_words() -> None:
    assert set(words.REMEDIES) == set(REMEDIES)
    assert set(words.LANES) == set(LANES)
    assert set(words.REASONS) == set(LANE_OF_REASON)
    known = {*words.FLAGS, *words.MOMENTS, *words.LABELS}
    assert set(VOCABULARY.facts) <= known
    assert known <= set(VOCABULARY.facts)


def test_the_sentences_are_plain_and_calm() -> None:
    tables = (words.SENTENCES, words.PROMISES, words.REASONS, words.QUESTIONS)
    texts = [text for table in tables for text in table.values()]
    texts += [text for table in (words.REMEDIES, words.FLAGS, words.MOMENTS) for row in table.values() for text in row]
    jargon = {"lane", "clause", "scope", "verdict", "unfortunately"}
    for text in texts:
        assert "!" not in text
        assert not jargon & set(text.lower().replace(".", "").split())


def test_every_sentence_is_said_somewhere() -> None:
    files = [path for path in Path(words.__file__).parent.glob("*.py") if path.name != "words.py"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    built = re.findall(r'say\(f"([a-z_]+_)\{', source)
    for name in words.SENTENCES:
        said = f'"{name}"' in source or f'"{name.removeprefix("not_")}"' in source
        assert said or name in COMPARING or name.startswith(tuple(built)), name


COMPARING = {op.value for op in (Op.OVER, Op.AT_LEAST, Op.UNDER, Op.AT_MOST)}
