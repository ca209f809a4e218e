"""Queries on orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from amends.core.dates import utc_of
from amends.core.engine.documents import as_document
from amends.core.orders import Order
from amends.records import models, plain_sql
from amends.records.documents import order_from, order_of
from amends.records.keys import email_key, number_key, postcode_key

BATCH = 1_000
_DOCUMENT = "SELECT document FROM records_order WHERE shop_id = %s AND number = %s"
_LOCKED = f"{_DOCUMENT} FOR UPDATE"
_OF_CASE = """
SELECT document FROM records_order
WHERE shop_id = %s AND number = (SELECT order_number FROM records_case WHERE shop_id = %s AND number = %s) FOR UPDATE
"""
_COLUMNS = ("number_key", "email_key", "postcode_key", "gift_key", "gift", "placed_at", "document")


@dataclass(frozen=True, slots=True)
class OrderKeys:
    """What an order is found by, as it is compared (see `keys`)."""

    number: str
    email: str
    postcode: str
    gift: bool


def keys_of_number(shop_id: str, key: str) -> OrderKeys | None:
    """This function will return what the shop's order with that number key is found by, or nothing."""
    return _keys(shop_id, number_key=key)


def keys_of_gift(shop_id: str, key: str) -> OrderKeys | None:
    """This function will return what the shop's order with that gift code is found by, or nothing."""
    return _keys(shop_id, gift_key=key or " ")  # no code is a space; most orders have an empty one


def order_with(shop_id: str, number: str) -> Order | None:
    """This function will return the shop's order with exactly that number, or nothing."""
    return _order(_DOCUMENT, shop_id, number)


def lock_order(shop_id: str, number: str) -> Order | None:
    """This function will return the order and let nobody else change what belongs to it until the transaction ends."""
    return _order(_LOCKED, shop_id, number)


def lock_order_of(shop_id: str, case_number: str) -> Order | None:
    """This function will return the order of that case, locked; a case is about the same order for ever."""
    return _order(_OF_CASE, shop_id, shop_id, case_number)


def _order(statement: str, *values: str) -> Order | None:
    found = plain_sql.row(statement, *values)
    return order_of(found[0]) if found else None


def save_orders(shop_id: str, orders: Iterable[Order]) -> int:
    """This function will add the orders, or change them to what is given, batch by batch, and return how many."""
    count = 0
    for batch in _batches(orders):
        rows = [order_row(shop_id, order) for order in batch]
        models.Order.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["shop", "number"], update_fields=list(_COLUMNS)
        )
        count += len(rows)
    return count


def numbers_with_cases(shop_id: str) -> frozenset[str]:
    """This function will return the numbers of the shop's orders that somebody has opened a case for."""
    return frozenset(models.Case.objects.filter(shop_id=shop_id).values_list("order_number", flat=True))


def all_orders(shop_id: str) -> Iterator[Order]:
    """This function will yield every order of the shop, read as they are asked for."""
    rows = models.Order.objects.filter(shop_id=shop_id).order_by("number").values_list("document", flat=True)
    return map(order_from, rows.iterator(chunk_size=BATCH))


def count_orders(shop_id: str) -> int:
    """This function will return how many orders the shop has."""
    return models.Order.objects.filter(shop_id=shop_id).count()


def _keys(shop_id: str, **by: str) -> OrderKeys | None:
    found = models.Order.objects.filter(shop_id=shop_id, **by)
    row = found.values_list("number", "email_key", "postcode_key", "gift").first()
    return OrderKeys(*row) if row else None


def _batches(orders: Iterable[Order]) -> Iterator[list[Order]]:
    left = iter(orders)
    while batch := list(islice(left, BATCH)):
        yield batch


def order_row(shop_id: str, order: Order) -> models.Order:
    """This function will return the row that holds the order, with the keys that it is found by."""
    return models.Order(
        shop_id=shop_id,
        number=order.number,
        number_key=number_key(order.number),
        email_key=email_key(order.email),
        postcode_key=postcode_key(order.postcode),
        gift_key=number_key(order.gift_code),
        gift=order.gift,
        placed_at=_moment(order),
        document=as_document(order),
    )


def _moment(order: Order) -> datetime | None:
    return utc_of(order.placed_at) if isinstance(order.placed_at, int) else None
