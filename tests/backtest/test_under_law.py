"""Claims under a law are counted as the engine decides them, and all others as if there were no law."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from benchmarks.claims import CALENDAR, policy_text
from benchmarks.history import write_history
from click.testing import CliRunner

from amends.backtest.backtesting import backtest
from amends.backtest.schema import NOT_YET, History
from amends.cli.main import amends
from amends.core.dates import NOT_YET as NOT_COME
from amends.core.dates import local_day
from amends.core.engine import spec
from amends.core.engine.decide import compile_policy
from amends.core.facts import Kind
from amends.core.policy.floors import under
from amends.core.policy.load import load_policy
from amends.core.policy.tree import AnyOf, Clause, Effect, Floor, Shop
from amends.core.vocabulary import LANES, REMEDIES
from amends.laws import floor_for

POLICY = load_policy(policy_text(), CALENDAR)
NEWER = load_policy(policy_text().replace("days: 35", "days: 5").replace("75.00", "150.00"), CALENDAR)
LINES = 300


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return write_history(tmp_path_factory.mktemp("law") / "history.parquet", LINES, claimed_percent=80)


def powerless(country: str, region: str, day: int, shop: Shop) -> Floor | None:
    """A law that names every remedy and is about no claim that anybody makes."""
    found = floor_for("DE", "", day, shop)
    assert found is not None
    article = next(one.article for one in found.clauses if one.article and one.article.status == "verified")
    nobody = Clause(
        id="nobody", says="Nobody may.", effect=Effect.ACCEPT, lanes=frozenset(LANES), remedies=frozenset(REMEDIES),
        when=AnyOf(()), article=article,
    )  # fmt: skip
    return replace(found, hash="nobody", clauses=(nobody,), assumes={})


def test_what_no_law_decides_is_counted_and_paid_as_without_one(history: History) -> None:
    """Every claim goes by the engine, and the report is the query's, to the cent and to the last example."""
    plain, lawful = (backtest([POLICY, NEWER], Path(history.path), floor_of=one) for one in (None, powerless))
    assert lawful == plain
    assert plain.total.changed > 10
    assert plain.total.after_minor != plain.total.before_minor


def test_a_fact_that_only_the_older_policy_knows_counts_for_it(history: History, tmp_path: Path) -> None:
    regulars = (
        "facts: {claim.regular: {kind: flag, about: who comes often}}\nclauses:\n"
        "- {id: regulars, says: Regulars exchange., when: {claim.regular: true}, refuse: [refund]}\n"
    )
    own = load_policy(policy_text().replace("clauses:\n", regulars, 1), CALENDAR)
    file = tmp_path / "history.parquet"
    with duckdb.connect() as connection:
        rows = f"FROM read_parquet('{history.path}') SELECT *, hash(line) % 3 = 0 AS \"claim.regular\""
        connection.execute(f"COPY ({rows}) TO '{file}'")
    plain, lawful = (backtest([own, POLICY], file, floor_of=one) for one in (None, powerless))
    assert lawful == plain
    assert plain.total.changed > 10


def test_each_claim_is_answered_under_the_law_of_its_order(history: History) -> None:
    wanted: Counter[tuple[str, str]] = Counter()
    for at, remedy, facts in claims(history):
        ordered = local_day(facts["order.placed_at"], POLICY.shop.zone)
        floor = floor_for(facts["order.country"], "", ordered, POLICY.shop)
        sides = [spec.answer(under(one, floor), remedy, facts, at)[1] for one in (POLICY, NEWER)]
        before, after = ("refused" if one is None else one.outcome.value for one in sides)
        wanted[before, after] += 1
    found = backtest([POLICY, NEWER], Path(history.path), floor_of=floor_for)
    assert {pair: one.claims for pair, one in found.outcomes.items()} == dict(wanted)
    named = {answer.clause for _, answer in found.answers}
    assert "EU-C-05" in named
    plain = backtest([POLICY, NEWER], Path(history.path))
    assert found.total.claims == plain.total.claims
    assert found.total.changed < plain.total.changed  # a shorter window changes less where the law keeps its own
    assert found.by["country"]["US"] == plain.by["country"]["US"]


