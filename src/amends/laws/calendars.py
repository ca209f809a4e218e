"""The public holidays of countries, as the data that the core counts business days with."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from amends.core.dates import Calendar
from amends.core.errors import FactInvalid

FIRST_YEAR, LAST_YEAR = 1990, 2060


@lru_cache(maxsize=64)
def calendar_for(country: str) -> Calendar:
    """This function will return the public holidays of the country (two letters), or raise `FactInvalid`."""
    import holidays  # noqa: PLC0415 - slow to import, and only business days need it

    try:
        days = holidays.country_holidays(country, years=range(FIRST_YEAR, LAST_YEAR + 1))
    except NotImplementedError as error:
        hint = "Use `days` instead of `business_days`, or write the country's two letters, such as `US`."
        raise FactInvalid(f"the public holidays of `{country}` are not known.", hint=hint) from error
    return Calendar(
        holidays=frozenset(day.toordinal() for day in days),
        first_day=date(FIRST_YEAR, 1, 1).toordinal(),
        last_day=date(LAST_YEAR, 12, 31).toordinal(),
    )
