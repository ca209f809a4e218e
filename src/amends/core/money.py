"""Money: integer minor units with a currency, never a float.

Laws: parts always sum to the whole (`allocate`), in every mode; rounding and allocating mirror the sign; text read and
written again is the same text. The rounding modes and the splits are described with worked tables in `docs/money.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import accumulate
from math import lcm

from amends.core.errors import MoneyInvalid, did_you_mean

# ISO 4217, the active codes and a few withdrawn ones that old orders still carry.
_CODES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
    CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
    SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED
    VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL
    """.split()
)
# ISO 4217 digits where they are not 2; other lists (CLDR, payment providers) differ and are translated at the edge.
_DIGITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
_LONGEST = 15  # digits of an amount: far above any order, far below what a 64-bit column holds


class Rounding(Enum):
    """How an exact amount becomes a whole one; every mode treats -x as the mirror of x."""

    HALF_UP = "half_up"  # to the nearest; a half goes away from zero
    HALF_EVEN = "half_even"  # to the nearest; a half goes to the even neighbour
    HALF_DOWN = "half_down"  # to the nearest; a half goes towards zero
    UP = "up"  # away from zero
    DOWN = "down"  # towards zero


class Split(Enum):
    """How an amount is divided so that the parts sum to it exactly."""

    LARGEST_REMAINDER = "largest_remainder"  # down, then one coin each to the largest remainders, first come first
    RUNNING = "running"  # each part is the difference of two rounded running totals
    FIRST_TAKES_REST = "first_takes_rest"  # down, then one coin each from the first part on
    LAST_TAKES_REST = "last_takes_rest"  # down, then all that is left to the last part
    ROUND_THEN_FIRST = "round_then_first"  # to the nearest, a half down; then corrected from the first on


def digits_of(currency: str) -> int:
    """This function will return how many decimal digits the currency has (ISO 4217)."""
    if currency not in _CODES:
        near = did_you_mean(str(currency).upper(), sorted(_CODES)) or "Write an ISO 4217 code such as `USD`."
        raise MoneyInvalid(f"`{currency}` is no currency.", hint=near)
    return _DIGITS.get(currency, 2)


def parse_amount(text: str, currency: str) -> int:
    """This function will read `40.00` (or `40`) as minor units; finer than the smallest coin is an error."""
    digits = digits_of(currency)
    sign, whole, fraction = _written(text, currency)
    if len(fraction) > digits:
        finest = f"at most {digits} digits after the point" if digits else "no digits after a point"
        raise MoneyInvalid(f"`{text}` is no amount in {currency}.", hint=f"Write it with {finest}.")
    return sign * int(whole + fraction.ljust(digits, "0"))


def exact_amount(text: str, currency: str) -> Fraction:
    """This function will read an amount as exact minor units, as fine as written: a unit price may be."""
    sign, whole, fraction = _written(text, currency)
    return sign * Fraction(int(whole + fraction) * 10 ** digits_of(currency), 10 ** len(fraction))


def _written(text: str, currency: str) -> tuple[int, str, str]:
    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, point, fraction = body.partition(".")
    good = body.isascii() and whole.isdigit() and (fraction.isdigit() if point else True)
    if not good or len(body) > _LONGEST + 1:
        raise MoneyInvalid(f"`{text[:40]}` is no amount in {currency}.", hint="Write it in digits, such as `40.00`.")
    return sign, whole, fraction


def format_amount(minor: int, currency: str) -> str:
    """This function will write minor units as `40.00`, without sign of the currency, for data and terminals."""
    digits = digits_of(currency)
    body = str(abs(minor)).rjust(digits + 1, "0")
    return ("-" if minor < 0 else "") + (f"{body[:-digits]}.{body[-digits:]}" if digits else body)


def rounded(exact: Fraction | int, mode: Rounding = Rounding.HALF_UP) -> int:
    """This function will return the exact number as a whole one."""
    return divided(exact.numerator, exact.denominator, mode)


def divided(number: int, by: int, mode: Rounding = Rounding.HALF_UP) -> int:
    """This function will return `number / by` as a whole number; `by` is above zero."""
    if number < 0:
        return -divided(-number, by, mode)
    whole, rest = divmod(number, by)
    if mode is Rounding.HALF_UP:
        return whole + (2 * rest >= by)
    if mode is Rounding.HALF_EVEN:
        return whole + (2 * rest + whole % 2 > by)
    if mode is Rounding.HALF_DOWN:
        return whole + (2 * rest > by)
    return whole + (mode is Rounding.UP and rest > 0)


def share(total: int, part: int | Fraction, whole: int | Fraction, mode: Rounding = Rounding.HALF_UP) -> int:
    """This function will return `total * part / whole`, rounded; nothing of nothing is nothing."""
    if not whole:
        return 0
    number, by = total * part, whole
    if isinstance(number, int) and isinstance(by, int):
        return divided(number, by, mode)
    return rounded(Fraction(number) / by, mode)


def percent_of(amount_minor: int, percent: Decimal | int) -> Fraction:
    """This function will return the exact share of an amount."""
    return amount_minor * Fraction(percent) / 100


def allocate(total: int, weights: Sequence[int | Fraction], mode: Split = Split.LARGEST_REMAINDER) -> tuple[int, ...]:
    """This function will divide the total by the weights so that the parts sum to it exactly.

    A weight of zero gets nothing. A negative total is the mirror of the positive one. No targets, a negative weight, or
    an amount to divide where every weight is zero raise `MoneyInvalid`.
    """
    if isinstance(total, bool) or not isinstance(total, int):
        raise MoneyInvalid(f"`{total}` is no amount in whole minor units.", hint="Round it first, with a named mode.")
    if not weights:
        raise MoneyInvalid("there is nobody to divide the amount among.", hint="Give at least one target.")
    if any(isinstance(weight, float) or weight < 0 for weight in weights):
        raise MoneyInvalid("an amount is divided by weights that are whole or exact, and not negative.")
    if total < 0:
        return tuple(-part for part in allocate(-total, weights, mode))
    scale = lcm(*(weight.denominator for weight in weights))
    scaled = [weight.numerator * (scale // weight.denominator) for weight in weights]
    whole = sum(scaled)
    if not whole or not total:
        if total:
            raise MoneyInvalid(
                "every weight is zero, so the amount belongs to nobody.", hint="Give one target a weight."
            )
        return (0,) * len(scaled)
    if mode is Split.RUNNING:
        ends = [share(total, running, whole) for running in accumulate(scaled)]
        return tuple(end - start for start, end in zip([0, *ends], ends, strict=False))
    return tuple(_corrected(total, scaled, whole, mode))


def _corrected(total: int, weights: Sequence[int], whole: int, mode: Split) -> list[int]:
    nearest = mode is Split.ROUND_THEN_FIRST
    parts = [divided(total * weight, whole, Rounding.HALF_DOWN if nearest else Rounding.DOWN) for weight in weights]
    rest = total - sum(parts)
    takers = [index for index, weight in enumerate(weights) if weight]
    if mode is Split.LAST_TAKES_REST:
        parts[takers[-1]] += rest
        return parts
    if mode is Split.LARGEST_REMAINDER:
        takers.sort(key=lambda index: total * weights[index] % whole, reverse=True)
    elif rest < 0:
        takers = [index for index in takers if parts[index]]
    for index in takers[: abs(rest)]:
        parts[index] += 1 if rest > 0 else -1
    return parts
