"""How amounts and dates are written for people: never broken over two lines, in the shop's zone, in even figures."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.core.dates import DAY, HOUR, MINUTE, Deadline, Instant, datetime_of, place_of
from amends.pages.reader import language

MINUS = "−"


def money(minor: int, currency: str) -> SafeString:
    """This function will write an amount as `$40.00`, a deduction as `−$6.00`, never broken over two lines."""
    return format_html('<span class="figure">{}</span>', money_text(minor, currency))


def money_text(minor: int, currency: str) -> str:
    """This function will write an amount as plain text, as the reader's language does."""
    return language().formats.amount(minor, currency).replace("-", MINUS).replace(" ", "\u00a0")


def day(at: Instant, zone: ZoneInfo, now: Instant) -> SafeString:
    """This function will write the day as `Tuesday 9 April`, with the year where it is not this one."""
    there = datetime_of(at, zone)
    return format_html('<time class="figure" datetime="{}">{}</time>', there.date().isoformat(), _day(there, zone, now))


def day_alone(day: date) -> str:
    """This function will write a day of the calendar as `9 April 2026`."""
    return language().formats.day_alone(day)


def moment(at: Instant, zone: ZoneInfo, now: Instant) -> SafeString:
    """This function will write the moment as `14:30 on Tuesday 9 April`."""
    there = datetime_of(at, zone)
    form = _("%(time)s on %(day)s") % {"time": language().formats.minute(there), "day": _day(there, zone, now)}
    return format_html('<time class="figure" datetime="{}">{}</time>', there.isoformat(timespec="minutes"), form)


def moment_there(at: Instant, zone: ZoneInfo) -> str:
    """This function will write the moment with its year and with whose clock it is by, for whoever lives elsewhere."""
    return _("{} ({} time)").format(language().formats.moment(datetime_of(at, zone)), place_of(zone))


def until(deadline: Deadline, zone: ZoneInfo, now: Instant) -> SafeString:
    """This function will write a deadline: the day where it is counted in days, else the minute by the shop's clock."""
    closes = deadline.closes_at
    if deadline.last_day is not None:
        return day(closes, zone, now)
    return format_html(_("{} ({} time)"), moment(closes, zone, now), place_of(zone))


def due(at: Instant, now: Instant) -> SafeString:
    """This function will write how far off a moment is: `in 3 hours`, `2 days late`."""
    left = at - now
    size = abs(left)
    unit = MINUTE if size < HOUR else HOUR if size < 2 * DAY else DAY
    return _due(max(size // unit, 1), unit, language().code, is_late=left < 0)


@lru_cache(maxsize=2_000)  # a list says the same few spans again and again
def _due(count: int, unit: int, _code: str, *, is_late: bool) -> SafeString:
    if unit == MINUTE:
        far = ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    elif unit == HOUR:
        far = ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    else:
        far = ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
    said = (_("%s late") if is_late else _("in %s")) % far
    return format_html('<span class="figure{}">{}</span>', " late" if is_late else "", said)


def _day(there: datetime, zone: ZoneInfo, now: Instant) -> str:
    return language().formats.day(there, with_year=there.year != datetime_of(now, zone).year)
