"""Local days of a zone as tables: when its clocks change, and until when each window is open that opens on some day.

Law: all of it is worked out by `core.dates`, once for each distinct day, so a table says what the engine says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from amends.backtest.schema import SENSELESS_DAY
from amends.core.dates import HOUR, Calendar, Instant, Unit, day_deadline
from amends.core.engine.truth import SENSELESS

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


def offsets(zone: ZoneInfo, first: Instant, last: Instant) -> tuple[tuple[Instant, int], ...]:
    """This function will return from when which offset holds between two instants; the first from the beginning on."""
    found = [(first, offset_at(first, zone))]
    for start in range(first, last + DAY, DAY):
        before, after = found[-1][1], offset_at(start, zone)
        if before != after:
            low, high = start - DAY, start
            while high - low > SECOND:
                middle = low + (high - low) // 2 // SECOND * SECOND
                low, high = (middle, high) if offset_at(middle, zone) == before else (low, middle)
            changes = high // SECOND * SECOND
            found.append((changes if offset_at(changes, zone) == after else changes + SECOND, after))
    return tuple(found)


def last_days(spans: Iterable[Span], days: range, zone: ZoneInfo, calendar: Calendar) -> dict[Span, list[int]]:
    """This function will return, by span, the last day of a window that opens on each of the days."""

    def last(day: int, span: Span) -> int:
        try:
            found = day_deadline(day, *span, zone, calendar).last_day
        except SENSELESS:
            return SENSELESS_DAY
        return SENSELESS_DAY if found is None else found

    return {span: [last(day, span) for day in days] for span in spans}
