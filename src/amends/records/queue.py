"""Queries for the desk: cases by the date that was promised, page by page; and finding one by whatever is known of it.

Each page is as many queries at any length: the cases, their items, their orders. A page goes on from the last row of
the one before, so that what comes in between neither repeats a case nor skips one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from amends.core.dates import Instant, datetime_of, instant_of, zone_named
from amends.records import models
from amends.records.keys import email_key, number_key
from amends.records.models.keys import KEY
from amends.records.words import name_words

_UTC = zone_named("UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One item of a case, as its line in the queue says it."""

    name: str
    quantity: int
    remedy: str
    reason: str
    state: str
    give_minor: int


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
    rows = _filtered(shop_id, filters)
    return _told(shop_id, list(_over_after(rows, after)[:most]) if filters.is_over else _open_after(rows, after, most))


def count_overdue(shop_id: str, actor: str, now: Instant, most: int) -> int:
    """This function will count the open cases whose date has passed, and stop at `most`."""
    rows = models.Case.objects.filter(shop_id=shop_id, is_over=False, act_by__lt=_moment(now))
    return (rows.filter(actor=actor) if actor else rows)[:most].count()


def cases_found(shop_id: str, text: str, most: int) -> tuple[tuple[QueueRow, ...], bool]:
    """This function will return the cases that the text is a number, an address or a name of, the latest first.

    Beside them: whether it is the very number of a case, or leads by order or parcel to one case alone.
    """
    exact = Q(word=number_key(text)[:KEY], kind__in=("case", "order", "tracking")) & ~Q(word="")
    address = Q(word=email_key(text)[:KEY], kind="email") & ~Q(word="")
    words = models.CaseWord.objects.filter(shop_id=shop_id)
    kinds = dict(words.filter(exact | address).values_list("case_number", "kind")[:most])
    names = [one[:KEY] for one in name_words(text)][:5]
    if not kinds and names:
        kinds = dict.fromkeys(_named(words, names, most), "name")
    found = _lines().filter(shop_id=shop_id, number__in=kinds).order_by("-opened_at", "number")
    is_exact = len(kinds) == 1 and set(kinds.values()) <= {"case", "order", "tracking"}
    return _told(shop_id, list(found)), is_exact


def orders_found(shop_id: str, text: str, most: int) -> tuple[tuple[str, str], ...]:
    """This function will return the orders with that number or address, each with its customer's name."""
    number, address = number_key(text), email_key(text)
    if not number:
        return ()
    found = models.Order.objects.filter(Q(number_key=number) | Q(email_key=address), shop_id=shop_id)
    rows = found.order_by("-placed_at", "number").values_list("number", "document__customer_name")[:most]
    return tuple((one, name or "") for one, name in rows)


def _named(words: QuerySet[models.CaseWord], names: Sequence[str], most: int) -> list[str]:
    """This function will return the cases in which every word of the name stands."""
    rows = words.filter(kind="name", word=names[0])
    for name in names[1:]:
        same = words.filter(kind="name", word=name, case_number=OuterRef("case_number"))
        rows = rows.filter(Exists(same))
    return list(rows.values_list("case_number", flat=True)[:most])


def _lines() -> QuerySet[models.Case]:
    """Cases without what a line does not say, which is most of them."""
    return models.Case.objects.defer("folded", "note")


def _filtered(shop_id: str, filters: Filters) -> QuerySet[models.Case]:
    rows = _lines().filter(shop_id=shop_id, is_over=filters.is_over)
    if filters.actor:
        rows = rows.filter(actor=filters.actor)
    if filters.before is not None:
        rows = rows.filter(act_by__lt=_moment(filters.before))
    of_item: dict[str, Any] = {}
    if filters.states:
        of_item["state__in"] = filters.states
    if filters.remedy:
        of_item["remedy"] = filters.remedy
    if filters.reason:
        of_item["reason"] = filters.reason
    if of_item:
        items = models.CaseItem.objects.filter(shop_id=shop_id, case_number=OuterRef("number"), **of_item)
        rows = rows.filter(Exists(items))
    return rows


def _open_after(rows: QuerySet[models.Case], after: Place | None, most: int) -> list[models.Case]:
    """Each part is a range of the index, so that a late page costs what the first one does."""
    ordered = rows.order_by(F("act_by").asc(nulls_last=True), "number")
    if after is None:
        return list(ordered[:most])
    found: list[models.Case] = []
    undated = ordered.filter(act_by=None)
    if after.at is None:
        undated = undated.filter(number__gt=after.number)
    else:
        at = _moment(after.at)
        dated = ordered.filter(act_by__gte=at).filter(Q(act_by__gt=at) | Q(number__gt=after.number))
        found = list(dated[:most])
    return found if len(found) == most else [*found, *undated[: most - len(found)]]


def _over_after(rows: QuerySet[models.Case], after: Place | None) -> QuerySet[models.Case]:
    if after is not None and after.at is not None:
        at = _moment(after.at)
        rows = rows.filter(opened_at__lte=at).filter(Q(opened_at__lt=at) | Q(number__lt=after.number))
    return rows.order_by("-opened_at", "-number")


def _told(shop_id: str, cases: Sequence[models.Case]) -> tuple[QueueRow, ...]:
    if not cases:
        return ()
    orders = _orders(shop_id, {one.order_number for one in cases})
    items: dict[str, list[QueueItem]] = {one.number: [] for one in cases}
    rows = models.CaseItem.objects.filter(shop_id=shop_id, case_number__in=items).order_by("item_id")
    for row in rows.defer("wanted", "quote", "refunded", "uses"):
        names = orders.get(row.order_number, ("", {}))[1]
        item = QueueItem(
            name=names.get(row.line_id, row.line_id), quantity=row.quantity, remedy=row.remedy, reason=row.reason,
            state=row.state, give_minor=row.give_minor,
        )  # fmt: skip
        items[row.case_number].append(item)
    return tuple(
        QueueRow(
            number=one.number, order_number=one.order_number, customer=orders.get(one.order_number, ("", {}))[0],
            state=one.state, actor=one.actor, act_by=None if one.act_by is None else instant_of(one.act_by),
            opened_at=instant_of(one.opened_at), is_over=one.is_over, currency=one.currency,
            items=tuple(items[one.number]),
        )
        for one in cases
    )  # fmt: skip


def _orders(shop_id: str, numbers: Collection[str]) -> dict[str, tuple[str, dict[str, str]]]:
    found = models.Order.objects.filter(shop_id=shop_id, number__in=numbers)
    rows = found.values_list("number", "document__customer_name", "document__lines")
    return {number: (name or "", {one["id"]: one["name"] for one in lines}) for number, name, lines in rows}


def _moment(at: Instant) -> datetime:
    return datetime_of(at, _UTC)
