"""Imported rows on their way in: a table of the transaction's own first, then all of them at once, or none.

What an import brings is copied into temporary tables, looked at as a whole, and merged. The same number again changes
the row it was; what did not change is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection

from amends.core.engine.documents import as_document
from amends.core.orders import Order, Product
from amends.records.documents import order_from, product_from
from amends.records.models import Customer as CustomerTable
from amends.records.models import Product as ProductTable
from amends.records.orders import order_row

ORDER_COLUMNS = "number, number_key, email_key, postcode_key, gift_key, gift, placed_at, document"
# Dropped first as well: several imports may share a transaction.
TABLES = """
DROP TABLE IF EXISTS pg_temp.staged_order, pg_temp.staged_product, pg_temp.staged_customer;
CREATE TEMPORARY TABLE staged_order (
    number text, number_key text, email_key text, postcode_key text, gift_key text, gift boolean,
    placed_at timestamptz, document jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_product (id text, name text, category text, document jsonb) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_customer (id text, document jsonb) ON COMMIT DROP;
"""
COPY_ORDERS = f"COPY staged_order ({ORDER_COLUMNS}) FROM STDIN"
COPY_PRODUCTS = "COPY staged_product (id, name, category, document) FROM STDIN"
COPY_CUSTOMERS = "COPY staged_customer (id, document) FROM STDIN"
MERGE_ORDERS = """
WITH written AS (
    INSERT INTO records_order
        (shop_id, number, number_key, email_key, postcode_key, gift_key, gift, placed_at, document)
    SELECT %s, number, number_key, email_key, postcode_key, gift_key, gift, placed_at, document
    FROM staged_order ORDER BY number
    ON CONFLICT (shop_id, number) DO UPDATE SET
        number_key = excluded.number_key, email_key = excluded.email_key, postcode_key = excluded.postcode_key,
        gift_key = excluded.gift_key, gift = excluded.gift, placed_at = excluded.placed_at,
        document = excluded.document
    WHERE records_order.document IS DISTINCT FROM excluded.document
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
"""
MERGE_PRODUCTS = """
INSERT INTO records_product (shop_id, id, name, category, document)
SELECT %s, id, name, category, document FROM staged_product ORDER BY id
ON CONFLICT (shop_id, id) DO UPDATE SET
    name = excluded.name, category = excluded.category, document = excluded.document
"""
MERGE_CUSTOMERS = """
INSERT INTO records_customer (shop_id, id, document)
SELECT %s, id, document FROM staged_customer ORDER BY id
ON CONFLICT (shop_id, id) DO UPDATE SET document = excluded.document
"""
# Two joins by equality: one join with an `or` would compare every row with every other.
CLASHES = """
SELECT s.number, o.number, true FROM staged_order s
JOIN records_order o ON o.shop_id = %(shop)s AND o.number_key = s.number_key AND o.number <> s.number
UNION ALL
SELECT s.number, o.number, false FROM staged_order s
JOIN records_order o ON o.shop_id = %(shop)s AND o.gift_key = s.gift_key AND o.number <> s.number
WHERE s.gift_key <> '' AND o.gift_key <> ''
ORDER BY 1
"""
WITH_CASES = """
SELECT s.document::text FROM staged_order s
WHERE EXISTS (SELECT 1 FROM records_case c WHERE c.shop_id = %s AND c.order_number = s.number) ORDER BY s.number
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many rows a merge has added and changed."""

    orders_added: int
    orders_changed: int
    products: int
    customers: int


@dataclass(frozen=True, slots=True)
class Clash:
    """A staged order that has the number or the gift code of another order of the shop."""

    number: str
    other: str
    is_number: bool


def prepare_staging() -> None:
    """This function will make the temporary tables; they go with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)


def stage_orders(orders: Iterable[Order]) -> None:
    """This function will copy orders into their temporary table."""
    rows = (order_row("", order) for order in orders)
    _copy(
        COPY_ORDERS,
        (
            (
                one.number, one.number_key, one.email_key, one.postcode_key, one.gift_key, one.gift, one.placed_at,
                _json(one.document),
            )
            for one in rows
        ),
    )  # fmt: skip


def stage_products(products: Iterable[Product]) -> None:
    """This function will copy products into their temporary table."""
    _copy(COPY_PRODUCTS, ((one.id, one.name, one.category, _json(as_document(one))) for one in products))


def stage_customers(customers: Iterable[tuple[str, object]]) -> None:
    """This function will copy customers, each with their id, into their temporary table."""
    _copy(COPY_CUSTOMERS, ((customer_id, _json(as_document(one))) for customer_id, one in customers))


def clashes(shop_id: str) -> tuple[Clash, ...]:
    """This function will name the staged orders that cannot stand beside what the shop has."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE staged_order")  # nobody else does it for a temporary table
        cursor.execute(CLASHES, {"shop": shop_id})
        return tuple(Clash(*row) for row in cursor.fetchall())


def staged_with_cases(shop_id: str) -> tuple[Order, ...]:
    """This function will return the staged orders on which somebody has opened a case."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_CASES, [shop_id])
        return tuple(order_from(msgspec.json.decode(document)) for (document,) in cursor.fetchall())


def unstage_orders(numbers: Sequence[str]) -> None:
    """This function will take orders out of their temporary table."""
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM staged_order WHERE number = ANY(%s)", [list(numbers)])


def merge(shop_id: str) -> Merged:
    """This function will bring everything staged into the shop, and return how much that was."""
    with connection.cursor() as cursor:
        cursor.execute(MERGE_PRODUCTS, [shop_id])
        products = cursor.rowcount
        cursor.execute(MERGE_CUSTOMERS, [shop_id])
        customers = cursor.rowcount
        cursor.execute(MERGE_ORDERS, [shop_id])
        added, changed = cursor.fetchone()
    return Merged(added, changed, products, customers)


def all_products(shop_id: str) -> tuple[Product, ...]:
    """This function will return every product of the shop."""
    found = ProductTable.objects.filter(shop_id=shop_id).values_list("document", flat=True)
    return tuple(map(product_from, found))


def people_with(shop_id: str, customer_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """This function will return email and name of those of the customers that the shop has, by id."""
    found = CustomerTable.objects.filter(shop_id=shop_id, id__in=set(customer_ids))
    rows = found.values_list("id", "document__email", "document__name")
    return {customer_id: (email or "", name or "") for customer_id, email, name in rows}


def customer_documents(shop_id: str) -> tuple[Any, ...]:
    """This function will return every customer of the shop, as documents."""
    return tuple(CustomerTable.objects.filter(shop_id=shop_id).order_by("id").values_list("document", flat=True))


def _copy(statement: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _json(document: Any) -> str:
    return msgspec.json.encode(document).decode()
