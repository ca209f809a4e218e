"""Small pieces of SQL trees. Values enter as literals of the tree, never as text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from typing import Any

from sqlglot import exp

from amends.backtest import schema

Sql = exp.Expr


def as_stored(value: Any) -> Any:
    """This function will return a value as a history stores it."""
    return schema.NOT_YET if getattr(value, "value", None) == "not_yet" else value


def literal(value: Any) -> Sql:
    """This function will return a value as a literal."""
    match value:
        case bool():
            return exp.true() if value else exp.false()
        case int() | Decimal():
            return exp.Literal.number(str(value)) if value >= 0 else exp.Neg(this=exp.Literal.number(str(-value)))
        case _:
            return exp.Literal.string(value)


def zero() -> Sql:
    """This function will return the number nothing."""
    return exp.Literal.number(0)


def column(name: str) -> Sql:
    """This function will return a column by its name."""
    return exp.column(name, quoted=True)


def piped(value: Sql) -> Sql:
    """This function will return a text between two bars, as marks are searched."""
    return exp.DPipe(this=exp.DPipe(this=literal("|"), expression=value), expression=literal("|"))


def equals(value: Sql, wanted: Any) -> Sql:
    """This function will return that an expression equals a value."""
    return exp.EQ(this=value, expression=literal(wanted))


def is_null(value: Sql) -> Sql:
    """This function will return that an expression is NULL."""
    return exp.Is(this=value, expression=exp.null())


def wrapped(value: Sql) -> Sql:
    """This function will return an expression in parentheses where it needs them."""
    return value if isinstance(value, exp.Column | exp.Literal | exp.Paren) else exp.Paren(this=value)


def joined(kind: type[exp.And | exp.Or], parts: list[Sql]) -> Sql:
    """This function will return all parts joined by AND or OR."""
    each = [wrapped(part) for part in parts]
    return reduce(lambda left, right: kind(this=left, expression=right), each)


def case(steps: Iterable[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
    """This function will return a CASE, or what is otherwise where it has no step."""
    ifs = [exp.If(this=when, true=then) for when, then in steps]
    return exp.Case(ifs=ifs, default=otherwise) if ifs else otherwise
