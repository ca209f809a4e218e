"""The group of commands: quick to help, plain about mistakes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection

from amends.cli.main import COMMANDS, find_command, main

LOADED = """
import sys
from amends.cli.main import main
sys.argv = ["amends", "--help"]
try:
    main()
finally:
    print(*sys.modules)
"""


def amends(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """This function will run the command line as a person does."""
    environment = {**os.environ, **variables}
    command = [sys.executable, "-c", "from amends.cli.main import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_help_names_every_command_and_loads_none_of_them() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    *page, modules = ran.stdout.splitlines()
    assert all(any(line.strip().startswith(f"{name} ") for line in page) for name in COMMANDS)
    assert not {"django", "pydantic", "rich", "yaml", *(place.split(":")[0] for place, _ in COMMANDS.values())} & set(
        modules.split()
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_says_what_it_does(name: str) -> None:
    assert find_spec(COMMANDS[name][0].split(":")[0])
    assert find_command(name).help


def test_no_mistake_that_is_told_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["decide", "silver", "--fact", "claim.reason=\x1b[2J\u202eevil"])
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert "evil" in told
    assert not set("\x1b\u202e") & set(told)


def test_an_unknown_command_names_the_nearest_one() -> None:
    ran = amends("expain")
    assert ran.returncode == 2
    assert "Did you mean `explain`?" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DATABASE_URL": "mysql://root@localhost/shop"}, "`DATABASE_URL`: the address is not one of PostgreSQL"),
        ({"DATABASE_URL": "postgresql://me:hush@localhost:1/shop"}, "`DATABASE_URL`: the database cannot be reached"),
        ({"AMENDS_HOSTS": "*"}, "`AMENDS_HOSTS`: `*` would accept every host name"),
    ],
)
def test_a_mistake_is_a_sentence_and_not_a_traceback(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    ran = amends("manage", "check", **{"AMENDS_HOME": str(tmp_path), **variables})
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "hush" not in ran.stderr


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = amends("demo", "--port", str(port), AMENDS_HOME=str(tmp_path / "home"))
    assert ran.returncode == 2
    assert ran.stderr == f"Error: port {port} is in use. Choose another: `--port {port + 1}`.\n"
    assert not (tmp_path / "home").exists()


def test_a_database_of_another_version_is_told_in_a_sentence(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_shop RENAME TO records_shop_of_before")
    with pytest.raises(SystemExit) as left:
        main(["staff", "list", "--shop", "silver"])
    assert left.value.code == 2
    assert "Run `amends manage migrate`." in capsys.readouterr().err
