"""`amends backtest --totals`: claims and money alone, counted on a packed copy of the history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from amends.backtest.again import again
from amends.backtest.alike import check_alike
from amends.backtest.kept import projected
from amends.backtest.telling import counted
from amends.backtest.unmeant import notes_on_packed
from amends.cli.columns import tell_notes
from amends.cli.tables import tell_table
from amends.core.money import format_amount
from amends.core.policy.tree import Policy

COLUMNS = ("before", "after", "claims", "differently", "paid before", "paid after")


def tell_totals(
    console: Console, policies: Sequence[Policy], history_file: Path, memory: str, *, as_json: bool
) -> None:
    """This function will count what the policies answer and print it."""
    vocabulary = check_alike(policies)
    shop = policies[-1].shop
    projection = projected(history_file, shop, vocabulary, memory)
    tell_notes(notes_on_packed(projection))
    rows: list[tuple[str | int, ...]] = []
    for (before, after), one in sorted(again(projection, policies).items()):
        money = (format_amount(minor, shop.currency) for minor in (one.before_minor, one.after_minor))
        rows.append((before, after, one.claims, one.changed, *money))
    if as_json:
        names = [name.replace(" ", "_") for name in COLUMNS]
        each = [dict(zip(names, row, strict=True)) for row in rows]
        click.echo(json.dumps({"currency": shop.currency, "claims": projection.rows, "outcomes": each}, indent=2))
        return
    cells = [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows]
    console.print(Text(f"{counted(projection.rows, 'claim')}, in {shop.currency}"))
    if rows:
        tell_table(console, COLUMNS, cells, COLUMNS[2:])
