"""Kills of real processes at random times: `python -m tests.robustness.processes --kills 2000`.

`amends demo` serves the shops over HTTP, with its web server, its worker and a practice provider; the database is one
of their own. Customers open cases in browsers, staff take them in and approve, the worker pays and mails. Meanwhile
somebody kills, with `kill -9`: a process that serves pages, the web server, the worker, the database, or everything.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from tests.robustness.ground import ground


@click.command()
@click.option("--kills", default=2_000, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Who is killed, and after how long.")
@click.option("--as-json", is_flag=True, help="Say what came of it to a program.")
def main(kills: int, seed: int, *, as_json: bool) -> None:
    """Kill processes under load, run the recovery once, and look whether anything is wrong."""
    found: dict[str, Any] = {}
    with ground(durable=True) as here:
        from tests.robustness.battle import Battle  # noqa: PLC0415 - needs a Django that is set up

        battle = Battle(here, seed)
        for count in battle.run(kills):
            if not as_json:
                click.echo(f"\r{count} kills, {len(battle.acknowledged)} cases opened", nl=False)
        found = battle.end()
    click.echo(json.dumps(found) if as_json else "\n" + json.dumps(found, indent=2))
    sys.exit(bool(found["faults"]))


if __name__ == "__main__":
    main()
