"""Instants, local days and deadlines, without a clock.

An `Instant` is an integer: microseconds since 1970-01-01T00:00Z. A day is `date.toordinal()` in the shop's zone.
Laws: day limits are counted on local dates and are moved by no clock change; hour limits are exact elapsed time,
inclusive; the deadline shown is the deadline enforced, because there is only this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from amends.core.errors import FactInvalid

Instant = int


class NotYet(Enum):
    """The one value of a moment that is known not to have come."""

    NOT_YET = "not_yet"


NOT_YET = NotYet.NOT_YET
Moment = Instant | NotYet | None  # None: nobody knows

SECOND = 1_000_000  # microseconds
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR  # of elapsed time; one of the calendar can be longer or shorter
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
FIRST_DAY = date(1900, 1, 1).toordinal()
LAST_DAY = date(9990, 12, 31).toordinal()
_NO_PLACE = ("localtime", "posixrules", "Factory")  # what the machine's own clock shows, and other names of no place
_OTHER_CLOCKS = ("posix/", "right/")  # of the same places, the latter with leap seconds
_OUTSIDE = "a date lies outside the years 1900 to 9990."


class Unit(Enum):
    """The units in which a window is counted."""

    __hash__ = object.__hash__  # members are single, and Enum's own hash is slow

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A country's public holidays as data, from `first_day` to `last_day`; outside them nothing is known."""

    holidays: frozenset[int]
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last instant at which something is still in time; `last_day` where it is counted in days."""

    closes_at: Instant
    last_day: int | None

    def holds(self, at: Instant) -> bool:
        """This function will say whether `at` is in time."""
        return at <= self.closes_at


@lru_cache(maxsize=512)
def zone_named(name: str) -> ZoneInfo:
    """This function will return the time zone of that IANA name, or raise `FactInvalid`."""
    try:
        return ZoneInfo("" if name in _NO_PLACE or name.startswith(_OTHER_CLOCKS) else name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise FactInvalid(
            f"there is no time zone `{name[:60]}`.", hint="Write an IANA name such as `America/New_York`."
        ) from error


def instant_of(moment: datetime) -> Instant:
    """This function will return the instant of an aware datetime."""
    return (moment - _EPOCH) // _MICROSECOND


def datetime_of(instant: Instant, zone: ZoneInfo) -> datetime:
    """This function will return the instant as the clock on the shop's wall shows it."""
    return utc_of(instant).astimezone(zone)


def utc_of(instant: Instant) -> datetime:
    """This function will return the instant as the database keeps it."""
    return _EPOCH + timedelta(microseconds=instant)


def parse_instant(text: str, zone: ZoneInfo) -> Instant:
    """This function will read an ISO 8601 date and time; without an offset it is the shop's local time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise FactInvalid(f"`{text}` is no date and time.", hint="Write it as `2023-03-10T14:30:00-05:00`.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return instant_of(moment)


def local_day(instant: Instant, zone: ZoneInfo) -> int:
    """This function will return the day (ordinal) that the instant falls on in the zone.

    Outside the years 1900 to 9990 it raises `FactInvalid`, so that nobody gets an answer from a mistyped year.
    """
    try:
        day = datetime_of(instant, zone).toordinal()
    except (OverflowError, ValueError) as error:
        raise FactInvalid(_OUTSIDE) from error
    _check_day(day)
    return day


def end_of_day(day: int, zone: ZoneInfo) -> Instant:
    """This function will return the last microsecond of that local day.

    Where clocks go back across midnight, the day is over when it is over for the second time.
    """
    _check_day(day)
    following = date.fromordinal(day + 1)
    first, second = (
        instant_of(datetime(following.year, following.month, following.day, tzinfo=zone, fold=fold)) for fold in (0, 1)
    )
    again = first < second and datetime_of(second - 1, zone).toordinal() <= day
    return (second if again else first) - 1


def add_months(day: int, months: int) -> int:
    """This function will return the same date so many months later, or that month's last where it does not exist."""
    start = date.fromordinal(day)
    total = start.year * 12 + start.month - 1 + months
    year, month = divmod(total, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(start.day, last)).toordinal()


def is_business_day(day: int, calendar: Calendar) -> bool:
    """This function will say whether the day is a weekday and no public holiday; unknown years raise `FactInvalid`."""
    if not calendar.first_day <= day <= calendar.last_day:
        raise FactInvalid(f"the public holidays of `{date.fromordinal(day).year}` are not known.")
    return date.fromordinal(day).weekday() < 5 and day not in calendar.holidays


def add_business_days(day: int, count: int, calendar: Calendar) -> int:
    """This function will return the last of `count` business days, the first of which comes after `day`."""
    while count:
        day += 1
        count -= is_business_day(day, calendar)
    return day


def place_of(zone: ZoneInfo) -> str:
    """This function will return the place by whose clock the zone is named: `New York`."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def deadline(
    anchor: Instant, amount: int, unit: Unit, zone: ZoneInfo, calendar: Calendar, *, rolls: bool = False
) -> Deadline:
    """This function will return until when something is in time that may be done within so many units of the anchor.

    `rolls`: a last day that is no business day moves to the next one. Dates outside the years 1900 to 9990 raise
    `FactInvalid`.
    """
    start = local_day(anchor, zone)
    if unit is Unit.HOURS:
        closes_at = anchor + amount * HOUR
        local_day(closes_at, zone)
        return Deadline(closes_at, None)
    return day_deadline(start, amount, unit, zone, calendar, rolls=rolls)


def day_deadline(
    start: int, amount: int, unit: Unit, zone: ZoneInfo, calendar: Calendar, *, rolls: bool = False
) -> Deadline:
    """This function will return the deadline of a window that is counted from the local day `start`, not in hours."""
    last = last_day(start, amount, unit, calendar, rolls=rolls)
    return Deadline(end_of_day(last, zone), last)


def last_day(start: int, amount: int, unit: Unit, calendar: Calendar, *, rolls: bool = False) -> int:
    """This function will return the last day of such a window."""
    try:
        match unit:
            case Unit.BUSINESS_DAYS:
                last = add_business_days(start, amount, calendar)
            case Unit.MONTHS:
                last = add_months(start, amount)
            case Unit.YEARS:
                last = add_months(start, 12 * amount)
            case _:
                last = start + amount
        while rolls and not is_business_day(last, calendar):
            last += 1
        _check_day(last)
    except (OverflowError, ValueError) as error:
        raise FactInvalid(_OUTSIDE) from error
    return last


def _check_day(day: int) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise FactInvalid(_OUTSIDE)
