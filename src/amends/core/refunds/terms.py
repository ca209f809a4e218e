"""The terms of an acceptance: who pays what, what is deducted, where the money goes.

A policy's clauses fill exactly this class, and every amount in `refunds` is computed from it. Each field carries, as
data, the value that silence means and which of two values is better for the customer.
Laws: `better` is commutative, associative and idempotent, and never worse for the customer than either side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Literal

from amends.core.errors import MoneyInvalid, Place

Payer = Literal["shop", "customer"]
_RANK = "rank"
HUNDRED = Decimal(100)


def _one_of(*worst_to_best: str, unsaid: str) -> Any:  # noqa: ANN401 - dataclasses.field is typed so
    return field(default=unsaid, metadata={_RANK: worst_to_best.index, "values": worst_to_best})


def _more(unsaid: Any, *, none_is: int = 0) -> Any:  # noqa: ANN401
    return field(default=unsaid, metadata={_RANK: lambda value: Decimal(none_is) if value is None else Decimal(value)})


def _less(unsaid: Any, *, none_is: int = 0) -> Any:  # noqa: ANN401
    return field(default=unsaid, metadata={_RANK: lambda value: Decimal(none_is) if value is None else -Decimal(value)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the money needs to know of an acceptance; a field that no clause names keeps its default."""

    return_postage: Payer = _one_of("customer", "shop", unsaid="customer")
    return_label: Literal["prepaid", "none"] = _one_of("none", "prepaid", unsaid="none")
    refund_shipping: Literal["all", "pro_rata", "none"] = _one_of("none", "pro_rata", "all", unsaid="none")
    new_postage_minor: int = _less(0)  # what the customer prepays for the sending of an exchange
    restocking_percent: Decimal = _less(Decimal(0))  # deducted from the goods
    fee_minor: int = _less(0)  # deducted from the goods, or added to what an exchange costs
    fee_per: Literal["return", "order"] = _one_of("return", "order", unsaid="order")  # how often the fee is taken
    clawback_free_from_minor: int | None = _less(None, none_is=1)  # shipping was free from this amount; None: no clawback
    clawback_rate_minor: int = _less(0)  # deducted once an order where the goods kept fall under it
    price_rise: Payer = _one_of("customer", "shop", unsaid="customer")  # who bears it where the new thing is dearer
    price_fall: Literal["refund", "credit", "kept"] = _one_of("kept", "credit", "refund", unsaid="refund")
    refund_to: Literal["original", "original_or_gift_card", "credit"] = _one_of(
        "credit", "original", "original_or_gift_card", unsaid="original"
    )
    credit_bonus_percent: Decimal = _more(Decimal(0))  # on top, where the customer takes store credit
    labour: Payer = _one_of("customer", "shop", unsaid="customer")
    materials: Payer = _one_of("customer", "shop", unsaid="customer")
    repair_postage: Payer = _one_of("customer", "shop", unsaid="customer")
    quote_first: bool = field(default=False, metadata={_RANK: int})  # nothing is charged before the customer agrees
    offer_from_percent: Decimal | None = _more(None, none_is=-1)  # the least that staff may offer; None: no least
    offer_to_percent: Decimal | None = _more(None, none_is=101)  # the most; None: anything short of all
    postage_receipt_up_to_minor: int | None = _more(None, none_is=-1)  # postage laid out, paid back against a receipt

    def __post_init__(self) -> None:
        for spec in fields(self):
            _check(spec.name, getattr(self, spec.name), spec.metadata.get("values"))
        low, high = self.offer_from_percent, self.offer_to_percent
        if low is not None and high is not None and low > high:
            raise MoneyInvalid(
                f"an offer cannot go from {low} to {high} percent.",
                place=Place(field="offer_from_percent"),
                hint="Write the smaller share first.",
            )


def _check(name: str, value: object, values: tuple[str, ...] | None) -> None:
    if values is not None:
        good = value in values
    elif name.endswith("_minor"):
        good = value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
    elif name.endswith("_percent"):
        good = value is None or (isinstance(value, Decimal) and value.is_finite() and 0 <= value <= HUNDRED)
    else:
        good = isinstance(value, bool)
    if not good:
        listed = "one of " + ", ".join(f"`{one}`" for one in values) if values else "a whole amount or a percentage from 0 to 100"
        raise MoneyInvalid(f"`{value}` is no value here.", place=Place(field=name), hint=f"Write {listed}.")


UNSAID = Terms()


def better(left: Terms, right: Terms) -> Terms:
    """This function will return the terms that take, field by field, what is better for the customer."""
    chosen: dict[str, Any] = {}
    for spec in fields(Terms):
        rank: Callable[[Any], Any] = spec.metadata[_RANK]
        chosen[spec.name] = max(getattr(left, spec.name), getattr(right, spec.name), key=rank)
    return Terms(**chosen)
