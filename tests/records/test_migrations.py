"""Migrations run forward: on an empty database, and on one of an earlier state that holds a shop."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import call_command

from amends.records import wall

EARLIER = "0004_case_uses"  # before cases had a life


@pytest.fixture
def empty(database_url: str) -> Iterator[str]:
    """The address of an empty database."""
    name = f"test_amends_empty_{os.getpid()}"
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def migrate(address: str, home: Path, *words: str) -> None:
    """This function will run `amends manage migrate` on that database."""
    program = "from amends.cli.main import main; main()"
    environment = {**os.environ, "DATABASE_URL": address, "AMENDS_HOME": str(home)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-c", program, "manage", "migrate", "-v", "0", *words]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_forward_from_nothing_with_a_shop_on_the_way(empty: str, tmp_path: Path) -> None:
    migrate(empty, tmp_path, "records", EARLIER)
    with psycopg.connect(empty, autocommit=True) as database:
        database.execute(
            "INSERT INTO records_shop (id, name, says, country, zone, currency, email, phone, address, theme, place)"
            " VALUES ('old', 'Old', '', 'US', 'America/New_York', 'USD', '', '', '[]', '{}', 1)"
        )
        migrate(empty, tmp_path)
        migrate(empty, tmp_path)  # again: nothing to do
        assert database.execute("SELECT id, desk FROM records_shop").fetchall() == [("old", {})]
        if database.execute("SELECT FROM pg_roles WHERE rolname = %s", [wall.ROLE]).fetchall():
            database.execute(f"SET ROLE {wall.ROLE}")
            assert database.execute("SELECT id FROM records_shop").fetchall() == []
            database.execute("SET amends.shop = 'old'")
            assert database.execute("SELECT id FROM records_shop").fetchall() == [("old",)]


@pytest.mark.usefixtures("db")
def test_nothing_is_left_to_be_written_down() -> None:
    call_command("makemigrations", "records", check=True, dry_run=True, verbosity=0)
