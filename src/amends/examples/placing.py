"""Sample orders from a short description: lines with their tax, shipping, parcels, payments that add up to the cent.

What is captured is what the core says was paid: goods after discounts, tax and shipping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import Any

from amends.core.dates import NOT_YET, Moment, datetime_of
from amends.core.money import parse_amount
from amends.core.orders import Line, Order, Parcel, Payment, Product, Shipping, Variant
from amends.core.refunds.paid import paid
from amends.examples.catalogue import Entry, entries
from amends.examples.people import Region, region_of
from amends.examples.places import address_of
from amends.examples.shops import Shop
from amends.examples.when import Today

_CARDS = ("Visa", "Visa", "Mastercard", "American Express", "Discover")
_OPTIONS_THAT_ARE_FACTS = ("material",)


class Placing:
    """Turns descriptions of orders into orders of one shop, counted back from one day."""

    def __init__(self, shop: Shop, today: Today) -> None:
        self._shop = shop
        self._today = today
        self._by_sku: dict[str, tuple[Entry, Variant]] = {
            variant.sku: (entry, variant) for entry in entries(shop.id) for variant in entry.product.variants
        }

    def order(self, spec: Mapping[str, Any]) -> Order:
        """This function will return the order that `spec` describes in the words of `situations.yaml`."""
        dice = Random(spec["number"])  # noqa: S311 - sample data, the same every time
        region = region_of(spec.get("country", "US"), spec.get("state", ""))
        wanted = [{"sku": line} if isinstance(line, str) else line for line in spec["lines"]]
        lines = tuple(self._line(f"L{number}", line, region, dice) for number, line in enumerate(wanted, 1))
        discount_minor = coupon_minor(lines, spec.get("coupon_percent", 0))
        parcels = self._parcels(spec, lines, dice)
        shipping = self._shipping(spec, goods_minor(lines) - discount_minor, region)
        order = Order(
            number=spec["number"],
            currency=self._shop.currency,
            lines=lines,
            placed_at=self._placed_at(spec),
            state=_state(spec, parcels),
            production_started_at=self._production(spec),
            country=region.country,
            postcode=spec["postcode"],
            email=spec["email"],
            customer_id=f"{self._shop.order_prefix}-{spec['email'].partition('@')[0]}",
            customer_name=spec["name"],
            gift="gift_code" in spec,
            gift_code=spec.get("gift_code", ""),
            coupon="coupon_percent" in spec,
            discount_minor=discount_minor,
            shipping=shipping,
            parcels=parcels,
            attributes=MappingProxyType(_where(spec, region)),
            used=MappingProxyType(dict(spec.get("used", {}))),
        )
        return replace(order, payments=self._payments(spec, paid(order).total_minor, dice))

    def _placed_at(self, spec: Mapping[str, Any]) -> int:
        placed_at = self._today.ago(spec["placed"], spec.get("at", "10:24"))
        return _before_the_season(placed_at, self._today, spec) if spec.get("outside_season") else placed_at

    def _production(self, spec: Mapping[str, Any]) -> Moment:
        if self._shop.store != "C":
            return None  # the other two do not record it
        return self._today.ago(spec["production"], "11:40") if "production" in spec else NOT_YET

    def _line(self, line_id: str, wanted: Mapping[str, Any], region: Region, dice: Random) -> Line:
        entry, variant = self._by_sku[wanted["sku"]]
        product, quantity = entry.product, wanted.get("quantity", 1)
        sale_minor = variant.price_minor * quantity * entry.sale_percent // 100
        own_discount = parse_amount(wanted["discount"], self._shop.currency) if "discount" in wanted else sale_minor
        is_goods = product.category != "gift_card" and variant.price_minor > 0
        return Line(
            id=line_id,
            product_id=product.id,
            sku=variant.sku,
            name=product.name,
            quantity=quantity,
            unit_price_minor=variant.price_minor,
            discount_minor=own_discount,
            discountable=is_goods,
            taxes=region.taxes if is_goods else (),
            category=product.category,
            marks=product.marks | frozenset(wanted.get("marks", ())),
            attributes=_attributes(product, variant, wanted, self._shop, dice),
            customisation=wanted.get("customisation", ""),
        )

    def _shipping(self, spec: Mapping[str, Any], goods: int, region: Region) -> tuple[Shipping, ...]:
        free_from = self._shop.free_from_minor
        price_minor = self._shop.flat_rate_minor if region.country == "US" else self._shop.abroad_minor
        reached = free_from is not None and region.country == "US" and goods >= free_from
        free = reached or spec.get("free_shipping", False)
        taxes = region.taxes if region.shipping_taxed else ()
        return (Shipping(id="S1", price_minor=price_minor, discount_minor=price_minor if free else 0, taxes=taxes),)

    def _parcels(self, spec: Mapping[str, Any], lines: Sequence[Line], dice: Random) -> tuple[Parcel, ...]:
        whole = {"lines": range(1, len(lines) + 1)} | {
            key: spec[key] for key in ("shipped", "delivered") if key in spec
        }
        parcels = []
        for number, part in enumerate(spec.get("parcels", (whole,)), 1):
            shipped = self._moment(part, "shipped", spec.get("at_shipped", "16:40"))
            tracking = f"LN{dice.randrange(10**8, 10**9)}US" if shipped is not NOT_YET else ""
            parcels.append(
                Parcel(
                    id=f"P{number}",
                    contents=MappingProxyType({f"L{line}": lines[line - 1].quantity for line in part["lines"]}),
                    shipped_at=shipped,
                    delivered_at=self._moment(part, "delivered", "13:05"),
                    tracking=tracking,
                    attributes=MappingProxyType({"sent_to": "customers_address", **spec.get("parcel", {})}),
                )
            )
        return tuple(parcels)

    def _moment(self, part: Mapping[str, Any], name: str, clock: str) -> Moment:
        return self._today.ago(part[name], clock) if name in part else NOT_YET

    def _payments(self, spec: Mapping[str, Any], captured_minor: int, dice: Random) -> tuple[Payment, ...]:
        refunded_minor = parse_amount(spec.get("refunded", "0"), self._shop.currency)
        card = f"{dice.choice(_CARDS)} •• {dice.randrange(100):02}"
        method = spec.get("method", "card")
        from_card_minor = min(parse_amount(spec.get("gift_card", "0"), self._shop.currency), captured_minor)
        payments = []
        if from_card_minor:
            label = f"Gift card ending {dice.randrange(1000, 10000)}"
            payments.append(Payment(id="pay_1", method="gift_card", captured_minor=from_card_minor, label=label))
        if captured_minor > from_card_minor:
            payments.append(
                Payment(
                    id=f"pay_{len(payments) + 1}",
                    method=method,
                    captured_minor=captured_minor - from_card_minor,
                    refunded_minor=refunded_minor,
                    label=card if method == "card" else "PayPal",
                    # Card payments are those of the practice provider; what was paid otherwise goes back by hand.
                    ref=f"ch_{self._shop.id}_{spec['number']}" if method == "card" else "",
                )
            )
        return tuple(payments)


def _where(spec: Mapping[str, Any], region: Region) -> dict[str, str]:
    """This function will return the state and the address; a gift goes to somebody else, whom nobody names."""
    address = address_of(spec["name"], spec["email"], region.country, spec["postcode"])
    if "gift_code" in spec:
        del address["address.name"]
    return address | ({"region": region.state} if region.state else {})


def goods_minor(lines: Sequence[Line]) -> int:
    """This function will return what the lines cost after their own discounts, before tax on top."""
    return sum(line.unit_price_minor * line.quantity - line.discount_minor for line in lines)


def coupon_minor(lines: Sequence[Line], percent: int) -> int:
    """This function will return what an order-wide coupon takes off, rounded down."""
    return goods_minor([line for line in lines if line.discountable]) * percent // 100


def _attributes(
    product: Product, variant: Variant, wanted: Mapping[str, Any], shop: Shop, dice: Random
) -> Mapping[str, str | int | bool]:
    attributes = dict(product.attributes)
    attributes |= {name: variant.options[name] for name in _OPTIONS_THAT_ARE_FACTS if name in variant.options}
    if attributes.get("material") == "platinum":
        attributes.pop("carat", None)  # gold is counted in carats
    if attributes.get("certificate"):
        attributes["certificate_number"] = f"{shop.order_prefix}-C-{dice.randrange(10_000, 100_000)}"
    return MappingProxyType(attributes | wanted.get("attributes", {}))


def _state(spec: Mapping[str, Any], parcels: Sequence[Parcel]) -> str:
    if spec.get("cancelled"):
        return "cancelled"
    if all(parcel.delivered_at is not NOT_YET for parcel in parcels):
        return "delivered"
    if any(parcel.shipped_at is not NOT_YET for parcel in parcels):
        return "shipped"
    return "processed" if "production" in spec or spec["placed"].endswith(("days", "day")) else "pending"


def _before_the_season(placed_at: int, today: Today, spec: Mapping[str, Any]) -> int:
    """This function will move an order out of 1 November to 25 December, when many shops lengthen their windows."""
    local = datetime_of(placed_at, today.zone)
    if (11, 1) <= (local.month, local.day) <= (12, 25):
        return today.at(local.date().replace(month=10, day=31).toordinal(), spec.get("at", "10:24"))
    return placed_at
