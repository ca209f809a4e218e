"""Where an order went, as shops' systems tell it: a return label is made of it."""

from __future__ import annotations

import pytest
from tests.imports.reading import csv_items

from amends.imports.orders import ReadOrder
from amends.usecases.pack_return import customer_address

HEADER = "number,placed_at,email,postcode,country,customer_name,sku,name,quantity,unit_price"
ROW = "N1,2026-03-10T14:30:00Z,a@example.com,97301,US,Ann Lee,S1,Ring,1,40.00"


def test_the_parts_that_are_told_stand_on_the_label() -> None:
    text = f"{HEADER},address_line1,address_line2,city,region\n{ROW},9 Elm Road,Apt 2,Salem,OR\n"
    (read,) = csv_items(text, "default")
    assert isinstance(read, ReadOrder)
    address = customer_address(read.order, by_gift=False)
    assert (address.name, address.lines, address.city) == ("Ann Lee", ("9 Elm Road", "Apt 2"), "Salem")
    assert (address.region, address.postcode, address.country) == ("OR", "97301", "US")


def test_what_is_not_told_is_left_out() -> None:
    (read,) = csv_items(f"{HEADER}\n{ROW}\n", "default")
    assert isinstance(read, ReadOrder)
    address = customer_address(read.order, by_gift=False)
    assert (address.name, address.lines, address.city) == ("Ann Lee", (), "")
    assert address.region == "OR"  # which the postcode tells, as it tells whose law it is
    assert not read.order.attributes
    assert not customer_address(read.order, by_gift=True).name


@pytest.mark.parametrize(("told", "region"), [("California", "CA"), ("US-NY", "NY"), ("or", "OR"), ("Bavaria", "")])
def test_the_state_of_an_address_is_kept_by_itself_for_the_law(told: str, region: str) -> None:
    (read,) = csv_items(f"{HEADER},region\n{ROW},{told}\n", "default")
    assert isinstance(read, ReadOrder)
    assert read.order.attributes.get("region", "") == region


@pytest.mark.parametrize("name", ["state", "province", "province_code", "state_code"])
def test_a_state_is_found_by_any_name_that_the_mapping_gives_it(name: str) -> None:
    mapping = f"""
amends: 1
orders:
  number: number
  country: country
  address: {{{name}: province}}
  lines: {{sku: sku, name: sku, quantity: {{value: "1"}}, unit_price: {{value: "40.00"}}}}
"""
    (read,) = csv_items("number,country,province,sku\nN1,CA,Québec,S1\n", mapping)
    assert isinstance(read, ReadOrder)
    assert dict(read.order.attributes) == {"region": "QC", f"address.{name}": "Québec"}


def test_a_state_can_be_told_without_an_address() -> None:
    mapping = """
amends: 1
orders:
  number: number
  placed_at: placed_at
  country: country
  region: province
  lines: {sku: sku, name: sku, quantity: {value: "1"}, unit_price: {value: "40.00"}}
"""
    (read,) = csv_items("number,country,province,sku\nN1,CA,Québec,S1\n", mapping)
    assert isinstance(read, ReadOrder)
    assert dict(read.order.attributes) == {"region": "QC"}
