"""A mapping: which column or key of a shop's file is what. One YAML file, checked with the same care as a policy.

A field is the name of a column (or a dotted path into JSON), or a few words more: `{from: status, values: {...}}`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from amends.core.dates import zone_named
from amends.core.errors import AmendsError, Place, did_you_mean
from amends.core.money import digits_of
from amends.core.policy.source import read_yaml
from amends.imports.rows import FileInvalid

PRESETS = Path(__file__).parent / "presets"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Source(_Part):
    """Where a value comes from, and what is done to it."""

    from_: Annotated[str | list[str], Field(alias="from", description="a column or key; several are joined")] = []
    join: Annotated[str, Field(description="what stands between several")] = " "
    first_of: Annotated[list[str], Field(description="the first of these that is not empty")] = []
    value: Annotated[str | int | bool | None, Field(description="the same for every row")] = None
    only_if: Annotated[dict[str, list[str]], Field(description="empty unless these columns have such a value")] = {}
    pattern: Annotated[str, Field(description="a regular expression; its first group is the value")] = ""
    values: Annotated[dict[str, str | int | bool], Field(description="words of the file and what they mean")] = {}
    otherwise: Annotated[str | None, Field(description="what any other word means; without it: an error")] = None
    split: Annotated[str, Field(description="what parts several words in one value")] = ""
    format: Annotated[str, Field(description="how dates are written, as for strptime: `%d/%m/%Y %H:%M`")] = ""
    empty: Annotated[Literal["unknown", "not_yet"], Field(description="what an empty date means")] = "unknown"


FieldOf = str | Source
MaybeField = FieldOf | None


class LineMap(_Part):
    """The lines of an order. In CSV every row is a line, and rows that follow each other make up the order."""

    at: Annotated[str, Field(description="JSON: the key of the list")] = "lines"
    id: MaybeField = None
    product: MaybeField = None
    sku: MaybeField = None
    name: MaybeField = None
    quantity: MaybeField = None
    unit_price: FieldOf = "unit_price"
    price: MaybeField = None
    discount: MaybeField = None
    tax: MaybeField = None
    tax_percent: MaybeField = None
    category: MaybeField = None
    marks: MaybeField = None
    customisation: MaybeField = None
    sent: Annotated[MaybeField, Field(description="a flag: whether it was posted; no means in no parcel yet")] = None
    attributes: dict[str, FieldOf] = {}


class PaymentMap(_Part):
    """The payments of an order; entries with the same id are one, and those of kind `refund` went back to it."""

    at: str = "payments"
    id: MaybeField = None
    method: MaybeField = None
    label: MaybeField = None
    amount: FieldOf = "amount"
    refunded: MaybeField = None
    kind: Annotated[MaybeField, Field(description="`payment` or `refund`")] = None


class ParcelMap(_Part):
    """The parcels of an order: what is in them, by line or by stock number, one unit for each mention."""

    at: str = "parcels"
    id: MaybeField = None
    lines: Annotated[str, Field(description="the list of lines, or a mapping of lines to units")] = ""
    skus: Annotated[str, Field(description="the list of stock numbers")] = ""
    shipped_at: MaybeField = None
    delivered_at: MaybeField = None
    tracking: MaybeField = None
    attributes: dict[str, FieldOf] = {}


class OrderMap(_Part):
    """The orders."""

    at: Annotated[str, Field(description="JSON: the key of the list, where the file has several")] = "orders"
    number: FieldOf
    currency: MaybeField = None
    placed_at: MaybeField = None
    state: MaybeField = None
    production_started_at: MaybeField = None
    country: MaybeField = None
    region: Annotated[MaybeField, Field(description="state or province, for the law; else that of the address")] = None
    postcode: MaybeField = None
    email: MaybeField = None
    customer_id: MaybeField = None
    customer_name: MaybeField = None
    gift: MaybeField = None
    gift_code: MaybeField = None
    total: Annotated[MaybeField, Field(description="compared with what the order comes to")] = None
    coupon: Annotated[MaybeField, Field(description="a flag, or a code: any code means yes")] = None
    discount: Annotated[MaybeField, Field(description="for the whole order")] = None
    tax: Annotated[MaybeField, Field(description="for the whole order, where the lines do not say it")] = None
    tax_included: Annotated[bool | None, Field(description="whether prices include it; else the total shows it")] = None
    shipping: MaybeField = None
    shipping_discount: MaybeField = None
    paid: Annotated[MaybeField, Field(description="what was captured, where there is no list of payments")] = None
    paid_by: MaybeField = None
    refunded: MaybeField = None
    shipped_at: Annotated[MaybeField, Field(description="where there is no list of parcels")] = None
    delivered_at: MaybeField = None
    tracking: MaybeField = None
    attributes: dict[str, FieldOf] = {}
    used: Annotated[dict[str, FieldOf], Field(description="benefits used before, and how often")] = {}
    address: dict[str, FieldOf] = {}
    lines: LineMap = LineMap()
    payments: PaymentMap | None = None
    parcels: ParcelMap | None = None


class MethodMap(_Part):
    """The ways in which a customer pays."""

    at: str = "payment_methods"
    id: FieldOf = "id"
    kind: FieldOf = "kind"
    label: MaybeField = None
    balance: MaybeField = None


class CustomerMap(_Part):
    """The customers."""

    at: str = "customers"
    id: FieldOf = "id"
    name: MaybeField = None
    email: MaybeField = None
    country: MaybeField = None
    postcode: MaybeField = None
    address: dict[str, FieldOf] = {}
    methods: MethodMap | None = None


class VariantMap(_Part):
    """The variants of a product. In CSV every row is a variant, and rows that follow each other make up the product."""

    at: str = "variants"
    sku: FieldOf = "sku"
    price: FieldOf = "price"
    available: MaybeField = None
    options: Annotated[str, Field(description="the key of a mapping: `size: M`")] = ""
    option: Annotated[dict[str, FieldOf], Field(description="or each option by itself")] = {}


class ProductMap(_Part):
    """The products."""

    at: str = "products"
    id: FieldOf = "id"
    name: FieldOf = "name"
    category: MaybeField = None
    marks: MaybeField = None
    picture: MaybeField = None
    attributes: dict[str, FieldOf] = {}
    variants: VariantMap | None = None


class ImportMapping(_Part):
    """A mapping file."""

    amends: Annotated[Literal[1], Field(description="the version of this format")]
    amounts: Annotated[Literal["major", "minor"], Field(description="`40.00`, or whole cents: `4000`")] = "major"
    decimal_mark: Annotated[Literal[".", ","], Field(description="in amounts written as text")] = "."
    currency: Annotated[str, Field(description="of the file, where it differs from no row to row")] = ""
    zone: Annotated[str, Field(description="of dates without an offset; the shop's unless given")] = ""
    encoding: str = ""
    delimiter: Annotated[str, Field(max_length=1)] = ""
    orders: OrderMap | None = None
    customers: CustomerMap | None = None
    products: ProductMap | None = None


def load_mapping(text: str, file: str = "mapping.yaml") -> ImportMapping:
    """This function will read a mapping, or raise `FileInvalid` with the place of the first thing that is wrong."""
    try:
        source = read_yaml(text, file)
    except AmendsError as error:
        raise FileInvalid(str(error)) from error
    for path, problem in source.problems:
        raise FileInvalid(problem.what, place=source.place(path, file), hint=problem.hint)
    try:
        mapping = ImportMapping.model_validate(source.data)
    except ValidationError as error:
        # A word too many explains why another is missing, or why a field is neither a text nor a source.
        first = min(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
        path = tuple(part for part in first["loc"] if part not in ("str", "Source"))
        what, hint = _in_words(first["type"], str(path[-1]) if path else "the file", first["msg"])
        raise FileInvalid(what, place=source.place(path, file), hint=hint) from error
    _check(mapping, file)
    return mapping


def preset_names() -> tuple[str, ...]:
    """This function will return the names of the mappings that come with Amends."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.yaml")))


