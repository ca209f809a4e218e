"""From an order to the facts that clauses ask about: one set a piece, which is a line's units in one parcel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from amends.core.dates import NOT_YET, Instant
from amends.core.errors import OrderInvalid, Place
from amends.core.facts import Kind, Vocabulary
from amends.core.orders import Attributes, Line, Order, Parcel
from amends.core.postal import part_of, told_of
from amends.core.provinces import province_of
from amends.core.refunds.paid import Paid, paid
from amends.core.vocabulary import BUYER

_FLAGS: Final = {
    **dict.fromkeys(("true", "yes", "y", "1"), True), **dict.fromkeys(("false", "no", "n", "0"), False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Some units of one line that travel together; without a parcel they have not been posted."""

    line: Line
    parcel: Parcel | None
    quantity: int

    @property
    def id(self) -> str:
        """This property will hold the piece's name in addresses and records: line and parcel."""
        return f"{self.line.id}.{self.parcel.id}" if self.parcel else self.line.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody asks about one piece; `answers` are facts that they stated (`condition.worn`: False)."""

    reason: str | None = None
    quantity: int = 1
    by: str = BUYER
    asked_at: Instant | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


def pieces_of(order: Order) -> tuple[Piece, ...]:
    """This function will return every line's units, parcel by parcel, then what no parcel holds yet.

    A parcel with goods that the order does not have raises `OrderInvalid`.
    """
    lines = {line.id: line for line in order.lines}
    if len(lines) != len(order.lines):
        raise OrderInvalid(f"two lines of order `{order.number}` have the same id.")
    for parcel in order.parcels:
        for unknown in parcel.contents.keys() - lines.keys():
            raise OrderInvalid(
                f"parcel `{parcel.id}` holds line `{unknown}`, which order `{order.number}` does not have."
            )
    parcels: dict[str, list[Parcel]] = {}  # by line: an order with many lines has many parcels too
    for parcel in order.parcels:
        for line_id in parcel.contents:
            parcels.setdefault(line_id, []).append(parcel)
    return tuple(piece for line in order.lines for piece in _pieces_of_line(line, parcels.get(line.id, ())))


def _pieces_of_line(line: Line, parcels: Iterable[Parcel]) -> Iterator[Piece]:
    if line.quantity < 0:
        raise OrderInvalid(f"line `{line.id}` has a negative quantity.", place=Place(field="quantity"))
    left = line.quantity
    for parcel in parcels:
        units = parcel.contents[line.id]
        if units < 0 or units > left:
            raise OrderInvalid(f"the parcels hold more or less of line `{line.id}` than its {line.quantity} units.")
        if units:
            left -= units
            yield Piece(line, parcel, units)
    if left:
        yield Piece(line, None, left)


def facts_about(order: Order, piece: Piece, claim: Claim, vocabulary: Vocabulary) -> dict[str, Any]:
    """This function will return the facts of a claim; what the order does not say is left out, that is unknown.

    It reads the whole order; for all pieces of an order use `facts_of_pieces` once, and `claimed` for each.
    """
    shared = _order_facts(order, vocabulary)
    return claimed({**shared, **_piece_facts(order, piece, paid(order), vocabulary)}, claim)


def facts_of_pieces(order: Order, vocabulary: Vocabulary) -> tuple[tuple[Piece, dict[str, Any]], ...]:
    """This function will return every piece of the order with the facts that hold before anybody claims anything."""
    shared, sums = _order_facts(order, vocabulary), paid(order)
    return tuple((piece, {**shared, **_piece_facts(order, piece, sums, vocabulary)}) for piece in pieces_of(order))


def claimed(facts: Mapping[str, Any], claim: Claim) -> dict[str, Any]:
    """This function will return the facts with what the claim states added."""
    stated = {
        **claim.answers,
        "claim.by": claim.by,
        "claim.quantity": claim.quantity,
        "claim.reason": claim.reason,
        "claim.asked_at": claim.asked_at,
    }
    return {**facts, **{name: value for name, value in stated.items() if value is not None}}


def _order_facts(order: Order, vocabulary: Vocabulary) -> dict[str, Any]:
    sums = paid(order)
    said = {
        "order.placed_at": order.placed_at,
        "order.production_started_at": order.production_started_at,
        "order.last_delivered_at": _last_delivered(order),
        "order.state": order.state or None,
        "order.country": order.country or None,
        "order.region": region_of(order) or None,
        "order.coupon": order.coupon,
        "order.gift": order.gift,
        "order.shipping_paid": sums.shipping_minor,
        "order.goods_paid": sums.goods_minor,
        "order.payment_methods": frozenset(payment.method for payment in order.payments),
        **{f"used.{name}": count for name, count in order.used.items()},
    }
    told = {name: value for name, value in said.items() if value is not None}
    return {**{name: value for name, value in _told_of(order, vocabulary) if name not in said}, **told}


def region_of(order: Order) -> str:
    """This function will return the state or province of the order, as far as anything tells it, the surest first."""
    own, address = str(order.attributes.get("region", "")), told_of(order.attributes, "region")
    postcode = order.postcode or part_of(order.attributes, "postcode")
    return province_of(order.country, (own, *address), postcode) or own.removeprefix(f"{order.country}-")


def _told_of(order: Order, vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    """What only the shop's system can know: the state it goes to, that a business bought, that no terms were shown."""
    for name, value in _attributes("order", order.attributes, vocabulary):
        fact = vocabulary.facts[name]
        match fact.kind:
            case Kind.FLAG if isinstance(value, bool):
                yield name, value
            case Kind.TEXT if isinstance(value, str) and value:
                yield name, value
            case Kind.CHOICE if value in fact.values:
                yield name, value


