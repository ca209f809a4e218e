"""Policies from the disk, with the public holidays of the shop's country."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from holidays import list_supported_countries
from tests.core.policy.policies import GOOD, changed

from amends.core.dates import Calendar, add_business_days, is_business_day
from amends.core.errors import FactInvalid, PolicyInvalid
from amends.core.policy.countries import COUNTRIES
from amends.core.policy.load import load_policy
from amends.usecases.read_policy import calendar_for, read_policy

BUSINESS = changed("answers_within: {hours: 12}", "answers_within: {business_days: 2}")


def written(folder: Path, text: str) -> Path:
    """This function will write a policy into the folder and return its path."""
    path = folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_holidays_are_no_business_days() -> None:
    calendar = calendar_for("US")
    friday = date(2026, 7, 3).toordinal()  # Independence Day falls on a Saturday and is kept on the Friday
    assert not is_business_day(friday, calendar)
    assert add_business_days(friday - 1, 1, calendar) == date(2026, 7, 6).toordinal()


@pytest.mark.parametrize("year", [1990, 2060])
def test_the_years_at_both_ends_are_known(year: int) -> None:
    assert is_business_day(date(year, 6, 15).toordinal(), calendar_for("US")) == (date(year, 6, 15).weekday() < 5)


@pytest.mark.parametrize("year", [1989, 2061])
def test_nothing_is_guessed_beyond_them(year: int) -> None:
    with pytest.raises(FactInvalid, match=f"the public holidays of `{year}` are not known"):
        is_business_day(date(year, 6, 15).toordinal(), calendar_for("US"))


def test_every_country_that_a_policy_may_name_has_its_holidays() -> None:
    assert set(list_supported_countries()) >= COUNTRIES


def test_a_country_without_known_holidays_is_told_where_they_count() -> None:
    def unknown(country: str) -> Calendar:
        return calendar_for("ZZ")

    assert load_policy(GOOD, unknown).shop.country == "US"
    with pytest.raises(PolicyInvalid) as caught:
        load_policy(BUSINESS, unknown)
    assert "`shop, country`: the public holidays of `ZZ` are not known." in str(caught.value)


def test_holidays_are_loaded_only_where_they_count(tmp_path: Path) -> None:
    program = f"""
import sys
from amends.core.policy.countries import COUNTRIES
from amends.core.policy.load import load_policy
from amends.usecases.read_policy import read_policy
read_policy({str(written(tmp_path, GOOD))!r})
assert "holidays" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"a: \xff", "this is no UTF-8 text"),
        (b"#" * 2_000_001, "larger than a policy can be"),
        (b"", "the file is empty"),
    ],
)
def test_a_file_that_is_no_policy_is_told(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(content)
    with pytest.raises(PolicyInvalid) as caught:
        read_policy(path)
    assert what in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere.yaml", "a\0b", ""])
def test_a_path_that_leads_nowhere_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        read_policy(f"{tmp_path}/{name}")
    assert "the file cannot be read" in str(caught.value)
