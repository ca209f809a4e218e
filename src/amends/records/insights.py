"""Counts and sums over a span of days, each in one query, whatever the number of cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from amends.core.dates import Instant, utc_of

MOST = 12  # rows of a list; the rest is summed up

_OF_ITEMS = """
    FROM records_case c JOIN records_caseitem i ON i.shop_id = c.shop_id AND i.case_number = c.number
    WHERE c.shop_id = %(shop)s AND c.opened_at >= %(start)s AND c.opened_at < %(end)s
"""
_PRODUCTS = """
    SELECT coalesce(line ->> 'name', ''), count(*)
    FROM records_case c
    JOIN records_caseitem i ON i.shop_id = c.shop_id AND i.case_number = c.number
    JOIN records_order o ON o.shop_id = i.shop_id AND o.number = i.order_number
    CROSS JOIN LATERAL (
        SELECT line FROM jsonb_array_elements(o.document -> 'lines') AS line WHERE line ->> 'id' = i.line_id LIMIT 1
    ) AS of_order
    WHERE c.shop_id = %(shop)s AND c.opened_at >= %(start)s AND c.opened_at < %(end)s
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(most)s
"""
_MONEY = """
    SELECT
        (SELECT coalesce(sum(amount_minor), 0) FROM records_payout
         WHERE shop_id = %(shop)s AND state = 'done' AND changed_at >= %(start)s AND changed_at < %(end)s),
        (SELECT coalesce(sum(amount_minor), 0) FROM records_credit
         WHERE shop_id = %(shop)s AND given_at >= %(start)s AND given_at < %(end)s),
        (SELECT coalesce(sum(amount_minor), 0) FROM records_due
         WHERE shop_id = %(shop)s AND state = 'paid' AND paid_at >= %(start)s AND paid_at < %(end)s)
"""
_PROMISES = """
    SELECT state,
        count(*) FILTER (WHERE met_at <= by),
        count(*) FILTER (WHERE met_at > by OR met_at IS NULL)
    FROM records_promise
    WHERE shop_id = %(shop)s AND by >= %(start)s AND by < least(%(end)s, %(now)s)
    GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of one sort."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of the dates set for a state were kept, and how many were not."""

    state: str
    kept: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """What happened in a span: cases opened in it, money moved in it, dates that fell into it."""

    cases: int
    items: int
    reasons: tuple[Count, ...]
    lanes: tuple[Count, ...]
    remedies: tuple[Count, ...]
    ends: tuple[Count, ...]  # items by state
    products: tuple[Count, ...]
    refunded_minor: int
    credited_minor: int
    received_minor: int
    promises: tuple[Kept, ...]


def insights(shop_id: str, start: Instant, end: Instant, now: Instant) -> Insights:
    """This function will count and sum up the shop's cases of the span; its end is not part of it."""
    words = {
        "shop": shop_id, "start": utc_of(start), "end": utc_of(end),
        "now": utc_of(now), "most": MOST,
    }  # fmt: skip
    cases, items = _rows(f"SELECT count(DISTINCT c.number), count(*) {_OF_ITEMS}", words)[0]
    refunded, credited, received = _rows(_MONEY, words)[0]
    return Insights(
        cases=cases,
        items=items,
        reasons=_counts("reason", words),
        lanes=_counts("lane", words),
        remedies=_counts("remedy", words),
        ends=_counts("state", words),
        products=tuple(Count(*row) for row in _rows(_PRODUCTS, words)),
        refunded_minor=int(refunded),
        credited_minor=int(credited),
        received_minor=int(received),
        promises=tuple(Kept(*row) for row in _rows(_PROMISES, words)),
    )


def _counts(column: str, words: dict[str, Any]) -> tuple[Count, ...]:
    """The column is one of ours, never what somebody has typed."""
    rows = _rows(f"SELECT i.{column}, count(*) {_OF_ITEMS} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(most)s", words)
    return tuple(Count(*row) for row in rows)


def _rows(sql: str, words: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
        return list(cursor.fetchall())
