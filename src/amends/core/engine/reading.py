"""Requests read quickly: JSON bytes to facts, the same as `facts.read_facts` gives them.

The common forms are read by one small function for each fact. Whatever those do not take goes to `read_facts`, which
either reads it too or says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from amends.core.dates import NOT_YET, Instant, parse_instant
from amends.core.errors import FactInvalid, Place
from amends.core.facts import Fact, Kind, is_counter, read_amount, read_facts
from amends.core.policy.tree import Policy

Read = Callable[[bytes], tuple[dict[str, Any], Instant]]
_Quick = Callable[[Any], Any]
SHAPE = 'Write `{"facts": {...}, "at": "2023-04-01T12:00:00-04:00"}`.'


class _Otherwise(Exception):
    """The quick way does not take this."""


def reader_of(policy: Policy) -> Read:
    """This function will return the function that reads requests under a policy."""
    quick = _Quickly({name: _quick(fact, policy) for name, fact in policy.vocabulary.facts.items()})
    decoder = msgspec.json.Decoder(float_hook=Decimal)
    zone, currency = policy.shop.zone, policy.shop.currency

    def read(request: bytes) -> tuple[dict[str, Any], Instant]:
        try:
            asked = decoder.decode(request)
        except (msgspec.DecodeError, ValueError, ArithmeticError, RecursionError) as error:
            raise FactInvalid(f"the request is no JSON: {error}.", hint=SHAPE) from error
        raw, at = _parts(asked)
        moment = parse_instant(at, zone)
        try:
            return _flat(raw, "", quick, {}), moment
        except (_Otherwise, KeyError, TypeError, AttributeError):
            return read_facts(raw, policy.vocabulary, zone, currency), moment

    return read


class _Quickly(dict[str, _Quick]):
    """The readers by fact; counters are no entries of the vocabulary."""

    def __missing__(self, name: str) -> _Quick:
        if is_counter(name):
            return _count
        raise _Otherwise


def _parts(asked: Any) -> tuple[Mapping[str, Any], str]:
    if not isinstance(asked, dict) or asked.keys() != {"facts", "at"}:
        raise FactInvalid("the request does not have exactly `facts` and `at`.", hint=SHAPE)
    if not isinstance(asked["facts"], dict):
        raise FactInvalid("the facts are no mapping.", place=Place(field="facts"), hint=SHAPE)
    if not isinstance(asked["at"], str):
        raise FactInvalid("the moment is no text.", place=Place(field="at"), hint=SHAPE)
    return asked["facts"], asked["at"]


def _flat(raw: Mapping[str, Any], prefix: str, quick: Mapping[str, _Quick], facts: dict[str, Any]) -> dict[str, Any]:
    for key, value in raw.items():
        if value is None:
            continue
        name = prefix + key
        if value.__class__ is dict:
            _flat(value, f"{name}.", quick, facts)
        else:
            facts[name] = quick[name](value)
    return facts


def _quick(fact: Fact, policy: Policy) -> _Quick:
    zone, currency = policy.shop.zone, policy.shop.currency
    match fact.kind:
        case Kind.FLAG:
            return _only(bool)
        case Kind.TEXT:
            return _only(str)
        case Kind.CHOICE:
            values = {value: value for value in fact.values}
            return values.__getitem__
        case Kind.COUNT:
            return _count
        case Kind.MONEY:
            amount = lru_cache(maxsize=2_000)(lambda text: read_amount(text, currency))
            return lambda value: amount(value) if value.__class__ is str else _otherwise()
        case Kind.NUMBER:
            return lambda value: Decimal(value) if value.__class__ is int else _otherwise()
        case Kind.MOMENT:
            return lambda value: NOT_YET if value == "not_yet" else parse_instant(value, zone)
    return _marks


def _only(wanted: type) -> _Quick:
    return lambda value: value if value.__class__ is wanted else _otherwise()


def _count(value: Any) -> int:
    return value if value.__class__ is int and value >= 0 else _otherwise()


def _marks(value: Any) -> frozenset[str]:
    if value.__class__ is list and all(mark.__class__ is str for mark in value):
        return frozenset(value)
    raise _Otherwise


def _otherwise() -> Any:
    raise _Otherwise
