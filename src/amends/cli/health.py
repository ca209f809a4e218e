"""`amends health`: what is not well with the background work, in words."""

from __future__ import annotations

import click

SICK = 1


@click.command()
@click.pass_context
def command(context: click.Context) -> None:
    """Say what is not well: work that waits too long, that could not be done, or that nobody does.

    Ends with exit code 0 where all is well, else 1. `/health` tells the same to whoever watches over the web, without
    figures.
    """
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    start_django()
    from amends.pages import clock  # noqa: PLC0415 - needs a started Django
    from amends.usecases.read_health import missing_notices, read_health  # noqa: PLC0415 - as above

    health = read_health(clock.now())
    found = health.counts
    click.echo(f"Workers: {found.workers}. To be done outside: {found.waiting}. Could not be done: {found.dead}.")
    for fault in health.faults:
        click.echo(f"- {fault}")
    for one in missing_notices():
        click.echo(f"To see to: {one}")
    if not health.is_well:
        context.exit(SICK)
    click.echo("All is well.")
