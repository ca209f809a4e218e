"""Moments of the sample orders, written as people say them: `12 days`, `119 minutes`, `1 year 3 days`, `2023-11-01`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from amends.core.dates import HOUR, MINUTE, Instant, add_months, instant_of, zone_named


@dataclass(frozen=True, slots=True)
class Today:
    """The day and the moment that sample orders are counted back from, in the shop's zone."""

    day: int
    now: Instant
    zone: ZoneInfo

    def ago(self, text: str, clock: str) -> Instant:
        """This function will return the moment that long ago; whole days fall on `clock`, never later than now."""
        if text[:4].isdigit() and "-" in text:
            return self.at(date.fromisoformat(text).toordinal(), clock)
        words = text.split()
        counts = {unit.rstrip("s"): int(number) for number, unit in zip(words[::2], words[1::2], strict=True)}
        if "hour" in counts or "minute" in counts:
            return self.now - counts.get("hour", 0) * HOUR - counts.get("minute", 0) * MINUTE
        day = add_months(self.day, -(12 * counts.get("year", 0) + counts.get("month", 0))) - counts.get("day", 0)
        return min(self.at(day, clock), self.now)

    def at(self, day: int, clock: str) -> Instant:
        """This function will return the moment of that day at which the shop's clock shows so much."""
        return instant_of(datetime.combine(date.fromordinal(day), time.fromisoformat(clock), tzinfo=self.zone))


def today(day: int, now: Instant | None, zone: str) -> Today:
    """This function will return the day with its moment: noon in the shop's zone, where none is given."""
    start = Today(day, 0, zone_named(zone))
    return Today(day, start.at(day, "12:00") if now is None else now, start.zone)
