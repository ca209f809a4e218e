"""Money: integer minor units with a currency, never a float.

Laws: parts always sum to the whole (`allocate`); amounts of two currencies never mix.
"""

from __future__ import annotations

from amends.core.errors import MoneyInvalid


def digits_of(currency: str) -> int:
    """This function will return how many decimal digits the currency has (ISO 4217)."""
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise MoneyInvalid(f"`{currency}` is no currency.", hint="Write an ISO 4217 code such as `USD`.")
    return {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3}.get(currency, 2)


def parse_amount(text: str, currency: str) -> int:
    """This function will read `40.00` (or `40`) as minor units of the currency; finer than its smallest coin is an error."""
    digits = digits_of(currency)
    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, fraction = body.partition(".")
    good = whole.isascii() and whole.isdigit() and (fraction.isascii() and fraction.isdigit() or not fraction and "." not in body)
    if not good or len(fraction) > digits:
        raise MoneyInvalid(f"`{text}` is no amount in {currency}.", hint=f"Write it with at most {digits} digits after the point.")
    return sign * int(whole + fraction.ljust(digits, "0"))


def format_amount(minor: int, currency: str) -> str:
    """This function will write minor units as `40.00`, without sign of the currency, for data and terminals."""
    digits = digits_of(currency)
    body = str(abs(minor)).rjust(digits + 1, "0")
    return ("-" if minor < 0 else "") + (f"{body[:-digits]}.{body[-digits:]}" if digits else body)