def preset(name: str) -> ImportMapping:
    """This function will return a mapping that comes with Amends, or raise `FileInvalid`."""
    if name not in preset_names():
        listed = ", ".join(f"`{one}`" for one in preset_names())
        hint = did_you_mean(name, preset_names()) or f"Give the path of a YAML file, or one of {listed}."
        raise FileInvalid(f"there is no mapping `{name}`.", hint=hint)
    return load_mapping((PRESETS / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def _check(mapping: ImportMapping, file: str) -> None:
    for name, value, check in (("currency", mapping.currency, digits_of), ("zone", mapping.zone, zone_named)):
        try:
            if value:
                check(value)
        except AmendsError as error:
            raise FileInvalid(error.what, place=Place(file, field=name), hint=error.hint) from error
    if not (mapping.orders or mapping.customers or mapping.products):
        hint = "Give it `orders`, `customers` or `products`."
        raise FileInvalid("the mapping maps nothing.", place=Place(file), hint=hint)


def _in_words(kind: str, field: str, message: str) -> tuple[str, str]:
    if kind == "extra_forbidden":
        return f"`{field}` is no field of a mapping here.", did_you_mean(field, _words())
    if kind == "missing":
        return f"`{field}` is missing.", ""
    return f"`{field}` is not right: {message[0].lower()}{message[1:]}.", ""


def _words() -> list[str]:
    schema = ImportMapping.model_json_schema(by_alias=True)
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({name for part in parts for name in part.get("properties", {})})
