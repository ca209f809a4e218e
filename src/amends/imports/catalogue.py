"""From rows to products with their variants, and to customers with the ways they pay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.core.orders import Product, Variant
from amends.imports.cells import Cells, Fault, Settings, Unreadable, clean
from amends.imports.mapping import CustomerMap, MethodMap, ProductMap, VariantMap
from amends.imports.rows import Row
from amends.imports.values import Customer, PaymentMethod


def read_product(row: Row, spec: ProductMap, settings: Settings) -> tuple[Product | None, list[Fault]]:
    """This function will return the product of a row, or nothing and every fault found."""
    faults: list[Fault] = []
    cells = Cells(row.values, settings, faults)
    product = Product(
        id=_named(cells, "id", cells.text("id", spec.id)),
        name=_named(cells, "name", cells.text("name", spec.name)),
        category=cells.text("category", spec.category),
        marks=frozenset(cells.texts("marks", spec.marks)),
        attributes=cells.attributes(spec.attributes),
        variants=_variants(row, cells, spec.variants) if spec.variants else (),
        picture=cells.text("picture", spec.picture),
    )
    twice = _first_twice([variant.sku for variant in product.variants])
    if twice:
        faults.append(Fault("variants", f"the stock number `{twice[:40]}` is there twice."))
    return (None, faults) if faults else (product, [])


def _variants(row: Row, cells: Cells, spec: VariantMap) -> tuple[Variant, ...]:
    parts = [Cells(values, cells.settings, cells.faults) for _, values in row.lines] or cells.parts(spec.at)
    return tuple(_variant(part, spec) for part in parts)


def _variant(cells: Cells, spec: VariantMap) -> Variant:
    price = cells.amount("price", spec.price)
    available = cells.flag("available", spec.available)
    options = {name: cells.text(name, source) for name, source in spec.option.items()}
    listed: Any = cells.values.get(spec.options) if spec.options else None
    if isinstance(listed, Mapping):
        try:
            options |= {str(name): clean(value) for name, value in listed.items()}
        except Unreadable as error:
            cells.fault("options", error.what, error.hint)
    return Variant(
        sku=_named(cells, "sku", cells.text("sku", spec.sku)),
        price_minor=price or 0,
        options={name: value for name, value in options.items() if value},
        available=available is not False,
    )


def read_customer(row: Row, spec: CustomerMap, settings: Settings) -> tuple[Customer | None, list[Fault]]:
    """This function will return the customer of a row, or nothing and every fault found."""
    faults: list[Fault] = []
    cells = Cells(row.values, settings, faults)
    methods = _methods(cells, spec.methods) if spec.methods else ()
    twice = _first_twice([method.id for method in methods])
    if twice:
        faults.append(Fault("payment_methods", f"the payment method `{twice[:40]}` is there twice."))
    customer = Customer(
        id=_named(cells, "id", cells.text("id", spec.id)),
        name=cells.text("name", spec.name),
        email=cells.text("email", spec.email),
        country=cells.text("country", spec.country),
        postcode=cells.text("postcode", spec.postcode),
        address={name: cells.text(f"address.{name}", source) for name, source in spec.address.items()},
        methods=methods,
    )
    return (None, faults) if faults else (customer, [])


def _methods(cells: Cells, spec: MethodMap) -> tuple[PaymentMethod, ...]:
    return tuple(
        PaymentMethod(
            id=_named(part, "id", part.text("id", spec.id)),
            kind=_named(part, "kind", part.text("kind", spec.kind)),
            label=part.text("label", spec.label),
            balance_minor=part.amount("balance", spec.balance),
        )
        for part in cells.parts(spec.at)
    )


def _named(cells: Cells, field: str, text: str) -> str:
    if not text and not any(one.field == f"{cells.where}{field}" for one in cells.faults):
        cells.fault(field, "this is empty.", "Every entry needs it.")
    return text


def _first_twice(words: list[str]) -> str:
    return next((word for word in words if words.count(word) > 1), "") if len(set(words)) < len(words) else ""
