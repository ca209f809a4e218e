"""`amends bring`: put a shop's own help and sizes into use, and the official notice that it shows."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from amends.cli.check import CLEAN, FOUND, UNREADABLE
from amends.core.errors import Place
from amends.core.sizes.rules import FILE
from amends.examples.guides import HELP


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--shop", "shop_id", required=True, metavar="ID", help="The shop that it is for.")
@click.option("--despite-findings", is_flag=True, help="Bring it in although the check found something.")
def command(folder: Path, shop_id: str, *, despite_findings: bool) -> None:
    """Put a shop's own help and sizes into use, and the official notice that it shows.

    The folder holds `help` with guides and pictures, `sizes.yaml`, or `notice` with the official notice on the legal
    guarantee, a file a language (`notice/de.png`), or some of these; a `policy.yaml` and a catalogue beside
    them are looked at by the check and stay where they are. Everything is checked first, as by `amends check`. What
    cannot be read is never brought in. Pages show the new from the next request on; bringing an older folder again
    goes back to it.
    """
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    start_django()
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from amends.records.shops import shop_named  # noqa: PLC0415
    from amends.usecases.bring_help import bring_help  # noqa: PLC0415
    from amends.usecases.bring_notice import bring_notice  # noqa: PLC0415

    shop_named(shop_id)
    noticed = bring_notice(folder, Path(settings.AMENDS_SHELVES), shop_id)
    if noticed:
        click.echo(f"{shop_id} shows the official notice now: {', '.join(noticed)}.")
        if not any((folder / one).exists() for one in (HELP, FILE)):
            sys.exit(CLEAN)
    brought = bring_help(folder, Path(settings.AMENDS_SHELVES), shop_id, despite_findings=despite_findings)
    for report in brought.reports:
        for problem in report.problems:
            _tell(problem.place, problem.what, problem.hint)
        for place, found in report.findings:
            _tell(place, f"{found.message} [{found.code}]", found.hint)
    if brought.edition:
        click.echo(f"{shop_id} has this help now, edition {brought.edition[:12]}.")
        sys.exit(CLEAN)
    if any(report.problems for report in brought.reports):
        sys.exit(UNREADABLE)
    click.echo("Nothing was brought in. To do it all the same: `--despite-findings`.")
    sys.exit(FOUND)


def _tell(place: Place, what: str, hint: str) -> None:
    spot = ":".join(str(one) for one in (place.file, place.line, place.column) if one)
    click.echo(f"{spot}: {what}")
    if hint:
        click.echo(f"    {hint}")
