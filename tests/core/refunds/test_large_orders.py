"""A large order takes work in proportion to its size: eight times the lines, not sixty-four times the steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.core.refunds.shop import line, order_of
from tests.steps import steps

from amends.core.orders import Order, Parcel, Shipping
from amends.core.refunds.exchange import Swap, exchanged, quote_exchange
from amends.core.refunds.left import what_is_left
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.returns import Asked, Book, Rules, findings, receive, request, send_back
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Ask, ShippingPart, Units

FEW, MANY = 40, 320
AT_MOST = 12  # in proportion it would be 8, with every line looking at every line 64
TERMS = Terms(refund_shipping="pro_rata", clawback_free_from_minor=7500, clawback_rate_minor=600)


def many_lines(count: int) -> Order:
    """This function will make an order of so many lines, each in a parcel of its own that was charged for."""
    lines = [line(f"l{number}", 1000 + number % 7, 2) for number in range(count)]
    return order_of(
        *lines,
        discount_minor=count,
        parcels=tuple(Parcel(id=f"p{number}", contents={f"l{number}": 2}, shipped_at=1) for number in range(count)),
        shipping=[Shipping(id=f"s{number}", price_minor=500, parcel_id=f"p{number}") for number in range(count)],
    )


def many_units(count: int) -> Order:
    """This function will make an order of one line of four times so many units, each with its serial."""
    return order_of(line("a", 1000, 4 * count, serials=tuple(f"S{number}" for number in range(4 * count))))


def one_line(order: Order) -> None:
    """This function will quote a refund of one line."""
    quote_refund(order, Ask(units=(Units(line_id="l7"),), lane="fault"), TERMS)


def all_lines(order: Order) -> None:
    """This function will quote a refund of everything, then of a part with everything else refunded before."""
    asked = tuple(Units(line_id=one.id) for one in order.lines[1:])
    charges = tuple(ShippingPart(id=one.id) for one in order.shipping[1:])
    made = quote_refund(order, Ask(units=asked, shipping=charges, lane="fault"), TERMS)
    quote_refund(order, Ask(units=(Units(line_id="l0"),), lane="fault"), TERMS, [made.record])
    what_is_left(order, [made.record])


def exchange_of_all(order: Order) -> None:
    """This function will exchange every line for a new one."""
    new = tuple(line(f"new-{one.id}", 1000, 2) for one in order.lines)
    exchanged(order, quote_exchange(order, Swap(units=tuple(Units(line_id=one.id) for one in order.lines), new=new)))


def return_of_all(order: Order) -> None:
    """This function will keep the book of a return of every line."""
    asked = tuple(Asked(line_id=one.id, quantity=1) for one in order.lines)
    book = request(Book(order=order, rules=Rules(authorise_first=False)), "r1", asked)
    book = receive(book, "r1", {one.id: 1 for one in order.lines})
    findings(book, asked)
    send_back(book, "r1", {one.id: 1 for one in order.lines[1:]}, "rest")


def by_number(order: Order) -> None:
    """This function will quote a refund of units by their numbers, then of the last one after them."""
    numbers = tuple(range(1, order.lines[0].quantity))
    first = quote_refund(order, Ask(units=(Units(line_id="a", numbers=numbers),)))
    quote_refund(order, Ask(units=(Units(line_id="a"),)), earlier=[first.record])


def by_serial(order: Order) -> None:
    """This function will quote a refund of units by their serials."""
    quote_refund(order, Ask(units=(Units(line_id="a", serials=order.lines[0].serials),)))


@pytest.mark.parametrize(
    ("make", "work"),
    [
        (many_lines, one_line),
        (many_lines, all_lines),
        (many_lines, exchange_of_all),
        (many_lines, return_of_all),
        (many_units, by_number),
        (many_units, by_serial),
    ],
)
def test_the_work_grows_with_the_order_and_not_with_its_square(
    make: Callable[[int], Order], work: Callable[[Order], None]
) -> None:
    few, many = make(FEW), make(MANY)
    work(few)  # what is remembered between orders is learnt before anything is counted
    assert steps(lambda: work(many)) < AT_MOST * steps(lambda: work(few))
