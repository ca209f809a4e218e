"""Races: `python -m tests.robustness.races --count 10000`.

Eight threads, each with a connection of its own, wait for one moment and want the same thing: two tabs, a double click,
two members of staff, two workers, two messages, two tills. Whatever comes first, the effect is there once, and whoever
loses gets an exact answer.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from tests.robustness.ground import ground


@click.command()
@click.option("--count", default=10_000, show_default=True, help="Races.")
@click.option("--seed", default=1, show_default=True, help="How many contend, race by race.")
@click.option("--only", multiple=True, help="Contests to race, by name.")
@click.option("--as-json", is_flag=True, help="Say what came of it to a program.")
@click.option("--wrong-ways", is_flag=True, help="Then race the wrong ways too; each has to be caught.")
def main(count: int, seed: int, only: tuple[str, ...], *, as_json: bool, wrong_ways: bool) -> None:
    """Race for the same thing, and look whether it happened once."""
    with ground(durable=False):
        from tests.robustness.course import Course  # noqa: PLC0415 - needs a Django that is set up
        from tests.robustness.wrong_races import WRONG_RACES  # noqa: PLC0415 - as above

        course = Course(seed, only)
        for tally in course.run(count):
            if not as_json:
                click.echo(f"\r{tally.races} races, {tally.races / tally.seconds:.1f} a second", nl=False)
        caught = {name: way.race(course) for name, way in WRONG_RACES.items()} if wrong_ways else {}
        course.end()
    found = {**course.tally.told(), "caught": caught}
    _tell(found, as_json=as_json)
    sys.exit(bool(found["faults"] or not all(caught.values())))


def _tell(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found))
        return
    click.echo()
    for name, races in sorted(found["by_contest"].items()):
        lost = ", ".join(f"{times} {code}" for code, times in sorted(found["lost"].get(name, {}).items()))
        click.echo(f"{races:7} {name}: {lost or 'nobody lost'}")
    click.echo(f"{found['races']} races, {found['seconds']:.0f} s.")
    for fault in found["faults"][:20]:
        click.echo(f"FAULT: {fault}")
    for name, faults in found["caught"].items():
        click.echo(f"{name}: {faults[0] if faults else 'NOT CAUGHT'}")


if __name__ == "__main__":
    main()
