"""What a check of the contract works with: adapters for a shop, the practice provider behind them, and its controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.sandbox.asking import new_charge
from tests.sandbox.serving import control

from amends.integrations.stripe.client import StripePayments
from amends.ports.payments import PaymentAsked, ProviderRefund

SECRETS = ("whsec_new", "whsec_old")
SECOND = 1_000_000
_NUMBERS = count(1)


@dataclass(frozen=True)
class Bench:
    """One practice provider, and the kind of adapter that is tried on it."""

    address: str
    kind: Callable[..., StripePayments] = StripePayments

    def shop(self, shop: str = "silver", **other: Any) -> StripePayments:
        """This function will return an adapter for the shop; it waits for an answer longer than any takes."""
        told = {"address": self.address, "api_key": "sk_test_1", "webhook_secrets": SECRETS, "answer_seconds": 60}
        return self.kind(shop=shop, **(told | other))

    def charge(self, amount: int = 10_000, currency: str = "usd") -> str:
        """This function will put a charge in place and return its name; amounts as the provider writes them."""
        return new_charge(self.address, amount, currency)

    def key(self) -> str:
        """This function will return a key that nobody has used."""
        return f"payout-{next(_NUMBERS)}"

    def control(self, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        """This function will ask the control address."""
        return control(self.address, path, told)

    def fault(self, kind: str, charge: str, **more: object) -> None:
        """This function will make the next refund of the charge go wrong."""
        self.control("faults", {"kind": kind, "has": charge, **more})

    def posts(self, key: str) -> int:
        """This function will return how often the provider was asked to do something under the key."""
        asked = self.control("state")["requests"]
        return sum(one["method"] == "POST" and one["key"].endswith(f"-{key}") for one in asked)

    def now(self) -> int:
        """This function will return the provider's clock as an instant."""
        return int(self.control("state")["now"]) * SECOND

    def asked(self, **other: Any) -> PaymentAsked:
        """This function will return what a customer is to pay: 9.00 within two hours, unless said otherwise."""
        now = int(other.get("asked_at", 0)) or self.now()
        told: dict[str, Any] = {
            "key": self.key(),
            "amount_minor": 900,
            "currency": "USD",
            "says": "Shipping both ways",
            "case": "R-7",
            "due": now + 7200 * SECOND,
            "asked_at": now,
            "return_to": "https://shop.example/case/R-7",
        }
        return PaymentAsked(**(told | other))


def pay_back(
    shop: StripePayments, charge: str, amount: int, key: str, currency: str = "USD", case: str = "R-7"
) -> ProviderRefund:
    """This function will refund under a key."""
    return shop.refund(key=key, payment_ref=charge, amount_minor=amount, currency=currency, about={"case": case})
