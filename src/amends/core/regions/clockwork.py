"""When windows open and close, counted backwards and forwards, and remembered: the boundaries that time is cut by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from amends.core.dates import FIRST_DAY, HOUR, Instant, Unit, deadline, end_of_day, last_day, local_day
from amends.core.engine.standings import tests_of
from amends.core.policy.tree import Op, Policy, Test, Window
from amends.core.regions.diagram import MOST_STEPS_IN_ALL, Steps
from amends.core.regions.values import Cell

Span = tuple[int, Unit]
LONGEST_DAYS = {Unit.HOURS: 1, Unit.DAYS: 1, Unit.BUSINESS_DAYS: 3, Unit.MONTHS: 31, Unit.YEARS: 366}
SHORTEST_DAYS = {Unit.HOURS: 1, Unit.DAYS: 1, Unit.BUSINESS_DAYS: 1, Unit.MONTHS: 28, Unit.YEARS: 365}
BY_CALENDAR = (Unit.BUSINESS_DAYS, Unit.MONTHS, Unit.YEARS)  # as long as the calendar has it
NOON = 12 * HOUR
MOST_NEARING = 200_000  # answers to tests, which is some seconds


class Clockwork:
    """The days of one shop."""

    def __init__(self, policy: Policy) -> None:
        self.zone = policy.shop.zone
        self.calendar = policy.calendar
        self.first_day = max(policy.starts, FIRST_DAY + 1)
        if any(window.unit is Unit.BUSINESS_DAYS for window in windows_of(policy)):
            self.first_day = max(
                self.first_day, self.calendar.first_day + 1
            )  # before it nobody knows how long they are
        self.start = lru_cache(maxsize=100_000)(self._start)
        self.first = self.start(self.first_day)  # nothing is ordered earlier under this version
        self.steps = Steps(MOST_STEPS_IN_ALL)
        self.nearing = Steps(MOST_NEARING)  # of those that make a claim which has been found more ordinary
        self.asked = sum(1 for clause in policy.clauses for _ in tests_of(clause))
        self.cells: dict[object, tuple[Cell, ...]] = {}  # what moments can be, by the tests about them
        self.opening_day = lru_cache(maxsize=100_000)(self._opening_day)
        self._last_day = lru_cache(maxsize=100_000)(self._closing_day)

    def _start(self, day: int) -> Instant:
        """The first instant of a local day."""
        return end_of_day(day - 1, self.zone) + 1

    def day(self, at: Instant) -> int:
        """This function will return the local day of an instant."""
        return local_day(at, self.zone)

    def opens(self, window: Window, event: Instant) -> Instant:
        """This function will return the earliest anchor from which the event is still in the window."""
        if window.unit is Unit.HOURS:
            return event - window.amount * HOUR
        return self.start(self.opening_day((window.amount, window.unit), self.day(event)))

    def _opening_day(self, span: Span, day: int) -> int:
        amount, unit = span
        low = max(day - longest_days(amount, unit), self.first_day - 1)
        days = range(low, max(low, day - shortest_days(amount, unit)) + 1)
        self.start(day)  # beyond the calendar nothing opens
        return days[bisect_left(days, day, key=lambda one: self._last_day(amount, unit, one))]

    def _closing_day(self, amount: int, unit: Unit, day: int) -> int:
        return last_day(day, amount, unit, self.calendar)

    def after(self, window: Window, anchor: Instant) -> Instant:
        """This function will return the first instant that is no longer in the window."""
        return deadline(anchor, window.amount, window.unit, self.zone, self.calendar).closes_at + 1


def windows_of(policy: Policy) -> Iterator[Window]:
    """This function will return every window of the policy's clauses, wherever it stands."""
    for clause in policy.clauses:
        yield from (test.value for test in tests_of(clause) if test.op is Op.WITHIN)


def longest_days(amount: int, unit: Unit) -> int:
    """This function will return more days than the span can last."""
    return amount // (24 if unit is Unit.HOURS else 1) * LONGEST_DAYS[unit] + 12


def shortest_days(amount: int, unit: Unit) -> int:
    """This function will return fewer days than the span can last."""
    return max(0, amount // (24 if unit is Unit.HOURS else 1) * SHORTEST_DAYS[unit] - 1)


def dates_named(tests: Iterable[Test], clockwork: Clockwork) -> set[Instant]:
    """This function will return the instants at which a test of days or seasons can turn, whatever else happens."""
    days: set[int] = set()
    for test in tests:
        if test.op is Op.DAYS:
            days |= {test.value[0], test.value[1] + 1}
        if test.op is Op.SEASON:
            for one in test.value.seasons:
                days |= {one.ordered_from, one.ordered_to + 1, one.open_until + 1}
    return {clockwork.start(day) for day in days if clockwork.first_day < day < MOST_DISTANT}


MOST_DISTANT = 2_000_000  # a season that ends never does not cut time
