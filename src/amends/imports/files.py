"""Files to values: opened, decoded, cut into rows, grouped into orders, and read by the mapping.

Law: nothing of a broken row reaches an order. Where a CSV row cannot be read, the orders beside it are left out too,
because nobody knows to which of them it belongs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from amends.core.errors import AmendsError, Place
from amends.core.orders import Product
from amends.imports.catalogue import read_customer, read_product
from amends.imports.cells import Cells, Fault, Settings
from amends.imports.csv_rows import missing_column, read_csv
from amends.imports.encodings import FALLBACK, encoding_of
from amends.imports.json_rows import read_json
from amends.imports.mapping import CustomerMap, FieldOf, ImportMapping, Source
from amends.imports.orders import ReadOrder, read_order
from amends.imports.rows import KINDS, FileInvalid, Kind, Row, RowInvalid
from amends.imports.values import Customer

Item = ReadOrder | Product | Customer | AmendsError


@dataclass(slots=True)
class Reading:
    """One file on its way in: what it was taken for, and how far it is read."""

    file: str
    size: int
    encoding: str
    remarks: list[str] = field(default_factory=list)
    _raw: BinaryIO | None = None

    @property
    def position(self) -> int:
        """This property will hold how many bytes were read."""
        return self._raw.tell() if self._raw and not self._raw.closed else self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How files are read: by which mapping, for a shop of which currency and zone."""

    mapping: ImportMapping
    currency: str
    zone: ZoneInfo
    kind: Kind | None = None
    encoding: str = ""

    def settings(self) -> Settings:
        """This function will return how amounts and dates are read, or raise where the file is for another currency."""
        stated = self.mapping.currency
        if stated and stated != self.currency:
            raise FileInvalid(f"the mapping is for amounts in {stated}, but the shop's currency is {self.currency}.")
        return Settings.of(self.mapping, self.currency, self.zone)


@contextmanager
def opened(path: Path, how: How) -> Iterator[tuple[Reading, Iterator[tuple[Place, Item]]]]:
    """This function will open a file and give its reading, and its values with their places as they are read."""
    name = path.name
    try:
        raw = path.open("rb")
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", "") or "its name is not usable").lower()
        raise FileInvalid(f"the file cannot be read: {why}.", place=Place(str(path))) from error
    with raw:
        encoding = encoding_of(raw, name, how.encoding or how.mapping.encoding)
        reading = Reading(name, path.stat().st_size, encoding, _raw=raw)
        if encoding == FALLBACK and not (how.encoding or how.mapping.encoding):
            remark = f"`{name}` is no UTF-8; it was read as Windows-1252. Another is chosen with `--encoding`."
            reading.remarks.append(remark)
        with io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            yield reading, _values(text, path, how)


def read_values(text: TextIO, name: str, how: How, *, is_json: bool) -> Iterator[tuple[Place, Item]]:
    """This function will yield every value of a text and every problem in it, with their places, in their order."""
    settings = how.settings()
    for kind, row in _json(text, name, how) if is_json else _csv(text, name, how):
        yield row.place, row if isinstance(row, AmendsError) else _value(kind, row, how.mapping, settings)


def _values(text: TextIO, path: Path, how: How) -> Iterator[tuple[Place, Item]]:
    is_json = path.suffix.lower() in (".json", ".jsonl", ".ndjson")
    if not is_json and path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        start = text.read(4096).lstrip("\ufeff \t\r\n")
        is_json = start[:1] in ("{", "[")
        text.seek(0)
    yield from read_values(text, path.name, how, is_json=is_json)


def _value(kind: Kind, row: Row, mapping: ImportMapping, settings: Settings) -> Item:
    value: ReadOrder | Product | Customer | None
    faults: list[Fault]
    try:
        if kind == "orders" and mapping.orders:
            value, faults = read_order(row, mapping.orders, settings)
        elif kind == "products" and mapping.products:
            value, faults = read_product(row, mapping.products, settings)
        else:
            value, faults = read_customer(row, mapping.customers or CustomerMap(), settings)
    except RecursionError:
        value, faults = None, [Fault("", "this is nested too deeply.")]
    return _problem(row, faults) if value is None else value


def _problem(row: Row, faults: list[Fault]) -> RowInvalid:
    """One error for a bad row: the first fault in full, the others by their fields."""
    first = faults[0]
    others = list(dict.fromkeys(fault.field for fault in faults[1:] if fault.field and fault.field != first.field))
    more = f" Also wrong: {', '.join(f'`{name}`' for name in others[:5])}." if others else ""
    field_name = ".".join(part for part in (row.place.field, first.field) if part)
    place = replace(row.place, line=first.line or row.place.line, field=field_name)
    return RowInvalid(first.what, place=place, hint=f"{first.hint}{more}".strip())


