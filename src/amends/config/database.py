"""A PostgreSQL of one's own: from its address to what Django wants to know, and whether it will do."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from amends.config.environment import EnvironmentInvalid
from amends.core.errors import AmendsError, Place

OLDEST = 15
# How the address names them, and how Django does; every other word of the address goes to the driver as it is.
_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class DatabaseUnfit(AmendsError):
    """The database cannot be reached, or is too old."""

    code = "database_unfit"


def check_database(address: str) -> None:
    """This function will connect once, and raise `DatabaseUnfit` where that fails or the server is too old."""
    database_of(address)
    place = Place(field="DATABASE_URL")
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise DatabaseUnfit(f"the database cannot be reached: {reason}", place=place) from error
    if version < OLDEST:
        raise DatabaseUnfit(f"the database is PostgreSQL {version}; it has to be {OLDEST} or newer.", place=place)


def database_of(address: str) -> dict[str, Any]:
    """This function will return Django's description of the database, or raise `EnvironmentInvalid`.

    The address is never repeated in the error: it may hold a password.
    """
    hint = "Write it as `postgresql://user:password@host:5432/amends`."
    if not address.startswith(("postgresql://", "postgres://")):
        what = "the address is not one of PostgreSQL, the only database that Amends runs on."
        raise EnvironmentInvalid(what, place=Place(field="DATABASE_URL"), hint=hint)
    try:
        words = {name: str(value) for name, value in conninfo_to_dict(address).items() if value is not None}
    except psycopg.ProgrammingError as error:
        raise EnvironmentInvalid("the address cannot be read.", place=Place(field="DATABASE_URL"), hint=hint) from error
    if not words.get("dbname"):
        raise EnvironmentInvalid("the address names no database.", place=Place(field="DATABASE_URL"), hint=hint)
    options: dict[str, Any] = {name: value for name, value in words.items() if name not in _NAMES}
    # What is asked often is planned once for a connection: the wall's words bind a connection to us all the same.
    options |= {"server_side_binding": True, "prepare_threshold": 2}
    return {
        "ENGINE": "amends.config.postgresql",
        **{django: words.get(name, "") for name, django in _NAMES.items()},
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
