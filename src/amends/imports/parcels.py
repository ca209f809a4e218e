"""The parcels of an order. Where the file says nothing of parcels, there is one of which nobody knows anything.

That matters: without any parcel an order is known not to have been posted, and a window that counts from posting is
known not to have begun. An unknown parcel refers such a claim to a person instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from amends.core.dates import NOT_YET
from amends.core.orders import Line, Parcel
from amends.imports.cells import Cells, Unreadable, clean, read_whole
from amends.imports.lines import ReadLines
from amends.imports.mapping import OrderMap, ParcelMap


def read_parcels(cells: Cells, spec: OrderMap, found: ReadLines) -> tuple[Parcel, ...]:
    """This function will return the parcels that the file lists, or the one that the order's own columns describe."""
    lines = found.lines
    if spec.parcels and spec.parcels.at in cells.values:
        left = {line.id: line.quantity for line in lines}
        parts = cells.parts(spec.parcels.at)
        return tuple(_parcel(part, spec.parcels, lines, left, place) for place, part in enumerate(parts, 1))
    shipped, delivered = cells.moment("shipped_at", spec.shipped_at), cells.moment("delivered_at", spec.delivered_at)
    if shipped is NOT_YET and not isinstance(delivered, int):
        return ()
    contents = {line.id: line.quantity for line in lines if line.quantity and line.id not in found.unsent}
    if not contents and found.unsent:
        return ()
    tracking = cells.text("tracking", spec.tracking)
    return (Parcel(id="1", contents=contents, shipped_at=shipped, delivered_at=delivered, tracking=tracking),)


def _parcel(cells: Cells, spec: ParcelMap, lines: Sequence[Line], left: dict[str, int], place: int) -> Parcel:
    contents: dict[str, int] = {}
    for field, key in (("lines", spec.lines), ("skus", spec.skus)):
        for word, units in _mentions(cells, field, cells.values.get(key) if key else None):
            for line in _taken(cells, field, word, units, lines, left):
                contents[line] = contents.get(line, 0) + 1
    return Parcel(
        id=cells.text("id", spec.id) or str(place),
        contents=contents,
        shipped_at=cells.moment("shipped_at", spec.shipped_at),
        delivered_at=cells.moment("delivered_at", spec.delivered_at),
        tracking=", ".join(cells.texts("tracking", spec.tracking)),
        attributes=cells.attributes(spec.attributes),
    )


def _mentions(cells: Cells, field: str, raw: Any) -> Iterator[tuple[str, int]]:
    """What is in a parcel: a list names one unit at each mention, a mapping says how many."""
    try:
        if isinstance(raw, Mapping):
            yield from ((str(word), _units(units)) for word, units in raw.items())
        elif isinstance(raw, list):
            yield from ((clean(word), 1) for word in raw)
        elif raw is not None:
            cells.fault(field, "this is no list of what is in the parcel.")
    except Unreadable as error:
        cells.fault(field, error.what, error.hint)


def _units(raw: Any) -> int:
    units = read_whole(raw)
    if units < 0:
        raise Unreadable(f"`{units}` is no number of units in a parcel.", "Write a whole number from 0.")
    return units


def _taken(
    cells: Cells, field: str, word: str, units: int, lines: Sequence[Line], left: dict[str, int]
) -> Iterator[str]:
    """The line of each unit, first come first served among lines with the same stock number."""
    named = [line.id for line in lines if word == (line.id if field == "lines" else line.sku)]
    for _ in range(units):
        line_id = next((one for one in named if left[one] > 0), None)
        if line_id is None:
            cells.fault(field, f"the parcel holds more of `{word[:40]}` than the order has.")
            return
        left[line_id] -= 1
        yield line_id
