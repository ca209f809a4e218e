"""Where an order went, as shops' systems tell it: a return label is made of it."""

from __future__ import annotations

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
    assert not read.order.attributes
    assert not customer_address(read.order, by_gift=True).name
