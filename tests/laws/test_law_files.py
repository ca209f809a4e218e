"""The files of the laws: nothing is missing, every clause says where it stands, and a slip of the pen has a line."""

from __future__ import annotations

from datetime import date

import pytest
from tests.laws.claims_under_law import shop_in

from amends.core.errors import PolicyInvalid
from amends.laws import duties_for, floor_for
from amends.laws.files import FILE_OF, HERE, laws, read_law, written_in

SHOP = shop_in("America/New_York").shop
# The rules as the project's own reading of the laws numbers them.
RULES = (
    *(f"EU-W-{number:02}" for number in range(1, 21)), *(f"EU-C-{number:02}" for number in range(1, 15)),
    "EU-G-01", "EU-G-02", "EU-D-01", "EU-D-02", "EU-R-01",
    *(f"UK-W-{number:02}" for number in range(1, 8)), *(f"UK-C-{number:02}" for number in range(1, 8)),
    "UK-G-01", "UK-D-01", "UK-I-01",
    "AU-W-01", *(f"AU-C-{number:02}" for number in range(1, 8)), "AU-I-01", "AU-G-01", "AU-G-02",
    "US-D-01", "US-C-01", "US-G-01", "US-CA-01", "US-CA-02", "US-NY-01",
)  # fmt: skip


def day(text: str) -> int:
    """This function will return the ordinal of a day."""
    return date.fromisoformat(text).toordinal()


def said_in(rule_of: str) -> str:
    """This function will return everything that a law's file says."""
    return (HERE / f"{rule_of}.yaml").read_text(encoding="utf-8")


def test_every_rule_is_a_clause_or_a_duty() -> None:
    clauses = {one.rule for law in laws() for one in law.head.clauses}
    exceptions = {but.id for law in laws() for one in law.head.clauses for but in one.unless}
    duties = {one.rule for law in laws() for one in law.head.duties}
    assert set(RULES) - clauses - exceptions - duties == set()


def test_each_country_is_found_in_its_file() -> None:
    assert {country: law.head.law for law in laws() for country in law.head.countries} == FILE_OF


def test_every_country_has_its_days_and_its_law() -> None:
    for country, file in FILE_OF.items():
        if file == "eu":
            floor = floor_for(country, "", day("2026-11-20"), SHOP)
            assert floor is not None
            assert floor.clock.rolls
            assert day("2026-12-25") in floor.clock.calendar.holidays


def test_every_clause_says_where_the_law_says_it() -> None:
    for law in laws():
        for one in (*law.head.clauses, *law.head.duties):
            assert law.head.sources[one.source].startswith(("http://", "https://"))


def test_what_nobody_has_read_is_unverified() -> None:
    status = {one.rule: one.status for law in laws() for one in law.head.duties}
    status |= {one.rule: one.status for law in laws() for one in law.head.clauses}
    assert {status[rule] for rule in ("EU-W-20", "UK-C-06", "UK-G-01", "US-C-01", "QC-W-01", "JP-W-01")} == {
        "unverified"
    }
    assert {status[rule] for rule in ("EU-W-01", "EU-C-05", "UK-C-02", "AU-C-04", "US-NY-01")} == {"verified"}


@pytest.mark.parametrize(
    ("country", "region", "ordered", "clauses"),
    [
        ("DE", "", "2014-06-12", None), ("DE", "", "2014-06-13", "EU-W-01"), ("DE", "", "2022-01-01", "EU-C-05"),
        ("DE", "", "2024-12-13", "EU-R-01"), ("DE", "", "2026-07-31", "EU-C-13"), ("GB", "", "2015-10-01", "UK-C-02"),
        ("AU", "", "2011-01-01", "AU-C-04"), ("US", "NY", "2026-11-20", "US-NY-01"),
        ("US", "CA", "2026-11-20", "US-CA-01"), ("CA", "QC", "2026-11-20", "QC-W-01"), ("CA", "AB", "2026-11-20", None),
        ("JP", "", "2026-11-20", "JP-W-01"), ("IN", "", "2020-07-23", "IN-C-01"), ("BR", "", "2026-11-20", None),
    ],
)  # fmt: skip
def test_the_law_is_that_of_the_place_and_the_day(country: str, region: str, ordered: str, clauses: str | None) -> None:
    floor = floor_for(country, region, day(ordered), SHOP)
    assert (floor is None) is (clauses is None)
    assert clauses is None or (floor is not None and clauses in {one.id for one in floor.clauses})


@pytest.mark.parametrize(
    ("rule", "first"), [("EU-C-12", "2026-07-31"), ("EU-C-13", "2026-07-31"), ("EU-R-01", "2024-12-13")]
)
def test_a_clause_holds_from_its_day_on(rule: str, first: str) -> None:
    for ordinal, holds in ((day(first) - 1, False), (day(first), True)):
        floor = floor_for("DE", "", ordinal, SHOP)
        assert floor is not None
        assert (rule in {one.id for one in floor.clauses}) is holds


@pytest.mark.parametrize(
    ("rule", "first"), [("EU-W-21", "2026-06-19"), ("EU-G-02", "2026-09-27"), ("EU-C-14", "2026-07-31")]
)
def test_a_duty_holds_from_its_day_on(rule: str, first: str) -> None:
    assert rule not in {one.rule for one in duties_for("DE", "", day(first) - 1)}
    assert rule in {one.rule for one in duties_for("DE", "", day(first))}


def test_one_place_and_day_is_one_floor() -> None:
    one, same, other = (floor_for("DE", "", day(text), SHOP) for text in ("2026-08-01", "2026-11-20", "2026-07-30"))
    assert one is same
    assert one is not None
    assert other is not None
    assert one.hash != other.hash
    assert (one.name, other.name) == ("DE 2026-07-31", "DE 2024-12-13")
    assert floor_for("US", "TX", day("2026-11-20"), SHOP) is floor_for("US", "", day("2026-11-20"), SHOP)


def test_the_numbers_of_a_country_stand_in_its_sentences() -> None:
    said = {one.id: one.says for one in written_in("ES").clauses}
    assert "36 months" in said["EU-C-05"]
    assert "24 months" in said["EU-C-02"]


def test_a_currency_without_coins_has_the_same_law() -> None:
    yen = shop_in("Asia/Tokyo").shop.__class__(id="x", name="X", country="JP", zone=SHOP.zone, currency="JPY")
    assert floor_for("DE", "", day("2026-11-20"), yen) is not None


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("    source: rights", "    source: right"), ("months: $burden_months", "months: $burden"),
        ("    status: verified", "    status: sure"), ("    accept: refund", "    accept: refnd"),
        ("Europe/Berlin", "Europe/Berlinn"), ("order.withdrawal_told:", "order.withdrawl_told:"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_has_a_line(right: str, slip: str) -> None:
    text = said_in("eu")
    before = text.index(right)
    with pytest.raises(PolicyInvalid) as raised:
        read_law(text[:before] + slip + text[before + len(right) :], "eu.yaml")
    assert raised.value.problems[0].place.line == text[:before].count("\n") + 1
