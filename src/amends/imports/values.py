"""What an import reads besides orders and products: customers with the ways they pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMethod:
    """One way in which a customer pays; a gift card has a balance."""

    id: str
    kind: str  # card, paypal, gift_card ...
    label: str = ""  # what the customer recognises: mastercard 9212
    balance_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One customer as the shop's system knows them."""

    id: str
    name: str = ""
    email: str = ""
    country: str = ""
    postcode: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    methods: tuple[PaymentMethod, ...] = ()

    def method(self, method_id: str) -> PaymentMethod | None:
        """This function will return the customer's payment method with that id, or nothing."""
        return next((method for method in self.methods if method.id == method_id), None)
