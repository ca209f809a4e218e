"""At most twelve queries a page at any length, and no page reads past what it does not show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.console.opening import opened
from tests.console.test_queue import copies
from tests.long_case import long_case

from amends.core.dates import instant_of
from amends.records import models

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]
MOST_QUERIES = 12
MANY = 10_000
MOST_READ = 110  # those that are counted as overdue, and no more


@pytest.fixture
def many(staffed: None) -> None:
    """10,000 open cases and one, each found by the same name."""
    row = opened()
    copies(row, MANY)
    numbers = models.Case.objects.filter(shop_id="silver").exclude(number=row.number).values_list("number", flat=True)
    models.CaseWord.objects.bulk_create(
        models.CaseWord(shop_id="silver", case_number=one, kind=kind, word=word)
        for one in numbers
        for kind, word in (("name", "carvalho"), ("case", one.replace("-", "")))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_case, records_caseitem, records_caseword")


def queries(client: Client, address: str) -> list[str]:
    """What the page asks the database, once what is kept for long is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code in {200, 302}
    return [one["sql"] for one in found if "set_config" not in one["sql"]]


@pytest.mark.usefixtures("many")
def test_ten_thousand_cases_are_listed_and_searched_as_quickly_as_one(signed_in: SignIn) -> None:
    client = signed_in("owner")
    middle = models.Case.objects.filter(shop_id="silver").order_by("act_by", "number")[MANY // 2]
    assert middle.act_by is not None
    after = f"{instant_of(middle.act_by)}.{middle.number}"
    addresses = (
        "", "?part=all", f"?part=all&after={after}", "?part=all&overdue=1&remedy=refund&reason=changed_mind",
        "search?q=carvalho", "search?q=R-X0042", "search?q=nobody", "search?q=nobody%40example.com",
    )  # fmt: skip
    for address in addresses:
        asked = queries(client, f"/console/silver/{address}")
        assert len(asked) <= MOST_QUERIES, "\n".join(asked)
        for statement in asked:
            if "FROM records_case c WHERE" in statement and "reason=" not in address:
                assert rows_read(statement) <= MOST_READ, statement


def test_a_case_of_ten_items_and_two_hundred_events_costs_no_more_than_a_short_one(signed_in: SignIn) -> None:
    client = signed_in("owner")
    short, long = long_case("SHORT-1", 1, 3), long_case("LONG-1", 10, 200)
    few = queries(client, f"/console/silver/cases/{short.number}/")
    many = queries(client, f"/console/silver/cases/{long.number}/")
    assert len(many) == len(few) <= MOST_QUERIES, "\n".join(many)


def rows_read(statement: str) -> int:
    """How many rows of tables and indexes the statement goes through, shown or not."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")  # our own, with its values in it
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return _rows_read(plan)


def _rows_read(plan: dict[str, Any]) -> int:
    below = plan.get("Plans", [])
    if below:
        return sum(_rows_read(one) for one in below)
    left_out = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    return int((plan["Actual Rows"] + left_out) * plan["Actual Loops"])
