"""The ground that the trials stand on: a PostgreSQL of their own, a practice provider in its own process, three shops.

Nothing of it is opened in the process that forks: a child that is killed must take nobody's connection with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from tests.robustness.forks import in_child
from tests.sandbox.serving import Sandbox, running_sandbox

from amends.config import embedded

SECRETS = "whsec_robustness"


@dataclass(frozen=True)
class Ground:
    """Where a trial takes place."""

    home: Path
    sandbox: Sandbox


@contextmanager
def ground(*, durable: bool, below: Path | None = None) -> Iterator[Ground]:
    """This function will put everything in place and make Django ready, without a connection to the database.

    Durable: for trials that kill the database itself. `below` is a folder for everything, such as a small disk.
    """
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM)
    )  # what was started is stopped on the way out
    # Not below a private folder: the server runs under another account for root.
    home = Path(tempfile.mkdtemp(prefix="amends-robustness-", dir=below))
    home.chmod(0o755)
    leave = embedded.start(home, durable=durable)
    try:
        with running_sandbox(home / "provider") as sandbox:
            os.environ.update(environment(home, sandbox.address))
            django.setup()
            in_child(_fill)
            yield Ground(home, sandbox)
    finally:
        leave()
        shutil.rmtree(home, ignore_errors=True)


def environment(home: Path, provider: str) -> dict[str, str]:
    """This function will return the variables under which our programs find the ground."""
    return {
        "AMENDS_HOME": str(home),
        "DATABASE_URL": embedded.address_of(home),
        "DJANGO_SETTINGS_MODULE": "tests.robustness.settings",
        "AMENDS_STRIPE_KEY": "sk_test_1",
        "AMENDS_STRIPE_ADDRESS": provider,
        "AMENDS_STRIPE_WEBHOOK_SECRETS": SECRETS,
        "AMENDS_LOG_LEVEL": os.environ.get("AMENDS_LOG_LEVEL", "ERROR"),
    }


def _fill() -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415 - needs a Django that is set up
    from tests.sample_shops import AT  # noqa: PLC0415

    from amends.usecases.load_demo import load_demo  # noqa: PLC0415
    from amends.usecases.load_sample_staff import load_sample_staff  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    load_demo(lambda _: None, AT)
    load_sample_staff(lambda _: None, settings.SECRET_KEY, AT)
