"""Local days and deadlines, remembered: a shop sees the same few days again and again.

The 24 hours from one midnight UTC to the next meet one local midnight at most, so the local day of an instant in them
is one of two; and where a window is counted in days, its deadline follows from that day alone. Both are worked out by
`dates`, once. (Where clocks go back across midnight a day begins twice; such a day is left to the plain way.)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from amends.core.dates import (
    HOUR,
    Calendar,
    Deadline,
    Instant,
    Unit,
    day_deadline,
    end_of_day,
    instant_of,
    local_day,
)
from amends.core.errors import FactInvalid

UTC_DAY = 24 * HOUR
MOST_DAYS = 2_000
MOST_DEADLINES = 4_000
Span = tuple[int, Unit]
Halves = tuple[Instant, int, int]  # the first instant of the later local day, the earlier day, the later day


class Days:
    """The days and deadlines of one zone; the generated function reads both mappings as they are."""

    def __init__(self, zone: ZoneInfo, calendar: Calendar, spans: Sequence[Span], *, rolls: bool = False) -> None:
        self.zone = zone
        self.calendar = calendar
        self.rolls = rolls
        self.spans = spans
        self.halves: dict[int, Halves] = {}  # by the number of the UTC day
        self.closings: dict[int, Deadline] = {}  # by local day * number of spans + place of the span
        self.closes: dict[int, Instant] = {}  # the same, only the instant

    def learn_halves(self, utc_day: int) -> Halves:
        """This function will work out the local days of a UTC day and remember them."""
        start = utc_day * UTC_DAY
        before, after = local_day(start, self.zone), local_day(start + UTC_DAY - 1, self.zone)
        found = (start if before == after else self._midnight_after(before), before, after)
        if len(self.halves) >= MOST_DAYS:
            self.halves.clear()
        self.halves[utc_day] = found
        return found

    def _midnight_after(self, day: int) -> Instant:
        midnight = end_of_day(day, self.zone) + 1
        following = date.fromordinal(day + 1)
        if instant_of(datetime(following.year, following.month, following.day, tzinfo=self.zone)) != midnight:
            raise FactInvalid("this day begins twice.")
        return midnight

    def learn_closing(self, key: int) -> Instant:
        """This function will work out the deadline of a span that is counted from a local day and remember it."""
        day, place = divmod(key, len(self.spans))
        found = day_deadline(day, *self.spans[place], self.zone, self.calendar, rolls=self.rolls)
        if len(self.closes) >= MOST_DEADLINES:
            self.closes.clear()
            self.closings.clear()
        self.closings[key] = found
        self.closes[key] = found.closes_at
        return found.closes_at

    def day(self, instant: Instant) -> int:
        """This function will return the local day of an instant."""
        midnight, before, after = self.halves.get(instant // UTC_DAY) or self.learn_halves(instant // UTC_DAY)
        return before if instant < midnight else after

    def deadline(self, instant: Instant, place: int) -> Deadline:
        """This function will return the deadline of the span at that place, counted from an instant."""
        key = self.day(instant) * len(self.spans) + place
        if key not in self.closings:
            self.learn_closing(key)
        return self.closings[key]


class LatestDays:
    """The deadlines of several zones at once, of each the latest.

    Between two midnights of any of them an instant's local days stay the same, and so do its deadlines: they are
    remembered by the UTC day and how many midnights of it have passed.
    """

    def __init__(self, zones: Sequence[Days]) -> None:
        self.zones = zones
        self.spans = zones[0].spans
        self.midnights: dict[int, tuple[Instant, ...]] = {}  # by the number of the UTC day
        self.closings: dict[int, Deadline] = {}  # by stretch * number of spans + place of the span
        self.closes: dict[int, Instant] = {}  # the same, only the instant

    def learn_midnights(self, utc_day: int) -> tuple[Instant, ...]:
        """This function will work out when in a UTC day the zones' days begin and remember it."""
        if len(self.midnights) >= MOST_DAYS:
            self.midnights.clear()
        found = self.midnights[utc_day] = tuple(sorted(one.learn_halves(utc_day)[0] for one in self.zones))
        return found

    def learn_closing(self, key: int) -> Instant:
        """This function will work out the latest deadline of a span that is counted from a stretch and remember it."""
        stretch, place = divmod(key, len(self.spans))
        utc_day, passed = divmod(stretch, len(self.zones) + 1)
        midnights = self.midnights.get(utc_day) or self.learn_midnights(utc_day)
        first = midnights[passed - 1] if passed else utc_day * UTC_DAY
        found = max((one.deadline(first, place) for one in self.zones), key=lambda one: one.closes_at)
        if len(self.closes) >= MOST_DEADLINES * (len(self.zones) + 1):
            self.closes.clear()
            self.closings.clear()
        self.closings[key] = found
        self.closes[key] = found.closes_at
        return found.closes_at

    def deadline(self, instant: Instant, place: int) -> Deadline:
        """This function will return the latest deadline of the span at that place, counted from an instant."""
        utc_day = instant // UTC_DAY
        midnights = self.midnights.get(utc_day) or self.learn_midnights(utc_day)
        stretch = utc_day * (len(self.zones) + 1) + sum([instant >= one for one in midnights])
        key = stretch * len(self.spans) + place
        if key not in self.closings:
            self.learn_closing(key)
        return self.closings[key]