def test_one_remedy_is_answered_as_all_of_them_are(history: History) -> None:
    """Also one that only the law names, that only the shop names, or nobody; and for a buyer whom no law protects."""
    law = floor_for("DE", "", local_day(1_700_000_000_000_000, POLICY.shop.zone), POLICY.shop)
    decider, policy = compile_policy(under(POLICY, law)), under(POLICY, law)
    met = set()
    for place, (at, _, facts) in enumerate(claims(history)[:9]):
        told = {**facts, "order.buyer": "business"} if place % 3 == 0 else facts
        for remedy in REMEDIES:
            (lanes, found), (wanted_lanes, wanted) = (
                one(remedy, told, at) for one in (decider.answer, partial(spec.answer, policy))
            )
            assert set(lanes) == set(wanted_lanes)
            assert (found is None) is (wanted is None)
            if found is not None and wanted is not None:
                met.add(found.outcome)
                for part in ("outcome", "on_offer", "reasons", "terms", "possible", "doubts", "advice"):
                    assert getattr(found, part) == getattr(wanted, part)
    assert len(met) == 3


def test_facts_that_laws_ask_for_and_no_column_has_are_told(history: History) -> None:
    notes = backtest([POLICY], Path(history.path), floor_of=floor_for).notes
    assert any(
        "`condition.altered` has no column, and the law in DE, FR, GB asks for it, as in `EU-W-" in one for one in notes
    )
    assert not any("`claim.photo` has" in one or "`order.country` has" in one for one in notes)
    assert backtest([POLICY], Path(history.path)).notes == ()


def test_the_command_counts_under_the_law_where_that_is_asked_for(history: History, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(policy_text(), encoding="utf-8")
    said = ["backtest", str(file), "--history", history.path, "--json"]
    plain, lawful = (CliRunner().invoke(amends, [*said, *more], catch_exceptions=False) for more in ([], ["--law"]))
    clauses = [{one["clause"] for one in json.loads(found.stdout)["answers"]} for found in (plain, lawful)]
    assert "EU-C-05" in clauses[1] - clauses[0]
    refused = CliRunner().invoke(amends, [*said, "--law", "--totals"])
    assert refused.exit_code == 2
    assert "leave out `--on`, `--sweep` and `--totals`" in refused.output


def test_a_claim_of_which_only_the_decision_is_dated_stands_under_the_law_of_that_day(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    head = "line,claim.asked_at,decided_at,claim.remedy,claim.reason,order.country,parcel.delivered_at"
    file.write_text(f"{head}\n1,,2024-03-10T12:00:00,repair,defective,DE,2024-03-01T12:00:00\n", encoding="utf-8")
    ((_, answer),) = backtest([POLICY], file, floor_of=floor_for).answers
    assert answer.clause == "EU-C-05-repair"


def claims(history: History) -> list[tuple[int, str, dict[str, Any]]]:
    """The claims of a history with the facts as the engine knows them."""
    vocabulary = POLICY.vocabulary
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{history.path}')")  # noqa: S608 - ours
        names = [one[0] for one in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    each = []
    for row in rows:
        if row["claim.asked_at"] is None:
            continue
        facts = {}
        for name, value in row.items():
            known = name in vocabulary.facts or name.startswith("used.")
            if known and value is not None:
                kind = vocabulary.find(name).kind
                marks = frozenset(value.split("|")) - {""} if kind is Kind.MARKS else None
                never = kind is Kind.MOMENT and value == NOT_YET
                facts[name] = NOT_COME if never else value if marks is None else marks
        each.append((row["claim.asked_at"], row["claim.remedy"], facts))
    return each
