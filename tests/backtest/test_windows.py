"""The days on which windows open, asked alike of every engine: also where a claim is dated by its decision alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from amends.backtest.comparing import SOURCE
from amends.backtest.schema import ASKED, DAY, DECIDED, NOT_YET_DAY, History, Shape
from amends.backtest.windows import WIDEST, days_of

ROWS = [(100, 100), (None, 40), (120, 125), (None, None), (NOT_YET_DAY, 130), (-5, 90)]  # asked, decided


def asked_in(dialect: str, query: exp.Select) -> Sequence[Any] | None:
    """What a query answers as an engine of that dialect would read it."""
    with duckdb.connect() as connection:
        connection.execute(f'CREATE TABLE {SOURCE} ("{ASKED}{DAY}" INTEGER, "{DECIDED}{DAY}" INTEGER)')
        connection.executemany(f"INSERT INTO {SOURCE} VALUES (?, ?)", ROWS)  # noqa: S608 - ours
        text = sqlglot.transpile(query.sql(dialect=dialect), read=dialect, write="duckdb")[0]
        return connection.execute(text).fetchone()


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_a_claim_that_only_its_decision_dates_opens_its_window_on_that_day(dialect: str) -> None:
    figures = {f"{ASKED}{DAY}": Shape(low=100, high=120), f"{DECIDED}{DAY}": Shape(low=40, high=125)}
    alone = {ASKED: Shape(), f"{ASKED}{DAY}": Shape(low=-5, high=NOT_YET_DAY)}
    both = History("", "UTC", {ASKED: Shape(), DECIDED: Shape(), **figures}, len(ROWS))
    assert days_of(both, ASKED, lambda query: asked_in(dialect, query)) == range(40, 121)
    without = History("", "UTC", alone, len(ROWS))
    assert days_of(without, ASKED, lambda query: asked_in(dialect, query)) == range(100, 121)


def test_what_the_figures_say_is_not_asked_and_no_table_is_endless() -> None:
    name = "parcel.delivered_at"
    said = History("", "UTC", {f"{name}{DAY}": Shape(low=-3, high=10**6)}, 1)
    assert days_of(said, name, lambda query: pytest.fail(str(query))) == range(1, WIDEST + 2)
    assert days_of(History("", "UTC", {}, 0), name, lambda _: (None, None)) == range(0)
    assert days_of(History("", "UTC", {}, 0), name, lambda _: None) == range(0)
