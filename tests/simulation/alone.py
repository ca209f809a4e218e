"""A PostgreSQL and a database for one long run outside the test runner."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connections

from amends.config import embedded
from amends.config.database import database_of


@contextmanager
def database() -> Iterator[None]:
    """This function will set Django up on a database of its own, and take that away again."""
    django.setup()
    from django.test.utils import get_runner  # noqa: PLC0415 - needs the settings

    home = Path(tempfile.gettempdir()) / f"amends-long-{os.getpid()}"
    leave = embedded.start(home, durable=False)
    default = connections["default"].settings_dict
    default.update({**database_of(embedded.address_of(home)), "CONN_MAX_AGE": 0})
    default["OPTIONS"]["options"] = "-c amends.may_empty=yes"
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(old)
        leave()
