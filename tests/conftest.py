"""What all tests share: one PostgreSQL for the run with a database for each worker, and a browser.

Neither starts before a test asks for it, so that tests of the core stay quick.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connections
from django.db.models.signals import post_migrate
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.pressing import PATIENCE

from amends.config import embedded
from amends.config.database import database_of

# A machine that is busy must not turn a law into a failure; a law that fails says how to see it again.
hypothesis.settings.register_profile("project", deadline=None, print_blob=True)
hypothesis.settings.load_profile("project")

# Tests make much that is soon forgotten beside much that stays: looking through all of it took a fifth of the time.
gc.set_threshold(100_000, 20, 50)

CHROMIUM = Path("/usr/bin/chromium")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end, and need not be looked through again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def database_url(testrun_uid: str) -> Iterator[str]:
    """The address of a PostgreSQL: that of `DATABASE_URL`, else one in a temporary folder that all workers share."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    # Not in pytest's own temporary folder: that is private, and the server runs under another account for root.
    home = Path(tempfile.gettempdir()) / f"amends-tests-{testrun_uid}"
    leave = embedded.start(home, durable=False)
    try:
        yield embedded.address_of(home)
    finally:
        leave()
        if not (home / "database" / "data" / "postmaster.pid").exists():  # stopped: nobody else was using it
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str, request: pytest.FixtureRequest) -> None:
    """Django's tests use that PostgreSQL, in a database of the worker's own."""
    default = connections["default"].settings_dict
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    default.update({**database_of(database_url), "CONN_MAX_AGE": 0})
    default["OPTIONS"]["options"] = "-c amends.may_empty=yes"  # tables are emptied between tests, and only there
    default["TEST"]["NAME"] = f"test_amends_{worker}"
    # Nothing asks for permissions of Django's own; writing them anew whenever tables are emptied is most of the work.
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Where it is missing the test is skipped, except in CI, where that is a failure."""
    if not CHROMIUM.exists():
        reason = f"there is no `{CHROMIUM}`; `python3 start.py test` installs it on Debian as root"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE)
    # Playwright runs an event loop in this thread, and Django would refuse to touch the database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # The sandbox does not start for root, and the pages are our own.
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own for the test: no cookies of another."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
