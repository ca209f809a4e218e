"""Bringing Django up for a program: its folder, its key, its database, in that order."""

from __future__ import annotations

import atexit
import os

from amends.config import embedded
from amends.config.database import check_database
from amends.config.environment import Environment, read_environment
from amends.config.secret_key import make_secret_key


def start_django() -> Environment:
    """This function will make Django ready for use and return what the environment said.

    Without `DATABASE_URL` the embedded PostgreSQL is started, or joined where it runs already; the last program that
    uses it stops it. To be called before anything that needs Django's settings is imported.
    """
    import django  # noqa: PLC0415 - most commands answer without Django, and should not wait for it

    environment = read_environment(os.environ)
    environment.home.mkdir(parents=True, exist_ok=True)
    make_secret_key(environment.home)
    if environment.database_url:
        check_database(environment.database_url)
    else:
        atexit.register(embedded.start(environment.home))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
    django.setup()
    return environment
