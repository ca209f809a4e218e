"""`amends laws`: what the laws say that stand under every shop's policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from textwrap import indent, wrap

import click

from amends.laws.rows import Row, rows_in

WIDTH = 100


@click.group()
def command() -> None:
    """Show the laws that stand under every shop's policy. Rules for engineers, not legal advice."""


@command.command("list", short_help="List every rule, of one place or of all.")
@click.argument("place", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="Write every row as JSON.")
def list_them(place: str, *, as_json: bool) -> None:
    """List every rule with its article, its status and its sentence; of one PLACE, such as DE or US-NY, or of all."""
    found = list(rows_in(place))
    if as_json:
        rows = [asdict(row) for _, each in found for row in each]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for law, each in found:
        click.echo(f"{law.name}\n")
        for row in each:
            click.echo("\n".join(_lines(row)))
    click.echo("Rules for engineers, not legal advice; what is unverified never decides.")


def _lines(row: Row) -> Iterator[str]:
    about = [row.status]
    if row.kind == "duty":
        about.insert(0, "duty")
    if row.since:
        about.append(f"from {row.since}")
    if row.regions:
        about.append(f"in {', '.join(row.regions)}")
    yield f"  {row.id}  {', '.join(about)}"
    yield indent("\n".join(wrap(row.says, WIDTH - 4)), "    ")
    if row.do:
        yield indent("\n".join(wrap(f"To do: {row.do}", WIDTH - 4)), "    ")
    yield f"    {row.article}"
    yield f"    {row.source}\n"
