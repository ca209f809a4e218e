"""`amends demo`: the three example shops, served as they would be in production, on one's own machine."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

import click

from amends.cli.practice import practice_program, set_up_practice
from amends.cli.processes import keep_running, report
from amends.cli.running import web_program, worker_program
from amends.cli.serve import set_off
from amends.cli.web import listen


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where to serve.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to serve on; for other names than localhost set AMENDS_HOSTS.",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that serve.")
def command(port: int, host: str, workers: int) -> None:
    """Serve the three example shops in the browser.

    Starts the embedded database, loads the shops once, and serves until Ctrl-C, with all that happens in the background
    and a practice payment provider. The data stay for the next time.
    """
    began = time.monotonic()
    for told_to_stop in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: what was started is stopped on the way out
        signal.signal(told_to_stop, lambda number, _: sys.exit(128 + number))
    # The port is taken first: nobody should wait for the shops to load, to be told then that it is not free.
    listener = listen(host, port)
    practice = set_up_practice(os.environ, port)
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"
    care = prepare(address)

    def ready() -> None:
        report(f"Ready after {time.monotonic() - began:.1f} s: {address}\nCtrl-C stops it.")

    programs = [worker_program(), web_program(listener, workers, ready)]
    keep_running([practice_program(practice), *programs] if practice else programs, care)
    report("Stopped.")


def prepare(address: str) -> Callable[[], None]:
    """This function will start the database and put tables, pages' files and shops in place; again costs nothing.

    `address` is where the pages will be reached, for mails and payment pages, unless AMENDS_ADDRESS says it. What it
    returns is to be called now and then, to see whether the database still runs.
    """
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import, and help needs none

    report("Starting the database ...")
    environment = start_django()
    report(f"Data: {environment.home}{environment.why_there}")

    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from amends.pages import clock  # noqa: PLC0415 - as above
    from amends.usecases.load_demo import load_demo  # noqa: PLC0415 - models need a started Django
    from amends.usecases.load_sample_cases import load_sample_cases  # noqa: PLC0415
    from amends.usecases.load_sample_staff import load_sample_staff  # noqa: PLC0415

    if not environment.address:
        settings.AMENDS_ADDRESS = address.rstrip("/")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demo(report)
    load_sample_staff(report, settings.SECRET_KEY, clock.now())
    load_sample_cases(report, settings.SECRET_KEY.encode(), clock.now())
    return set_off(environment)
