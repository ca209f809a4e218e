"""X3: an order keeps the policy under which it was placed; a new version applies from its start."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.policy.policies import CALENDAR, GOOD

from amends.core.dates import NOT_YET, parse_instant
from amends.core.engine.spec import decide
from amends.core.engine.verdict import Outcome
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.core.policy.versions import VersionsClash, ordered, silent, version_for, version_on
from amends.core.vocabulary import LANE_OF_REASON

ZONE = ZoneInfo("America/New_York")


def version(name: str, starts: str, zone: str = "America/New_York") -> Policy:
    """This function will return the good policy as the version of that name."""
    text = GOOD.replace('version: "1"', f'version: "{name}"').replace("starts: 2023-01-01", f"starts: {starts}")
    text = text.replace("America/New_York", zone)
    return load_policy(text, CALENDAR)


FIRST, SECOND = version("a", "2023-01-01"), version("b", "2024-03-01")
BOTH = ordered([SECOND, FIRST])


@pytest.mark.parametrize(
    ("placed", "name"),
    [
        ("2022-12-31T23:59:59", None),
        ("2023-01-01T00:00:00", "a"),
        ("2024-02-29T23:59:59", "a"),
        ("2024-03-01T04:59:59+00:00", "a"),  # still the last evening of February in the shop
        ("2024-03-01T00:00:00", "b"),
        ("2031-01-01T00:00:00", "b"),
    ],
)
def test_an_order_falls_under_the_version_of_its_local_day(placed: str, name: str | None) -> None:
    found = version_for(BOTH, parse_instant(placed, ZONE))
    assert (found.version if found else None) == name


def test_without_a_date_only_a_version_that_held_for_ever_can_be_meant() -> None:
    ever = version("ever", "1900-01-01")
    assert version_for((ever,), None) is ever
    assert version_for((FIRST,), None) is None
    assert version_for((ever, SECOND), None) is None


@pytest.mark.parametrize("reason", [*LANE_OF_REASON, None])
def test_under_no_version_every_remedy_is_referred_with_the_promised_answer(reason: str | None) -> None:
    at = parse_instant("2022-06-01T10:00", ZONE)
    facts = {"order.placed_at": at, "claim.reason": reason, "item.category": "ring", "parcel.shipped_at": at}
    usual, found = decide(FIRST, facts, at), decide(silent(FIRST), facts, at)
    assert {one.outcome for one in found.verdicts.values()} == {Outcome.REFERRED}
    assert not any(one.clauses for one in found.verdicts.values())
    offered = {name for name, verdict in usual.verdicts.items() if verdict.on_offer}
    assert {name for name, verdict in found.verdicts.items() if verdict.on_offer} == offered
    assert [due for due in found.promises if due.what == "answer"] == [
        due for due in usual.promises if due.what == "answer"
    ]


def test_a_silent_policy_is_another_policy() -> None:
    assert silent(FIRST).hash == silent(FIRST).hash
    assert len({FIRST.hash, SECOND.hash, silent(FIRST).hash, silent(SECOND).hash}) == 4


def test_an_order_without_a_date_falls_under_none() -> None:
    assert version_for(BOTH, None) is None
    assert version_for(BOTH, NOT_YET) is None
    assert version_for((), parse_instant("2024-01-01", ZONE)) is None


def test_two_versions_of_one_day_are_refused() -> None:
    with pytest.raises(VersionsClash, match="`a` and `c` both start on 2023-01-01"):
        ordered([FIRST, version("c", "2023-01-01")])


def test_two_versions_of_one_name_are_refused() -> None:
    with pytest.raises(VersionsClash, match="both called `a`"):
        ordered([FIRST, version("a", "2024-01-01")])


def test_two_shops_are_refused() -> None:
    other = load_policy(GOOD.replace("id: test", "id: other").replace("2023-01-01", "2024-01-01", 1), CALENDAR)
    with pytest.raises(VersionsClash, match="two shops, `test` and `other`"):
        ordered([FIRST, other])


def test_two_zones_are_refused() -> None:
    other = version("c", "2025-01-01", zone="Europe/Paris")
    with pytest.raises(VersionsClash, match="two zones"):
        ordered([FIRST, other])


@given(st.sets(st.integers(1, 60), min_size=1, max_size=6), st.integers(0, 70))
def test_the_latest_that_has_begun_applies_whatever_the_order_of_the_files(starts: set[int], day: int) -> None:
    first = date(2023, 1, 1).toordinal()
    policies = [version(f"v{n}", date.fromordinal(first + n).isoformat()) for n in sorted(starts)]
    found = version_on(ordered(reversed(policies)), first + day)
    begun = [n for n in starts if n <= day]
    assert (found.version if found else None) == (f"v{max(begun)}" if begun else None)
