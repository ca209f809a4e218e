"""The vocabulary of facts: every thing a clause may ask about, with its kind, its values and its question.

A fact set (`Facts`) is a flat mapping from dotted names to normalised values: booleans, strings, integers of minor
units, `Decimal` numbers, `Instant` moments or `NOT_YET`, frozen sets of marks. A name that is absent is unknown.
A shop adds facts of its own in its policy file (`item.carat`); the kinds are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from amends.core.dates import NOT_YET, parse_instant
from amends.core.errors import AmendsError, FactInvalid, MoneyInvalid, Place, did_you_mean
from amends.core.money import parse_amount

Facts = Mapping[str, Any]
_IN_A_CURRENCY = re.compile(r"([A-Z]{3}) ?(-?[0-9.,]+)|(-?[0-9.,]+) ?([A-Z]{3})", re.ASCII)


class Kind(Enum):
    """What sort of value a fact has."""

    FLAG = "flag"  # true or false
    CHOICE = "choice"  # one of the listed values
    TEXT = "text"
    COUNT = "count"  # a whole number from 0
    NUMBER = "number"  # an exact decimal: millimetres, carats, percent
    MONEY = "money"  # written "40.00", kept in minor units of the shop's currency
    MOMENT = "moment"  # a date and time, or not_yet
    MARKS = "marks"  # a set of words


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the vocabulary."""

    name: str
    kind: Kind
    about: str  # what it is, for the language reference
    values: tuple[str, ...] = ()  # for CHOICE
    absent: Any = None  # the value that absence means; None: absence is "unknown"
    ask: str = ""  # the question a customer can answer; empty: the shop's data must say it


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts that one policy may use."""

    facts: Mapping[str, Fact]

    def find(self, name: str) -> Fact:
        """This function will return the fact of that name; counters (`used.order.exchange`) need no entry."""
        fact = self.facts.get(name)
        if fact is None and is_counter(name):
            fact = Fact(name, Kind.COUNT, "how often this was used before", absent=0)
        if fact is None:
            raise FactInvalid(
                f"there is no fact `{name}`.", place=Place(field=name), hint=did_you_mean(name, self.facts)
            )
        return fact

    def with_facts(self, own: Mapping[str, Fact]) -> Vocabulary:
        """This function will return the vocabulary with a shop's own facts added (or reworded)."""
        return Vocabulary({**self.facts, **own})


def is_counter(name: str) -> bool:
    """This function will say whether the name counts uses: `used.<order|line|customer>.<benefit>`."""
    parts = name.split(".")
    return len(parts) == 3 and parts[0] == "used" and parts[1] in {"order", "line", "customer"} and bool(parts[2])


def read_facts(raw: Mapping[str, Any], vocabulary: Vocabulary, zone: ZoneInfo, currency: str) -> dict[str, Any]:
    """This function will read nested or dotted facts as JSON or YAML gives them, and raise on the first that is wrong.

    `{"item": {"category": "ring"}}` and `{"item.category": "ring"}` are the same. Money is written in major units.
    """
    facts: dict[str, Any] = {}
    for name, value in _flat(raw, vocabulary, ""):
        if value is None:
            continue
        fact = vocabulary.find(name)
        try:
            facts[name] = read_value(fact, value, zone, currency)
        except AmendsError as error:
            raise FactInvalid(error.what, place=replace(error.place, field=name), hint=error.hint) from error
    return facts


def _flat(raw: Mapping[str, Any], vocabulary: Vocabulary, prefix: str) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for key, value in raw.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            pairs.extend(_flat(value, vocabulary, f"{name}."))
        else:
            pairs.append((name, value))
    return pairs


def read_value(fact: Fact, value: Any, zone: ZoneInfo, currency: str) -> Any:
    """This function will return the value normalised to the fact's kind, or raise `FactInvalid`."""
    match fact.kind:
        case Kind.FLAG if isinstance(value, bool):
            return value
        case Kind.CHOICE if isinstance(value, str):
            if value in fact.values:
                return value
            raise FactInvalid(
                f"`{value}` is no value of `{fact.name}`.", hint=did_you_mean(value, fact.values) or _one_of(fact)
            )
        case Kind.TEXT if isinstance(value, str):
            return value
        case Kind.COUNT if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        case Kind.NUMBER if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            return _number(value)
        case Kind.MONEY if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            return read_amount(str(value), currency)
        case Kind.MOMENT if value == "not_yet" or value is NOT_YET:
            return NOT_YET
        case Kind.MOMENT if isinstance(value, str):
            return parse_instant(value, zone)
        case Kind.MARKS if isinstance(value, list | tuple | frozenset | set) and all(
            isinstance(mark, str) for mark in value
        ):
            return frozenset(value)
    raise FactInvalid(f"`{value}` is not {_EXPECTED[fact.kind]}.")


def read_amount(text: str, currency: str) -> int:
    """This function will read `40.00`, `40.00 USD` or `USD 40.00` as minor units of the shop's currency.

    An amount in another currency, or below nothing, raises `MoneyInvalid`.
    """
    said = _IN_A_CURRENCY.fullmatch(text)
    digits, named = (text, currency) if said is None else (said[2] or said[3], said[1] or said[4])
    if named != currency:
        what = f"`{text[:40]}` is an amount in {named}, but the shop's currency is {currency}."
        raise MoneyInvalid(what, hint=f"Write every amount in {currency}.")
    minor = parse_amount(digits, currency)
    if minor < 0:
        raise MoneyInvalid(f"`{text[:40]}` is below nothing.", hint="Write an amount from 0.")
    return minor


def _number(value: str | int | Decimal) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise FactInvalid(f"`{value}` is no number.")
    return number


def _one_of(fact: Fact) -> str:
    return "It is one of " + ", ".join(f"`{value}`" for value in fact.values) + "."


_EXPECTED = {
    Kind.FLAG: "`true` or `false`",
    Kind.CHOICE: "one of the listed values",
    Kind.TEXT: "a text",
    Kind.COUNT: "a whole number from 0",
    Kind.NUMBER: "an exact number (write `0.5` in quotes where the file allows fractions only as text)",
    Kind.MONEY: "an amount such as `40.00`",
    Kind.MOMENT: "a date and time such as `2023-03-10T14:30:00`, or `not_yet`",
    Kind.MARKS: "a list of words",
}
