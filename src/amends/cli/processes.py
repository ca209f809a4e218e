"""Several programs that run as one: started together, started again when one of them is killed, stopped together.

Laws: when the first of them is told to stop, or is killed itself, none of the others stays; each is told once, and has
time to finish what it does. What cannot be kept running ends the whole with a sentence.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click

from amends.core.errors import AmendsError

_LOOK_SECONDS = 0.2
_LOOKS_BETWEEN_CARE = 10
_PATIENCE_SECONDS = 30  # for what is being done when all are told to stop
_SETTLED_SECONDS = 30  # whoever ran for so long was well
_MOST_QUICK_ENDS = 5


class ProgramEnded(AmendsError):
    """A program ends again and again right after its start."""

    code = "program_ended"


@dataclass(slots=True)
class Program:
    """One of them: what it is called, and what it does until SIGTERM; it is told whether it was there before."""

    name: str
    run: Callable[[bool], None]
    pid: int = 0
    began: float = 0.0
    starts: int = 0
    quick_ends: int = 0


def report(line: str) -> None:
    """This function will print a line of progress at once."""
    click.echo(line)
    sys.stdout.flush()


def keep_running(programs: Sequence[Program], care: Callable[[], None] = lambda: None) -> None:
    """This function will run the programs until SIGTERM, SIGINT or SIGHUP; `care` is called every two seconds.

    Raises `ProgramEnded` where one cannot be kept running; all others are stopped then.
    """
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: told.append(number))
    alive, held = os.pipe()  # no program holds the other end: when this process is gone, they read its end
    try:
        for one in programs:
            _start(one, alive, held)
        looks = 0
        while not told:
            time.sleep(_LOOK_SECONDS)
            looks += 1
            if looks % _LOOKS_BETWEEN_CARE == 0:
                care()
            for one in programs:
                _look_after(one, alive, held)
    finally:
        _stop(programs)
        os.close(alive)
        os.close(held)


def _start(one: Program, alive: int, held: int) -> None:
    one.began = time.monotonic()
    one.starts += 1
    sys.stdout.flush()
    sys.stderr.flush()
    one.pid = os.fork()
    if one.pid == 0:
        _be(one, alive, held)


def _be(one: Program, alive: int, held: int) -> None:
    """This function will be the program, and end this process with it."""
    code = 1
    try:
        os.close(held)
        os.setpgrp()  # Ctrl-C reaches the first process alone, which tells the others once
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        threading.Thread(target=_end_with_the_first, args=(alive,), daemon=True).start()
        one.run(one.starts > 1)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except AmendsError as error:
        click.echo(f"Error: {error}", err=True)
    except BaseException:  # noqa: BLE001 - this process ends here, whatever it was
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_with_the_first(alive: int) -> None:
    os.read(alive, 1)  # returns when the first process is gone
    os.kill(os.getpid(), signal.SIGTERM)


def _look_after(one: Program, alive: int, held: int) -> None:
    pid, status = os.waitpid(one.pid, os.WNOHANG)
    if not pid:
        return
    one.pid = 0
    how = (
        f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit code {os.waitstatus_to_exitcode(status)}"
    )
    one.quick_ends = one.quick_ends + 1 if time.monotonic() - one.began < _SETTLED_SECONDS else 0
    if one.quick_ends >= _MOST_QUICK_ENDS:
        what = f"{one.name} ended {one.quick_ends} times right after its start, the last time with {how}."
        raise ProgramEnded(what, hint="What it said stands above.")
    report(f"{one.name[0].upper()}{one.name[1:]} ended with {how}, and is started again.")
    time.sleep(_LOOK_SECONDS * one.quick_ends)
    _start(one, alive, held)


def _stop(programs: Sequence[Program]) -> None:
    """This function will tell all to stop, wait for them, and kill those that take too long."""
    running = [one for one in programs if one.pid]
    for one in running:
        os.kill(one.pid, signal.SIGTERM)
    until = time.monotonic() + _PATIENCE_SECONDS
    for one in running:
        while not os.waitpid(one.pid, os.WNOHANG)[0]:
            if time.monotonic() > until:
                os.kill(one.pid, signal.SIGKILL)
                os.waitpid(one.pid, 0)
                break
            time.sleep(_LOOK_SECONDS / 4)
        one.pid = 0
