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
import time
from collections.abc import Callable
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
    commands.add_parser("demo", help="serve the three example shops in the browser; takes the options of `amends demo`")
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
    if os.name == "nt":
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


# --- the virtual environment


def set_up(lock: str) -> None:
    """This function will make the virtual environment hold what the lock names, or raise `SetupFailed`."""
    wanted = {name: fingerprint(name) for name in LOCK_NAMES}
    if is_set_up(wanted, lock):
        return
    began = time.monotonic()
    STAMP.unlink(missing_ok=True)
    if not PYTHON.exists() or not runs([str(PYTHON), "-m", "pip", "--version"]):
        say("Making the virtual environment .venv ...")
        make_venv()
    say("Installing packages (once; each is checked against its hash) ...")
    pip("install", "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCKS / f"{lock}.txt"))
    # Built with the locked flit_core from the line above: nothing unpinned is fetched.
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(json.dumps({"lock": lock, "hash": wanted[lock]}), encoding="utf-8")
    say(f"Ready after {time.monotonic() - began:.0f} s.")


def fingerprint(lock: str) -> str:
    """This function will return a hash of all that a set-up depends on."""
    parts = [(LOCKS / f"{lock}.txt").read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode()])).hexdigest()


def is_set_up(wanted: dict[str, str], lock: str) -> bool:
    """This function will say whether the environment was finished for this lock or for a richer one."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        rich_enough = LOCK_NAMES.index(stamp["lock"]) >= LOCK_NAMES.index(lock)
        return rich_enough and stamp["hash"] == wanted[stamp["lock"]] and (BIN / "amends").exists()
    except (OSError, ValueError, KeyError):
        return False


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


def runs(command: list[str]) -> bool:
    """This function will say whether the command ends well."""
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


# --- the checks


def run_checks(pytest_words: list[str]) -> int:
    """This function will run every check, print which failed, and return 1 if any did."""
    install_browser()
    checks: list[tuple[str, list[str]]] = [
        ("ruff check", [str(BIN / "ruff"), "check", "."]),
        ("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("mypy", [str(BIN / "mypy")]),
        ("import-linter", [str(BIN / "lint-imports")]),
        ("pytest", [str(PYTHON), "-m", "pytest", "-n", "2", *pytest_words]),
    ]
    results = [(name, *timed(lambda line=line: in_root(line))) for name, line in checks]
    say("")
    for name, code, seconds in results[:-1]:
        say(f"{'passed' if code == 0 else 'FAILED'}  {name}  ({seconds:.0f} s)")
    failed = [name for name, code, _ in results if code]
    say(f"Failed: {', '.join(failed)}." if failed else "Everything passed.")
    return 1 if failed else 0


def in_root(command: list[str]) -> int:
    """This function will run the command in the checkout and return its exit code."""
    say(f"\n--- {Path(command[0]).name} {' '.join(command[1:])}")
    return subprocess.run(command, check=False, cwd=ROOT).returncode


def timed(run: Callable[[], int]) -> tuple[int, float]:
    """This function will return the exit code and the seconds that it took."""
    began = time.monotonic()
    code = run()
    return code, time.monotonic() - began


def install_browser() -> None:
    """This function will see to Debian's Chromium for the tests in the browser, or say how to get it."""
    if CHROMIUM.exists():
        return
    if shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        say("Installing Chromium for the tests in the browser ...")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"], check=False, env=quiet)
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
            subprocess.run([*base, *words, "-o", f"locks/{name}.txt"], check=True, cwd=ROOT, input=b"flit_core>=3.12,<5\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
