"""The terms of an acceptance: who pays what, what is deducted, where the money goes.

A policy's clauses fill exactly this class, and every amount in `refunds` is computed from it. Each field carries the
value that silence means, and `BETTER` says of each which of two values is better for the customer.
Laws: `better` is commutative, associative and idempotent, and never worse for the customer than either side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal

from amends.core.errors import MoneyInvalid, Place

Payer = Literal["shop", "customer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the money needs to know of an acceptance; a field that no clause names keeps its default."""

    return_postage: Payer = "customer"
    return_label: Literal["prepaid", "none"] = "none"
    refund_shipping: Literal["all", "pro_rata", "none"] = "none"  # outbound, in proportion to the goods' worth
    new_postage_minor: int = 0  # what the customer prepays for the sending of an exchange
    restocking_percent: Decimal = Decimal(0)  # deducted from the goods
    fee_minor: int = 0  # deducted from the goods, or added to what an exchange costs
    fee_per: Literal["return", "order"] = "order"  # how often the fee is taken
    clawback_free_from_minor: int | None = None  # shipping was free from this amount; None: no clawback
    clawback_rate_minor: int = 0  # deducted once an order where the goods kept fall under that amount
    price_rise: Payer = "customer"  # who bears it where the new thing is dearer
    price_fall: Literal["refund", "credit", "kept"] = "refund"  # what happens where it is cheaper
    refund_to: Literal["original", "original_or_gift_card", "credit"] = "original"
    credit_bonus_percent: Decimal = Decimal(0)  # on top, where the customer takes store credit
    labour: Payer = "customer"
    materials: Payer = "customer"
    repair_postage: Payer = "customer"
    quote_first: bool = False  # nothing is sent or charged before the customer agrees
    offer_from_percent: Decimal | None = None  # the least that staff may offer as a partial refund; None: no least
    offer_to_percent: Decimal | None = None  # the most; None: anything short of all
    postage_receipt_up_to_minor: int | None = None  # postage laid out is paid back against a receipt; None: it is not

    def __post_init__(self) -> None:
        for name in BETTER:
            _check(name, getattr(self, name))
        low, high = self.offer_from_percent, self.offer_to_percent
        if low is not None and high is not None and low > high:
            raise MoneyInvalid(
                f"an offer cannot go from {low} to {high} percent.",
                place=Place(field="offer_from_percent"),
                hint="Write the smaller share first.",
            )


@dataclass(frozen=True, slots=True)
class More:
    """The larger number is better for the customer; `none` is where silence stands among them."""

    none: int = 0

    def better(self, left: Any, right: Any) -> Any:
        """This function will return the one that is better for the customer."""
        return max(left, right, key=lambda value: self.none if value is None else value)


@dataclass(frozen=True, slots=True)
class Less:
    """The smaller number is better for the customer."""

    def better(self, left: Any, right: Any) -> Any:
        """This function will return the one that is better for the customer."""
        return min(left, right)


@dataclass(frozen=True, slots=True)
class WorstToBest:
    """One of these words, the best for the customer last."""

    values: tuple[Any, ...]

    def better(self, left: Any, right: Any) -> Any:
        """This function will return the one that is better for the customer."""
        return max(left, right, key=self.values.index)


@dataclass(frozen=True, slots=True)
class SameOrSilence:
    """Either number can be the worse one, so two that differ cancel out; silence is best."""

    def better(self, left: Any, right: Any) -> Any:
        """This function will return what neither side is worse off with."""
        return left if left == right else None


_SHOP_IS_BETTER = WorstToBest(("customer", "shop"))
BETTER: Mapping[str, More | Less | WorstToBest | SameOrSilence] = {
    "return_postage": _SHOP_IS_BETTER,
    "return_label": WorstToBest(("none", "prepaid")),
    "refund_shipping": WorstToBest(("none", "pro_rata", "all")),
    "new_postage_minor": Less(),
    "restocking_percent": Less(),
    "fee_minor": Less(),
    "fee_per": WorstToBest(("return", "order")),
    # A lower minimum is kept more easily, and reached more easily too: only then can one fall under it.
    "clawback_free_from_minor": SameOrSilence(),
    "clawback_rate_minor": Less(),
    "price_rise": _SHOP_IS_BETTER,
    "price_fall": WorstToBest(("kept", "credit", "refund")),
    "refund_to": WorstToBest(("credit", "original", "original_or_gift_card")),
    "credit_bonus_percent": More(),
    "labour": _SHOP_IS_BETTER,
    "materials": _SHOP_IS_BETTER,
    "repair_postage": _SHOP_IS_BETTER,
    "quote_first": WorstToBest((False, True)),
    "offer_from_percent": More(none=-1),
    "offer_to_percent": More(none=101),
    "postage_receipt_up_to_minor": More(none=-1),
}


def _check(name: str, value: object) -> None:
    order = BETTER[name]
    if isinstance(order, WorstToBest):
        good = value in order.values
        expected = "one of " + ", ".join(f"`{one}`" for one in order.values)
    elif name.endswith("_percent"):
        good = value is None or (isinstance(value, Decimal) and value.is_finite() and 0 <= value <= 100)
        expected = "a percentage from 0 to 100"
    else:
        good = value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
        expected = "a whole amount, from 0"
    if not good or (value is None and _DEFAULTS[name] is not None):
        raise MoneyInvalid(f"`{value}` is no value here.", place=Place(field=name), hint=f"Write {expected}.")


_DEFAULTS: Mapping[str, object] = {spec.name: spec.default for spec in fields(Terms)}
UNSAID = Terms()


def better(left: Terms, right: Terms) -> Terms:
    """This function will return the terms that take, field by field, what is better for the customer."""
    return Terms(**{name: order.better(getattr(left, name), getattr(right, name)) for name, order in BETTER.items()})