def _json(text: TextIO, name: str, how: How) -> Iterator[tuple[Kind, Row | RowInvalid]]:
    kinds = _lists(how.mapping)
    guessed: Kind | None = how.kind
    for where, row in read_json(text, name, kinds):
        if where:
            yield kinds[where], row
        elif isinstance(row, RowInvalid):
            yield guessed or "orders", row
        else:
            guessed = guessed or _kind_of(set(row.values), how.mapping, row.place, is_csv=False)
            yield guessed, row


def _lists(mapping: ImportMapping) -> dict[str, Kind]:
    return {part.at: kind for kind in KINDS if (part := getattr(mapping, kind)) is not None}


def _kind_of(names: set[str], mapping: ImportMapping, place: Place, *, is_csv: bool) -> Kind:
    """What the rows are, from the names they have."""
    needed: dict[Kind, tuple[FieldOf, ...]] = {}
    if mapping.orders:
        lines = mapping.orders.lines
        needed["orders"] = (mapping.orders.number, lines.unit_price if is_csv else lines.at)
    if mapping.products:
        needed["products"] = (mapping.products.id, mapping.products.name)
        if mapping.products.variants:
            needed["products"] += (mapping.products.variants.sku if is_csv else mapping.products.variants.at,)
    if mapping.customers:
        said = (mapping.customers.email, mapping.customers.name)
        needed["customers"] = (mapping.customers.id, *(one for one in said if one is not None))
    for kind, fields in needed.items():
        if all(_is_there(one, names) for one in fields):
            return kind
    first = next(iter(needed.values()))
    lacking = next((name for one in first if not _is_there(one, names) for name in sorted(columns_of(one))), "")
    raise missing_column(lacking, sorted(names), place)


def _is_there(part: FieldOf, names: set[str]) -> bool:
    """Whether rows with these names can say the field; of a dotted path the first word has to be there."""
    known = {name for name in columns_of(part) if name in names or name.partition(".")[0] in names}
    return bool(known) if isinstance(part, Source) and part.first_of else known == columns_of(part)


def columns_of(part: Any) -> set[str]:
    """This function will return the names of all columns that a part of a mapping asks for."""
    if isinstance(part, str):
        return {part}
    if isinstance(part, Source):
        return {*([part.from_] if isinstance(part.from_, str) else part.from_), *part.first_of, *part.only_if}
    if isinstance(part, BaseModel):
        values = [getattr(part, name) for name in type(part).model_fields if name not in ("at", "tax_included")]
        return {name for value in values if value is not None for name in columns_of(value)}
    return {name for value in part.values() for name in columns_of(value)} if isinstance(part, dict) else set()


def _csv(text: TextIO, name: str, how: How) -> Iterator[tuple[Kind, Row | RowInvalid]]:
    mapping = how.mapping
    known = {column for kind in KINDS if (part := getattr(mapping, kind)) is not None for column in columns_of(part)}
    rows = read_csv(text, name, mapping.delimiter, known)
    kind: Kind | None = how.kind
    group: list[Row] = []
    key = ""
    spoiled: RowInvalid | None = None  # a row beside the group that could not be read
    for row in rows:
        if isinstance(row, RowInvalid):
            spoiled = row
            yield kind or "orders", row
            continue
        if kind is None:
            kind = _kind_of(set(row.values), mapping, replace(row.place, line=1), is_csv=True)
        found = _key(kind, row, mapping)
        if group and found == key and found:
            group.append(row)
            continue
        if group:
            yield kind, _grouped(kind, group, spoiled)
            spoiled = spoiled if spoiled and spoiled.place.line > group[-1].place.line else None
        group, key = [row], found
    if group and kind:
        yield kind, _grouped(kind, group, spoiled)


def _key(kind: Kind, row: Row, mapping: ImportMapping) -> str:
    spec = getattr(mapping, kind)
    field_of: FieldOf = spec.number if kind == "orders" else spec.id
    return Cells(row.values, Settings("", ZoneInfo("UTC"), minor=False), []).text("", field_of)


def _grouped(kind: Kind, rows: list[Row], spoiled: RowInvalid | None) -> Row | RowInvalid:
    first = rows[0]
    if spoiled is not None and kind != "customers":
        what = f"this was left out, because line {spoiled.place.line} beside it cannot be read and may belong to it."
        return RowInvalid(what, place=first.place)
    return Row(first.place, first.values, tuple((row.place.line, row.values) for row in rows))
