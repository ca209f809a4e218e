"""`amends mail`: mail that a mail server on the same machine hands over."""

from __future__ import annotations

import sys

import click

from amends.core.errors import AmendsError

# What mail servers make of a program's exit code (sysexits.h): send it back, or try it again later.
_SEND_BACK, _TRY_AGAIN = 65, 75


@click.group()
def command() -> None:
    """Take mail that comes in."""


@command.command()
@click.option("--shop", "shop_id", required=True, help="The shop that it was sent to.")
def receive(shop_id: str) -> None:
    """Take one mail, as it came, from standard input.

    For a line in a mail server's aliases: `returns: "|amends mail receive --shop silver"`. Exit code 75 says that the
    mail is not kept and should be tried again, 65 that it is too large.
    """
    from django.db import DatabaseError  # noqa: PLC0415 - Django is slow to import, and help needs none

    try:
        said = _taken(shop_id)
    except (AmendsError, DatabaseError) as error:  # whatever is to be mended here, the mail must not be sent back
        click.echo(f"Error: {error}", err=True)
        sys.exit(_TRY_AGAIN)
    if said is None:
        click.echo("Error: the mail is too large.", err=True)
        sys.exit(_SEND_BACK)
    click.echo(said)


def _taken(shop_id: str) -> str | None:
    """This function will take the mail and say what became of it; nothing where it is too large."""
    from amends.config.boot import start_django  # noqa: PLC0415

    start_django()
    from django.conf import settings  # noqa: PLC0415 - needs a started Django

    from amends.integrations.connect import mail_desk  # noqa: PLC0415
    from amends.pages import clock  # noqa: PLC0415
    from amends.records.shops import shop_named  # noqa: PLC0415
    from amends.usecases.take_mail import take_mail  # noqa: PLC0415

    most: int = settings.AMENDS_MAIL_IN["most_bytes"]
    raw = sys.stdin.buffer.read(most + 1)
    if len(raw) > most:
        return None
    shop = shop_named(shop_id)
    taken = take_mail(shop, raw, mail_desk(shop.id), clock.now())
    return f"{taken.kind} {taken.case_number}".strip() + (", waits for a person" if taken.waits else "")
