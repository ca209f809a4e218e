"""The state or province of an order: by what the shop says, what the address says, and the postcode, in this order."""

from __future__ import annotations

import pytest

from amends.core.claims import facts_of_pieces, region_of
from amends.core.orders import Attributes, Line, Order
from amends.core.provinces import NAMES, POSTCODES, province_of
from amends.core.vocabulary import VOCABULARY

RING = Line(id="1", product_id="tide", sku="tide-7", name="Tide ring", quantity=1, unit_price_minor=50_00)


def order(country: str, postcode: str = "", **told: str) -> Order:
    """This function will return an order to that country; `told`: attributes, those of the address by `address_`."""
    attributes: Attributes = {name.replace("address_", "address."): said for name, said in told.items()}
    return Order(
        number="P-1", currency="USD", lines=(RING,), country=country, postcode=postcode, attributes=attributes
    )  # fmt: skip


@pytest.mark.parametrize(
    ("country", "word", "province"),
    [
        ("US", "CA", "CA"), ("US", "us-ca", "CA"), ("US", "California", "CA"), ("US", " new york ", "NY"),
        ("US", "N.Y.", "NY"), ("US", "District of Columbia", "DC"), ("CA", "CA-QC", "QC"), ("CA", "Québec", "QC"),
        ("CA", "Quebec", "QC"), ("CA", "Colombie-Britannique", "BC"), ("CA", "Nouvelle-Écosse", "NS"),
        ("US", "Ontario", ""), ("US", "", ""), ("DE", "Bayern", ""), ("US", "Kalifornien", ""),
    ],
)  # fmt: skip
def test_a_state_is_known_by_its_names(country: str, word: str, province: str) -> None:
    assert province_of(country, (word,), "") == province


@pytest.mark.parametrize(
    ("country", "postcode", "province"),
    [
        ("US", "94103", "CA"), ("US", "10025-1234", "NY"), ("US", "00501", "NY"), ("US", "05501", "MA"),
        ("US", "05401", "VT"), ("US", "20101", "VA"), ("US", "20001", "DC"), ("US", "73301", "TX"),
        ("US", "88510", "TX"), ("US", "96701", "HI"), ("US", "99501", "AK"), ("US", "00901", ""), ("US", "09012", ""),
        ("US", "96201", ""), ("US", "94", ""), ("US", "H2X 1Y4", ""), ("CA", "H2X 1Y4", "QC"), ("CA", "m5v2t6", "ON"),
        ("CA", " V6B 1A1", "BC"), ("CA", "X0A 0H0", "NU"), ("CA", "X1A 2P9", "NT"), ("CA", "D1A 1A1", ""),
        ("CA", "94103", ""), ("CA", "", ""), ("AU", "2042", ""),
    ],
)  # fmt: skip
def test_a_state_is_known_by_the_beginning_of_its_postcode(country: str, postcode: str, province: str) -> None:
    assert province_of(country, (), postcode) == province


def test_every_state_has_postcodes_and_every_postcode_a_state() -> None:
    for country, count in (("US", 51), ("CA", 13)):
        assert set(POSTCODES[country].values()) == set(NAMES[country].values())
        assert len(set(NAMES[country].values())) == count


@pytest.mark.parametrize(
    ("asked", "region"),
    [
        (order("US", "94103", region="NY", address_region="TX"), "NY"),
        (order("US", "94103", address_region="TX"), "TX"),
        (order("US", "94103"), "CA"), (order("US", "94103", region="somewhere", address_region="Texas"), "TX"),
        (order("US", "", region="somewhere"), "somewhere"), (order("US"), ""),
        (order("ES", "35001", region="ES-CN"), "CN"),
        (order("DE", "80331", address_region="Bayern"), ""), (order("CA", "H2X 1Y4"), "QC"),
    ],
)  # fmt: skip
def test_what_the_shop_says_goes_before_the_address_and_this_before_the_postcode(asked: Order, region: str) -> None:
    assert region_of(asked) == region
    [(_, facts)] = facts_of_pieces(asked, VOCABULARY)
    assert facts.get("order.region", "") == region
