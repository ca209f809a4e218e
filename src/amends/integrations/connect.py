"""The adapters of a shop, made from the settings: the one place where a vendor is chosen.

An interface asks here and hands what it gets to a use case; nothing else names a vendor.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from amends.core.errors import AmendsError
from amends.integrations.stripe.client import StripePayments
from amends.ports.payments import PaymentProvider


class PaymentsNotSetUp(AmendsError):
    """The shop has no payment provider here: money goes back by hand, and is recorded."""

    code = "payments_not_set_up"


def payment_provider(shop_id: str) -> PaymentProvider:
    """This function will return the shop's payment provider, or raise `PaymentsNotSetUp`."""
    said = settings.AMENDS_PAYMENTS
    if not said["key"]:
        hint = "Set AMENDS_STRIPE_KEY, or refund by hand and record it."
        raise PaymentsNotSetUp("no payment provider is set up.", hint=hint)
    return _stripe(shop_id, said["key"], tuple(said["webhook_secrets"]), said["address"])


@lru_cache(maxsize=1024)  # connections stay open between calls
def _stripe(shop: str, key: str, secrets: tuple[str, ...], address: str) -> StripePayments:
    return StripePayments(shop=shop, api_key=key, webhook_secrets=secrets, address=address)
