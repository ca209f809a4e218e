"""Amounts between ISO 4217 and Stripe: there and back is the same, and nothing is rounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.money import parse_amount
from amends.integrations.stripe.amounts import from_provider, to_provider
from amends.ports.payments import PaymentDeclined

# What a customer sees, and the number that Stripe's page on currencies gives for it.
WORKED = [
    ("USD", "10.00", 1000),
    ("EUR", "0.01", 1),
    ("JPY", "500", 500),
    ("KRW", "500", 500),
    ("XAF", "500", 500),
    ("HUF", "10.45", 1045),  # without digits in payouts alone
    ("TWD", "800.45", 80045),  # likewise
    ("ISK", "5", 500),
    ("UGX", "5", 500),
    ("MGA", "5.00", 5),
    ("KWD", "5.120", 5120),
    ("BHD", "0.010", 10),
]
CURRENCIES = st.sampled_from([currency for currency, _, _ in WORKED])


@pytest.mark.parametrize(("currency", "shown", "theirs"), WORKED)
def test_an_amount_is_written_as_stripe_writes_it(currency: str, shown: str, theirs: int) -> None:
    ours = parse_amount(shown, currency)
    assert to_provider(ours, currency) == theirs
    assert from_provider(theirs, currency.lower()) == ours


@given(st.integers(0, 10**12), CURRENCIES)
def test_there_and_back_is_the_same_or_declined(amount_minor: int, currency: str) -> None:
    if amount_minor % {"KWD": 10, "BHD": 10, "MGA": 100}.get(currency, 1):
        with pytest.raises(PaymentDeclined, match="finer"):
            to_provider(amount_minor, currency)
    else:
        assert from_provider(to_provider(amount_minor, currency), currency.lower()) == amount_minor


@pytest.mark.parametrize(("amount", "currency"), [(5124, "KWD"), (1, "OMR"), (101, "MGA")])
def test_what_cannot_be_carried_exactly_is_declined(amount: int, currency: str) -> None:
    with pytest.raises(PaymentDeclined, match="finer"):
        to_provider(amount, currency)


def test_an_old_charge_in_parts_of_a_krona_is_left_to_people() -> None:
    with pytest.raises(PaymentDeclined, match="by hand"):
        from_provider(4010, "isk")


@pytest.mark.parametrize("currency", ["LYD", "IQD", "CLF", "ABC", ""])
def test_a_currency_whose_digits_nobody_states_is_declined(currency: str) -> None:
    with pytest.raises(PaymentDeclined) as caught:
        to_provider(1000, currency)
    assert caught.value.reason == "currency_not_supported"
