"""How a language writes days, moments, amounts and numbers. Here is how this project writes them in English.

Other languages are handed in from outside, where their rules are known. Laws: what is written depends on the language
alone; an amount is written exactly, to the smallest coin.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from amends.core.money import format_amount

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOMENT = "{day}, {minute}"  # how a day and its minute stand together
SIGNS: Mapping[str, str] = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CAD": "CA$", "AUD": "A$"}


class Formats(Protocol):
    """What a language has to say about figures."""

    @property
    def language(self) -> str:
        """This property will hold the language's code, such as `en` or `de`."""

    @property
    def is_rtl(self) -> bool:
        """This property will say whether the language is written from right to left."""

    def day(self, day: date, *, with_year: bool = True) -> str:
        """This function will write a day with its weekday: `Friday 14 April 2023`."""

    def day_alone(self, day: date) -> str:
        """This function will write a day without its weekday: `14 April 2023`."""

    def moment(self, moment: datetime) -> str:
        """This function will write a day and the minute of it."""

    def minute(self, moment: datetime) -> str:
        """This function will write the minute of a day: `16:30`."""

    def amount(self, minor: int, currency: str) -> str:
        """This function will write an amount that is given in minor units."""

    def number(self, number: Decimal) -> str:
        """This function will write an exact number without needless zeros."""


class English:
    """English as this project writes it: `Friday 14 April 2023`, `$1,234.56`."""

    language = "en"
    is_rtl = False

    def day(self, day: date, *, with_year: bool = True) -> str:
        """This function will write a day as `Friday 14 April 2023`."""
        written = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
        return f"{written} {day.year}" if with_year else written

    def day_alone(self, day: date) -> str:
        """This function will write a day as `14 April 2023`."""
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def moment(self, moment: datetime) -> str:
        """This function will write a moment as `Friday 14 April 2023, 16:30`."""
        return MOMENT.format(day=self.day(moment), minute=self.minute(moment))

    def minute(self, moment: datetime) -> str:
        """This function will write the minute of a day as `16:30`."""
        return f"{moment.hour:02d}:{moment.minute:02d}"

    def amount(self, minor: int, currency: str) -> str:
        """This function will write an amount with the sign of its currency, or its code where there is no sign."""
        whole, point, fraction = format_amount(abs(minor), currency).partition(".")
        text = f"{int(whole):,}{point}{fraction}"
        minus = "-" if minor < 0 else ""
        sign = SIGNS.get(currency)
        return f"{minus}{sign}{text}" if sign else f"{minus}{text} {currency}"

    def number(self, number: Decimal) -> str:
        """This function will write an exact number without needless zeros."""
        return f"{number.normalize():f}"
