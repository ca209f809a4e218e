"""JSON in, JSON out: the quick way writes the same bytes as the long way, and kept facts are decided as they were."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.engine.small_policies import NEW_YORK, at, policy_of
from tests.differential.policies_to_try import Case, claims, policies

from amends.core.dates import NOT_YET, datetime_of
from amends.core.engine.decide import compile_policy
from amends.core.engine.explain import explain
from amends.core.engine.stored import facts_document, facts_from
from amends.core.engine.verdict import Decision
from amends.core.engine.wire import Answer, Wire, decision_to_json
from amends.core.errors import AmendsError
from amends.core.facts import Facts, Kind, read_facts
from amends.core.money import format_amount
from amends.core.policy.tree import Policy

WINDOW = "id: window, within: {days: 30, of: shipment}, accept: refund"
UNWORN = "id: unworn, require: refund, provided: {condition.worn: false}"
generated = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


def as_request(policy: Policy, facts: Facts, moment: int) -> bytes:
    """This function will write facts as a client would."""

    def written(name: str, value: Any) -> Any:
        if value is NOT_YET:
            return "not_yet"
        match policy.vocabulary.find(name).kind:
            case Kind.MOMENT:
                return datetime_of(value, policy.shop.zone).isoformat()
            case Kind.MONEY:
                return format_amount(value, policy.shop.currency)
            case Kind.NUMBER:
                return str(value)
            case Kind.MARKS:
                return sorted(value)
        return value

    body = {name: written(name, value) for name, value in facts.items()}
    return msgspec.json.encode({"facts": body, "at": datetime_of(moment, policy.shop.zone).isoformat()})


@generated
@given(policies(most=5).flatmap(lambda policy: st.lists(claims(policy), min_size=1, max_size=4)))
def test_the_bytes_are_those_of_the_whole_explanation(asked: list[Case]) -> None:
    policy = asked[0].policy
    wire = Wire(compile_policy(policy))
    for case in (*asked, *asked):
        request = as_request(policy, case.facts, case.at)
        decision = compile_policy(policy).decide(case.facts, case.at)
        assert wire.decide(request) == decision_to_json(policy, decision)


@generated
@given(policies(most=3).flatmap(claims))
def test_facts_that_were_kept_are_decided_the_same_to_the_byte(case: Case) -> None:
    decision = compile_policy(case.policy).decide(case.facts, case.at)
    again = decided_again(case.policy, kept(decision), decision.at)
    assert again == decision
    assert kept(again) == kept(decision)
    assert decision_to_json(case.policy, again) == decision_to_json(case.policy, decision)


def kept(decision: Decision) -> bytes:
    """The facts of a decision as text."""
    return msgspec.json.encode(facts_document(decision.facts))


def decided_again(policy: Policy, facts: bytes, moment: int) -> Decision:
    """What is decided on facts that were kept."""
    return compile_policy(policy).decide(facts_from(msgspec.json.decode(facts), policy.vocabulary), moment)


AGAIN = """
import sys
from tests.core.engine.test_wire import decided_again, example, kept
from amends.core.engine.wire import decision_to_json
policy = example()
again = decided_again(policy, sys.stdin.buffer.read(), int(sys.argv[1]))
sys.stdout.buffer.write(kept(again) + decision_to_json(policy, again))
"""


def example() -> Policy:
    """A policy with many clauses that speak at once."""
    return policy_of(
        WINDOW,
        UNWORN,
        "id: one, when: {item.marks: {has: [final_sale, sample_sale, gift_card]}}, refuse: [refund, exchange, repair]",
        "id: two, lanes: [fault, guarantee, recall], accept: [exchange, repair], set: {labour: shop}",
        "id: three, when: {item.price: {over: 40.00}}, advise: [refund, exchange, repair]",
        "id: four, provided: {any: [{claim.photo: true}, {condition.undamaged: true}]}, require: [exchange, repair]",
    )


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_another_process_with_another_seed_decides_the_same(seed: str) -> None:
    facts = {
        "item.marks": frozenset({"final_sale", "gift_card", "b", "a"}),
        "parcel.shipped_at": at("2023-03-10T10:00"),
        "claim.size_error_mm": Decimal("0.50"),
        "return.sent_at": NOT_YET,
        "item.price": 4001,
    }
    decision = compile_policy(example()).decide(facts, at("2023-04-01T12:00"))
    facts_kept = kept(decision)
    ran = subprocess.run(
        [sys.executable, "-c", AGAIN, str(decision.at)],
        input=facts_kept,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(["src", "."])},
    )
    assert ran.stdout == facts_kept + decision_to_json(example(), decision)


@pytest.mark.parametrize(
    ("request_text", "what"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"[]", "exactly `facts` and `at`"),
        (b'{"facts": {}}', "exactly `facts` and `at`"),
        (b'{"facts": [], "at": "2023-04-01"}', "no mapping"),
        (b'{"facts": {}, "at": 5}', "no text"),
        (b'{"facts": {}, "at": "yesterday"}', "no date and time"),
        (b'{"facts": {"item.categorie": "ring"}, "at": "2023-04-01"}', "item.category"),
        (b'{"facts": {"condition.worn": "yes"}, "at": "2023-04-01"}', "`true` or `false`"),
        (b'{"facts": {"claim.reason": "changed_mnd"}, "at": "2023-04-01"}', "changed_mind"),
        (b'{"facts": {"claim.quantity": -1}, "at": "2023-04-01"}', "whole number"),
        (b'{"facts": {"item.price": "40.001"}, "at": "2023-04-01"}', "40.001"),
        (b'{"facts": {"item.price": "40.00 EUR"}, "at": "2023-04-01"}', "EUR"),
        (b'{"facts": {"item.marks": ["a", 1]}, "at": "2023-04-01"}', "list of words"),
        (b'{"facts": {"claim.size_error_mm": "NaN"}, "at": "2023-04-01"}', "no number"),
        (b'{"facts": ' + b"{" * 2000, "no JSON"),
    ],
)
def test_a_request_that_cannot_be_read_is_an_error_that_says_what_to_do(request_text: bytes, what: str) -> None:
    with pytest.raises(AmendsError) as raised:
        Wire(compile_policy(example())).decide(request_text)
    assert what in str(raised.value)


@pytest.mark.parametrize(
    "facts",
    [
        {"item": {"category": "ring", "price": "40.00"}, "condition": {"worn": False}},
        {"item.category": "ring", "item.price": 40, "condition.worn": False, "claim.photo": None},
        {"item.price": Decimal("40.5"), "claim.size_error_mm": Decimal("0.25"), "item.carat": 18},
        {"item.marks": ["final_sale"], "parcel.shipped_at": "not_yet", "order.placed_at": "2023-03-10T10:00"},
        {"used.order.exchange": 2, "claim.quantity": 3},
    ],
)
def test_facts_are_read_as_anywhere_else(facts: dict[str, Any]) -> None:
    policy = example()
    wire = Wire(compile_policy(policy))
    request = msgspec.json.Encoder(decimal_format="number").encode({"facts": facts, "at": "2023-04-01T12:00"})
    known = read_facts(facts, policy.vocabulary, NEW_YORK, "USD")
    decision = compile_policy(policy).decide(known, at("2023-04-01T12:00"))
    assert wire.decide(request) == decision_to_json(policy, decision)


def test_a_policy_with_the_marks_of_places_in_its_text_is_answered_all_the_same() -> None:
    policy = policy_of(WINDOW)
    clause = replace(policy.clauses[0], says="Until \ue0000\ue001, they say.")
    policy = replace(policy, clauses=(clause,))
    facts = {"parcel.shipped_at": "2023-03-10T10:00", "claim.reason": "defective"}
    request = msgspec.json.encode({"facts": facts, "at": "2023-04-01T12:00"})
    answer = msgspec.json.decode(Wire(compile_policy(policy)).decide(request), type=Answer)
    assert answer.remedies["refund"].reasons[0].says == "Until \ue0000\ue001, they say."
    assert answer.remedies["refund"].answer == "You can return this for a refund until Sunday 9 April 2023."


def test_two_windows_that_end_on_one_day_are_one_way() -> None:
    policy = policy_of(
        WINDOW,
        "id: again, within: {days: 30, of: shipment}, accept: refund",
        "id: later, within: {days: 31, of: shipment}, accept: exchange",
    )
    wire, decider = Wire(compile_policy(policy)), compile_policy(policy)
    facts = {"parcel.shipped_at": at("2023-03-10T10:00")}
    for asked in ("2023-06-01T12:00", "2023-06-02T12:00"):
        decision = decider.decide(facts, at(asked))
        assert len(explain(policy, decision)["refund"].ways) == 1
        assert wire.decide(as_request(policy, facts, at(asked))) == decision_to_json(policy, decision)
