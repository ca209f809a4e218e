"""Kills at named points: `python -m tests.robustness.kills --count 10000`.

A parent in which everything is loaded forks a child for each attempt. The child walks a case and kills itself at one of
the named points; three cases in ten are killed two to four times in a row, at any points. After each batch one recovery
run does what waits, and everything is looked at. Then all cases are walked to their end, and looked at again.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import click
from tests.robustness.ground import ground


@click.command()
@click.option("--count", default=10_000, show_default=True, help="Kills.")
@click.option("--once", is_flag=True, help="Kill at each point once instead, then try every wrong way.")
@click.option("--seed", default=1, show_default=True, help="Which cases are killed several times in a row, and where.")
@click.option("--as-json", is_flag=True, help="Say what came of it to a program.")
def main(count: int, seed: int, *, once: bool, as_json: bool) -> None:
    """Kill walkers of cases at named points, recover, and look whether anything is wrong."""
    with ground(durable=False):
        from tests.robustness.trial import Trial, warm_up  # noqa: PLC0415 - needs a Django that is set up
        from tests.robustness.wrong_ways import WRONG  # noqa: PLC0415 - as above

        warm_up()
        trial = Trial(seed)
        if once:
            trial.once()
        for tally in [] if once else trial.run(count):
            click.echo(
                f"\r{tally.kills} kills of {tally.cases} cases, {tally.kills / tally.seconds:.1f} a second", nl=False
            )
        caught = {name: Trial(seed, name).caught() for name in WRONG} if once else {}
    tally = trial.tally
    _tell({**asdict(tally), "never": tally.never, "caught": caught}, as_json=as_json)
    sys.exit(bool(tally.faults or tally.never or not all(caught.values())))


def _tell(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found))
        return
    click.echo()
    for name, times in sorted(found["reached"].items()):
        click.echo(f"{times:7} {name}")
    for name in found["never"]:
        click.echo(f"  never {name}")
    click.echo(f"{found['kills']} kills, {len(found['reached'])} points, {found['seconds']:.0f} s.")
    click.echo(f"Cases at their end: {found['states']}")
    for fault in found["faults"][:20]:
        click.echo(f"FAULT: {fault}")
    for name, faults in found["caught"].items():
        click.echo(f"{name}: {faults[0] if faults else 'NOT CAUGHT'}")


if __name__ == "__main__":
    main()
