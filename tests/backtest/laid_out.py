"""Claims laid out as rows of a history, and what the lowered policy answers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from amends.backtest.arrays import Block
from amends.backtest.columns import LANES_AND, OUTCOMES, Answer, Lowered
from amends.backtest.comparing import SOURCE, Rows
from amends.backtest.embedded import show_spans, text_of
from amends.backtest.kinds import money_of
from amends.backtest.knowledge import Knowledge
from amends.backtest.packing import packed
from amends.backtest.payouts import PAID_BACK, WHOLE
from amends.backtest.preparing import quoted
from amends.backtest.projection import Array, Projection
from amends.backtest.report import Tally
from amends.backtest.schema import DAY, DECIDED, LINE, NOT_YET, NOT_YET_DAY, REMEDY, TYPES, History, Shape, kind_of
from amends.core.dates import NOT_YET as NOT_COME
from amends.core.dates import Instant, local_day
from amends.core.engine.verdict import Outcome
from amends.core.facts import Facts, Kind
from amends.core.policy.tree import Policy

NUMBER = "used.customer.number"  # a counter that no policy asks about


@dataclass(frozen=True)
class Asked:
    """One claim for one remedy; `more` are columns that are no facts."""

    facts: Facts
    at: Instant
    remedy: str
    more: Mapping[str, Any]


def lay_out(connection: duckdb.DuckDBPyConnection, policy: Policy, claims: Sequence[Asked]) -> History:
    """This function will make a table of the claims, each named by its number, and say nothing of its columns."""
    names = dict.fromkeys(["claim.asked_at", *(name for one in claims for name in (*one.facts, *one.more))])
    types = {name: TYPES[kind_of(name, policy.vocabulary) or Kind.TEXT] for name in names}
    moments = [name for name in names if kind_of(name, policy.vocabulary) is Kind.MOMENT]
    columns = {LINE: "VARCHAR", REMEDY: "VARCHAR", DECIDED: "BIGINT", **types}
    columns |= {f"{name}{DAY}": "INTEGER" for name in (DECIDED, *moments)}
    declared = ", ".join(f"{quoted(name)} {type_}" for name, type_ in columns.items())
    connection.execute(f"CREATE OR REPLACE TABLE {SOURCE} ({declared})")
    row = f"({', '.join('?' * len(columns))})"
    values = [value for place, one in enumerate(claims) for value in _row(policy, place, one, names, moments)]
    connection.execute(f"INSERT INTO {SOURCE} VALUES {', '.join([row] * len(claims))}", values)  # noqa: S608
    return History("", policy.shop.zone.key, dict.fromkeys(columns, Shape()), len(claims))


def _row(policy: Policy, place: int, claim: Asked, names: Iterable[str], moments: Iterable[str]) -> Iterable[Any]:
    said = {**claim.facts, **claim.more}
    yield from (str(place), claim.remedy, claim.at)
    yield from (_stored(said.get(name)) for name in names)
    yield from (_day(policy, moment) for moment in (claim.at, *(said.get(name) for name in moments)))


def _stored(value: Any) -> Any:
    if isinstance(value, frozenset):
        return "|".join(sorted(value))
    return NOT_YET if value is NOT_COME else value


def _day(policy: Policy, moment: Any) -> int | None:
    if moment is None:
        return None
    return NOT_YET_DAY if moment is NOT_COME else local_day(moment, policy.shop.zone)


def answered(
    connection: duckdb.DuckDBPyConnection, lowered: Lowered, claims: Sequence[Asked]
) -> list[tuple[Answer, int]]:
    """This function will return what the query answers to each claim, and the money."""
    return [one for one, *_ in answered_by([lowered], connection, claims)]


def answered_by(
    policies: Sequence[Lowered], connection: duckdb.DuckDBPyConnection, claims: Sequence[Asked]
) -> list[list[tuple[Answer, int]]]:
    """This function will return what one query answers to each claim under each policy, and the money."""
    history = lay_out(connection, policies[0].policy, claims)
    rows = Rows(policies, history)
    query = rows.query([LINE])
    show_spans(connection, history, policies[0].policy, rows.spans)
    by_line: dict[int, list[tuple[Answer, int]]] = {}
    for line, _, *sides in connection.execute(text_of(query)).fetchall():
        by_line[int(line)] = [(rows.answers[sides[at]], sides[at + 1]) for at in range(0, len(sides), 2)]
    return [by_line[place] for place in range(len(claims))]


def laid_down(
    connection: duckdb.DuckDBPyConnection, policy: Policy, claims: Sequence[Asked], folder: Path
) -> Projection:
    """This function will return the claims as packed columns; a line's own name is not packed, so its number is."""
    laid = lay_out(connection, policy, claims)
    file = folder / "history.parquet"
    numbered = f"(FROM {SOURCE} SELECT *, CAST({LINE} AS BIGINT) AS {quoted(NUMBER)})"
    connection.execute(f"COPY {numbered} TO '{file}'")
    connection.execute(f"DROP TABLE {SOURCE}")
    return packed(connection, replace(laid, path=str(file)), file)


def on_arrays(projection: Projection, lowered: Lowered) -> list[tuple[Outcome, int]]:
    """This function will return what packed columns answer to each claim, and the money."""
    knowledge = Knowledge(projection.history, lowered.policy.vocabulary)
    outcomes, money = _decided(Block(lowered, projection, knowledge, slice(0, projection.rows)))
    rows = zip(projection.columns[NUMBER], outcomes, money, strict=True)
    by_line = {int(line): (OUTCOMES[outcome], int(amount)) for line, outcome, amount in rows}
    return [by_line[place] for place in range(projection.rows)]


def _decided(block: Block) -> tuple[Array, Array]:
    """The place of each claim's outcome in `OUTCOMES`, and the money: row by row, where `kinds` writes it down."""
    lanes = block.chain(block.lowered.lanes, LANES_AND.index)
    outcome, money = np.ones(block.count, dtype=np.int64), np.zeros(block.count, dtype=np.int64)
    for asked, remedy in enumerate(block.projection.texts[REMEDY], start=1):
        for place, lane in enumerate(LANES_AND):
            here = (block.projection.columns[REMEDY][block.rows] == asked) & (lanes == place)
            if remedy not in block.lowered.remedies or not here.any():
                continue
            answers = block.chain(block.lowered.answers(remedy, lane), lambda one: OUTCOMES.index(one.outcome), here)
            outcome[here] = answers[here]
            given = here & (outcome == 0)
            if remedy in (*PAID_BACK, WHOLE) and given.any():
                money[given] = money_of(block, remedy, lane)[given]
    return outcome, money


def tallied(
    before: Sequence[tuple[Outcome, int]], after: Sequence[tuple[Outcome, int]]
) -> dict[tuple[str, str], Tally]:
    """This function will count claims and money by the outcome before and after."""
    found: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for (one, paid), (other, pays) in zip(before, after, strict=True):
        found[one.value, other.value] += Tally(1, int((one, paid) != (other, pays)), paid, pays)
    return dict(found)
