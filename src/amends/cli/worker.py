"""`amends worker`: what happens in the background, and the list of what could not be done."""

from __future__ import annotations

import click


@click.group(invoke_without_command=True)
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="How much at a time.")
@click.pass_context
def command(context: click.Context, threads: int) -> None:
    """Pay, mail, make labels and keep dates in the background.

    `amends serve` and `amends demo` do so too; a large shop runs this by itself, as often as it likes. Told to stop by
    SIGTERM, it finishes what it has begun.
    """
    if context.invoked_subcommand is None:
        from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import, and help needs none

        start_django()
        from amends.jobs.work import work  # noqa: PLC0415 - needs a started Django

        work(threads)
