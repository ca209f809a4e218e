"""A connection that is kept costs no question at the next request, and one that was ended is opened anew."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connections

from amends.config.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


def kept() -> DatabaseWrapper:
    """The connection of this thread."""
    found = connections["default"]
    assert isinstance(found, DatabaseWrapper)
    return found


def the_next_request_begins() -> None:
    """What Django does for it: the connection is looked at before the first query."""
    connection = kept()
    connection.health_check_enabled, connection.health_check_done = True, False


def asked(statement: str) -> int:
    """The one number that the statement is answered with."""
    with kept().cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def beside() -> psycopg.Connection[tuple[object, ...]]:
    """A connection of somebody else."""
    return psycopg.connect(**kept().get_connection_params() | {"cursor_factory": None}, autocommit=True)


def test_a_kept_connection_is_asked_for_nothing() -> None:
    process = asked("SELECT pg_backend_pid()")
    asked("SELECT 42")
    the_next_request_begins()
    kept().close_if_health_check_failed()
    assert kept().health_check_done
    with beside() as other:
        last = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [process]).fetchone()
    assert last == ("SELECT 42",)


def test_one_that_was_ended_is_opened_anew() -> None:
    process = asked("SELECT pg_backend_pid()")
    with beside() as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [process])
    the_next_request_begins()
    assert asked("SELECT pg_backend_pid()") != process


def test_one_that_is_only_told_something_is_kept() -> None:
    process = asked("SELECT pg_backend_pid()")
    asked("SELECT count(*) FROM (SELECT) one WHERE pg_notify('kept', '') IS NOT NULL")
    with kept().cursor() as cursor:
        cursor.execute("LISTEN kept")
    with beside() as other:
        other.execute("NOTIFY kept")
    the_next_request_begins()
    assert asked("SELECT pg_backend_pid()") == process
