"""Every sample order says where it goes, so that a return slip names its sender."""

from __future__ import annotations

from datetime import date

import pytest

from amends.examples import SHOPS, orders_for

DAY = date(2026, 11, 22).toordinal()


@pytest.mark.parametrize("name", SHOPS)
def test_every_order_has_a_street_and_a_town(name: str) -> None:
    for order in orders_for(name, DAY):
        assert order.attributes.get("address.line1"), order.number
        assert order.attributes.get("address.city"), (order.number, order.country, order.postcode)


@pytest.mark.parametrize("name", SHOPS)
def test_a_gift_does_not_name_its_buyer_as_who_gets_it(name: str) -> None:
    for order in orders_for(name, DAY):
        assert ("address.name" in order.attributes) is not order.gift
