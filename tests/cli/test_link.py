"""`amends link`: from the mail about an order to its page, with nothing to type."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client
from tests.sample_shops import put_in_place

from amends.cli.link import OrderUnknown, links
from amends.records.models import Link
from amends.records.shops import ShopMissing


@pytest.fixture(autouse=True)
def silver(db: None) -> None:
    put_in_place("silver")


def test_an_order_opens_from_its_mail_without_a_typed_word() -> None:
    made = links("silver", ("WR-1001", "WR-1002"), "https://shop.example")
    assert [number for number, _ in made] == ["WR-1001", "WR-1002"]
    assert made[0][1].startswith("https://shop.example/silver/l/")
    browser, path = Client(), urlsplit(made[0][1]).path
    assert b"Open my page" in browser.get(path).content
    page = browser.post(path, follow=True)
    assert page.status_code == 200
    assert page.request["PATH_INFO"] == "/silver/orders/WR1001/"
    assert Client().post(path).status_code == 410


def test_a_number_of_nobody_makes_no_link_at_all() -> None:
    with pytest.raises(OrderUnknown, match="`WR-0`"):
        links("silver", ("WR-1001", "WR-0"), "")
    assert not Link.objects.exists()
    with pytest.raises(ShopMissing, match="silver"):
        links("silvr", ("WR-1001",), "")
