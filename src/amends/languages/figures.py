"""How a language writes days, moments, amounts and numbers, by the tables of the world's locales.

Laws: an amount is exact to its smallest coin, never rounded; the same moment gives the same text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal

from amends.core.formats import MOMENT
from amends.core.money import digits_of
from amends.core.texts import Translate

_YEAR_AT_THE_END = re.compile(r"[\s,]*(?:'[^']*'\s*)?y+$")
_NO_COMMA = frozenset({"es"})  # within a sentence: `hasta el viernes 14 de abril`
_FIRST_OF_MONTH: Mapping[str, tuple[str, str]] = {"fr": (" 1 ", " 1er ")}  # which the tables do not know


class Figures:
    """One language's figures."""

    def __init__(self, code: str, translate: Translate) -> None:
        self.language = code
        self._locale = _locale(code)
        self.is_rtl = self._locale.character_order == "right-to-left"
        self._moment = translate("formats.moment", MOMENT)
        whole = str(self._locale.date_formats["full"].pattern)
        if self._locale.language in _NO_COMMA:
            whole = whole.replace(",", "")
        self._whole, self._short = whole, _YEAR_AT_THE_END.sub("", whole)
        self._days = lru_cache(maxsize=2_000)(self._day)

    def day(self, day: date, *, with_year: bool = True) -> str:
        """This function will write a day with its weekday."""
        return self._days(day.toordinal(), with_year)

    def _day(self, day: int, with_year: bool) -> str:
        return self._written(date.fromordinal(day), self._whole if with_year else self._short)

    def day_alone(self, day: date) -> str:
        """This function will write a day without its weekday."""
        return self._written(day, "long")

    def _written(self, day: date, form: str) -> str:
        text = format_date(day, form, locale=self._locale)
        plain, first = _FIRST_OF_MONTH.get(self._locale.language, ("", ""))
        return f" {text}".replace(plain, first, 1).strip() if plain and day.day == 1 else text

    def moment(self, moment: datetime) -> str:
        """This function will write a day and the minute of it."""
        return self._moment.format(day=self.day(moment), minute=self.minute(moment))

    def minute(self, moment: datetime) -> str:
        """This function will write the minute of a day on the clock of 24 hours."""
        return str(format_skeleton("Hm", moment.replace(tzinfo=None), locale=self._locale))

    def amount(self, minor: int, currency: str) -> str:
        """This function will write an amount with its currency where the language puts it."""
        number = Decimal(minor).scaleb(-digits_of(currency))
        return str(
            format_currency(number, currency, locale=self._locale, decimal_quantization=False)
            if digits_of(currency)
            else format_currency(number, currency, locale=self._locale)
        )

    def number(self, number: Decimal) -> str:
        """This function will write an exact number without needless zeros."""
        return str(format_decimal(number.normalize(), locale=self._locale, decimal_quantization=False))


def place_named(place: str, language: str) -> str:
    """This function will name a country as a language does, such as `Germany (DE)`; of its parts the code alone."""
    name = _locale(language).territories.get(place.partition("-")[0])
    return f"{name} ({place})" if name else place


def _locale(code: str) -> Locale:
    """The language's tables, or those of English for one that the world's tables do not have."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
