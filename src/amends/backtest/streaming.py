"""A whole report in one pass over a history's file: what `tables` asks, counted batch by batch by several readers.

Law: what is counted is the same however many readers there are; examples are the first lines of the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from amends.backtest.columns import REASON
from amends.backtest.kernel import LANES, storing, tallying
from amends.backtest.progress import Tell, told
from amends.backtest.projection import Array, Projection
from amends.backtest.reading import Reading, readable
from amends.backtest.report import MOST_EXAMPLES, Counting
from amends.backtest.schema import ANSWERED, BREAKDOWN, DAY, REMEDY, History
from amends.backtest.summing import value_of
from amends.backtest.tables import Tables, spans_of
from amends.core.dates import Unit
from amends.core.engine.spec import facts_in
from amends.core.engine.standings import tests_of
from amends.core.policy.tree import Op, Policy

BLOCK = 1 << 13  # rows worked out at a time: what is stored of them stays near the processor
MOST_ROWS = 4_000_000  # of tables, for each reader


@dataclass(frozen=True, slots=True)
class Code:
    """The machine code of a report: what works claims out, and what counts them in tables."""

    store: Callable[..., None]
    tally: Callable[..., None]


class Counter:
    """What one reader has counted so far."""

    def __init__(self, tables: Tables, code: Future[Code]) -> None:
        self._asked = tables.asked_for
        self._code = code  # made while the first rows are read
        self._stored = [np.zeros(BLOCK, dtype=np.int64) for _ in self._asked]
        width = 1 + len(tables.money)
        self.counted = {name: np.zeros((key.rows, width), dtype=np.int64) for name, key in tables.keys.items()}
        self.examples: dict[int, list[int]] = {}  # places in the file, by kind
        self._sought = tables.changing()
        self.rows = 0

    def count(self, rows: Projection, first: int) -> None:
        """This function will count the rows of a batch; its first one has this place in the file."""
        for start in range(0, rows.rows, BLOCK):
            stop = min(start + BLOCK, rows.rows)
            stored = self._worked_out(rows, start, stop)
            keys, money = stored[: len(self.counted)], stored[len(self.counted) :]
            for key, table in zip(keys, self.counted.values(), strict=True):
                self._code.result().tally(key, money, table)
            self._seek(keys[0], first + start)
        self.rows += rows.rows

    def _worked_out(self, rows: Projection, start: int, stop: int) -> list[Array]:
        """Machine code takes whole groups of rows; the few that are left over are worked out on arrays."""
        whole = stop - (stop - start) % LANES
        self._code.result().store(rows.columns, start, whole, self._stored)
        if whole < stop:
            found: dict[Any, Any] = {}
            for one, into in zip(self._asked, self._stored, strict=True):
                into[whole - start : stop - start] = value_of(one, found, rows, slice(whole, stop))
        return [one[: stop - start] for one in self._stored]

    def _seek(self, kinds: Array, first: int) -> None:
        for place in np.flatnonzero(self._sought[kinds]).tolist():
            kind = int(kinds[place])
            found = self.examples.setdefault(kind, [])
            if len(found) < MOST_EXAMPLES:
                found.append(first + place)
            self._sought[kind] = len(found) < MOST_EXAMPLES


def count_file(
    history: History,
    policies: Sequence[Policy],
    days_of: Callable[[str], range],
    counting: Counting,
    tell: Tell | None = None,
    readers: int | None = None,
) -> bool:
    """This function will read the history's file once and count what its claims are answered.

    It returns whether it did: not where tables would become too large, as for two policies of a thousand clauses, or
    where the file does not say how large.
    `days_of` says between which local days a moment of the history lies; `tell` hears how far it is.
    """
    count = readers or os.cpu_count() or 1
    with readable(), ThreadPoolExecutor(count + 1) as pool:
        days = pool.submit(_days, policies, history, days_of)
        reading = Reading(history, _texts(policies), days.result)
        spans = spans_of(reading.blank, counting.dimensions)
        if spans is None:
            return False
        tables = Tables(reading.blank, policies, counting, spans)
        if sum(one.rows for one in tables.keys.values()) > MOST_ROWS:
            return False
        code = pool.submit(lambda: Code(storing(tables.asked_for), tallying(len(tables.money))))
        counters = [Counter(tables, code) for _ in range(count)]
        with told(tell, lambda: 100 * sum(one.rows for one in counters) / max(history.lines, 1)):
            _count(reading, tables, counters, pool)
        counted = {name: np.sum([one.counted[name] for one in counters], axis=0) for name in tables.keys}
        rows = _first([one.examples for one in counters])
        names = reading.lines({row for each in rows.values() for row in each})
    tables.tell(counted, {kind: [names.get(row) for row in each] for kind, each in rows.items()}, counting)
    return True


def _count(reading: Reading, tables: Tables, counters: Sequence[Counter], pool: Executor) -> None:
    groups, columns = iter(reading.groups), tables.columns  # each reader takes the next group

    def read(counter: Counter) -> None:
        for first, rows in reading.rows(groups, columns):
            counter.count(rows, first)

    try:
        list(pool.map(read, counters))
    finally:
        list(groups)  # after a fault, or where somebody wants it to stop, whoever reads ends with the group it has


def _texts(policies: Sequence[Policy]) -> set[str]:
    """The columns whose texts the policies, or a report, can tell apart."""
    tests = (test for policy in policies for clause in policy.clauses for test in tests_of(clause))
    return {REMEDY, REASON, ANSWERED, *BREAKDOWN.values(), *(name for test in tests for name in facts_in(test))}


def _days(policies: Sequence[Policy], history: History, days_of: Callable[[str], range]) -> dict[str, tuple[int, int]]:
    """The first and the last day of each column of days, where a window of months or years asks for them."""
    found = {name: (1, 0) for name in history.columns if name.endswith(DAY)}
    tests = {test for policy in policies for clause in policy.clauses for test in tests_of(clause)}
    asked = {one.fact for one in tests if one.op is Op.WITHIN and one.value.unit not in (Unit.HOURS, Unit.DAYS)}
    for name in filter(history.has, asked):
        days = days_of(name)
        found[f"{name}{DAY}"] = (days[0], days[-1]) if days else (1, 0)
    return found


def _first(each: Sequence[Mapping[int, Iterable[int]]]) -> dict[int, list[int]]:
    """The first places of each kind, of those that the readers have found."""
    kinds = {kind for one in each for kind in one}
    return {kind: sorted(row for one in each for row in one.get(kind, ()))[:MOST_EXAMPLES] for kind in kinds}
