"""The orders worth trying, against the shops' own policies: every answer that the demo promises is the answer given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from amends.core.claims import Claim, facts_about, pieces_of
from amends.core.dates import Instant
from amends.core.engine.decide import Decider, compile_policy
from amends.core.facts import Kind, read_value
from amends.core.orders import Order
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.units import Ask as RefundAsk
from amends.core.refunds.units import Refunded, Units
from amends.examples import SHOPS, Ask, Situation, folder, orders_for, situations
from amends.examples.when import today
from amends.usecases.read_policy import read_policy

DAYS = tuple(date(*day).toordinal() for day in ((2026, 11, 22), (2026, 12, 20), (2027, 3, 15), (2028, 3, 1)))
ASKED = [(name, situation, ask) for name in SHOPS for situation in situations(name) for ask in situation.asks]
IDS = [f"{s.clause}-{s.order_number}-{s.line_id}-{ask.reason}-{ask.remedy}" for _, s, ask in ASKED]
IN_ORDER = {
    "condition.undamaged": True,
    "condition.worn": False,
    "condition.used": False,
    "condition.original_packaging": True,
    "condition.receipt": True,
    "condition.altered": False,
}


@pytest.mark.parametrize("day", DAYS, ids=[date.fromordinal(day).isoformat() for day in DAYS])
@pytest.mark.parametrize(("name", "situation", "ask"), ASKED, ids=IDS)
def test_the_policy_answers_as_the_demo_says(name: str, situation: Situation, ask: Ask, day: int) -> None:
    order = _orders(name, day)[situation.order_number]
    now = today(day, None, "America/New_York").now
    piece = next(piece for piece in pieces_of(order) if piece.line.id == situation.line_id)
    decider = _decider(name)
    said = _said(ask, decider, now)
    claim = Claim(reason=ask.reason, by=str(said.pop("claim.by", "buyer")), answers={**IN_ORDER, **said})
    decision = decider.decide(facts_about(order, piece, claim, decider.policy.vocabulary), now)
    verdict = decision.verdicts[ask.remedy]
    assert verdict.outcome.value == ask.outcome, [(reason.clause, reason.ground) for reason in verdict.reasons]
    if situation.clause == "A3":  # over for years; what the season did is in the date
        assert decision.closings["A1-window"].last_day == date(2024, 1, 31).toordinal()
        return
    cited = {*verdict.clauses, *verdict.advice, *(due.clause for due in decision.promises)}
    silent = {reason.ground.value for reason in verdict.reasons} == {"silent"}
    assert silent or any(clause.startswith(f"{situation.clause}-") for clause in cited), cited


@pytest.mark.parametrize(
    ("number", "returns", "expected"),
    [
        ("WR-1006", [("L2",)], [3400]),
        ("WR-1006", [("L1",)], [4400]),
        ("WR-1006", [("L1", "L2")], [8400]),
        ("WR-1007", [("L2",)], [3200]),
        ("WR-1QL8S", [("L2",), ("L1",)], [3400, 5000]),
    ],
)
def test_b11_the_amounts_are_those_that_the_demo_names(
    number: str, returns: list[tuple[str, ...]], expected: list[int]
) -> None:
    order, decider = _orders("silver", DAYS[0])[number], _decider("silver")
    piece = next(piece for piece in pieces_of(order) if piece.line.id == returns[0][0])
    claim = Claim(reason="changed_mind", answers=IN_ORDER)
    now = today(DAYS[0], None, "America/New_York").now
    verdict = decider.decide(facts_about(order, piece, claim, decider.policy.vocabulary), now).verdicts["refund"]
    earlier: list[Refunded] = []
    for lines, minor in zip(returns, expected, strict=True):
        wanted = RefundAsk(units=tuple(Units(line_id=line) for line in lines))
        quote = quote_refund(order, wanted, verdict.terms, earlier)
        assert quote.total_minor == minor
        earlier.append(quote.record)


def test_most_situations_are_tried() -> None:
    untried = [s for name in SHOPS for s in situations(name) if not s.asks]
    assert len(untried) < 10, [(s.clause, s.title) for s in untried]


@cache
def _decider(name: str) -> Decider:
    return compile_policy(read_policy(folder(name) / "policy.yaml"))


@cache
def _orders(name: str, day: int) -> Mapping[str, Order]:
    return {order.number: order for order in orders_for(name, day)}


def _said(ask: Ask, decider: Decider, now: Instant) -> dict[str, Any]:
    policy = decider.policy
    facts: dict[str, Any] = {}
    for name, text in ask.said.items():
        fact = policy.vocabulary.find(name)
        value: Any = text == "true" if fact.kind is Kind.FLAG else text
        facts[name] = now if text == "today" else read_value(fact, value, policy.shop.zone, policy.shop.currency)
    return facts
