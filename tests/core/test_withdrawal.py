"""The right to withdraw: its dates, and the words of its buttons."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.dates import NOT_YET, instant_of, zone_named
from amends.core.withdrawal import COUNTRIES, LABELS, is_in_time, labels_in, withdrawal_ends
from amends.usecases.read_policy import calendar_for

BERLIN = zone_named("Europe/Berlin")
GERMAN = calendar_for("DE")


def moment(year: int, month: int, day: int, hour: int = 12) -> int:
    return instant_of(datetime(year, month, day, hour, tzinfo=UTC))


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ([date(2026, 12, 11)], date(2026, 12, 28)),  # Christmas and a weekend: EU-W-03
        ([date(2026, 11, 2)], date(2026, 11, 16)),  # a Monday: the day of receipt is not counted
        ([date(2026, 11, 2), date(2026, 11, 5)], date(2026, 11, 19)),  # the last of several goods: EU-W-02
        ([date(2026, 11, 7)], date(2026, 11, 23)),  # a Saturday moves to Monday
    ],
)
def test_the_last_day_is_a_working_day_after_the_last_goods(received: list[date], last: date) -> None:
    ends = withdrawal_ends((moment(one.year, one.month, one.day) for one in received), BERLIN, GERMAN)
    assert ends is not None
    assert ends.last_day == last.toordinal()
    assert is_in_time(ends, ends.closes_at)
    assert not is_in_time(ends, ends.closes_at + 1)


def test_before_the_delivery_it_is_always_in_time() -> None:
    """EU-W-07."""
    assert withdrawal_ends([moment(2026, 11, 2), NOT_YET], BERLIN, GERMAN) is None
    assert is_in_time(None, moment(2030, 1, 1))


@given(st.lists(st.integers(min_value=moment(2000, 1, 1), max_value=moment(2050, 1, 1)), min_size=1, max_size=4))
def test_nobody_gets_less_than_fourteen_whole_days(received: list[int]) -> None:
    ends = withdrawal_ends(received, BERLIN, GERMAN)
    assert ends is not None
    assert ends.closes_at - max(received) >= 14 * 24 * 3_600_000_000 - 3_600_000_000  # an hour is lost in spring


def test_the_words_of_the_buttons_are_those_of_the_law() -> None:
    assert {"en", "de", "fr", "it", "nl", "es"} <= LABELS.keys()
    assert (labels_in("de-AT").function, labels_in("de").confirm) == ("Vertrag widerrufen", "Widerruf bestätigen")
    assert labels_in("pl") == labels_in("en")
    assert labels_in("en").confirm == "confirm withdrawal"


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_the_holidays_of_every_country_are_known(country: str) -> None:
    assert calendar_for(country).holidays
