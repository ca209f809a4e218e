"""The values of one row: each found by its field, read as what it should be, every problem noted with its field.

Laws: an amount is read exactly or not at all; what is not there is unknown, never zero.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from amends.core.dates import FIRST_DAY, LAST_DAY, NOT_YET, Instant, Moment, instant_of, local_day, parse_instant
from amends.core.errors import AmendsError, did_you_mean
from amends.core.money import parse_amount
from amends.imports.mapping import FieldOf, ImportMapping, MaybeField, Source
from amends.imports.rows import LONGEST_TEXT

Raw = Any
SYMBOLS = {"$": "USD CAD AUD NZD SGD HKD MXN", "€": "EUR", "£": "GBP", "¥": "JPY CNY"}
YES = {"true", "yes", "y", "1"}
NO = {"false", "no", "n", "0"}
_CODE = re.compile(r"^([A-Z]{3}|[$€£¥])?\s*(.*?)\s*([A-Z]{3}|[$€£¥])?$", re.DOTALL)
_DIGITS = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?", re.ASCII)
_OFFSET = re.compile(r"\s+([+-]\d{2}:?\d{2})$")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the texts of a file are read."""

    currency: str
    zone: ZoneInfo
    minor: bool
    decimal_mark: str = "."

    @classmethod
    def of(cls, mapping: ImportMapping, currency: str, zone: ZoneInfo) -> Settings:
        """This function will return the settings of a mapping for a shop of that currency and zone."""
        own = ZoneInfo(mapping.zone) if mapping.zone else zone
        return cls(currency, own, mapping.amounts == "minor", mapping.decimal_mark)


class Unreadable(Exception):
    """A value is not what its field should be; turned into a fault with its place before anybody sees it."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a row."""

    field: str
    what: str
    hint: str = ""
    line: int = 0


