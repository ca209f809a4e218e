"""Payments recomputed from their events, and what an order still owes."""

from __future__ import annotations

import pytest

from amends.core.errors import MoneyInvalid
from amends.core.orders import Payment
from amends.core.refunds.payments import PaymentEvent, Standing, balance, refund_state, standing


def events(*texts: str) -> list[PaymentEvent]:
    """This function will read `refund requested 500 r1`."""
    rows = [text.split() for text in texts]
    return [
        PaymentEvent(action=row[0], outcome=row[1], amount_minor=int(row[2]), reference="".join(row[3:]))  # type: ignore[arg-type]
        for row in rows
    ]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["authorization requested 900 a"], Standing(authorize_pending_minor=900)),
        (["authorization succeeded 900 a"], Standing(authorized_minor=900)),
        (
            ["authorization succeeded 900 a", "charge succeeded 900 c"],
            Standing(charged_minor=900),
        ),
        (
            ["authorization succeeded 900 a", "charge requested 400 c"],
            Standing(authorized_minor=500, charge_pending_minor=400),
        ),
        (
            ["authorization succeeded 900 a", "authorization adjusted 700 b"],
            Standing(authorized_minor=700),
        ),
        (
            ["authorization succeeded 900 a", "cancel succeeded 900 x"],
            Standing(cancelled_minor=900),
        ),
        (["charge succeeded 900 c", "charge reversed 200 c"], Standing(charged_minor=700)),
        (
            ["charge succeeded 900 c", "refund succeeded 300 r", "refund failed 300 r"],
            Standing(charged_minor=900),
        ),
        (
            ["charge succeeded 900 c", "refund failed 300 r", "refund succeeded 300 r"],
            Standing(charged_minor=600, refunded_minor=300),
        ),
        (["charge succeeded 900", "refund succeeded 300", "refund succeeded 300"],
         Standing(charged_minor=300, refunded_minor=600)),
    ],
)  # fmt: skip
def test_a_payment_stands_where_its_events_put_it(told: list[str], expected: Standing) -> None:
    assert standing(events(*told)) == expected


def test_a_standing_becomes_the_payment_of_an_order() -> None:
    told = events("charge succeeded 900 c", "refund succeeded 100 r1", "refund requested 200 r2")
    payment = standing(told).payment("p", "card", "Visa 42")
    assert payment == Payment(
        id="p", method="card", label="Visa 42", captured_minor=900, refunded_minor=100, pending_minor=200
    )


def test_events_that_make_no_sense_are_refused() -> None:
    with pytest.raises(MoneyInvalid, match=r"events\[0\]"):
        standing(events("charge succeeded -1 c"))
    with pytest.raises(MoneyInvalid, match="only an authorisation"):
        standing(events("charge adjusted 1 c"))


@pytest.mark.parametrize(
    ("total", "charged", "granted", "state", "owed"),
    [(1000, 1000, 0, "paid", 0), (1000, 900, 0, "balance_due", -100), (1000, 1000, 100, "credit_owed", 100)],
)
def test_a_balance_is_named(total: int, charged: int, granted: int, state: str, owed: int) -> None:
    found = balance(total, [Standing(charged_minor=charged)], granted)
    assert (found.state, found.owed_to_customer_minor) == (state, owed)


def test_no_more_goes_back_than_is_owed_where_a_shop_wants_that() -> None:
    owed = balance(1000, [Standing(charged_minor=1000)], 100)
    owed.check_refund(100)
    with pytest.raises(MoneyInvalid, match=r"100 \(minor units\) are owed, 101"):
        owed.check_refund(101)


@pytest.mark.parametrize(
    ("refunded", "pending", "state"),
    [(0, 0, "none"), (1, 0, "partially_refunded"), (0, 1, "partially_refunded"), (900, 100, "refunded")],
)
def test_how_much_went_back_is_named(refunded: int, pending: int, state: str) -> None:
    payment = Payment(id="p", method="card", captured_minor=1000, refunded_minor=refunded, pending_minor=pending)
    assert refund_state([payment]) == state
