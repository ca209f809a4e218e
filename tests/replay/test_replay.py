"""The excerpt replayed: every call as expected, and every broken clause seen."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from tests.replay.conftest import RETAIL
from tests.replay.excerpt import CALLS, ERRAND, STORE, call, lines_of

from amends.core.errors import Place
from amends.core.policy.tree import Policy
from amends.replay.answer import Desk, answer
from amends.replay.apply import apply
from amends.replay.calls import CallInvalid, read_call
from amends.replay.claims import money_to
from amends.replay.compare import Reading, end_differences
from amends.replay.run import Report, replay
from amends.replay.states import balances_of, items_of, paid_by, status_of
from amends.replay.store import Store
from amends.replay.words import read_words
from amends.usecases.read_policy import read_policy

Clauses = list[dict[str, Any]]
DeskOf = Callable[[Callable[[Clauses], Clauses]], Desk]
# Neither cancelling in parts, nor adding items, nor a promise is something that a recorded tool can ask for.
SILENT = {"R3-whole", "R3-refund-time", "R4-nothing-added"}
PLACE = Place("calls.jsonl", 1)


def report_of(desk: Desk, store: Store, lines: Iterable[str]) -> Report:
    report = Report()
    for one in replay(desk, store, lines, "calls.jsonl"):
        report.add(one)
    return report


@pytest.mark.parametrize("recorded", CALLS, ids=[one["id"] for one in CALLS])
def test_a_call_is_answered_as_expected_and_for_the_expected_reason(
    recorded: dict[str, Any], desk: Desk, store: Store
) -> None:
    (one,) = replay(desk, store, lines_of(recorded), "calls.jsonl")
    assert one.is_right, one
    assert one.is_code_ours, one.answer


def test_an_errand_ends_as_expected(desk: Desk, store: Store) -> None:
    report = report_of(desk, store, lines_of(ERRAND))
    assert report.wrong == []
    assert report.total.calls == 7


def decisive_clauses() -> list[str]:
    return [one.id for one in read_policy(RETAIL / "policy.yaml").clauses if one.id not in SILENT]


@pytest.mark.parametrize("clause", decisive_clauses())
def test_without_any_one_clause_the_replay_reports_it(clause: str, desk_of: DeskOf, store: Store) -> None:
    broken = desk_of(lambda clauses: [one for one in clauses if one["id"] != clause])
    report = report_of(broken, store, lines_of(*CALLS))
    granting = clause in {"R3-cancel", "R4-change", "R7-return", "R8-exchange"}
    assert not report.total.is_clean
    assert (report.total.false_refusals if granting else report.total.false_acceptances) > 0


@pytest.mark.parametrize(
    ("clause", "terms", "found"),
    [
        ("R4-change", {"price_fall": "kept"}, "wrong_cents"),
        ("R4-change", {"price_rise": "shop"}, "wrong_cents"),
        ("R8-exchange", {"price_fall": "kept"}, "wrong_cents"),
        ("R8-exchange", {"fee": "1.00", "fee_per": "order"}, "wrong_cents"),
        ("R7-return", {"restocking_percent": 10}, "wrong_cents"),
        ("R7-return", {"refund_to": "original"}, "false_refusals"),
    ],
)
def test_other_terms_are_seen_in_the_cents(
    clause: str, terms: dict[str, Any], found: str, desk_of: DeskOf, store: Store
) -> None:
    def change(clauses: Clauses) -> Clauses:
        return [{**one, "set": {**one.get("set", {}), **terms}} if one["id"] == clause else one for one in clauses]

    report = report_of(desk_of(change), store, lines_of(*CALLS))
    assert getattr(report.total, found) > 0


def test_a_false_expectation_is_seen_whichever_it_is(desk: Desk, store: Store) -> None:
    right = next(one for one in CALLS if one["id"] == "items dearer by gift card")
    for key, wrong in (
        ("status", "pending"),
        ("price_difference", "19.48"),
        ("gift_card_balances", {"gift_card_1": "30.50"}),
        ("items", [["green", "15.50"], ["large", "45.98"]]),
    ):
        recorded = {**right, "effect": {**right["effect"], key: wrong}}
        (one,) = replay(desk, store, lines_of(recorded), "calls.jsonl")
        assert one.has_wrong_state if key == "status" else one.has_wrong_cents, key


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("orders", "#P1", "status"), "pending"),
        (("orders", "#P1", "address"), {}),
        (("orders", "#P1", "items"), []),
        (("orders", "#P1", "payment_history"), []),
        (("orders", "#P2", "cancel_reason"), "ordered by mistake"),
        (("orders", "#D1", "exchange_price_difference"), 1598),
        (("orders", "#D1", "exchange_new_items"), ["small"]),
        (("users", "ann", "payment_methods", "gift_card_1", "balance"), 3199),
        (("users",), {}),
        (("orders",), {"#X9": {}}),
    ],
)
def test_a_false_end_state_is_seen_wherever_it_is(path: tuple[str, ...], wrong: Any, desk: Desk, store: Store) -> None:
    errand = copy.deepcopy(ERRAND)
    inside: Any = errand["end_state"]
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = wrong
    *_, end = replay(desk, store, lines_of(errand), "errands.jsonl")
    assert end.differences


def test_refused_calls_leave_the_store_as_it_is(desk: Desk, store: Store) -> None:
    for recorded in CALLS:
        asked = read_call(recorded, recorded["user"], PLACE)
        ours = answer(desk, store, asked)
        if ours.outcome.value != "accepted":
            assert apply(desk, store, asked, ours) is store


def test_no_money_appears_or_disappears(desk: Desk, store: Store) -> None:
    """What the customer's cards lose is what the orders' payments gain, call by call."""
    for recorded in CALLS:
        if recorded["expected"] == "refuse" or recorded["setup"]:
            continue
        asked = read_call(recorded, recorded["user"], PLACE)
        after = apply(desk, store, asked, answer(desk, store, asked))
        before_account, account = store.account(asked.order), after.account(asked.order)
        assert before_account is not None
        assert account is not None
        gained = paid_by(account).get("gift_card_1", 0) - paid_by(before_account).get("gift_card_1", 0)
        spent = balances_of(store, "ann")["gift_card_1"] - balances_of(after, "ann")["gift_card_1"]
        assert gained == spent, recorded["id"]
        if account.items_changed:  # and what was paid is what the items cost now
            assert sum(paid_by(account).values()) == sum(
                price * count for (_, price), count in items_of(account).items()
            )


def test_steps_do_not_touch_the_store_they_begin_with(desk: Desk, store: Store) -> None:
    report_of(desk, store, lines_of(ERRAND))
    account = store.account("#P1")
    assert account is not None
    assert status_of(account) == "pending"
    assert balances_of(store, "ann") == {"gift_card_1": 5000}


def test_a_customer_the_end_state_does_not_name_keeps_the_balance(desk: Desk, store: Store) -> None:
    asked = read_call(call("cancel", "#P2"), "ann", PLACE)
    after = apply(desk, store, asked, answer(desk, store, asked))
    assert end_differences({"orders": {}, "users": {}}, ["ann"], store, after, Reading("USD", PLACE))


def test_the_original_method_is_the_one_that_holds_the_money(desk: Desk, store: Store) -> None:
    asked = read_call(call("payment", "#P1", by="paypal_1"), "ann", PLACE)
    after = apply(desk, store, asked, answer(desk, store, asked))
    account, customer = after.account("#P1"), after.customer("ann")
    assert account is not None
    assert customer is not None
    meant = {
        name: money_to(account.order, customer, name) for name in ("paypal_1", "credit_card_1", "gift_card_1", "x")
    }
    assert list(meant.values()) == ["original", "another_method", "own_gift_card", "unknown_method"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "no JSON"),
        ("[]", "holds no call"),
        ('{"tool": "fly", "arguments": {}, "expected": "accept"}', "no tool `fly`"),
        (
            '{"tool": "cancel_pending_order", "arguments": {"order_id": 7, "reason": ""}, "expected": "accept"}',
            "`order_id`",
        ),
        ('{"tool": "cancel_pending_order", "arguments": {"order_id": "#P1", "reason": ""}}', "neither `accept`"),
        ('{"tool": "cancel_pending_order", "expected": "accept"}', "`arguments`"),
        ('{"calls": [3]}', "another form"),
    ],
)
def test_a_broken_line_is_an_error_with_its_place(line: str, what: str, desk: Desk, store: Store) -> None:
    with pytest.raises(CallInvalid) as caught:
        report_of(desk, store, ["", line])
    assert what in caught.value.what
    assert caught.value.place.line == 2


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("reasons: {}\notherwise: another_reason\ncodes: {GONE: [R3-gone]}", "no clause `R3-gone`"),
        ("reasons: {late: too_late}\notherwise: another_reason\ncodes: {}", "no reason `too_late`"),
        ("codes: {}", "needs `reasons`"),
        ("reasons: {}\notherwise: another_reason\ncodes: {}\nreason: {}", "`reason` has no meaning"),
        ("reasons: [", "YAML"),
    ],
)
def test_words_that_the_policy_does_not_have_are_an_error(text: str, what: str, policy: Policy) -> None:
    with pytest.raises(CallInvalid) as caught:
        read_words(text, policy)
    assert what in str(caught.value)


def test_the_excerpt_has_every_status() -> None:
    assert {one["status"] for one in STORE["orders"]} == {"pending", "delivered", "processed"}
