"""The values of facts that tests tell apart: one representative for each class, the most ordinary first.

A choice or a text is one of the values named or another one; a number lies just under, at or just over a bound; of
marks each is there or not. Moments are in `moments`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product
from math import prod
from types import MappingProxyType
from typing import Any

from amends.core.facts import Fact, Kind
from amends.core.policy.tree import Op, OtherFact, Policy, Test
from amends.core.regions.diagram import Steps

Truths = tuple[bool, ...]
Holds = Callable[[Test, Mapping[str, Any]], bool | None]  # nothing: the facts make no sense to the test
TESTS_A_STEP = 10
TOO_MANY_NUMBERS = "amounts are compared with each other and with more numbers than can be looked at whole."
FEWER_NUMBERS = "Compare fewer of these facts with each other, or with fewer numbers."
# What a plain claim says; of other facts the value that absence means, no, or the first that there is.
PLAIN: Mapping[str, Any] = MappingProxyType({
    "order.state": "delivered",
    "item.sold_as": "single",
    "item.quantity": 1,
    "claim.quantity": 1,
    "claim.cause": "unknown",
    "claim.photo": True,
    "claim.first_help_tried": True,
    "condition.undamaged": True,
    "condition.original_packaging": True,
    "condition.receipt": True,
    "parcel.sent_to": "customers_address",
    "wanted.same_product": True,
    "wanted.another_option": True,
    "wanted.available": True,
})  # fmt: skip
# A value beside those that a policy names.
ANOTHER: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "order.country": ("US", "CA", "GB", "DE", "NZ"),
    "order.region": ("TX", "CA", "NY", "ON"),
    "item.category": ("necklace", "ring", "bracelet", "brooch"),
    "item.style": ("plain", "curb"),
    "item.material": ("gold", "silver", "platinum", "steel"),
    "item.product": ("p-1",),
    "item.sku": ("p-1-a",),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """The answers that some facts give to the tests about them, and values which give just these."""

    truths: Truths
    values: Mapping[str, Any]


def cells_of(
    policy: Policy, names: Sequence[str], tests: Sequence[Test], holds: Holds, steps: Steps
) -> tuple[Cell, ...]:
    """This function will return every row of answers that these facts, which are no moments, can give together."""
    each = [list(_representatives(policy, policy.vocabulary.find(name), tests, len(names))) for name in names]
    steps.take(prod(map(len, each)) * (1 + len(tests) // TESTS_A_STEP), TOO_MANY_NUMBERS, FEWER_NUMBERS)
    alone = {
        name: [(value, [None if isinstance(one.value, OtherFact) or one.fact != name else holds(one, {name: value})
                        for one in tests]) for value in values]
        for name, values in zip(names, each, strict=True)
    }  # fmt: skip
    found: dict[Truths, Cell] = {}
    for chosen in product(*alone.values()):
        facts = {name: value for name, (value, _) in zip(names, chosen, strict=True)}
        row = []
        for place, test in enumerate(tests):
            truth = (
                holds(test, facts) if isinstance(test.value, OtherFact) else chosen[names.index(test.fact)][1][place]
            )
            if truth is None:
                break
            row.append(truth)
        else:
            found.setdefault(tuple(row), Cell(tuple(row), facts))
    return tuple(found.values())


def _representatives(policy: Policy, fact: Fact, tests: Sequence[Test], together: int) -> Iterator[Any]:
    named = [value for test in tests if test.fact == fact.name and test.op is Op.IS for value in test.value]
    plain = PLAIN.get(fact.name, fact.absent)
    match fact.kind:
        case Kind.FLAG:
            yield from _first(plain is True, (True, False))
        case Kind.CHOICE:
            values = tuple(policy.lane_of_reason) if fact.name == "claim.reason" else fact.values
            yield from _first(plain, values)
        case Kind.TEXT:
            yield _another(policy, fact.name, named)
            yield from sorted(set(named))
        case Kind.MARKS:
            yield from (frozenset(), frozenset(word for test in tests for word in test.value))
        case _:
            bounds = {one.value for one in tests if one.op is not Op.IS and not isinstance(one.value, OtherFact)}
            yield from _first(plain, sorted(_around({*bounds, *named}, fact.kind, together)))


def _first(plain: Any, values: Iterable[Any]) -> list[Any]:
    return sorted(values, key=lambda value: value != plain)


def _another(policy: Policy, name: str, named: Sequence[str]) -> str:
    own = (policy.shop.country,) if name == "order.country" else ()
    spare = (f"another_{name.rpartition('.')[2]}", "none_of_these")
    return next(str(word) for word in (*own, *ANOTHER.get(name, ()), *spare, "x" * 40) if word not in named)


def _around(bounds: set[Any], kind: Kind, together: int) -> Iterator[Any]:
    """Each bound, and between two of them as many values as there are facts, so that they fall in any order."""
    whole = kind is not Kind.NUMBER
    step = together if whole else Decimal(together)
    ends = sorted({0 if whole else Decimal(0), *(one for one in bounds if one >= 0)})
    for low, high in pairwise([*ends, ends[-1] + 2 * step]):
        yield low
        for part in range(1, together + 1):
            between = _part(low, high, part, together, whole=whole)
            if low < between < high:
                yield between


def _part(low: Any, high: Any, part: int, together: int, *, whole: bool) -> Any:
    if whole:  # the values next to the bounds, which is where a cent decides
        return high - part if together == 1 else low + part
    return low + (high - low) * part * Decimal("0.1")
