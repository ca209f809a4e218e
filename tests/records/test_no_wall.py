"""A server of one's own whose user has no such role: behind the wall all the same, or told nothing of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from django.db import connection

from amends.records import models, wall


@pytest.fixture
def poor(database_url: str, db: None) -> Iterator[None]:
    """The connection as of a user who owns nothing and may do little."""
    role = f"test_poor_{os.getpid()}"
    host = dict(part.partition("=")[::2] for part in urlsplit(database_url).query.split("&")).get("host", "")
    if not host:
        pytest.skip("only the embedded server lets the test make a user")
    superuser = f"postgresql://postgres@/postgres?host={quote(host.replace('%2F', '/'), safe='')}"
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(f"CREATE ROLE {role}")
        server.execute(f"GRANT {role} TO amends")
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {role}")
            yield
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
        finally:
            server.execute(f"DROP ROLE {role}")


@pytest.mark.usefixtures("poor")
def test_whom_the_tables_do_not_belong_to_stands_behind_the_wall_anyway() -> None:
    try:
        assert wall.go_behind()
        assert wall._process.is_walled_in
        assert wall._process.role == "none"
    finally:
        wall._process.is_walled_in = False


@pytest.mark.usefixtures("db")
def test_without_a_wall_nothing_is_told_to_the_database() -> None:
    with wall.inside("nobody"):
        assert models.Shop.objects.filter(id="nobody").count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('amends.shop', true)")
        assert cursor.fetchone()[0] in {None, ""}
