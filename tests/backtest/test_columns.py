"""The lowered policy answers as the engine does, row for row, and pays what the refund's arithmetic pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.backtest.laid_out import Asked, answered, answered_by, laid_down, on_arrays, tallied
from tests.differential.policies_to_try import CALENDAR, Case, claims, policies

from amends.backtest.again import again
from amends.backtest.columns import Answer, Lowered, decided
from amends.backtest.embedded import connected
from amends.backtest.kernel import LANES
from amends.backtest.report import Counting, Tally
from amends.backtest.streaming import count_file
from amends.core.claims import Claim, facts_about, pieces_of
from amends.core.dates import parse_instant
from amends.core.engine import spec
from amends.core.engine.decide import compile_policy
from amends.core.engine.verdict import Ground, Outcome
from amends.core.orders import Line, Order, Parcel, Shipping
from amends.core.policy.load import load_policy
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.units import Ask, Units


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = connected(threads=1)
    yield connection
    connection.close()


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=8,
    phases=(Phase.explicit, Phase.generate),  # each try is dear, and a failing one names its row
)
@given(policies(most=6).flatmap(lambda policy: st.lists(claims(policy), min_size=1, max_size=6)))
def test_a_query_and_packed_columns_answer_as_the_engine_does(
    engine: duckdb.DuckDBPyConnection, asked: list[Case]
) -> None:
    lowered = Lowered(asked[0].policy)
    each = [Asked(one.facts, one.at, remedy, {}) for one in asked for remedy in (*lowered.remedies, "cancel")]
    found = answered(engine, lowered, each)
    wanted = [decided(spec.decide(lowered.policy, one.facts, one.at).verdicts.get(one.remedy)) for one in each]
    assert [answer for answer, _ in found] == wanted
    fewer = Lowered(replace(lowered.policy, clauses=lowered.policy.clauses[1:]))
    then = [decided(spec.decide(fewer.policy, one.facts, one.at).verdicts.get(one.remedy)) for one in each]
    together = answered_by([lowered, fewer], engine, each)
    assert [before for before, _ in together] == found
    assert [after for _, after in together] == answered(engine, fewer, each)
    assert [answer for _, (answer, _) in together] == then
    with TemporaryDirectory() as folder:
        projection = laid_down(engine, lowered.policy, each, Path(folder))
        on_columns = on_arrays(projection, lowered)
        assert again(projection, [lowered.policy], compiled=False) == tallied(on_columns, on_columns)
    pairs = zip(each, on_columns, wanted, strict=True)
    assert not [(one, found, answer) for one, (found, _), answer in pairs if found is not answer.outcome]


POLICY = """
amends: 1
shop: {id: shop, name: Shop, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2000-01-01
answers_within: {hours: 12}
post_within: {days: 14}
clauses:
- {id: window, says: S., within: {days: 30, of: order}, accept: [refund, store_credit]}
- {id: never, says: S., lanes: [fault], accept: [cancel]}
- {id: fee, says: S., lanes: [change_of_mind], when: {item.category: ring}, terms: [refund], set: {fee: 5.00}}
- id: dear
  says: S.
  when: {item.price: {over: 40.00}}
  terms: [refund]
  set: {restocking_percent: 12.5, refund_shipping: pro_rata}
- id: ship
  says: S.
  lanes: [change_of_mind]
  terms: [refund]
  set: {clawback: {free_from: 75.00, rate: 6.00}}
- {id: all, says: S., lanes: [fault], terms: [refund], set: {refund_shipping: all, restocking_percent: 0}}
"""
# What two lines of an order cost, the first of which is claimed; what was paid for shipping; how many are claimed.
PRICES = (0, 1, 2999, 3333, 4000, 4001, 7499, 7500, 7501, 12_345)
DRAWN = list(product(PRICES, (1, 3500, 7500), (0, 495), (1, 3), ("ring", "chain"), ("changed_mind", "defective")))


def test_an_accepted_claim_pays_what_the_refund_comes_to(engine: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    policy = load_policy(POLICY, CALENDAR)
    at = parse_instant("2024-05-15T12:00:00", policy.shop.zone)
    decider, asked = compile_policy(policy), list[Asked]()
    wanted: list[tuple[Answer, int]] = []
    for price, other, shipping, quantity, category, reason in DRAWN:
        order = _order(price, other, shipping, category)
        facts = facts_about(order, pieces_of(order)[0], Claim(reason=reason, quantity=quantity), policy.vocabulary)
        decision = decider.decide(facts, at)
        asked.append(Asked(facts, at, "refund", {"order.discounts": 0}))
        ask = Ask(units=(Units(line_id="1", quantity=quantity),), lane=decision.lanes[0])
        wanted.append((decided(decision.verdicts["refund"]), _quoted(order, ask, decision.verdicts["refund"].terms)))
    assert answered(engine, Lowered(policy), asked) == wanted
    projection = laid_down(engine, policy, asked, tmp_path)
    on_columns = on_arrays(projection, Lowered(policy))
    assert on_columns == [(answer.outcome, money) for answer, money in wanted]
    changed = load_policy(POLICY.replace("days: 30", "days: 10").replace("12.5", "20"), CALENDAR)
    after = tallied(on_columns, on_arrays(projection, Lowered(changed)))
    assert sum(one.changed for one in after.values()) > 100
    for compiled in (False, True):
        assert again(projection, [policy, changed], compiled=compiled) == after


@pytest.mark.parametrize("wanted", ["item.quantity: 1", "item.quantity: 0", "item.quantity: {not: 1}", "item.carat: 1"])
@pytest.mark.parametrize("beside", ["", ", item.certificate: true, item.personalised: false"])
def test_a_number_that_is_to_be_one_or_nothing_is_no_flag(
    engine: duckdb.DuckDBPyConnection, tmp_path: Path, wanted: str, beside: str
) -> None:
    no = f"- {{id: no, says: S., when: {{{wanted}{beside}}}, refuse: [refund]}}"
    clauses = f"clauses:\n- {{id: yes, says: S., accept: [refund]}}\n{no}\n"
    policy = load_policy(POLICY.partition("clauses:")[0] + clauses, CALENDAR)
    at = parse_instant("2024-05-15T12:00:00", policy.shop.zone)
    known = [{"item.quantity": count, "item.carat": Decimal(count)} for count in (0, 1, 2, 3)]
    facts = [{"claim.reason": "changed_mind", "item.certificate": True, **one} for one in (*known, {})]
    each = [Asked(one, at, "refund", {}) for one in facts]
    expected = [decided(spec.decide(policy, one.facts, one.at).verdicts["refund"]) for one in each]
    assert [answer for answer, _ in answered(engine, Lowered(policy), each)] == expected
    projection = laid_down(engine, policy, each, tmp_path)
    assert [outcome for outcome, _ in on_arrays(projection, Lowered(policy))] == [one.outcome for one in expected]


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=2,
    phases=(Phase.explicit, Phase.generate),
)
@given(policies(most=6).flatmap(lambda policy: st.lists(claims(policy), min_size=1, max_size=3)))
def test_machine_code_counts_what_arrays_count(engine: duckdb.DuckDBPyConnection, asked: list[Case]) -> None:
    lowered = Lowered(asked[0].policy)
    each = [Asked(one.facts, one.at, remedy, {}) for one in asked for remedy in lowered.remedies]
    assume(each)  # a policy may name no remedy at all
    each = each * LANES + each[:1]  # whole groups of rows for the machine code, and one left over
    with TemporaryDirectory() as folder:
        projection = laid_down(engine, lowered.policy, each, Path(folder))
        found = on_arrays(projection, lowered)
        assert again(projection, [lowered.policy], compiled=True) == tallied(found, found)
        fewer = Lowered(replace(lowered.policy, clauses=lowered.policy.clauses[1:]))
        together = answered_by([lowered, fewer], engine, each)
        counting = Counting(projection.history, 2)
        days = [span for span in projection.days.values() if span[0] <= span[1]]
        spanned = range(min((low for low, _ in days), default=1), max((high for _, high in days), default=0) + 1)
        assert count_file(projection.history, [lowered.policy, fewer.policy], lambda _: spanned, counting)
    assert _by_answers(counting) == Counter((one[0], two[0]) for one, two in together)
    paid = sum((kind.tally for kind in counting.kinds.values()), Tally())
    assert (paid.before_minor, paid.after_minor) == tuple(
        sum(money for _, money in side) for side in zip(*together, strict=True)
    )


def _by_answers(counting: Counting) -> Counter[tuple[Any, Any]]:
    found: Counter[tuple[Any, Any]] = Counter()
    for (_, before, after, _), kind in counting.kinds.items():
        found[before, after] += kind.claims
    return found


def _order(price: int, other: int, shipping: int, category: str) -> Order:
    placed = parse_instant("2024-05-01T12:00:00", ZoneInfo("America/New_York"))
    first = Line(id="1", product_id="p", sku="s", name="N", quantity=3, unit_price_minor=price, category=category)
    second = replace(first, id="2", quantity=1, unit_price_minor=max(other, 1))
    parcel = Parcel(id="P", contents={"1": 3, "2": 1}, shipped_at=placed, delivered_at=placed)
    charge = (Shipping(id="S", price_minor=shipping),)
    return Order(
        number="O", currency="USD", lines=(first, second), placed_at=placed, shipping=charge, parcels=(parcel,)
    )


def _quoted(order: Order, ask: Ask, terms: Any) -> int:
    return quote_refund(order, ask, terms).total_minor


def test_an_answer_names_the_clause_behind_it() -> None:
    policy = load_policy(POLICY, CALENDAR)
    late = parse_instant("2024-05-15T12:00:00", policy.shop.zone)
    placed = parse_instant("2024-04-01T12:00:00", policy.shop.zone)
    verdicts = spec.decide(policy, {"order.placed_at": placed, "claim.reason": "changed_mind"}, late).verdicts
    assert decided(verdicts["refund"]) == Answer(Outcome.REFUSED, Ground.TOO_LATE, "window")
    assert decided(verdicts["cancel"]).outcome is Outcome.REFERRED
    assert decided(verdicts.get("repair")) == Answer(Outcome.REFUSED, Ground.NOT_OFFERED)
