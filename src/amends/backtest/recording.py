"""A policy on packed columns, written down instead of computed: one expression of a row for each kind of claim.

`arrays` is asked with columns that remember what is done to them, so an expression says what the arrays say. What is
the same in all rows folds away: claims for one remedy and reason lie together, and each kind has expressions of its
own. Who evaluates them - `again` block by block, `kernel` as machine code - changes nothing of what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from amends.backtest.arrays import Block
from amends.backtest.columns import Lowered
from amends.backtest.formulas import Chain
from amends.backtest.knowledge import Knowledge
from amends.backtest.local_days import Span, last_days
from amends.backtest.projection import Array, Projection
from amends.backtest.schema import ASKED, DAY, DECIDED, SENSELESS_DAY
from amends.core.dates import Calendar, Unit
from amends.core.policy.tree import Op, Test, Window

FEW = 12  # texts that are compared one by one; of more, a table says which fit
COMPARING = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")
FLAGS = (*COMPARING, "bitwise_and", "bitwise_or", "invert")


class Node(NDArrayOperatorsMixin):
    """One step of an expression; numpy's own functions write down the next."""

    __slots__ = ("dtype", "op", "parts", "record")
    __hash__ = object.__hash__  # each is written down once, so two are equal where they are one

    def __init__(self, record: Record, op: str, parts: tuple[Any, ...], dtype: np.dtype[Any]) -> None:
        self.record = record
        self.op = op
        self.parts = parts
        self.dtype = dtype

    @property
    def is_flag(self) -> bool:
        """This property will hold whether the step gives true or false."""
        return self.dtype == np.bool_

    def __bool__(self) -> bool:
        """This function will refuse: what a step gives differs from row to row."""
        raise TypeError("a step is neither true nor false.")

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **_: Any) -> Any:
        """This function will write down what a function of numpy does."""
        assert method == "__call__"  # noqa: S101 - nothing else is done to packed columns
        return self.record.step(ufunc.__name__, tuple(map(plain, inputs)))

    def __array_function__(self, func: Any, _types: Any, args: tuple[Any, ...], _kwargs: Any) -> Any:
        """This function will write down a choice, or that a number is one of several."""
        if func is np.where:
            return self.record.choice(*map(plain, args))
        assert func is np.isin  # noqa: S101 - as above
        found: Any = np.array([False])
        for one in args[1]:
            found = found | (self == int(one))
        return found

    def astype(self, kind: Any) -> Node:
        """This function will write down that the number is as wide as this."""
        return self.record.node("cast", (self,), np.dtype(kind))

    def copy(self) -> Node:
        """This function will return the same step: nothing changes it."""
        return self


def _writing(step: str) -> Callable[[Node, Any], Any]:
    return lambda node, other: node.record.step(step, (node, plain(other)))


# What a step stands on the left of is written down at once: numpy comes to the same, but later.
for _sign, _step in {
    "__and__": "bitwise_and",
    "__or__": "bitwise_or",
    "__eq__": "equal",
    "__ne__": "not_equal",
    "__lt__": "less",
    "__le__": "less_equal",
    "__gt__": "greater",
    "__ge__": "greater_equal",
    "__add__": "add",
    "__sub__": "subtract",
    "__mul__": "multiply",
}.items():
    setattr(Node, _sign, _writing(_step))


def plain(value: Any) -> Any:
    """This function will return a step as it is, and what is the same in all rows as a number."""
    if isinstance(value, Node):
        return value
    array = np.asarray(value).reshape(-1)
    assert array.size == 1  # noqa: S101 - rows are never looked at while a policy is written down
    return array.item()


def alike(value: Any) -> Any:
    """This function will return a number as an array that holds for all rows."""
    return value if isinstance(value, Node) else np.array([value])


class Record:
    """The steps written down so far, each once."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[Any, ...], Node] = {}
        self._tables: list[Array] = []

    def node(self, op: str, parts: tuple[Any, ...], dtype: Any) -> Node:
        """This function will return the step, written down once."""
        kind = np.dtype(dtype)
        key = (op, kind, *((id(one),) if isinstance(one, Node) else (type(one), one) for one in parts))
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(self, op, parts, kind)
        return found

    def table(self, array: Array, place: Node) -> Node:
        """This function will write down that a table is looked into."""
        found = next((at for at, one in enumerate(self._tables) if np.array_equal(one, array)), len(self._tables))
        if found == len(self._tables):
            self._tables.append(array)
        return self.node("table", (found, place), array.dtype)

    def table_at(self, place: int) -> Array:
        """This function will return a table by its number."""
        return self._tables[place]

    def step(self, name: str, parts: tuple[Any, ...]) -> Any:
        """This function will write down a step of numpy's, folding what is the same in all rows."""
        if not any(isinstance(one, Node) for one in parts):
            return getattr(np, name)(*(np.array([one]) for one in parts))
        match name:
            case "bitwise_and" | "bitwise_or":
                return self._joined(name, *parts)
            case "invert":
                (part,) = parts
                return part.parts[0] if part.op == "invert" else self.node(name, parts, np.bool_)
            case "multiply" if any(not isinstance(one, Node) and one == 0 for one in parts):
                return np.array([0])
            case "add" | "subtract" if not isinstance(parts[1], Node) and parts[1] == 0:
                return parts[0]
            case _ if name in COMPARING:
                return self._compared(name, *parts)
            case _:
                return self.node(name, parts, np.int64)

    def _joined(self, name: str, left: Any, right: Any) -> Any:
        ends = name == "bitwise_or"  # the value that settles it
        for one, other in ((left, right), (right, left)):
            if not isinstance(one, Node):
                return np.array([ends]) if bool(one) is ends else other
        return left if left is right else self.node(name, (left, right), np.bool_)

    def _compared(self, name: str, left: Any, right: Any) -> Any:
        """A comparison with a number goes into the choice that it is made of, where that leaves flags alone."""
        if left is right:
            return np.array([name in ("equal", "less_equal", "greater_equal")])
        if isinstance(left, Node) and left.op == "where" and not isinstance(right, Node):
            when, then, other = left.parts
            if not (isinstance(then, Node) and isinstance(other, Node)):
                sides = (plain(self.step(name, (one, right))) for one in (then, other))
                return self.choice(when, *sides)
        return self.node(name, (left, right), np.bool_)

    def choice(self, when: Any, then: Any, other: Any) -> Any:
        """This function will write down a choice; of flags, as what joins them."""
        if not isinstance(when, Node):
            return alike(then if when else other)
        if then is other or (not isinstance(then, Node) and not isinstance(other, Node) and then == other):
            return alike(then)
        if isinstance(then, bool):
            return (when | other) if then else (~when & other)
        if isinstance(other, bool):
            return (~when | then) if other else (when & then)
        kinds = [one.dtype for one in (then, other) if isinstance(one, Node)]
        flags = bool(kinds) and all(kind == np.bool_ for kind in kinds)
        return self.node("where", (when, then, other), np.bool_ if flags else np.int64)


