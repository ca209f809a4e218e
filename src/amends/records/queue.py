"""Queries for the desk: cases by the date that was promised, page by page; and finding one by whatever is known of it.

Each page is as many queries at any length: the cases, their items, their orders. A page goes on from the last row of
the one before, so that what comes in between neither repeats a case nor skips one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.cases.states import MONEY_DATED
from amends.core.dates import Instant, instant_of, utc_of
from amends.records import plain_sql
from amends.records.keys import email_key, number_key
from amends.records.models.keys import KEY
from amends.records.words import name_words

# Cases without what a line does not say, which is most of them.
_LINES = """
SELECT c.number, c.order_number, c.state, c.actor, c.act_by, c.opened_at, c.is_over, c.currency,
    COALESCE((c.folded ->> 'unanswered')::boolean, false)
FROM records_case c WHERE c.shop_id = %s AND """
_OPEN = " ORDER BY c.act_by, c.number LIMIT %s"
_OVER = " ORDER BY c.opened_at DESC, c.number DESC LIMIT %s"
_NUMBERED = f"{_LINES}c.number = ANY(%s) ORDER BY c.opened_at DESC, c.number"
_OVERDUE = "SELECT count(*) FROM (SELECT FROM records_case c WHERE c.shop_id = %s AND {} LIMIT %s) one"
_ITEMS = """
SELECT c.number, o.document ->> 'customer_name', i.quantity, i.remedy, i.reason, i.state, i.give_minor, i.line_id, (
    SELECT line ->> 'name' FROM jsonb_array_elements(o.document -> 'lines') line WHERE line ->> 'id' = i.line_id LIMIT 1
), (
    SELECT one -> 'answer' ->> 'pay_by' FROM jsonb_array_elements(c.folded -> 'items') one
    WHERE one ->> 'id' = i.item_id AND one -> 'left' ? 'paying' AND NOT i.state = ANY(%s)
)
FROM records_case c
JOIN records_caseitem i ON i.shop_id = c.shop_id AND i.case_number = c.number
LEFT JOIN records_order o ON o.shop_id = c.shop_id AND o.number = c.order_number
WHERE c.shop_id = %s AND c.number = ANY(%s) ORDER BY i.item_id
"""
_WORDS = """
SELECT w.case_number, w.kind FROM records_caseword w WHERE w.shop_id = %s AND (
    w.word = %s AND w.word <> '' AND w.kind IN ('case', 'order', 'tracking')
    OR w.word = %s AND w.word <> '' AND w.kind = 'email'
) LIMIT %s
"""
_NAMED = "SELECT w.case_number FROM records_caseword w WHERE w.shop_id = %s AND w.word = %s AND w.kind = 'name'"
_AND_NAMED = """ AND EXISTS (
    SELECT FROM records_caseword v
    WHERE v.shop_id = w.shop_id AND v.word = %s AND v.case_number = w.case_number AND v.kind = 'name'
)"""
_ORDERS = """
SELECT o.number, o.document ->> 'customer_name' FROM records_order o
WHERE o.shop_id = %s AND (o.number_key = %s OR o.email_key = %s)
ORDER BY o.placed_at DESC, o.number LIMIT %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One item of a case, as its line in the queue says it."""

    name: str
    quantity: int
    remedy: str
    reason: str
    state: str
    give_minor: int
    money_by: Instant | None  # where that is promised, and is another day than that of the present step


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One case, as its line in the queue says it."""

    number: str
    order_number: str
    customer: str
    state: str
    actor: str
    act_by: Instant | None
    opened_at: Instant
    is_over: bool
    currency: str
    is_unanswered: bool  # the customer wrote last
    items: tuple[QueueItem, ...]

    @property
    def give_minor(self) -> int:
        """This property will hold what the customer gets, all items together."""
        return sum(one.give_minor for one in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which cases are asked for; what is empty asks for all."""

    actor: str = ""
    is_over: bool = False
    states: tuple[str, ...] = ()  # of one of the items
    remedy: str = ""
    reason: str = ""
    before: Instant | None = None  # due before: overdue


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: the next one begins after it."""

    at: Instant | None
    number: str


def queue_page(shop_id: str, filters: Filters, after: Place | None, most: int) -> tuple[QueueRow, ...]:
    """This function will return the next cases: open ones by promise date, the others by opening, the latest first."""
    which, values = _filtered(filters)
    asked = _Asked(shop_id, which, values, most)
    return _told(shop_id, _over_after(asked, after) if filters.is_over else _open_after(asked, after))


def count_overdue(shop_id: str, actor: str, now: Instant, most: int) -> int:
    """This function will count the open cases whose date has passed, and stop at `most`."""
    which, values = _filtered(Filters(actor=actor, before=now))
    found = plain_sql.row(_OVERDUE.format(which), shop_id, *values, most)
    return int(found[0]) if found else 0


def cases_found(shop_id: str, text: str, most: int) -> tuple[tuple[QueueRow, ...], bool]:
    """This function will return the cases that the text is a number, an address or a name of, the latest first.

    Beside them: whether it is the very number of a case, or leads by order or parcel to one case alone.
    """
    kinds = dict(plain_sql.rows(_WORDS, shop_id, number_key(text)[:KEY], email_key(text)[:KEY], most))
    names = [one[:KEY] for one in name_words(text)][:5]
    if not kinds and names:
        named = _NAMED + _AND_NAMED * (len(names) - 1) + " LIMIT %s"
        kinds = dict.fromkeys((number for (number,) in plain_sql.rows(named, shop_id, *names, most)), "name")
    found = plain_sql.rows(_NUMBERED, shop_id, list(kinds)) if kinds else []
    is_exact = len(kinds) == 1 and set(kinds.values()) <= {"case", "order", "tracking"}
    return _told(shop_id, found), is_exact


def orders_found(shop_id: str, text: str, most: int) -> tuple[tuple[str, str], ...]:
    """This function will return the orders with that number or address, each with its customer's name."""
    number, address = number_key(text), email_key(text)
    if not number:
        return ()
    rows = plain_sql.rows(_ORDERS, shop_id, number, address, most)
    return tuple((one, name or "") for one, name in rows)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which lines of a shop are asked for, and how many at most."""

    shop_id: str
    which: str
    values: tuple[object, ...]
    most: int

    def lines(self, more: str, *values: object, most: int | None = None) -> list[tuple[Any, ...]]:
        """This function will return the lines of which `more` is true, too, in the order that it names."""
        left = self.most if most is None else most
        return plain_sql.rows(f"{_LINES}{self.which}{more}", self.shop_id, *self.values, *values, left)


def _filtered(filters: Filters) -> tuple[str, tuple[object, ...]]:
    which, values = ["c.is_over" if filters.is_over else "NOT c.is_over"], list[object]()
    if filters.actor:
        which.append("c.actor = %s")
        values.append(filters.actor)
    if filters.before is not None:
        which.append("c.act_by < %s")
        values.append(utc_of(filters.before))
    of_item = {
        "i.state = ANY(%s)": list(filters.states), "i.remedy = %s": filters.remedy, "i.reason = %s": filters.reason,
    }  # fmt: skip
    asked = {test: value for test, value in of_item.items() if value}
    if asked:
        items = "SELECT FROM records_caseitem i WHERE i.shop_id = c.shop_id AND i.case_number = c.number"
        which.append(f"EXISTS ({' AND '.join([items, *asked])})")
        values += asked.values()
    return " AND ".join(which), tuple(values)


def _open_after(asked: _Asked, after: Place | None) -> list[tuple[Any, ...]]:
    """Each part is a range of the index, so that a late page costs what the first one does."""
    if after is None:
        return asked.lines(_OPEN)  # those without a date come last
    if after.at is None:
        return asked.lines(f" AND c.act_by IS NULL AND c.number > %s{_OPEN}", after.number)
    at = utc_of(after.at)
    found = asked.lines(f" AND c.act_by >= %s AND (c.act_by > %s OR c.number > %s){_OPEN}", at, at, after.number)
    left = asked.most - len(found)
    return [*found, *asked.lines(f" AND c.act_by IS NULL{_OPEN}", most=left)] if left else found


def _over_after(asked: _Asked, after: Place | None) -> list[tuple[Any, ...]]:
    if after is None or after.at is None:
        return asked.lines(_OVER)
    at = utc_of(after.at)
    return asked.lines(f" AND c.opened_at <= %s AND (c.opened_at < %s OR c.number < %s){_OVER}", at, at, after.number)


def _told(shop_id: str, cases: Sequence[tuple[Any, ...]]) -> tuple[QueueRow, ...]:
    if not cases:
        return ()
    customers: dict[str, str] = {}
    items: dict[str, list[QueueItem]] = {one[0]: [] for one in cases}
    for number, customer, quantity, remedy, reason, state, give_minor, line_id, name, money_by in plain_sql.rows(
        _ITEMS, [one.value for one in MONEY_DATED], shop_id, list(items)
    ):
        customers[number] = customer or ""
        items[number].append(
            QueueItem(
                name=name or line_id, quantity=quantity, remedy=remedy, reason=reason, state=state,
                give_minor=give_minor, money_by=int(money_by) if money_by else None,
            )
        )  # fmt: skip
    return tuple(
        QueueRow(
            number=number, order_number=order_number, customer=customers.get(number, ""), state=state, actor=actor,
            act_by=plain_sql.instant_or_none(act_by), opened_at=instant_of(opened_at), is_over=is_over,
            currency=currency, is_unanswered=is_unanswered, items=tuple(items[number]),
        )
        for number, order_number, state, actor, act_by, opened_at, is_over, currency, is_unanswered in cases
    )  # fmt: skip
