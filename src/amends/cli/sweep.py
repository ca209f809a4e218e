"""`amends backtest --sweep`: one number of a policy tried over a range, as a table and a curve."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from amends.backtest.curves import curve_document, curve_picture, value_written
from amends.backtest.projection import projected
from amends.backtest.sweep import Curve, sweep
from amends.backtest.tried import read_sweep
from amends.core.money import format_amount
from amends.core.policy.tree import Policy

MOST_ROWS = 24
BAR = 30


def tell_sweep(
    console: Console,
    policy: Policy,
    history_file: Path,
    said: str,
    memory: str,
    svg_file: Path | None,
    *,
    as_json: bool,
) -> None:
    """This function will try the number and print what comes of each value."""
    parameter, values = read_sweep(said, policy)
    shop = policy.shop
    projection = projected(history_file, shop, policy.vocabulary, memory)
    curve = sweep(projection, policy, parameter, values)
    if svg_file is not None:
        svg_file.write_text(curve_picture(curve, shop.currency), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(curve_document(curve, shop.currency), indent=2))
        return
    console.print(Text(f"{parameter.name}, tried on {curve.claims:,} claims"))
    console.print(_table(curve, policy))


def _table(curve: Curve, policy: Policy) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for name in ("value", "granted", "refused", "referred", "paid back", "kept"):
        table.add_column(name, justify="right")
    table.add_column("granted", no_wrap=True)
    step = max(1, -(-len(curve.values) // MOST_ROWS))
    most = max(curve.accepted, default=0) or 1
    for place in range(0, len(curve.values), step):
        counts = (curve.accepted[place], curve.refused[place], curve.referred[place])
        money = (curve.paid_minor[place], curve.kept_minor[place])
        table.add_row(
            Text(value_written(curve, place, policy.shop.currency)),
            *(Text(f"{one:,}") for one in counts),
            *(Text(format_amount(one, policy.shop.currency)) for one in money),
            Text("█" * (curve.accepted[place] * BAR // most)),
        )
    return table