def _last_delivered(order: Order) -> Any:
    days = [parcel.delivered_at for parcel in order.parcels]
    if not days or NOT_YET in days:
        return NOT_YET
    return None if None in days else max(day for day in days if isinstance(day, int))


def _piece_facts(order: Order, piece: Piece, sums: Paid, vocabulary: Vocabulary) -> dict[str, Any]:
    return dict((*_item_facts(order, piece.line, sums, vocabulary), *_parcel_facts(piece.parcel, vocabulary)))


def _item_facts(order: Order, line: Line, sums: Paid, vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    yield "item.product", line.product_id
    yield "item.sku", line.sku
    if line.category:
        yield "item.category", line.category
    yield "item.marks", line.marks
    yield "item.price", line.unit_price_minor
    yield "item.paid", sums.lines[line.id].gross_minor
    yield "item.discounted", bool(line.discount_minor or order.coupon or (order.discount_minor and line.discountable))
    yield "item.quantity", line.quantity
    yield from _attributes("item", line.attributes, vocabulary)


def _parcel_facts(parcel: Parcel | None, vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    if parcel is None:
        yield "parcel.shipped_at", NOT_YET
        yield "parcel.delivered_at", NOT_YET
        return
    if parcel.shipped_at is not None:
        yield "parcel.shipped_at", parcel.shipped_at
    if parcel.delivered_at is not None:
        yield "parcel.delivered_at", parcel.delivered_at
    yield from _attributes("parcel", parcel.attributes, vocabulary)


def _attributes(prefix: str, attributes: Attributes, vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    """Attributes that the vocabulary knows; a policy cannot ask about the others."""
    for name, value in attributes.items():
        fact = vocabulary.facts.get(f"{prefix}.{name}")
        if fact is None or (said := _of_kind(fact.kind, value)) is None:
            continue
        yield fact.name, said


def _of_kind(kind: Kind, value: str | int | bool) -> Any:
    """The attribute as facts of that kind are kept; nothing for a flag that says neither yes nor no."""
    if kind is Kind.FLAG:  # a file of CSV says it in words
        return bool(value) if isinstance(value, int) else _FLAGS.get(value.strip().lower())
    return Decimal(value) if kind is Kind.NUMBER else value
