"""From a PostgreSQL address to what Django wants to know of a database."""

from __future__ import annotations

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from amends.config.environment import EnvironmentInvalid
from amends.core.errors import Place

# How the address names them, and how Django does; every other word of the address goes to the driver as it is.
_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


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
    except ProgrammingError as error:
        raise EnvironmentInvalid("the address cannot be read.", place=Place(field="DATABASE_URL"), hint=hint) from error
    if not words.get("dbname"):
        raise EnvironmentInvalid("the address names no database.", place=Place(field="DATABASE_URL"), hint=hint)
    options = {name: value for name, value in words.items() if name not in _NAMES}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: words.get(name, "") for name, django in _NAMES.items()},
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