class Cells:
    """Reads the values of one row and collects what is wrong with them."""

    __slots__ = ("faults", "settings", "values", "where")

    def __init__(self, values: Mapping[str, Raw], settings: Settings, faults: list[Fault], where: str = "") -> None:
        self.values = values
        self.settings = settings
        self.faults = faults
        self.where = where

    def inside(self, values: Mapping[str, Raw], where: str) -> Cells:
        """This function will return the cells of a part of the row; problems go to the same list."""
        return Cells(values, self.settings, self.faults, f"{self.where}{where}.")

    def parts(self, key: str) -> list[Cells]:
        """This function will return the cells of every entry of a list of mappings."""
        raw = lookup(self.values, key)
        if raw is None:
            return []
        if not isinstance(raw, list) or not all(isinstance(one, Mapping) for one in raw):
            self.fault(key, f"`{key}` is no list of entries with names.")
            return []
        return [self.inside(one, f"{key}[{place}]") for place, one in enumerate(raw)]

    def fault(self, field: str, what: str, hint: str = "") -> None:
        """This function will note a problem with a field."""
        self.faults.append(Fault(f"{self.where}{field}", what, hint))

    def raw(self, spec: MaybeField) -> Raw:
        """This function will return the value as the file has it; empty text is nothing."""
        if spec is None:
            return None
        if isinstance(spec, str):
            value = lookup(self.values, spec)
            return value if value != "" else None
        return self._sourced(spec)

    def _sourced(self, spec: Source) -> Raw:
        if any(str(lookup(self.values, name)) not in wanted for name, wanted in spec.only_if.items()):
            return None
        if spec.value is not None:
            return spec.value
        value = self._found(spec)
        if value is None:
            return None
        if spec.pattern:
            match = _compiled(spec.pattern).search(str(value))
            value = (match.group(1) if match.re.groups else match.group()) if match else None
        if not spec.values or value is None:
            return value
        if str(value) in spec.values:
            return spec.values[str(value)]
        if spec.otherwise is None:
            hint = did_you_mean(str(value), spec.values)
            raise Unreadable(f"`{_short(value)}` is none of the words of the mapping.", hint)
        return spec.otherwise

    def _found(self, spec: Source) -> Raw:
        if spec.first_of:
            each = (lookup(self.values, name) for name in spec.first_of)
            return next((one for one in each if one not in (None, "")), None)
        if isinstance(spec.from_, str):
            value = lookup(self.values, spec.from_)
            return value if value != "" else None
        found = [lookup(self.values, name) for name in spec.from_]
        said = [str(one) for one in found if one not in (None, "")]
        return spec.join.join(said) or None

    def text(self, field: str, spec: MaybeField) -> str:
        """This function will return a text, trimmed; nothing is the empty text."""
        if spec is None:
            return ""
        try:
            return clean(self.raw(spec))
        except Unreadable as error:
            self.fault(field, error.what, error.hint)
            return ""

    def texts(self, field: str, spec: MaybeField) -> tuple[str, ...]:
        """This function will return several words: a list of the file, or one text split as the mapping says."""
        if spec is None:
            return ()
        try:
            raw = self.raw(spec)
            if isinstance(raw, list):
                return tuple(clean(one) for one in raw)
            parts = clean(raw).split(spec.split) if isinstance(spec, Source) and spec.split else [clean(raw)]
        except Unreadable as error:
            self.fault(field, error.what, error.hint)
            return ()
        return tuple(part.strip() for part in parts if part.strip())

    def amount(self, field: str, spec: MaybeField, *, below_zero: bool = False) -> int | None:
        """This function will return an amount in minor units, or nothing where the file has none."""
        if spec is None:
            return None
        try:
            raw = self.raw(spec)
            minor = None if raw is None else read_amount(raw, self.settings)
        except Unreadable as error:
            self.fault(field, error.what, error.hint)
            return None
        if minor is not None and minor < 0 and not below_zero:
            self.fault(field, f"`{_short(raw)}` is below zero.", "Write amounts without a sign.")
            return None
        return minor

    def whole(self, field: str, spec: MaybeField) -> int | None:
        """This function will return a whole number from 0, or nothing."""
        if spec is None:
            return None
        try:
            raw = self.raw(spec)
            number = None if raw is None else read_whole(raw)
        except Unreadable as error:
            self.fault(field, error.what, error.hint)
            return None
        if number is not None and number < 0:
            self.fault(field, f"`{_short(raw)}` is below zero.", "Write a whole number from 0.")
            return None
        return number

    def flag(self, field: str, spec: MaybeField) -> bool | None:
        """This function will return yes or no, or nothing."""
        if spec is None:
            return None
        try:
            raw = self.raw(spec)
            if raw is None or isinstance(raw, bool):
                return raw
            word = clean(raw).lower()
        except Unreadable as error:
            self.fault(field, error.what, error.hint)
            return None
        if word in YES or word in NO:
            return word in YES
        self.fault(field, f"`{_short(raw)}` is neither yes nor no.", "Write `true` or `false`.")
        return None

    def moment(self, field: str, spec: MaybeField) -> Moment:
        """This function will return a moment, `NOT_YET` where the mapping says so of an empty one, or nothing."""
        if spec is None:
            return None
        try:
            raw = self.raw(spec)
            if raw is None:
                return NOT_YET if isinstance(spec, Source) and spec.empty == "not_yet" else None
            return read_moment(clean(raw), self.settings.zone, spec.format if isinstance(spec, Source) else "")
        except Unreadable as error:
            self.fault(field, error.what, error.hint)
            return None

    def attributes(self, specs: Mapping[str, FieldOf]) -> dict[str, str | int | bool]:
        """This function will return the attributes that the row says."""
        found: dict[str, str | int | bool] = {}
        for name, spec in specs.items():
            try:
                raw = self.raw(spec)
                if raw is not None:
                    found[name] = raw if isinstance(raw, bool | int) else clean(raw)
            except Unreadable as error:
                self.fault(name, error.what, error.hint)
        return found


def lookup(values: Mapping[str, Raw], path: str) -> Raw:
    """This function will return what stands under the name, or under the dotted path, or nothing."""
    found = values.get(path)
    if found is not None or "." not in path:
        return found
    inside: Raw = values
    for part in path.split("."):
        if not isinstance(inside, Mapping) or part not in inside:
            return None
        inside = inside[part]
    return inside


