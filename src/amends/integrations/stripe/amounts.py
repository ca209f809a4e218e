"""Stripe's way of writing amounts, which is not ISO 4217's for every currency.

Laws: there and back is the same amount; an amount that Stripe cannot carry exactly is declined, never rounded. Source:
Stripe's page on currencies, with its special cases.
"""

from __future__ import annotations

from amends.core.errors import MoneyInvalid
from amends.core.money import digits_of, format_amount
from amends.ports.payments import PaymentDeclined

# Digits after the point in Stripe's amounts, where they are not ISO 4217's.
_DIGITS = {
    "ISK": 2,  # none in ISO 4217; kept at two for old integrations, in whole units only
    "UGX": 2,  # likewise
    "MGA": 0,  # two in ISO 4217
}
# Only these reach the last of three digits as zero: the card networks carry no more than two.
_STEP = {**dict.fromkeys(("BHD", "JOD", "KWD", "OMR", "TND"), 10), "ISK": 100, "UGX": 100}
# Stripe takes no payments in these and says nothing of their digits; guessing could be wrong a thousandfold.
_UNKNOWN = frozenset({"CLF", "IQD", "LYD", "UYI", "UYW"})


def to_provider(amount_minor: int, currency: str) -> int:
    """This function will return the amount as Stripe writes it, or raise `PaymentDeclined` where it cannot."""
    up, down = _scale(currency)
    scaled, rest = divmod(amount_minor * up, down)
    if rest or scaled % _STEP.get(currency, 1):
        raise PaymentDeclined(
            f"{format_amount(amount_minor, currency)} {currency} is finer than the provider can pay.",
            reason="amount_too_fine",
            hint="Choose an amount that ends in zero.",
        )
    return scaled


def from_provider(amount: int, currency: str) -> int:
    """This function will return Stripe's amount in minor units; `currency` as Stripe writes it, in small letters."""
    up, down = _scale(currency.upper())
    minor, rest = divmod(amount * down, up)
    if rest:
        raise PaymentDeclined(
            f"the provider says {amount} in {currency.upper()}, which is no whole number of its smallest unit.",
            reason="amount_too_fine",
            hint="Settle this payment at the provider by hand.",
        )
    return minor


def _scale(currency: str) -> tuple[int, int]:
    if currency in _UNKNOWN:
        raise PaymentDeclined(f"Stripe takes no payments in {currency}.", reason="currency_not_supported")
    try:
        ours = digits_of(currency)
    except MoneyInvalid as error:
        raise PaymentDeclined(error.what, reason="currency_not_supported", hint=error.hint) from error
    theirs = _DIGITS.get(currency, ours)
    return 10 ** max(0, theirs - ours), 10 ** max(0, ours - theirs)
