"""The programs that make up a running Amends: the web server, the worker, and what looks after their database."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

from amends.cli.processes import Program
from amends.cli.web import AT_ONCE, serve
from amends.config import embedded
from amends.config.embedded import DatabaseFailed
from amends.config.environment import Environment

_log = logging.getLogger("amends")
WORKER_THREADS = 4


def web_program(
    listener: socket.socket, workers: int, ready: Callable[[], None], at_once: int = AT_ONCE
) -> Program:  # fmt: skip
    """This function will return the web server on that socket; `ready` is called when it answers for the first time."""

    def run(again: bool) -> None:
        serve(listener.fileno(), workers, (lambda: None) if again else ready, at_once)

    return Program("the web server", run)


def worker_program(threads: int = WORKER_THREADS) -> Program:
    """This function will return the worker."""

    def run(_: bool) -> None:
        from amends.jobs.work import work  # noqa: PLC0415 - needs a started Django

        work(threads)

    return Program("the worker", run)


def care_for(environment: Environment) -> Callable[[], None]:
    """This function will return what starts the embedded database again where it was killed; others are left alone."""

    def care() -> None:
        if environment.database_url:
            return
        try:
            if embedded.revive(environment.home):
                _log.warning("the database was gone, and is started again")
        except DatabaseFailed as error:
            _log.warning("the database cannot be started: %s", error)

    return care
