"""Local days of a zone as tables: when its clocks change, and until when each window is open that opens on some day.

Laws: a table says what `core.dates` says of one day (differential test); what it costs follows from the days that
there are, and a span of thousands of years, which one mistyped date makes, is no work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from amends.backtest.projection import Array
from amends.backtest.schema import EARLIEST_DAY, LATEST_DAY, SENSELESS_DAY
from amends.core.dates import HOUR, Calendar, Instant, Unit, last_day
from amends.core.errors import FactInvalid

DAY = 24 * HOUR
SECOND = 1_000_000
EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = (2 - EPOCH_DAY) * DAY, (date.max.toordinal() - 1 - EPOCH_DAY) * DAY
Span = tuple[int, Unit]


def offset_at(instant: Instant, zone: ZoneInfo) -> int:
    """This function will return by how many microseconds the zone's clocks are ahead of UTC at that instant."""
    sayable = min(max(instant, _FIRST), _LAST)  # the clocks of a zone do not change at either end of the calendar
    ahead = (_EPOCH + timedelta(microseconds=sayable)).astimezone(zone).utcoffset()
    return 0 if ahead is None else ahead // timedelta(microseconds=1)


def offsets(zone: ZoneInfo, days: Iterable[int]) -> tuple[tuple[Instant, int], ...]:
    """This function will return from when which offset holds on some days of UTC, counted from 1970, as clocks read.

    The first holds from the beginning on. Only these days and their neighbours are looked at, however far apart they
    lie: between them there may be changes that are not told.
    """
    near = sorted({day + by for day in days for by in (-1, 0, 1, 2)})  # clocks are less than a day ahead or behind
    found: list[tuple[Instant, int]] = []
    low = 0
    for high in (day * DAY for day in near):
        after = offset_at(high, zone)
        if not found:
            found.append((high, after))
        elif after != found[-1][1]:
            found.append((_change(low, high, zone), after))
        low = high
    return tuple(found)


def _change(low: Instant, high: Instant, zone: ZoneInfo) -> Instant:
    """The second, of whole days apart, before which the zone's clocks are as ahead as at `low`, and then no longer."""
    before = offset_at(low, zone)
    while high - low > SECOND:
        middle = low + (high - low) // 2 // SECOND * SECOND
        low, high = (middle, high) if offset_at(middle, zone) == before else (low, middle)
    return high


def last_days(span: Span, days: Sequence[int], calendar: Calendar) -> Array:
    """This function will return the last day of a window that opens on each of the days."""
    amount, unit = span
    opened = np.asarray(days, dtype=np.int64)
    if unit is Unit.BUSINESS_DAYS and amount:
        found = np.full(len(opened), SENSELESS_DAY)
        for place in np.flatnonzero((opened >= calendar.first_day - 1) & (opened <= calendar.last_day)).tolist():
            with suppress(FactInvalid):  # holidays are known so far and no farther
                found[place] = last_day(int(opened[place]), amount, unit, calendar)
        return found
    if unit in (Unit.MONTHS, Unit.YEARS):
        found = _months_later(opened, min(amount * (12 if unit is Unit.YEARS else 1), 12 * LATEST_DAY))
    else:
        found = opened + min(amount, LATEST_DAY)
    return np.where((found >= EARLIEST_DAY) & (found <= LATEST_DAY), found, SENSELESS_DAY)


def _months_later(days: Array, months: int) -> Array:
    """The same dates so many months later, or those months' last days, as `core.dates` has it for one date."""
    dates = (days - EPOCH_DAY).astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    wanted = (month + months).astype("datetime64[D]") + (dates - month.astype("datetime64[D]"))
    last = (month + (months + 1)).astype("datetime64[D]") - 1
    found: Array = np.minimum(wanted, last).astype(np.int64) + EPOCH_DAY
    return found
