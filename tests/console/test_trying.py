"""A number of the policy tried on the shop's own claims: every point is what a version with that value would answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.console.opening import opened
from tests.sample_shops import AT, shop

from amends.backtest.tried import with_value
from amends.core.changes.judge import Way
from amends.usecases.preview_policy import preview_policy
from amends.usecases.try_number import numbers_of, try_number, values_around

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]
PAGE = "/console/silver/policy/try"
DAY = 86_400_000_000
MOST_QUERIES = 12


def test_each_point_is_what_a_version_with_that_value_answers() -> None:
    opened()
    found = numbers_of(shop("silver"), AT)
    assert found is not None
    policy, numbers = found
    assert {one.part for one in numbers} >= {"within"}
    assert len({(one.clauses, one.part, one.key) for one in numbers}) == len(numbers)  # none is offered twice
    turned = 0
    for number in numbers:
        tried = try_number(shop("silver"), policy, number, AT + DAY)
        assert tried.claims == 1
        assert tried.now in values_around(tried.now, number)
        for point in (tried.points[0], tried.points[-1], tried.at(tried.now)):
            assert point.granted + point.refused + point.referred == 1
            preview = preview_policy(shop("silver"), with_value(policy, number, point.value), AT + DAY)
            worse = any(one.way is Way.WORSE and one.after.outcome == "refused" for one in preview.differing)
            assert bool(point.refused) == worse
        turned += tried.points[0].refused != tried.points[-1].refused
        at_present = tried.at(tried.now)
        assert at_present.granted == 1
        assert at_present.paid_minor > 0
        assert all(one.kept_minor >= 0 for one in tried.points)
    assert turned  # a window of nothing refuses what is granted now


def test_the_page_shows_a_value_and_asks_the_database_little(signed_in: SignIn) -> None:
    client = signed_in("owner")
    assert "Nobody has asked for anything yet" in client.get(PAGE).content.decode()
    opened()
    found = numbers_of(shop("silver"), AT)
    assert found is not None
    windows = [one.name for one in found[1] if one.part == "within"]
    page = client.get(f"{PAGE}?number={windows[0]}&value=0").content.decode()
    assert "On 1 claim" in page
    text = client.get(page.split('<p><a href="')[-1].split('"')[0]).content.decode()  # what to do about it
    assert "version: &#34;2023&#34;" in text
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{PAGE}?number={windows[0]}&value=14")
    assert len(queries) <= MOST_QUERIES
    assert client.get(f"{PAGE}?number=none&value=soon").status_code == 200
    steps = values_around(35, next(one for one in found[1] if one.name == windows[0]))
    for days in (10, steps[-1] + 21):  # the value that was asked for is shown, not the one next to it
        assert days not in steps
        page = client.get(f"{PAGE}?number={windows[0]}&value={days}").content.decode()
        assert f'name="value" value="{days}"' in page
    for said in ("soon", "100000"):
        page = client.get(f"{PAGE}?number={windows[0]}&value={said}").content.decode()
        assert f'name="value" value="{said}"' in page
        assert "Write a number from 0 to 690. Shown is what holds." in page
    assert signed_in("support").get(PAGE).status_code == 403
