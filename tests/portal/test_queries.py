"""At most twelve queries a page, however long the order and the case."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.long_case import EMAIL, long_case, long_order
from tests.sample_shops import find

pytestmark = pytest.mark.usefixtures("shops")
MOST_QUERIES = 12


def queries(client: Client, address: str) -> list[str]:
    """What the page asks the database, once what is kept for long is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in found if "set_config" not in one["sql"]]


def test_an_order_of_twenty_lines_costs_what_one_of_one_line_does(client: Client) -> None:
    counts = []
    for lines in (1, 20):
        long_order(f"LINES-{lines}", lines)
        counts.append(len(queries(client, find(client, "silver", f"LINES-{lines}", EMAIL))))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_case_of_ten_items_and_two_hundred_events_costs_what_a_short_one_does(client: Client) -> None:
    asked = []
    for number, items, events in (("SHORT-1", 1, 3), ("LONG-1", 10, 200)):
        row = long_case(number, items, events)
        find(client, "silver", number, EMAIL)
        asked.append(queries(client, f"/silver/cases/{row.number}/"))
    assert len(asked[0]) == len(asked[1]) <= MOST_QUERIES, "\n".join(asked[1])


def test_an_order_with_a_long_case_costs_no_more_than_others(client: Client) -> None:
    long_case("LONG-2", 10, 200)
    assert len(queries(client, find(client, "silver", "LONG-2", EMAIL))) <= MOST_QUERIES
