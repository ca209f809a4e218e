"""`amends serve`: the pages and the background work of one's own shops."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from amends.cli.processes import keep_running, report
from amends.cli.running import care_for, web_program, worker_program
from amends.cli.web import listen

if TYPE_CHECKING:
    from amends.config.environment import Environment


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where to serve.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option(
    "--workers", default=min(5, 1 + (os.cpu_count() or 2)), type=click.IntRange(1, 64), help="Processes that serve."
)
@click.option(
    "--at-once", default=1, show_default=True, type=click.IntRange(1, 64),
    help="Requests that a process works on at a time; each is received whole first.",
)  # fmt: skip
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Background work at a time.")
@click.option("--web-only", is_flag=True, help="Serve pages alone; run `amends worker` beside it.")
def command(port: int, host: str, workers: int, at_once: int, threads: int, web_only: bool) -> None:
    """Serve one's own shops: the pages, and what happens in the background.

    Brings the tables up to date first. Set AMENDS_ADDRESS to where customers come, and put a proxy with https before
    it. Stops on SIGTERM, when what was begun is finished.
    """
    began = time.monotonic()
    for told_to_stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told_to_stop, lambda number, _: sys.exit(128 + number))
    listener = listen(host, port)
    care = prepare()

    def ready() -> None:
        report(f"Ready after {time.monotonic() - began:.1f} s: http://{host}:{port}/")

    programs = [web_program(listener, workers, ready, at_once)]
    keep_running(programs if web_only else [worker_program(threads), *programs], care)
    report("Stopped.")


def prepare() -> Callable[[], None]:
    """This function will start the database where it is the embedded one, and bring tables and pages' files up to date.

    What it returns is to be called now and then, to see whether the database still runs.
    """
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import, and help needs none

    environment = start_django()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return set_off(environment)


def set_off(environment: Environment) -> Callable[[], None]:
    """This function will put this process and the programs that it becomes behind the wall between shops."""
    from django.db import connections  # noqa: PLC0415 - needs a started Django

    from amends.records.wall import go_behind  # noqa: PLC0415 - as above

    go_behind()
    connections.close_all()  # the programs are forks, and must not share a connection
    return care_for(environment)
