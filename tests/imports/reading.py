"""Reading texts as an import would, for the tests."""

from __future__ import annotations

import io
import json
from typing import Any
from zoneinfo import ZoneInfo

from amends.core.orders import Order
from amends.imports.files import How, Item, read_values
from amends.imports.mapping import ImportMapping, load_mapping, preset
from amends.imports.orders import ReadOrder
from amends.imports.rows import Kind, RowInvalid

ZONE = ZoneInfo("America/New_York")
HEADER = "number,placed_at,product,sku,name,quantity,unit_price"


def how(mapping: ImportMapping | str = "default", currency: str = "USD", kind: Kind | None = None) -> How:
    """How to read: by a preset or the text of a mapping."""
    if isinstance(mapping, str):
        mapping = preset(mapping) if "\n" not in mapping else load_mapping(mapping)
    return How(mapping=mapping, currency=currency, zone=ZONE, kind=kind)


def csv_items(text: str, mapping: ImportMapping | str = "default", **more: Any) -> list[Item]:
    """Every value and problem of a CSV text."""
    stream = io.StringIO(text, newline="")
    return [item for _, item in read_values(stream, "orders.csv", how(mapping, **more), is_json=False)]


def json_items(data: object, mapping: ImportMapping | str = "default", **more: Any) -> list[Item]:
    """Every value and problem of a JSON text, or of what becomes one."""
    text = data if isinstance(data, str) else json.dumps(data)
    return [item for _, item in read_values(io.StringIO(text), "orders.json", how(mapping, **more), is_json=True)]


def orders_in(items: list[Item]) -> list[Order]:
    """The orders; anything else that is no order is a failure."""
    assert [item for item in items if not isinstance(item, ReadOrder)] == []
    return [item.order for item in items if isinstance(item, ReadOrder)]


def problem_in(items: list[Item]) -> RowInvalid:
    """The only value there is, which is a problem."""
    (only,) = items
    assert isinstance(only, RowInvalid), only
    return only


def order_data(**more: Any) -> dict[str, Any]:
    """One order in the default mapping."""
    line = {"sku": "S1", "name": "Ring", "quantity": 1, "unit_price": "40.00"}
    return {"number": "N1", "placed_at": "2026-03-10T14:30:00", "lines": [line], **more}


def line_data(**more: Any) -> dict[str, Any]:
    """An order whose only line is this."""
    return order_data(lines=[{"sku": "S1", "name": "Ring", "quantity": 1, "unit_price": "40.00", **more}])
