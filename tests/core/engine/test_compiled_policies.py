"""The compiled policy: no text of a policy becomes code, memory has bounds, threads may share it."""

from __future__ import annotations

import ast
import itertools
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.core.engine.small_policies import CALENDAR, HEAD, at, policy_of

from amends.core.dates import HOUR
from amends.core.engine import days as days_module
from amends.core.engine import decide as decide_module
from amends.core.engine import remembered as remembered_module
from amends.core.engine import spec
from amends.core.engine.compile import Questions
from amends.core.engine.decide import compile_policy
from amends.core.facts import Fact, Kind
from amends.core.policy.load import load_policy
from amends.core.policy.tree import AllOf, AnyOf, Clause, Effect, Not, Op, Policy
from amends.core.policy.tree import Test as Question

HOSTILE = (
    "__import__('os').system('touch /tmp/owned')",
    "'\"\\\n    raise SystemExit\n",
    "f0 = 3; t0 = 3  #",
    "\x00 \u2028 return",
    "{get}",
    "c0",
)
WORDS = {
    "get", "at", "h", "d", "x", "k", "r", "reasons", "Odd", "NOT_YET", "neg", "DAY", "LATEST", "SPANS",
    "halves", "learn_halves", "closes", "learn", "look", "EARLIEST", "LAST_DAY",
}  # fmt: skip
TOLD = {"an unknown reason", "an event that makes no sense", "too late a date"}


def hostile_policy() -> Policy:
    """A policy made as a tree, in which every text is an attack."""
    plain = policy_of("id: window, within: {days: 30, of: shipment}, accept: refund")
    own = {text: Fact(text, Kind.TEXT, text) for text in HOSTILE}
    clauses = tuple(
        Clause(
            id=text,
            says=text,
            effect=Effect.ACCEPT,
            lanes=frozenset({"fault"}),
            remedies=frozenset({"refund"}),
            when=AnyOf((Question(text, Op.IS, (text,)), Not(AllOf((Question("item.marks", Op.HAS, (text,)),))))),
        )
        for text in HOSTILE
    )
    return replace(plain, clauses=plain.clauses + clauses, vocabulary=plain.vocabulary.with_facts(own))


def test_no_text_of_a_policy_gets_into_the_source() -> None:
    source = Questions(hostile_policy()).source
    assert not any(text in source for text in HOSTILE if text != "c0")
    parsed = list(ast.walk(ast.parse(source)))
    names = {node.id for node in parsed if isinstance(node, ast.Name)}
    assert all(name in WORDS or (name[0] in "cefgst" and name[1:].isdigit()) for name in names)
    constants = {node.value for node in parsed if isinstance(node, ast.Constant)}
    assert {one for one in constants if not isinstance(one, int | None)} <= TOLD


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_decided_like_any_other(text: str) -> None:
    policy = hostile_policy()
    facts = {"claim.reason": "defective", text: text, "item.marks": frozenset({text})}
    decision = compile_policy(policy).decide(facts, at("2023-04-01T12:00"))
    assert decision == spec.decide(policy, facts, at("2023-04-01T12:00"))
    assert text in decision.verdicts["refund"].clauses


def test_memory_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (decide_module, "MOST_SITUATIONS"),
        (remembered_module, "MOST_VERDICTS"),
        (days_module, "MOST_DAYS"),
        (days_module, "MOST_DEADLINES"),
    ):
        monkeypatch.setattr(module, name, 7)  # a setting, so that the test is quick
    policy = policy_of(
        "id: window, within: {days: 30, of: shipment}, accept: refund",
        "id: months, within: {months: 2, of: order}, accept: [exchange, repair]",
        *(f"id: K{place}, when: {{{name}: true}}, refuse: [refund, exchange]" for place, name in enumerate(FLAGS)),
    )
    decider = compile_policy(policy)
    days = decider._questions.days
    for place, flags in enumerate(itertools.product((True, False), repeat=len(FLAGS))):
        moment = at("2023-03-10T10:00") + place * 31 * HOUR
        facts = {"claim.reason": "defective", "parcel.shipped_at": moment, "order.placed_at": moment - 40 * HOUR}
        facts.update(zip(FLAGS, flags, strict=True))
        assert decider.decide(facts, moment + HOUR) == spec.decide(policy, facts, moment + HOUR)
        assert max(len(decider._situations), len(days.halves), len(days.closes)) <= 7
        assert all(len(one.known) <= 7 for one in decider._remedies.values())


FLAGS = ("condition.worn", "condition.used", "claim.photo", "condition.altered")


def test_a_decision_keeps_its_facts_when_the_caller_changes_them() -> None:
    policy = policy_of("id: window, within: {days: 30, of: shipment}, accept: refund")
    facts = {"claim.reason": "defective", "parcel.shipped_at": at("2023-03-10T10:00")}
    decision = compile_policy(policy).decide(facts, at("2023-04-01T12:00"))
    facts["parcel.shipped_at"] = at("2023-01-01T10:00")
    until = decision.open_until("refund")
    assert until is not None
    assert until.closes_at == at("2023-04-09T23:59:59.999999")


def test_threads_share_a_compiled_policy() -> None:
    policy = policy_of(
        "id: window, within: {days: 30, of: shipment}, accept: refund",
        "id: w, require: refund, provided: {condition.worn: false}",
    )
    decider = compile_policy(policy)
    first = at("2023-03-01T10:00")

    def decided(place: int) -> str:
        facts = {
            "claim.reason": "defective",
            "parcel.shipped_at": first + place * HOUR,
            "condition.worn": place % 3 == 0,
        }
        return decider.decide(facts, at("2023-04-08T12:00")).verdicts["refund"].outcome.value

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(decided, range(2_000)))
    assert together == [decided(place) for place in range(2_000)]


def test_five_hundred_clauses_are_compiled_and_decided() -> None:
    clauses = "".join(
        f"  - {{id: K{place}, says: S., when: {{item.sku: sku-{place}}}, within: {{days: {place + 1}, of: shipment}}, "
        f"accept: refund}}\n"
        for place in range(500)
    )
    policy = load_policy(HEAD + clauses, CALENDAR)
    decider = compile_policy(policy)
    facts = {"claim.reason": "defective", "item.sku": "sku-40", "parcel.shipped_at": at("2023-03-01T10:00")}
    decision = decider.decide(facts, at("2023-04-08T12:00"))
    assert decision.verdicts["refund"].clauses == ("K40",)
    until = decision.open_until("refund")
    assert until is not None
    assert until.closes_at == at("2023-04-11T23:59:59.999999")
    assert sys.getsizeof(decider._questions.source) < 1_000_000


def test_the_day_shown_is_that_of_a_clause_about_the_remedy() -> None:
    """At the end of a day the hours of one remedy and the days of another end at the same instant."""
    policy = policy_of(
        "id: hours, within: {hours: 24, of: shipment}, accept: refund",
        "id: days, when: {condition.worn: true}, within: {days: 1, of: shipment}, accept: exchange",
    )
    shipped = at("2024-05-01T23:59:59.999999")
    facts = {"claim.reason": "defective", "parcel.shipped_at": shipped, "condition.worn": False}
    defined = spec.decide(policy, facts, shipped + HOUR).open_until("refund")
    assert defined is not None
    assert defined.last_day is None
    assert compile_policy(policy).decide(facts, shipped + HOUR).open_until("refund") == defined