class Written(Block):
    """Claims of one kind, written down: `same` says what some columns hold in every row."""

    def __init__(
        self, lowered: Lowered, projection: Projection, knowledge: Knowledge, record: Record, same: Mapping[str, int]
    ) -> None:
        super().__init__(lowered, projection, knowledge, slice(0, 1))
        self.count = 1
        self.record = record
        self.same = same

    def taking(self, test: Test, held: bool) -> Written:
        """This function will return the same rows with the test taken to hold, or not to."""
        other = Written(self.lowered, self.projection, self.knowledge, self.record, self.same)
        other.sure = {test: held}
        return other

    def chain(self, chain: Chain[Any], number: Callable[[Any], Any], among: Array | None = None) -> Any:
        """This function will write down what a chain gives."""
        steps: list[tuple[Any, Any]] = []
        found: Any = np.array([0])
        for step in chain:
            here = plain(self.formula(self.knowledge.fold(step.when)))
            if here is False:
                continue
            then = self.chain(step.then, number) if isinstance(step.then, tuple) else number(step.then)
            if here is True:
                found = alike(plain(then))
                break
            steps.append((here, then))
        for here, then in reversed(steps):
            found = np.where(here, then, found)
        return found

    def _raw(self, column: str) -> Any:
        kind = self.projection.columns[column].dtype
        if column in self.same:
            return np.array([self.same[column]], dtype=kind)
        return self.record.node("column", (column,), kind)

    def known(self, fact: str) -> Any:
        """This function will write down where the fact is known; of some columns it is known beforehand."""
        sure = self.projection.history.has(fact) and not self.knowledge.can_be_missing(fact)
        return np.array([True]) if sure else super().known(fact)

    def _among(self, test: Test) -> Any:
        raw = self._raw(test.fact) if test.fact in self.projection.texts else None
        if not isinstance(raw, Node):
            return super()._among(test)
        absent = self.policy.vocabulary.find(test.fact).absent
        texts, wanted = self.projection.texts[test.fact], test.value
        if test.op is Op.HAS:
            fits = [not set(one.split("|")).isdisjoint(wanted) for one in texts]
        else:
            fits = [one in wanted for one in texts]
        fits.insert(0, absent is not None and absent in wanted)
        rare = sum(fits) * 2 <= len(fits)
        places = [place for place, fit in enumerate(fits) if fit is rare]
        if len(places) > FEW:
            return self.record.table(np.array(fits, dtype=np.int8), raw) != 0
        found = np.isin(cast("Any", raw), places)
        return found if rare else ~found

    def last_day(self, anchor: str, window: Window) -> Any:
        """This function will write down the last day of a window."""
        day: Any = self.day(anchor)
        if window.unit is Unit.DAYS or not isinstance(day, Node):
            return super().last_day(anchor, window)
        first, table = self.last_days(anchor, (window.amount, window.unit))
        if not len(table):
            return np.array([SENSELESS_DAY])
        place: Any = np.minimum(np.maximum(cast("Any", day), first), first + len(table) - 1) - first
        return self.record.table(table, place)

    def last_days(self, anchor: str, span: Span) -> tuple[int, Array]:
        """This function will return the first day on which a window can open, and its last day from then on."""
        spans = [self.projection.days[one] for one in self._days(anchor)]
        first, last = min(low for low, _ in spans), max(high for _, high in spans)
        return first, _last_days(span, first, last, self.policy.calendar)

    def _days(self, anchor: str) -> Sequence[str]:
        """The columns of days from which a moment's day is taken."""
        own = [f"{anchor}{DAY}"]
        return [*own, f"{DECIDED}{DAY}"] if anchor == ASKED and self.projection.history.has(DECIDED) else own


@lru_cache(maxsize=1024)  # as many as values can be tried
def _last_days(span: Span, first: int, last: int, calendar: Calendar) -> Array:
    """The last day of a window by the day on which it opens, worked out once for whatever policy asks."""
    return last_days(span, range(first, last + 1), calendar)
