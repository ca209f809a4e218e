"""The numbers of an English sentence, each by its sort: lengths of time, amounts, percentages, days of a year, times.

What is not understood is left out, so a sentence in another language says no lengths and no days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS: Final = {
    **{word: number for number, word in enumerate(ONES)},
    **{word: 10 * number for number, word in enumerate(TENS, 2)},
    **{f"{ten}-{one}": 10 * tens + ones for tens, ten in enumerate(TENS, 2) for ones, one in enumerate(ONES[1:10], 1)},
}
MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()  # fmt: skip
UNITS: Final = {  # what follows a number, its unit, and how many of that
    "hour": ("hours", 1), "calendar day": ("days", 1), "day": ("days", 1), "business day": ("business_days", 1),
    "working day": ("business_days", 1), "week": ("days", 7), "month": ("months", 1), "year": ("years", 1),
}  # fmt: skip
_NUMBER = r"(?P<number>[0-9]{1,6}|" + "|".join(sorted(WORDS, key=len, reverse=True)) + r"|an?)"
_TIME = re.compile(rf"\b{_NUMBER}[ -](?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})s?\b", re.IGNORECASE)
_COINS = re.compile(r"[.,]([0-9]{1,2})$")
_SUM = r"[0-9]+(?:[.,][0-9]+)*"
_SIGN = r"[$€£¥]|[A-Z]{2}\$"
_PERCENT = re.compile(r"(?<![0-9.,])([0-9]{1,3}(?:[.,][0-9]+)?) ?(?:%|per ?cent\b)", re.IGNORECASE)
_OTHER_UNIT = re.compile(r"[ -]?(?:%|per ?cent|[mck]m\b|k?g\b|carats?\b|inch)", re.IGNORECASE)
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_DATES = (
    re.compile(rf"\b{_DAY}(?: of)? {_MONTH}\b(?:,? (?P<year>20[0-9]{{2}}))?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} {_DAY}\b(?:,? (?P<year>20[0-9]{{2}}))?", re.IGNORECASE),
)
_COUNTED = "times|exchanges?|swaps?|returns?|refunds?|repairs?|changes?"
_COUNT = re.compile(rf"\b{_NUMBER} (?:[a-z]+ )?(?:{_COUNTED})\b|\b(?P<word>once|twice)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as the sentence has it; `is_vague` where it is "a month", which may be said of anything."""

    amount: int
    unit: str
    text: str
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of a year, or of every year."""

    month: int
    day: int
    year: int | None
    text: str


def lengths_in(sentence: str) -> Iterator[Length]:
    """This function will return the lengths of time that a sentence names."""
    for found in _TIME.finditer(sentence):
        unit, times = UNITS[found["unit"].lower()]
        number = _number(found["number"])
        yield Length((number or 1) * times, unit, found[0].lower(), number is None)
    if re.search(r"\bfortnight\b", sentence, re.IGNORECASE):
        yield Length(14, "days", "a fortnight", is_vague=True)


def amounts_in(sentence: str, currency: str, digits: int) -> Iterator[tuple[Decimal, str]]:
    """This function will return the amounts of money: with all their decimals, or beside a sign of a currency."""
    money = re.compile(rf"(?P<sign>{_SIGN})? ?(?<![0-9.,])(?P<sum>{_SUM})(?P<code> ?(?:{currency}\b|[€£¥]))?")
    for found in money.finditer(sentence):
        coins = _COINS.search(found["sum"])
        is_whole = coins is None or len(coins[1]) != digits
        if (is_whole and not found["sign"] and not found["code"]) or _OTHER_UNIT.match(sentence, found.end()):
            continue
        whole = re.sub("[.,]", "", found["sum"] if is_whole or coins is None else found["sum"][: coins.start()])
        yield Decimal(whole if is_whole or coins is None else f"{whole}.{coins[1]}"), found["sum"]


def percents_in(sentence: str) -> Iterator[tuple[Decimal, str]]:
    """This function will return the percentages that a sentence names."""
    for found in _PERCENT.finditer(sentence):
        yield Decimal(found[1].replace(",", ".")), found[0]


def days_in(sentence: str) -> Iterator[Dated]:
    """This function will return the days that a sentence names by their month."""
    for pattern in _DATES:
        for found in pattern.finditer(sentence):
            year = int(found["year"]) if found["year"] else None
            yield Dated(MONTHS.index(found["month"].lower()) + 1, int(found["day"]), year, found[0])


def counts_in(sentence: str) -> Iterator[tuple[int, str]]:
    """This function will return how often a sentence says that something may be had."""
    for found in _COUNT.finditer(sentence):
        number = ("once", "twice").index(found["word"].lower()) + 1 if found["word"] else _number(found["number"]) or 1
        yield number, found[0]


def _number(text: str) -> int | None:
    """The number; nothing where it is `a` or `an`."""
    return int(text) if text.isdigit() else WORDS.get(text.lower())
