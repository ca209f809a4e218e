"""`amends backtest --sweep`: one number of a policy tried over a range, as a table and a curve."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from amends.backtest.curves import curve_document, curve_picture, value_held, value_written
from amends.backtest.kept import projected
from amends.backtest.sweep import Curve, sweep
from amends.backtest.telling import amount, counted
from amends.backtest.tried import read_sweep
from amends.backtest.unmeant import notes_on_packed
from amends.cli.columns import tell_notes
from amends.cli.given import write_whole
from amends.cli.tables import tell_table
from amends.core.errors import AmendsError
from amends.core.policy.tree import Policy

MOST_ROWS = 24
BAR = 30
HEADS = ("value", "granted", "refused", "referred", "paid back", "kept")


class HistoryEmpty(AmendsError):
    """A history holds no claim on which a number could be tried."""

    code = "history_empty"


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
    now = value_held(policy, parameter)
    if not projection.rows:
        raise HistoryEmpty(
            f"nobody asked about any line of `{history_file.name}`.", hint="There is nothing to try it on."
        )
    tell_notes(notes_on_packed(projection))
    curve = sweep(projection, policy, parameter, values)
    if svg_file is not None:
        write_whole(svg_file, curve_picture(curve, shop.currency, now))
    if as_json:
        click.echo(json.dumps(curve_document(curve, shop.currency, now), indent=2))
        return
    console.print(Text(f"{parameter.name}, tried on {counted(curve.claims, 'claim')}, in {shop.currency}"))
    tell_table(console, (*HEADS, ""), _rows(curve, shop.currency, now), HEADS, ("", "kept", "referred"))
    if not values[0] <= now <= values[-1]:
        console.print(Text(f"The policy has {value_written(curve, now, shop.currency)}."))
    if svg_file is not None:
        console.print(Text(f"Written: {svg_file}"))


def _rows(curve: Curve, currency: str, now: int) -> Iterator[tuple[str, ...]]:
    """So many values and no more, evenly; the one that the policy has is always among them, and is marked."""
    step = max(1, -(-len(curve.values) // MOST_ROWS))
    most = max(curve.accepted, default=0) or 1
    for place, value in enumerate(curve.values):
        if place % step and value != now:
            continue
        counts = (curve.accepted[place], curve.refused[place], curve.referred[place])
        money = (curve.paid_minor[place], curve.kept_minor[place])
        yield (
            ("now " if value == now else "") + value_written(curve, value, currency),
            *(f"{one:,}" for one in counts),
            *(amount(one, currency) for one in money),
            "█" * (curve.accepted[place] * BAR // most),
        )
