"""Children: forks of a process in which everything is loaded, each with a connection and a death of its own."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

FAULT = 70  # the exit code of a child that ended with an error nobody expected


@dataclass(frozen=True)
class Ended:
    """What a child said on its pipe, line by line, before it ended, and how it ended."""

    said: tuple[Any, ...]
    killed: bool
    fault: str = ""


@dataclass
class Child:
    """A child that runs."""

    pid: int
    pipe: int

    def wait(self) -> Ended:
        """This function will wait for its end and return what it said."""
        with os.fdopen(self.pipe, "rb") as pipe:
            lines = pipe.read().split(b"\n")
        _, status = os.waitpid(self.pid, 0)
        said = [json.loads(line) for line in lines[:-1]]  # what follows the last line's end was cut off by death
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        fault = "" if killed or status == 0 else str(said.pop() if said else f"ended with status {status}")
        return Ended(tuple(said), killed, fault)


Say = Callable[[Any], None]


def fork(work: Callable[[Say], None]) -> Child:
    """This function will start a child that does the work; what it `say`s is heard even if it is killed right after."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if not pid:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(reading)
        _live(work, writing)
    os.close(writing)
    return Child(pid, reading)


def _live(work: Callable[[Say], None], pipe: int) -> NoReturn:
    def say(what: Any) -> None:
        os.write(pipe, json.dumps(what).encode() + b"\n")

    try:
        work(say)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent has to hear of it
        say(traceback.format_exc())
        os._exit(FAULT)
    os._exit(0)  # nothing of the parent's is to be tidied up here


def in_child(work: Callable[[], Any]) -> Any:
    """This function will do the work in a child and return what it returned; its fault is raised here."""
    ended = fork(lambda say: say(work())).wait()
    if ended.fault or ended.killed:
        raise AssertionError(ended.fault or "the child was killed")
    return ended.said[0]
