"""`amends manage`: Django's own commands, with the database started for them."""

from __future__ import annotations

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `amends manage migrate`."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - Django is slow to import

    from amends.config.boot import start_django  # noqa: PLC0415 - likewise

    start_django()
    execute_from_command_line(["amends manage", *words])
