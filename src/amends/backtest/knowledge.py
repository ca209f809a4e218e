"""What a history's own figures say beforehand: which facts are never missing, which moments have always come.

Law: only what is sure folds away, so a formula says the same of every row with it as without.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from amends.backtest.formulas import Chain, Every, Formula, Is, IsNot, Known, Lacking, Some, Value, Wrong, every, some
from amends.backtest.schema import ASKED, DAY, DECIDED, PLACED, History
from amends.core.engine.spec import facts_in
from amends.core.engine.truth import tests_in
from amends.core.facts import Vocabulary
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Op, Test

Truth = bool | None  # sure; None: it depends on the row


class Knowledge:
    """What is known of every row of a history."""

    def __init__(self, history: History, vocabulary: Vocabulary) -> None:
        self.history = history
        self.vocabulary = vocabulary
        self.constant = lru_cache(maxsize=4_000)(self._constant)
        self.can_be_unknown = lru_cache(maxsize=4_000)(self._can_be_unknown)

    def can_be_missing(self, fact: str) -> bool:
        """This function will say whether the fact may be unknown in a row that is decided."""
        if fact == ASKED or self.vocabulary.find(fact).absent is not None:
            return False
        shape = self.history.columns.get(fact)
        return shape is None or shape.nulls

    def is_never_there(self, fact: str) -> bool:
        """This function will say whether the fact is unknown in every row."""
        return not self.history.has(fact) and fact != ASKED and self.vocabulary.find(fact).absent is None

    def _constant(self, test: Test) -> Truth:
        if test.op is not Op.HAPPENED or self.can_be_missing(test.fact):
            return None
        if not self.history.has(test.fact):
            return test.fact == ASKED
        shape = self.history.columns.get(f"{test.fact}{DAY}")
        gaps = shape is None or (shape.nulls and test.fact != ASKED)  # a gap that means `not yet`
        return None if gaps or shape is None or shape.not_yet else True

    def _can_be_unknown(self, condition: Condition) -> bool:
        return any(
            self.can_be_missing(name)
            for test in tests_in(condition)
            for name in (*facts_in(test), *((PLACED,) if test.op is Op.SEASON else ()))
        )

    def truth(self, condition: Condition) -> Truth:
        """This function will return what is sure of a condition."""
        match condition:
            case Test():
                return self.constant(condition)
            case AllOf(parts):
                found = [self.truth(part) for part in parts]
                return False if False in found else None if None in found else True
            case AnyOf(parts):
                found = [self.truth(part) for part in parts]
                return True if True in found else None if None in found else False
            case Not(part):
                inner = self.truth(part)
                return None if inner is None else not inner

    def left(self, condition: Condition) -> Condition:
        """This function will return the condition without what is sure; call it where not all of it is."""
        match condition:
            case AllOf(parts):
                rest = tuple(self.left(part) for part in parts if self.truth(part) is not True)
                return rest[0] if len(rest) == 1 else AllOf(rest)
            case AnyOf(parts):
                rest = tuple(self.left(part) for part in parts if self.truth(part) is not False)
                return rest[0] if len(rest) == 1 else AnyOf(rest)
            case Not(part):
                return Not(self.left(part))
            case _:
                return condition

    def fold(self, formula: Formula) -> Formula:
        """This function will return the formula without what is sure."""
        match formula:
            case Is(condition, truth):
                sure = self.truth(condition)
                return Is(self.left(condition), truth) if sure is None else sure is truth
            case IsNot(condition, truth):
                sure = self.truth(condition)
                if sure is not None:
                    return sure is not truth
                rest = self.left(condition)
                return IsNot(rest, truth) if self.can_be_unknown(rest) else Is(rest, not truth)
            case Known(condition):
                return True if self.truth(condition) is not None or not self.can_be_unknown(condition) else formula
            case Lacking(fact, truth):
                if self.is_never_there(fact):
                    return truth
                return formula if self.can_be_missing(fact) else not truth
            case Wrong(test):
                return formula if all(map(self._is_there, facts_in(test))) else False
            case Every(parts):
                return every(self.fold(part) for part in parts)
            case Some(parts):
                return some(self.fold(part) for part in parts)
            case _:
                return formula

    def values(self, chain: Chain[Value]) -> Iterator[Value]:
        """This function will yield what a chain can come to."""
        for step in chain:
            when = self.fold(step.when)
            if when is False:
                continue
            if isinstance(step.then, tuple):
                yield from self.values(step.then)
            else:
                yield step.then
            if when is True:
                return

    def _is_there(self, fact: str) -> bool:
        return self.history.has(fact) or fact in (ASKED, DECIDED) or self.vocabulary.find(fact).absent is not None
