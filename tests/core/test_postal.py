"""An address is read in one place, whatever a shop's system calls its parts: for labels and for whose law it is."""

from __future__ import annotations

import pytest

from amends.core.claims import region_of
from amends.core.orders import Order
from amends.core.postal import ADDRESS, NAMES, Part, part_of, told_of
from amends.usecases.pack_return import customer_address


def order(**attributes: str) -> Order:
    """An order to the United States with these attributes."""
    return Order(number="N1", currency="USD", lines=(), country="US", attributes=attributes)


@pytest.mark.parametrize("name", NAMES["region"])
def test_a_state_under_any_name_decides_the_law_and_stands_on_the_label(name: str) -> None:
    asked = order(**{f"{ADDRESS}{name}": " California "})
    assert region_of(asked) == "CA"
    assert customer_address(asked, by_gift=False).region == "California"


@pytest.mark.parametrize("name", NAMES["postcode"])
def test_a_postcode_in_the_address_tells_the_state_where_the_order_has_none(name: str) -> None:
    asked = order(**{f"{ADDRESS}{name}": "94103"})
    assert region_of(asked) == "CA"
    assert customer_address(asked, by_gift=False).postcode == "94103"


def test_what_is_no_state_is_passed_over_for_what_is() -> None:
    asked = order(**{"address.region": "Bay Area", "address.province_code": "US-CA", "address.zip": "10001"})
    assert region_of(asked) == "CA"
    assert told_of(asked.attributes, "region") == ("Bay Area", "US-CA")


@pytest.mark.parametrize("part", NAMES)
def test_a_part_that_nobody_told_is_empty(part: Part) -> None:
    names = NAMES[part]
    assert part_of({}, part) == part_of({f"{ADDRESS}{names[0]}": None}, part) == ""
    assert part_of({f"{ADDRESS}{names[0]}": " ", f"{ADDRESS}{names[1]}": "told"}, part) == "told"


def test_no_name_is_two_parts() -> None:
    every = [name for names in NAMES.values() for name in names]
    assert len(every) == len(set(every))
