"""An order's address as systems of shops tell it: which of its attributes is which part, by the names that they use.

It stands in attributes that begin with `address.`, which no policy asks about; only the state or province is asked for,
by laws. What is told under two names is read under the more usual one. Law: a part that nobody told stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

ADDRESS: Final = "address."  # begins the attributes that hold it
Part = Literal["name", "line1", "line2", "line3", "city", "region", "postcode", "country"]
LINES: Final[tuple[Part, ...]] = ("line1", "line2", "line3")
# How systems of shops name the parts, the most usual name first. Letters of a region say less to a reader than its
# name and the same to a law, so they come last.
NAMES: Final[Mapping[Part, tuple[str, ...]]] = MappingProxyType({
    "name": ("name", "recipient", "full_name"),
    "line1": ("line1", "address1", "street", "street1", "address_1", "street_1"),
    "line2": ("line2", "address2", "street2", "address_2", "street_2"),
    "line3": ("line3", "address3", "street3", "address_3", "street_3"),
    "city": ("city", "town", "locality"),
    "region": ("region", "state", "province", "region_code", "state_code", "province_code", "administrative_area"),
    "postcode": ("postcode", "zip", "postal_code", "zip_code", "zipcode", "post_code"),
    "country": ("country", "country_code", "country_iso"),
})  # fmt: skip


def part_of(attributes: Mapping[str, Any], part: Part) -> str:
    """This function will return one part of the address; empty where nobody told it."""
    return next(iter(told_of(attributes, part)), "")


def told_of(attributes: Mapping[str, Any], part: Part) -> tuple[str, ...]:
    """This function will return all that is told of a part, the more usual name first."""
    said = (str(attributes.get(f"{ADDRESS}{name}") or "").strip() for name in NAMES[part])
    return tuple(one for one in said if one)
