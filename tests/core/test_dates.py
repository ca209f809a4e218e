"""Deadlines: days are local dates, hours are exact, and the date shown is the date enforced."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.dates import (
    HOUR,
    Calendar,
    Unit,
    add_business_days,
    add_months,
    datetime_of,
    deadline,
    end_of_day,
    instant_of,
    local_day,
    parse_instant,
    zone_named,
)
from amends.core.errors import FactInvalid

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO, FAR_AHEAD = date(1970, 1, 1).toordinal(), date(2060, 12, 31).toordinal()
NO_HOLIDAYS = Calendar(frozenset(), LONG_AGO, FAR_AHEAD)
ZONES = st.sampled_from(
    ["America/New_York", "Europe/Berlin", "Pacific/Kiritimati", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Beirut",
     "America/Havana", "Pacific/Apia", "Africa/Cairo", "UTC"]
).map(ZoneInfo)  # fmt: skip
MOMENTS = st.integers(instant_of(datetime(1971, 1, 1, tzinfo=UTC)), instant_of(datetime(2059, 1, 1, tzinfo=UTC)))


def at(text: str, zone: ZoneInfo = NEW_YORK) -> int:
    return parse_instant(text, zone)


@pytest.mark.parametrize(
    ("zone", "anchor", "last", "late"),
    [
        # A1: bought 10 March, open on 9 April at 23:59, closed on 10 April at 00:00 (the clocks change in between)
        (NEW_YORK, "2023-03-10T08:00", "2023-04-09T23:59:59.999999", "2023-04-10T00:00"),
        # thirty days are not 720 hours where the clocks change
        (BERLIN, "2026-03-15T23:59", "2026-04-14T23:59:59.999999", "2026-04-15T00:00"),
        (NEW_YORK, "2026-10-10T00:00", "2026-11-09T23:59:59.999999", "2026-11-10T00:00"),
    ],
)
def test_thirty_days_end_with_the_local_day(zone: ZoneInfo, anchor: str, last: str, late: str) -> None:
    found = deadline(at(anchor, zone), 30, Unit.DAYS, zone, NO_HOLIDAYS)
    assert found.holds(at(last, zone))
    assert not found.holds(at(late, zone))
    assert found.closes_at == at(last, zone)


def test_hours_are_exact_and_inclusive_across_a_clock_change() -> None:
    ordered = at("2026-03-08T01:30:00-05:00")  # half an hour before the clocks go forward
    found = deadline(ordered, 2, Unit.HOURS, NEW_YORK, NO_HOLIDAYS)
    assert found.last_day is None
    assert found.holds(at("2026-03-08T04:30:00-04:00"))
    assert not found.holds(at("2026-03-08T04:30:00.000001-04:00"))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-11-30", 1, "2024-12-30"),
        ("2024-05-31", 0, "2024-05-31"),
    ],
)
def test_a_month_later_is_the_same_date_or_the_months_last(start: str, months: int, end: str) -> None:
    assert date.fromordinal(add_months(date.fromisoformat(start).toordinal(), months)) == date.fromisoformat(end)


def test_business_days_skip_weekends_and_holidays_and_begin_the_day_after() -> None:
    thanksgiving = date(2026, 11, 26).toordinal()
    calendar = Calendar(frozenset({thanksgiving}), LONG_AGO, FAR_AHEAD)
    friday = date(2026, 11, 20).toordinal()
    assert date.fromordinal(add_business_days(friday, 1, calendar)) == date(2026, 11, 23)
    assert date.fromordinal(add_business_days(friday, 4, calendar)) == date(2026, 11, 27)
    assert date.fromordinal(add_business_days(friday + 1, 1, calendar)) == date(2026, 11, 23)  # from a Saturday


def test_business_days_outside_the_known_holidays_are_an_error_not_a_guess() -> None:
    with pytest.raises(FactInvalid, match="2061"):
        add_business_days(FAR_AHEAD, 1, NO_HOLIDAYS)


@pytest.mark.parametrize(
    "anchor",
    [datetime(1899, 12, 30, tzinfo=UTC), datetime(9990, 12, 30, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)],
)
def test_years_that_can_only_be_mistyped_are_an_error(anchor: datetime) -> None:
    with pytest.raises(FactInvalid):
        deadline(instant_of(anchor), 30, Unit.DAYS, NEW_YORK, NO_HOLIDAYS)


def test_an_unknown_zone_is_named_with_what_to_write() -> None:
    with pytest.raises(FactInvalid, match=r"`Europe/Nowhere`.*America/New_York"):
        zone_named("Europe/Nowhere")


@pytest.mark.parametrize("text", ["", "yesterday", "2023-02-30T10:00", "2023-13-01", "10/03/2023"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(FactInvalid):
        parse_instant(text, NEW_YORK)


def test_a_moment_without_an_offset_is_the_shops_local_time() -> None:
    assert at("2023-03-10T14:30") == at("2023-03-10T19:30+00:00")


@given(MOMENTS, ZONES)
def test_the_end_of_a_day_is_its_last_microsecond(moment: int, zone: ZoneInfo) -> None:
    day = local_day(moment, zone)
    end = end_of_day(day, zone)
    assert moment <= end
    assert local_day(end + 1, zone) > day
    assert local_day(end, zone) <= day  # a zone that skips a whole day has no moment in it


@given(MOMENTS, ZONES, st.integers(0, 400))
def test_day_limits_agree_with_counting_local_dates(moment: int, zone: ZoneInfo, days: int) -> None:
    found = deadline(moment, days, Unit.DAYS, zone, NO_HOLIDAYS)
    assert found.last_day == local_day(moment, zone) + days
    for later in (found.closes_at - HOUR, found.closes_at, found.closes_at + 1, found.closes_at + HOUR):
        assert found.holds(later) == (local_day(later, zone) <= found.last_day)


@given(MOMENTS, ZONES, st.integers(1, 60))
def test_business_days_agree_with_counting_one_by_one(moment: int, zone: ZoneInfo, count: int) -> None:
    found = deadline(moment, count, Unit.BUSINESS_DAYS, zone, NO_HOLIDAYS)
    assert found.last_day is not None
    first = date.fromordinal(local_day(moment, zone) + 1)
    span = found.last_day - first.toordinal() + 1
    assert sum((first + timedelta(days=one)).weekday() < 5 for one in range(span)) == count
    assert date.fromordinal(found.last_day).weekday() < 5


@given(MOMENTS, ZONES)
def test_an_instant_survives_the_clock_on_the_wall(moment: int, zone: ZoneInfo) -> None:
    assert instant_of(datetime_of(moment, zone)) == moment
