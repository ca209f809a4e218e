"""Adapters that are broken, each in a way that shops have lost money by; the contract must notice every one."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

import stripe

from amends.core.dates import Instant
from amends.integrations.stripe.client import StripePayments
from amends.ports.payments import PaymentAsked, PaymentPage, ProviderRefund


class NeverLooks(StripePayments):
    """Trusts the provider's memory of keys."""

    def find_refund(self, *, key: str, payment_ref: str) -> ProviderRefund | None:
        """This function will find nothing."""
        return None


class LooksAtOnePage(StripePayments):
    """Looks among the newest hundred refunds alone."""

    def _refunds(self, which: Mapping[str, Any], payment_ref: str = "") -> Iterator[ProviderRefund]:
        return islice(super()._refunds(which, payment_ref), 100)


class SendsAgain(StripePayments):
    """Leaves the library's own sending again turned on."""

    def __init__(self, *, address: str = "", api_key: str, **other: Any) -> None:
        super().__init__(address=address, api_key=api_key, **other)
        client = stripe.StripeClient(api_key, base_addresses={"api": address}, max_network_retries=2)
        self._api = client.v1


class KeyOfTheAmount(StripePayments):
    """Makes its key from payment and amount."""

    def refund(
        self, *, key: str, payment_ref: str, amount_minor: int, currency: str, about: Mapping[str, str]
    ) -> ProviderRefund:
        """This function will overlook the key that it is given."""
        key = f"{payment_ref}-{amount_minor}"
        return super().refund(
            key=key, payment_ref=payment_ref, amount_minor=amount_minor, currency=currency, about=about
        )


class BelievesTheCurrency(StripePayments):
    """Sends the number without looking at the payment's own currency."""

    def _charge(self, payment_ref: str) -> Mapping[str, Any]:
        return {**super()._charge(payment_ref), "currency": "eur"}


class SharesKeys(StripePayments):
    """Says nothing of the shop in its keys."""

    def _key(self, key: str) -> str:
        return key


class ClosesFromNow(StripePayments):
    """Counts the life of a page from when it happens to ask."""

    def ask_payment(self, asked: PaymentAsked) -> PaymentPage:
        """This function will overlook when the page was asked for first."""
        now: Instant = time.time_ns() // 1000
        return super().ask_payment(replace(asked, asked_at=now, due=now))
