#!/usr/bin/env python3
"""Sets Amends up in this folder and starts it: `python3 start.py demo`, `python3 start.py test`.

Needs Python 3.11 or newer with pip and venv, and nothing else: every package comes as a wheel from a lock with hashes.
A virtual environment that already fits the lock is left as it is, so that a second start is quick.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "amends-setup.json"
LOCKS = ROOT / "locks"
# Each lock holds the one before it as well, so a richer set-up serves a poorer need.
LOCK_NAMES = ("runtime", "dev", "bench")
OLDEST_PYTHON = (3, 11)
CHROMIUM = Path("/usr/bin/chromium")


def main() -> int:
    """This function will do what the command line asks and return the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        say(f"Amends needs Python 3.11 or newer; this is `{found}`. Start it with a newer one: `python3.11 start.py`.")
        return 2
    parser = argparse.ArgumentParser(description="Set Amends up in this folder and start it.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = "serve the three example shops in the browser; takes the options of `amends demo`, such as --port"
    commands.add_parser("demo", add_help=False, help=demo)
    commands.add_parser("test", help="set up for development and run every check; further words go to pytest")
    setup = commands.add_parser("setup", help="only make the virtual environment")
    setup.add_argument("--lock", choices=LOCK_NAMES, default="dev", help="how much to install (default: dev)")
    commands.add_parser("lock", help="choose the newest fitting packages again and write locks/")
    known, rest = parser.parse_known_args()
    if rest and known.command not in {"demo", "test"}:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        return run_command(known.command, getattr(known, "lock", "dev"), rest)
    except SetupFailed as failure:
        say(str(failure))
        return 2
    except KeyboardInterrupt:
        return 130


def run_command(command: str, lock: str, rest: list[str]) -> int:
    """This function will run one of the four commands."""
    if command == "lock":
        return write_locks()
    if command == "setup":
        set_up(lock)
        return 0
    if command == "demo":
        set_up("runtime")
        return hand_over([str(BIN / "amends"), "demo", *rest])
    set_up("dev")
    return run_checks(rest)


class SetupFailed(Exception):
    """The set-up cannot go on; the message says what to do."""


def say(text: str) -> None:
    """This function will print a line at once, so that progress is seen while it happens."""
    print(text, flush=True)


def hand_over(command: list[str]) -> int:
    """This function will let the command take the place of this program, so that Ctrl-C reaches it alone."""
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    return subprocess.run(command, check=False).returncode


# --- the virtual environment


def set_up(lock: str) -> None:
    """This function will make the virtual environment hold what the lock names, or raise `SetupFailed`."""
    with alone():
        done = read_stamp()
        # A richer environment is kept up to date as such, rather than made poorer.
        richer = max(lock, done.get("lock", lock), key=LOCK_NAMES.index)
        wanted = {"lock": richer, "hash": fingerprint(richer), "made_for": f"{ROOT} {sys.version}"}
        if done == wanted and (BIN / "amends").exists():
            return
        began = time.monotonic()
        STAMP.unlink(missing_ok=True)
        # Programs in the environment name its folder and its Python, so neither may change under them.
        if done.get("made_for") != wanted["made_for"]:
            say("Making the virtual environment .venv ...")
            make_venv()
        say("Installing packages (once; each is checked against its hash) ...")
        pip("install", "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCKS / f"{richer}.txt"))
        # Built with the locked flit_core from the line above: nothing unpinned is fetched.
        pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        STAMP.write_text(json.dumps(wanted), encoding="utf-8")
        say(f"Installed after {time.monotonic() - began:.0f} s.")


@contextmanager
def alone() -> Iterator[None]:
    """This function will keep two set-ups of the same folder from getting in each other's way, where the system can."""
    if os.name == "nt":
        yield
        return
    import fcntl  # Windows has none

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def fingerprint(lock: str) -> str:
    """This function will return a hash of the files that a set-up depends on."""
    parts = [(LOCKS / f"{lock}.txt").read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def read_stamp() -> dict[str, str]:
    """This function will return what the last finished set-up wrote down, or nothing."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and stamp.get("lock") in LOCK_NAMES else {}


def make_venv() -> None:
    """This function will create the environment anew, or say which system package is missing."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode:
        raise SetupFailed("Python could not make a virtual environment. On Debian: `apt-get install python3-venv`.")


def pip(*words: str) -> None:
    """This function will run pip in the environment quietly, or raise `SetupFailed` with what it printed."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", words[0], "--quiet", *words[1:]]
    ran = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if ran.returncode:
        raise SetupFailed(f"{ran.stdout.strip()}\nInstalling failed. Check the network and start again.")


# --- the checks


def run_checks(pytest_words: list[str]) -> int:
    """This function will run every check, print which failed, and return 1 if any did.

    Those that only read run beside the tests, which often wait; what they say is printed before the closing line.
    """
    install_browser()
    checks: list[tuple[str, list[str]]] = [
        ("ruff check", [str(BIN / "ruff"), "check", "."]),
        ("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("import-linter", [str(BIN / "lint-imports")]),
        ("mypy", [str(BIN / "mypy")]),
    ]
    verdicts: list[str] = []
    beside = threading.Thread(target=run_quietly, args=(checks, verdicts), daemon=True)
    beside.start()
    code, closing = run_pytest(pytest_words)
    beside.join()
    verdicts.append("FAILED  pytest" if code else "passed  pytest")
    say("\n".join(verdicts))
    say(closing)
    return 1 if any(verdict.startswith("FAILED") for verdict in verdicts) else 0


def run_quietly(checks: list[tuple[str, list[str]]], verdicts: list[str]) -> None:
    """This function will run the checks one after another and add what came of each, and its words where it failed."""
    for name, command in checks:
        began = time.monotonic()
        ran = subprocess.run(
            command, check=False, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        verdict = f"{'FAILED' if ran.returncode else 'passed'}  {name}  ({time.monotonic() - began:.0f} s)"
        verdicts.append(f"{verdict}\n{ran.stdout}" if ran.returncode else verdict)


def run_pytest(words: list[str]) -> tuple[int, str]:
    """This function will run the tests, print what they say as they say it, and hold back the last line."""
    # Three, on two cores as well: each waits a third of its time, for a browser, a database, a program that starts.
    # Each goes through a part of its own in its order, so that what a file prepares is prepared once, not by all.
    command = [str(PYTHON), "-m", "pytest", "-n", "3", "--dist", "worksteal", *words]
    if sys.stdout.isatty():
        command.append("--color=yes")
    held = ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as tests:
        for line in tests.stdout or ():
            if held:
                say(held)
            held = line.rstrip("\n") or " "
    return tests.returncode, held


def install_browser() -> None:
    """This function will see to Debian's Chromium for the tests in the browser, or say how to get it."""
    if CHROMIUM.exists():
        return
    if shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        say("Installing Chromium for the tests in the browser ...")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in ("update -qq", "install -qq -y --no-install-recommends chromium"):
            subprocess.run(["apt-get", *words.split()], check=False, env=quiet, stdout=subprocess.DEVNULL)
    if not CHROMIUM.exists():
        say(f"There is no `{CHROMIUM}`. Tests in the browser are skipped here, and fail where CI is set.")


# --- the locks


def write_locks() -> int:
    """This function will write the three locks anew, for all platforms, without naming any registry."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        home = Path(folder) / BIN.name
        subprocess.run([str(home / PYTHON.name), "-m", "pip", "install", "--quiet", "uv"], check=True)
        base = [str(home / "uv"), "pip", "compile", "--quiet", "--upgrade", "--universal", "--generate-hashes"]
        base += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-config", "--python-version", "3.11"]
        base += ["--only-binary", ":all:", "pyproject.toml"]
        compile_lock = {
            "runtime": ["-"],
            "dev": ["--extra", "dev", "-c", "locks/runtime.txt"],
            "bench": ["--extra", "dev", "--extra", "bench", "-c", "locks/dev.txt"],
        }
        for name, words in compile_lock.items():
            say(f"locks/{name}.txt ...")
            # The builder that installs the checkout itself has to be locked for the runtime too.
            subprocess.run(
                [*base, *words, "-o", f"locks/{name}.txt"], check=True, cwd=ROOT, input=b"flit_core>=3.12,<5\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
