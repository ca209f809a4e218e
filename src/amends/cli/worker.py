"""`amends worker`: what happens in the background, and the list of what could not be done."""

from __future__ import annotations

import click

from amends.core.dates import utc_of
from amends.core.errors import AmendsError


class NothingDead(AmendsError):
    """No effect of that name is on the list of those that nobody tries any more."""

    code = "nothing_dead"


@click.group(invoke_without_command=True)
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="How much at a time.")
@click.pass_context
def command(context: click.Context, threads: int) -> None:
    """Pay, mail, make labels and keep dates in the background.

    `amends serve` and `amends demo` do so too; a large shop runs this by itself, as often as it likes. Told to stop by
    SIGTERM, it finishes what it has begun.
    """
    if context.invoked_subcommand is not None:
        return
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import, and help needs none

    start_django()
    from amends.jobs.work import work  # noqa: PLC0415 - needs a started Django
    from amends.records.wall import go_behind  # noqa: PLC0415 - as above

    go_behind()
    work(threads)


@command.command("once")
@click.option("--alone", is_flag=True, help="No worker runs: take also what one of them had begun.")
def once(alone: bool) -> None:
    """Do whatever is due now, and end: after a failure, or from cron."""
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    start_django()
    from amends.jobs.rounds import catch_up  # noqa: PLC0415 - needs a started Django

    click.echo(f"{catch_up(alone=alone)} tried.")


@command.command("dead", short_help="List what is not tried any more.")
@click.argument("shop", default="")
def dead(shop: str) -> None:
    """List what could not be done outside and is not tried any more, of one shop or of all."""
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    start_django()
    from amends.records.outbox import dead_effects  # noqa: PLC0415 - needs a started Django

    found = [row for shop_id in _shops(shop) for row in dead_effects(shop_id)]
    for row in found:
        since = utc_of(row.made_at).strftime("%Y-%m-%d %H:%M")
        click.echo(f"{row.shop_id} {row.key} {row.kind}, wanted since {since} UTC, {row.attempts} attempts: {row.why}")
    if not found:
        click.echo("Nothing.")


@command.command("retry", short_help="Try again what could not be done.")
@click.argument("key")
@click.argument("shop", default="")
def retry(key: str, shop: str) -> None:
    """Try again what could not be done: one by its KEY (see `amends worker dead`), or `all`."""
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    start_django()
    from amends.pages import clock  # noqa: PLC0415 - needs a started Django
    from amends.records.outbox import dead_effects, revive_effects  # noqa: PLC0415 - as above

    revived = 0
    for shop_id in _shops(shop):
        keys = [row.key for row in dead_effects(shop_id) if key in {"all", row.key}]
        revived += revive_effects(shop_id, keys, clock.now()) if keys else 0
    if not revived and key != "all":
        raise NothingDead(f"nothing that could not be done is called `{key}`.", hint="`amends worker dead` lists it.")
    click.echo(f"{revived} to be tried again.")


def _shops(wanted: str) -> list[str]:
    from amends.records.shops import all_shops  # noqa: PLC0415 - needs a started Django

    return [wanted] if wanted else [one.id for one in all_shops()]
