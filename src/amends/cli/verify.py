"""`amends verify`: whether everything holds that must always hold, on live data."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

FAILED = 1


@click.command()
@click.option("--shop", "shop_id", default="", help="One shop's id; without it all shops are looked at.")
@click.option("--provider", is_flag=True, help="Compare with the payment provider's records as well.")
@click.option(
    "--anchor",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file, kept on another machine, with the ends of the chains of events: compared with, then written anew.",
)
def command(shop_id: str, provider: bool, anchor: Path | None) -> None:
    """Look whether everything holds that must always hold: amounts, events, dates, nothing lost and nothing paid twice.

    It changes nothing. Each breach is a line that names the row, what is wrong and what to do; the exit code is 1 then.
    """
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    start_django()
    if look(shop_id, anchor, provider=provider):
        sys.exit(FAILED)


def look(shop_id: str, anchor: Path | None, *, provider: bool) -> int:
    """This function will tell of every breach, keep the ends of the chains where there is none, and return how many."""
    from amends.integrations.connect import payment_provider  # noqa: PLC0415 - needs a started Django
    from amends.pages import clock  # noqa: PLC0415
    from amends.records.shops import all_shops  # noqa: PLC0415
    from amends.usecases.verify_shop import anchor_of, verify_anchor, verify_shop  # noqa: PLC0415

    kept: dict[str, list[int | str]] = json.loads(anchor.read_text()) if anchor and anchor.exists() else {}
    ends: dict[str, tuple[int, str]] = {}
    breaches = 0
    for shop in [shop_id] if shop_id else [one.id for one in all_shops()]:
        ends[shop] = anchor_of(shop)
        found = verify_shop(shop, clock.now(), payment_provider(shop) if provider else None)
        length, digest = kept.get(shop, (0, ""))
        found += verify_anchor(shop, int(length), str(digest))
        for one in found:
            click.echo(f"{shop}: {one}")
        click.echo(f"{shop}: {len(found) or 'nothing'} to look at, {ends[shop][0]} events.")
        breaches += len(found)
    if anchor and not breaches:
        anchor.write_text(json.dumps(kept | ends, indent=1) + "\n")
    return breaches
