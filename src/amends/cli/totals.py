"""`amends backtest --totals`: claims and money alone, counted on a packed copy of the history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from amends.backtest.again import again
from amends.backtest.alike import check_alike
from amends.backtest.projection import projected
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
    rows: list[tuple[str | int, ...]] = []
    for (before, after), one in sorted(again(projection, policies).items()):
        money = (format_amount(minor, shop.currency) for minor in (one.before_minor, one.after_minor))
        rows.append((before, after, one.claims, one.changed, *money))
    if as_json:
        names = [name.replace(" ", "_") for name in COLUMNS]
        each = [dict(zip(names, row, strict=True)) for row in rows]
        click.echo(json.dumps({"currency": shop.currency, "claims": projection.rows, "outcomes": each}, indent=2))
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for place, name in enumerate(COLUMNS):
        table.add_column(name, justify="right" if place > 1 else "left")
    for row in rows:
        table.add_row(*(Text(f"{cell:,}" if isinstance(cell, int) else cell) for cell in row))
    console.print(Text(f"{projection.rows:,} claims, in {shop.currency}"))
    console.print(table)
