"""Which carrier a shop has, as the settings say, and what its slips look like."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.integrations.own_label.paper import PARCEL, pages_of

from amends.core.dates import zone_named
from amends.examples import shop
from amends.integrations.connect import carrier, own_label
from amends.integrations.easypost.client import EasyPost
from amends.integrations.own_label.adapter import OwnLabel
from amends.records.shops import ShopMissing, ShopRow, save_shop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def silver(db: None) -> None:
    """This function will keep one of the sample shops, without its orders."""
    known = shop("silver")
    row = ShopRow(
        id=known.id, name=known.name, says=known.says, country=known.country, zone=zone_named(known.zone),
        currency=known.currency, email=known.email, phone=known.phone, address=known.address,
        theme=asdict(known.theme), sample_day=None,
    )  # fmt: skip
    save_shop(row, 1)


@pytest.fixture(autouse=True)
def nothing_set_up(settings: Settings, tmp_path: Path) -> None:
    """This function will take away whatever carrier the machine's own settings name."""
    settings.AMENDS_CARRIER = {
        "key": "", "webhook_secrets": (), "address": "", "services": (), "fonts_folder": tmp_path / "fonts",
    }  # fmt: skip


def test_without_a_key_labels_are_the_shops_own_and_look_like_it() -> None:
    made = carrier("silver")
    assert isinstance(made, OwnLabel)
    (page,) = pages_of(made.make_label(key="1", parcel=PARCEL).pdf)
    assert page.startswith("Wrenfold Return label")


def test_with_a_key_the_shop_has_the_carrier_and_its_own_slips_still(settings: Settings) -> None:
    settings.AMENDS_CARRIER = {**settings.AMENDS_CARRIER, "key": "EZTK1", "services": ("USPS GroundAdvantage",)}
    assert isinstance(carrier("silver"), EasyPost)
    assert carrier("silver") is carrier("silver")
    assert isinstance(own_label("silver"), OwnLabel)


def test_a_label_printer_gets_its_two_small_pages() -> None:
    assert len(pages_of(own_label("silver", "4x6").make_label(key="1", parcel=PARCEL).pdf)) == 2


def test_a_shop_that_is_not_there_is_told() -> None:
    with pytest.raises(ShopMissing):
        own_label("gone")
