"""`amends mail receive` as a mail server runs it: one mail on standard input, and an exit code that it understands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAIL = (
    b"From: nobody@example.com\nTo: letters@wrenfold.example\nMessage-ID: <1@mail.example>\n"
    b"Subject: Hello\n\nDo you wrap presents?\n"
)
PREPARE = (
    "from amends.config.boot import start_django; start_django()\n"
    "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
    "from tests.sample_shops import put_in_place; put_in_place('silver')\n"
)
COUNT = (
    "from amends.config.boot import start_django; start_django()\n"
    "from amends.records import models; print(models.MailIn.objects.count())\n"
)


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder that the database's account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="amends-mail-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def run(home: Path, program: str, *words: str, sent: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """This function will run a program of Python on the embedded database of that folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))}
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**kept, "AMENDS_HOME": str(home), "PYTHONPATH": paths, **more},
        input=sent, capture_output=True, check=False,
    )  # fmt: skip


def receive(home: Path, shop: str, sent: bytes, **more: str) -> subprocess.CompletedProcess[bytes]:
    """This function will hand the mail over as a mail server does."""
    program = "from amends.cli.main import main; main()"
    return run(home, program, "mail", "receive", "--shop", shop, sent=sent, **more)


def test_b10_a_mail_is_kept_once_and_what_cannot_be_kept_is_told(home: Path) -> None:
    prepared = run(home, PREPARE)
    assert prepared.returncode == 0, prepared.stderr.decode()
    for _ in range(2):
        taken = receive(home, "silver", MAIL)
        assert (taken.returncode, taken.stdout) == (0, b"unknown, waits for a person\n"), taken.stderr.decode()
    assert run(home, COUNT).stdout == b"1\n"
    wrong = receive(home, "slver", MAIL)
    assert wrong.returncode == 75  # kept by the mail server until that is mended
    assert b"there is no shop `slver`" in wrong.stderr
    assert receive(home, "silver", MAIL + b"x" * 10_000_001).returncode == 65
    away = receive(home, "silver", MAIL, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert away.returncode == 75, away.stderr.decode()
