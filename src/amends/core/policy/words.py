"""The small words of the language: amounts, percentages, days, whole numbers and lists, as people write them.

Pydantic's own readings are too obliging for a policy: it would take `true` for 1, `0` for 1970, `30.0` for 30.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from amends.core.dates import FIRST_DAY, LAST_DAY

_BREAKS = "\n\r\t"
_BREAK = re.compile(rf"[ ]*[{_BREAKS}][ {_BREAKS}]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_OUTSIDE = "a date lies outside the years 1900 to 9990."


def read_day(raw: object) -> date:
    """This function will read a day written `2023-11-01`, or raise `ValueError` with the reason."""
    if isinstance(raw, str) and _DAY.fullmatch(raw):
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            raise ValueError(f"there is no day `{raw}` in the calendar.") from None
        if not FIRST_DAY <= day.toordinal() <= LAST_DAY:
            raise ValueError(_OUTSIDE)
        return day
    raise ValueError(f"{shown(raw)} is no day. Write it as `2023-11-01`.")


def one_line(text: str) -> str:
    """This function will return a text as it stands on one line: a line that begins in a name is nobody's own."""
    return _BREAK.sub(" ", text.strip(_BREAKS)) if any(sign in text for sign in _BREAKS) else text


def shown(raw: object) -> str:
    """This function will return what was written, in backticks and not too long; a whole part only by its kind."""
    if isinstance(raw, dict):
        return "a mapping" if raw else "an empty mapping"
    if isinstance(raw, list):
        return "a list" if raw else "an empty list"
    if raw is None:
        return "nothing"
    text = str(raw).lower() if isinstance(raw, bool) else " ".join(str(raw).split())
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}...`"


def _fault(what: str) -> PydanticCustomError:
    return PydanticCustomError("said", "{said}", {"said": what})


def _day(raw: Any) -> date:
    try:
        return read_day(raw)
    except ValueError as error:
        raise _fault(str(error)) from error


def _whole(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise _fault(f"{shown(raw)} is no whole number.")
    return raw


def _percent(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise _fault(f"{shown(raw)} is no percentage. Write a number from 0 to 100, such as `15` or `12.5`.")
    return Decimal(raw)


def _amount(raw: Any) -> str:
    """The amount as text; the shop's currency is needed to read it, and the model does not know it."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise _fault(f"{shown(raw)} is no amount. Write it in digits, such as `40.00`.")
    return str(raw)


def _name(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal) or raw == "":
        raise _fault(f'{shown(raw)} is no name. Write it in quotes, such as `"2024"`.')
    return one_line(str(raw))


Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2023-11-01"]})
]
Whole = Annotated[int, BeforeValidator(_whole), Field(ge=0)]
Percent = Annotated[
    Decimal,
    BeforeValidator(_percent),
    Field(ge=0, le=100),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
Amount = Annotated[
    str,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": r"^([A-Z]{3} ?)?[0-9]+(\.[0-9]+)?( ?[A-Z]{3})?$"},
            ],
            "examples": ["6.00", "6.00 USD"],
        }
    ),
]
Name = Annotated[str, BeforeValidator(_name), WithJsonSchema({"type": ["string", "number"]})]
Line = Annotated[str, AfterValidator(one_line)]


def ListOf(word: Any, *, every: bool = False) -> BeforeValidator:  # noqa: N802 - reads as a type where it is used
    """This function will return the reading of a list: one word may stand alone and, if asked, `all` for all."""
    words = get_args(word) if every else ()

    def read(raw: Any) -> Any:
        if every and raw == "all":
            return list(words)
        if not isinstance(raw, list):
            return [raw] if isinstance(raw, str) else raw
        if every and not raw:
            raise _fault(f"the list is empty. Name one or more of {', '.join(f'`{one}`' for one in words)}, or `all`.")
        return raw

    return BeforeValidator(read, json_schema_input_type=_written(word, every=every))


def _written(word: Any, *, every: bool) -> Any:
    return list[word] | word | Literal["all"] if every else list[word] | word
