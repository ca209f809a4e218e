"""Asking in SQL as it is written: for what every page asks, where making the SQL costs more than asking it.

Laws: a statement is a constant of its module, and what it is asked with is never part of its text; what comes back is
what the query set would have given (the tests compare them). JSON comes as text, for its reader to make values of.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from amends.core.dates import Instant, instant_of


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """This function will return the rows that the statement asks for."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def row(statement: str, *values: Any) -> tuple[Any, ...] | None:
    """This function will return the first of them, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def run(statement: str, *values: Any) -> int:
    """This function will run the statement, and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def instant_or_none(moment: Any) -> Instant | None:
    """This function will return the instant of a date of the database, where there is one."""
    return None if moment is None else instant_of(moment)
