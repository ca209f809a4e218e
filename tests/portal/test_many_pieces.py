"""An order of hundreds of pieces: every one of them can be named in one form."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from tests.sample_shops import AT, HOUR, add, find, hidden, order, shop

from amends.core.refunds.units import Refunded
from amends.usecases.read_order import read_order

pytestmark = pytest.mark.usefixtures("shops")


def test_all_of_an_order_of_six_hundred_pieces_is_withdrawn_from_in_one_form(client: Client) -> None:
    """Five hundred fields were the most that was read, and who ticked more was told that it could not be."""
    before = order("silver", "WR-1001")
    lines = tuple(replace(before.lines[0], id=f"many-{place}", category="earring") for place in range(600))
    parcel = replace(before.parcels[0], contents={one.id: 1 for one in lines}, delivered_at=AT - 48 * HOUR)
    many = replace(before, number="EU-9", country="DE", lines=lines, parcels=(parcel,), gift_code="", payments=(),
                   discount_minor=0, coupon=False)  # fmt: skip
    address = find(client, "silver", "EU-9", add("silver", many).email)
    step = client.get(f"{address}withdraw").content.decode()
    pieces = dict.fromkeys(re.findall(r'name="(piece\.[^"]+)"', step), "yes")
    assert len(pieces) == 600
    shown = client.post(f"{address}withdraw", {**pieces, "key": hidden(step, "key"), "name": ""})
    assert shown.status_code == 200
    assert shown.content.decode().count(f"1 × {lines[0].name}") == 600


def test_the_order_is_looked_through_once_for_all_that_one_form_asks() -> None:
    in_hand = read_order(shop("silver"), "WR-1001")
    assert in_hand is not None
    assert in_hand.beside(Refunded()).pieces is in_hand.pieces
