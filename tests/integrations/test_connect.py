"""The adapters of a shop, as the settings name them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.integrations.stripe.bench import Bench, pay_back
from tests.sandbox.serving import sandbox_here

from amends.integrations.connect import PaymentsNotSetUp, payment_provider
from amends.integrations.stripe.client import StripePayments


def test_a_shop_gets_the_provider_of_the_settings(settings: Settings, tmp_path: Path) -> None:
    with sandbox_here(tmp_path) as address:
        settings.AMENDS_PAYMENTS = {"key": "sk_test_1", "webhook_secrets": ("whsec_1",), "address": address}
        shop = payment_provider("silver")
        assert isinstance(shop, StripePayments)
        assert payment_provider("silver") is shop
        assert payment_provider("piercing") is not shop
        assert pay_back(shop, Bench(address).charge(), 700, "k").about["shop"] == "silver"


def test_without_a_key_money_goes_back_by_hand(settings: Settings) -> None:
    settings.AMENDS_PAYMENTS = {"key": "", "webhook_secrets": (), "address": ""}
    with pytest.raises(PaymentsNotSetUp, match="by hand"):
        payment_provider("silver")
