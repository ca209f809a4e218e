"""From facts to a key: claims with the same key have the same truths, on every side that asks.

The truths of a policy and of the law over it are many, and most of them follow from facts with few values. So facts are
taken in small groups, and for each group of values that was met the truths that follow from it are one number; what is
about time or amounts is answered as it comes. A key is made much more quickly than all those truths one by one.

Laws: the key of what is odd raises, as its truths do; numbers are never given twice; bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import Any, Final

from amends.core.dates import Instant
from amends.core.engine.compile import Odd, Questions, timed_answers
from amends.core.engine.truth import WRONG, Truth, truth_in
from amends.core.facts import Fact, Kind
from amends.core.policy.tree import OtherFact, Test

MOST_KNOWN: Final = 2_000  # values remembered in each group
MOST_FACTS: Final = 6  # in one group
FEW: Final = (Kind.FLAG, Kind.CHOICE, Kind.COUNT)  # kinds of facts with few values: several in one group
ALONE: Final = (Kind.TEXT, Kind.MARKS)
REASON: Final = "claim.reason"
Get = Callable[[str], Any]
Key = tuple[tuple[Any, ...], ...]
Answer = Callable[[Any], Any]


def key_of(sides: Sequence[Questions], apart: Iterable[str] = ()) -> Callable[[Get, Instant], Key]:
    """This function will return the function that makes the key of a claim from its facts and the instant.

    `apart` are facts whose every value is told from every other, beside what the sides ask.
    """
    asked = _asked(sides, frozenset(apart))
    groups = tuple(_grouped(asked, sides[0]))
    classes = _looking_up(groups, [_Classes([asked[name] for name in group]) for group in groups])
    others = [timed_answers(side, [test for test in side.tests if not _is_plain(test, side)]) for side in sides]
    if len(others) == 1:
        return lambda get, at: (classes(get), others[0](get, at))
    first, second = others
    return lambda get, at: (classes(get), first(get, at), second(get, at))


def _asked(sides: Sequence[Questions], apart: frozenset[str]) -> dict[str, list[Answer]]:
    """Each fact with few values or names, and what the sides ask about it."""
    found: dict[str, list[Answer]] = {REASON: [_class_in(side) for side in sides]}
    for side in sides:
        for test in side.tests:
            if _is_plain(test, side):
                found.setdefault(test.fact, []).append(_answer_to(test, side))
    for name in sorted(apart):
        found.setdefault(name, []).append(_itself)
    return found


def _is_plain(test: Test, side: Questions) -> bool:
    return _fact(test.fact, side).kind in (*FEW, *ALONE) and not isinstance(test.value, OtherFact)


def _fact(name: str, side: Questions) -> Fact:
    return side.policy.vocabulary.find(name)


def _grouped(asked: Iterable[str], side: Questions) -> Iterator[tuple[str, ...]]:
    together = [name for name in asked if _fact(name, side).kind in FEW]
    yield from ((name,) for name in asked if name not in together)
    yield from (tuple(together[place : place + MOST_FACTS]) for place in range(0, len(together), MOST_FACTS))


def _answer_to(test: Test, side: Questions) -> Answer:
    def answer(value: Any) -> Truth:
        found = truth_in(side.policy, {test.fact: value}, at=0)(test)  # it is about no time
        if found is WRONG:
            raise Odd(f"`{test.fact}` makes no sense")
        return found

    return answer


def _class_in(side: Questions) -> Answer:
    absent, classes = _fact(REASON, side).absent, side.reasons

    def number(value: Any) -> int:
        found = classes.get(absent if value is None else value)
        if found is None:
            raise Odd("an unknown reason")
        return found

    return number


def _itself(value: Any) -> Any:
    return value


class _Classes(dict[Any, int]):
    """The number of what follows from the values of some facts; worked out where they are met for the first time."""

    def __init__(self, each: Sequence[Sequence[Answer]]) -> None:
        super().__init__()
        self._each = each
        self._numbers = count()
        self._known: dict[tuple[Any, ...], int] = {}

    def __missing__(self, values: Any) -> int:
        told = values if len(self._each) > 1 else (values,)
        follows = tuple(answer(one) for one, answers in zip(told, self._each, strict=True) for answer in answers)
        if len(self) >= MOST_KNOWN:
            self.clear()
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        if follows not in self._known:
            self._known[follows] = next(self._numbers)
        found = self[values] = self._known[follows]
        return found


def _looking_up(groups: Sequence[tuple[str, ...]], tables: Sequence[_Classes]) -> Callable[[Get], tuple[int, ...]]:
    """Written as source, of fixed words and numbered names alone; names of facts come in through the namespace."""
    namespace: dict[str, Any] = {f"g{place}": table for place, table in enumerate(tables)}
    parts = []
    for place, group in enumerate(groups):
        names = [f"n{place}_{number}" for number in range(len(group))]
        namespace.update(zip(names, group, strict=True))
        parts.append(f"g{place}[{', '.join(f'get({name})' for name in names)}], ")
    exec(compile(f"def classes(get):\n    return ({''.join(parts)})\n", "<classes of facts>", "exec"), namespace)  # noqa: S102
    classes: Callable[[Get], tuple[int, ...]] = namespace["classes"]
    return classes
