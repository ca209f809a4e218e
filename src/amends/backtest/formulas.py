"""Formulas: what is so of a row, two-valued, over the three-valued conditions of a policy.

A condition (`policy.tree`) holds, does not, or is unknown in a row; SQL's own NULL is that third value, and arrays keep
two bits. A formula asks which of the three it is, so it is true or false of every row and can be negated, joined and
put into a chain of cases. What is known beforehand (`True`, `False`) folds away while formulas are put together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from amends.core.policy.tree import ALWAYS, AllOf, AnyOf, Condition, Not, Test

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Is:
    """The condition is known to have this truth."""

    condition: Condition
    truth: bool


@dataclass(frozen=True, slots=True)
class IsNot:
    """The condition is not known to hold (or not known not to): the opposite, or unknown."""

    condition: Condition
    truth: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """The facts that the test looks at make no sense together."""

    test: Test


@dataclass(frozen=True, slots=True)
class Lacking:
    """The fact is unknown, and its absence has no meaning of its own; or the opposite of that."""

    fact: str
    truth: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """The condition is known to hold, or known not to."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Every:
    """All parts are so."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One part is so."""

    parts: tuple[Formula, ...]


Formula = bool | Is | IsNot | Known | Wrong | Lacking | Every | Some


@dataclass(frozen=True, slots=True)
class Case(Generic[Value]):
    """One step of a chain: where the formula is so, and nothing before was, the value holds, or a chain of its own."""

    when: Formula
    then: Value | tuple[Case[Value], ...]


Chain = tuple[Case[Value], ...]


def otherwise(value: Value) -> Case[Value]:
    """This function will return the last case of a chain: where nothing before it was so."""
    always = True
    return Case(always, value)


def every(parts: Iterable[Formula]) -> Formula:
    """This function will return the formula that all parts are so."""
    found = dict.fromkeys(part for part in parts if part is not True)
    if False in found:
        return False
    return next(iter(found)) if len(found) == 1 else Every(tuple(found)) if found else True


def some(parts: Iterable[Formula]) -> Formula:
    """This function will return the formula that one part is so."""
    found = dict.fromkeys(part for part in parts if part is not False)
    if True in found:
        return True
    return next(iter(found)) if len(found) == 1 else Some(tuple(found)) if found else False


def holds(condition: Condition) -> Formula:
    """This function will return the formula that the condition is known to hold."""
    plain = simple(condition)
    return plain if isinstance(plain, bool) else Is(plain, truth=True)


def fails(condition: Condition) -> Formula:
    """This function will return the formula that the condition is known not to hold."""
    plain = simple(condition)
    return not plain if isinstance(plain, bool) else Is(plain, truth=False)


def may_hold(condition: Condition) -> Formula:
    """This function will return the formula that the condition holds or is unknown."""
    plain = simple(condition)
    return plain if isinstance(plain, bool) else IsNot(plain, truth=False)


def opposite(formula: Formula) -> Formula:
    """This function will return the formula that is so where this one is not."""
    match formula:
        case bool():
            return not formula
        case Is(condition, truth):
            return IsNot(condition, truth)
        case IsNot(condition, truth):
            return Is(condition, truth)
        case Lacking(fact, truth):
            return Lacking(fact, not truth)
        case Every(parts):
            return some(opposite(part) for part in parts)
        case Some(parts):
            return every(opposite(part) for part in parts)
        case _:
            raise NotImplementedError(f"nothing asks for the opposite of `{formula}`")


def simple(condition: Condition) -> Condition | bool:
    """This function will return the condition without parts that always or never hold."""
    match condition:
        case AllOf(parts):
            return _joined(parts, AllOf, idle=True)
        case AnyOf(parts):
            return _joined(parts, AnyOf, idle=False)
        case Not(part):
            inner = simple(part)
            return not inner if isinstance(inner, bool) else inner.part if isinstance(inner, Not) else Not(inner)
        case _:
            return condition


def _joined(parts: Iterable[Condition], kind: type[AllOf | AnyOf], *, idle: bool) -> Condition | bool:
    found: dict[Condition, None] = {}
    for part in map(simple, parts):
        if isinstance(part, bool):
            if part is not idle:
                return part
        elif isinstance(part, kind):
            found.update(dict.fromkeys(part.parts))
        else:
            found[part] = None
    if not found:
        return idle
    return next(iter(found)) if len(found) == 1 else kind(tuple(found))


def together(*conditions: Condition) -> Condition:
    """This function will return the condition that all of them hold."""
    parts = tuple(one for one in conditions if one is not ALWAYS)
    return parts[0] if len(parts) == 1 else AllOf(parts)
