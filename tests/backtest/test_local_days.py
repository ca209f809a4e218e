"""Local days as tables say what one day says, and cost what the days cost that there are, not those between."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from benchmarks.claims import CALENDAR, policy_text
from hypothesis import given
from hypothesis import strategies as st

from amends.backtest.backtesting import backtest
from amends.backtest.local_days import DAY, EPOCH_DAY, last_days, offset_at, offsets
from amends.backtest.schema import EARLIEST_DAY, LATEST_DAY, SENSELESS_DAY
from amends.core.dates import Unit, last_day
from amends.core.engine.verdict import Outcome
from amends.core.errors import FactInvalid
from amends.core.policy.load import load_policy

POLICY = load_policy(policy_text(), CALENDAR)
DAYS = range(date(1950, 1, 1).toordinal() - EPOCH_DAY, date(8999, 7, 10).toordinal() - EPOCH_DAY)
PLACES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia")
CLAIMS = """\
line,claim.asked_at,claim.reason,claim.remedy,order.placed_at,parcel.delivered_at,claim.cause,item.category,item.marks
1,2026-03-10T14:30:00,stone_loose,repair,2026-03-01T10:00:00,2026-03-04T10:00:00,manufacture,ring,
2,8999-07-10T14:30:00,stone_loose,repair,1901-03-01T10:00:00,8999-07-02T10:00:00,manufacture,ring,
3,8999-07-10T14:30:00,stone_loose,repair,1901-03-01T10:00:00,8997-07-02T10:00:00,manufacture,ring,
4,1921-07-10T14:30:00,stone_loose,repair,1901-03-01T10:00:00,1901-07-02T10:00:00,manufacture,ring,
"""


class Counted(ZoneInfo):
    """A zone that counts how often its clocks are looked at."""

    looked = 0

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset."""
        type(self).looked += 1
        return super().utcoffset(moment)


@given(st.lists(st.sampled_from(DAYS), min_size=1, max_size=8), st.sampled_from(PLACES), st.integers(0, DAY - 1))
def test_offsets_are_those_of_the_clocks_on_each_day_that_there_is(days: list[int], place: str, time: int) -> None:
    zone = ZoneInfo(place)
    found = offsets(zone, days)
    for instant in (day * DAY + time for day in days):
        ahead = [offset for start, offset in found if start <= instant] or [found[0][1]]
        assert ahead[-1] == offset_at(instant, zone)


def test_a_mistyped_year_costs_a_few_looks_at_the_clocks() -> None:
    Counted.looked = 0
    found = offsets(Counted("America/New_York"), [*range(20_000, 20_100), DAYS[-1]])
    assert len(found) < 5
    assert Counted.looked < 500
    assert isinstance(Counted("America/New_York"), tzinfo)


@given(
    st.lists(st.integers(EARLIEST_DAY, LATEST_DAY) | st.integers(730_000, 745_000), max_size=5),
    st.sampled_from([one for one in Unit if one is not Unit.HOURS]),
    st.integers(0, 40) | st.sampled_from([5_000, 10**7, 10**12]),
)
def test_a_table_of_last_days_says_what_each_day_says(days: list[int], unit: Unit, amount: int) -> None:
    def one(day: int) -> int:
        try:
            return last_day(day, amount, unit, CALENDAR)
        except FactInvalid:
            return SENSELESS_DAY

    assert last_days((amount, unit), days, CALENDAR).tolist() == list(map(one, days))


@pytest.mark.parametrize("compiled", [False, True])
def test_a_history_with_a_mistyped_year_is_answered_as_any_other(compiled: bool, tmp_path: Path) -> None:
    """Tables of days ended 164 years after the first day: what lay beyond was refused as too late."""
    file = tmp_path / "history.csv"
    file.write_text(CLAIMS, encoding="utf-8")
    found = backtest([POLICY], file, compiled=compiled)
    assert {answer.outcome: tally.claims for (_, answer), tally in found.answers.items()} == {
        Outcome.ACCEPTED: 2,
        Outcome.REFUSED: 2,
    }