def clean(raw: Raw) -> str:
    """This function will return the value as text that a database can hold, or raise `Unreadable`."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        text = raw.strip()
    elif isinstance(raw, bool):
        text = "true" if raw else "false"
    elif isinstance(raw, int | Decimal):
        text = str(raw)
    else:
        hint = "Name one of its parts: `address.zip`."
        raise Unreadable("this is no text but something with parts of its own.", hint)
    if len(text) > LONGEST_TEXT:
        hint = "A quotation mark may be missing."
        raise Unreadable(f"this text has {len(text)} characters; {LONGEST_TEXT} is the most.", hint)
    if "\0" in text:
        raise Unreadable("this text has a null character in it.", "The file may be damaged, or in another encoding.")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            hint = "The file may be damaged, or in another encoding."
            raise Unreadable("this text has half a character in it.", hint) from error
    return text


def read_amount(raw: Raw, settings: Settings) -> int:
    """This function will return an amount in minor units, or raise `Unreadable`."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise Unreadable("this is no amount.", "Write it in digits, such as `40.00`.")
    # `format` would send a whole number through a float; a Decimal it writes out exactly.
    text = _plain(raw, settings) if isinstance(raw, str) else str(raw) if isinstance(raw, int) else format(raw, "f")
    if settings.minor:
        if not re.fullmatch(r"-?\d{1,15}", text):
            raise Unreadable(f"`{_short(raw)}` is no whole number of cents.", "The mapping says `amounts: minor`.")
        return int(text)
    whole, point, fraction = text.partition(".")
    try:
        # 40.1000 is 40.10; a fraction finer than the smallest coin stays an error.
        return parse_amount(whole + point + fraction.rstrip("0") if fraction.rstrip("0") else whole, settings.currency)
    except AmendsError as error:
        raise Unreadable(f"`{_short(raw)}` is no amount in {settings.currency}.", error.hint) from error


def _plain(text: str, settings: Settings) -> str:
    """The digits of an amount as people write it: `$1,234.50`, `1.234,50 €`."""
    if settings.decimal_mark == "." and _DIGITS.fullmatch(text):
        return text
    match = _CODE.fullmatch(clean(text))
    before, body, after = match.groups() if match else ("", text, "")
    for sign in (before, after):
        if sign and settings.currency not in SYMBOLS.get(sign, sign).split():
            raise Unreadable(f"`{_short(text)}` is no amount in {settings.currency}.", "The shop has one currency.")
    mark = settings.decimal_mark
    thousands = "," if mark == "." else r"\."
    groups = rf"-?\d{{1,3}}(?:(?:{thousands}|[  ' ])\d{{3}})+(?:{re.escape(mark)}\d+)?"
    if re.fullmatch(groups, body):
        body = re.sub(rf"(?:{thousands}|[  ' ])", "", body)
    elif not re.fullmatch(rf"-?\d+(?:{re.escape(mark)}\d+)?", body):
        raise Unreadable(f"`{_short(text)}` is no amount.", f"Write it in digits, such as `40{mark}00`.")
    return body.replace(mark, ".")


def read_whole(raw: Raw) -> int:
    """This function will return a whole number, or raise `Unreadable`."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        number = raw
    elif isinstance(raw, str | Decimal) and re.fullmatch(r"\s*-?\d{1,12}(\.0*)?\s*", str(raw)):
        number = int(str(raw).partition(".")[0])
    else:
        raise Unreadable(f"`{_short(raw)}` is no whole number.")
    if abs(number) > 10**12:
        raise Unreadable(f"`{_short(raw)}` is too large a number.")
    return number


def read_moment(text: str, zone: ZoneInfo, form: str = "") -> Moment:
    """This function will return an instant; without an offset the text is local time of the zone."""
    if text == "not_yet":
        return NOT_YET
    try:
        if form:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added in the next line
            instant = instant_of(moment if moment.tzinfo else moment.replace(tzinfo=zone))
        else:
            written = f"{text[:-4]}Z" if text.endswith(" UTC") else _OFFSET.sub(r"\1", text)
            instant = parse_instant(written, zone)
    except (AmendsError, ValueError, OverflowError) as error:
        told = "Write it as `2023-03-10T14:30:00`, or give the mapping a `format`."
        hint = f"The mapping says `{form}`." if form else told
        raise Unreadable(f"`{_short(text)}` is no date and time.", hint) from error
    if not _is_inside(instant, zone):
        hint = "Leave a date that nobody knows empty."
        raise Unreadable(f"`{_short(text)}` lies outside the years 1900 to 9990.", hint)
    return instant


def _is_inside(instant: Instant, zone: ZoneInfo) -> bool:
    try:
        return FIRST_DAY <= local_day(instant, zone) <= LAST_DAY
    except (AmendsError, OverflowError, ValueError):  # beyond what a date can be
        return False


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise Unreadable(f"the mapping's pattern `{_short(pattern)}` is no regular expression.") from error


def _short(raw: Raw) -> str:
    text = str(raw)
    return text if len(text) <= 40 else f"{text[:37]}..."
