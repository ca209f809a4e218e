"""`amends backtest`: what a policy, or a change of one, would have answered over a history of orders."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from amends.cli.given import policy_path, terminal
from amends.cli.plain import plain
from amends.core.errors import AmendsError
from amends.core.money import format_amount
from amends.core.policy.tree import Policy
from amends.laws import floor_for
from amends.usecases.read_policy import read_policy

if TYPE_CHECKING:
    from amends.backtest.report import Report

MOST_STEPS, MOST_VALUES = 15, 8


class BacktestMissing(AmendsError):
    """The packages that a backtest needs are not installed."""

    code = "backtest_missing"


def _memory(_context: click.Context, _option: click.Parameter, said: str) -> str:
    """An amount of memory as the engine reads it."""
    if not re.fullmatch(r"[1-9][0-9]{0,8} ?[KMGT]i?B", said, re.IGNORECASE | re.ASCII):
        raise click.BadParameter(f"`{plain(said)}` is no amount of memory. Write it as `1500MB` or `2GB`.")
    return said


@click.command()
@click.argument("policies", nargs=-1, metavar="OLD [NEW]")
@click.option("--history", "history_file", help="Order lines and what was asked about them, as Parquet or CSV.")
@click.option(
    "--shop", "shop_id", help="Take the shop's own orders and cases; `--history` is then a file to keep them."
)
@click.option("--on", metavar="ENGINE", help="`spark`, or a cluster of it as `spark://host:7077`; else this machine.")
@click.option("--sweep", metavar="NUMBER=FROM..TO", help="Try a number of the policy, such as `A1.within.days=14..60`.")
@click.option("--law", is_flag=True, help="Answer each claim under the law of its order's country, as a shop does.")
@click.option("--totals", is_flag=True, help="Count claims and money alone; from the second time on much faster.")
@click.option("--json", "as_json", is_flag=True, help="Write everything as JSON.")
@click.option("--html", "html_file", type=click.Path(path_type=Path), help="Write one page with pictures to this file.")
@click.option("--svg", "svg_file", type=click.Path(path_type=Path), help="Write the curve of a sweep to this file.")
@click.option(
    "--memory", default="1500MB", show_default=True, callback=_memory, help="The most memory that the engine may take."
)  # fmt: skip
def command(  # noqa: PLR0913 - each is an option
    policies: tuple[str, ...],
    history_file: str | None,
    on: str | None,
    sweep: str | None,
    html_file: Path | None,
    svg_file: Path | None,
    memory: str,
    *,
    shop_id: str | None,
    as_json: bool,
    law: bool,
    totals: bool,
) -> None:
    """Say what a policy would have answered to the claims of a history, and what it would have paid.

    With two versions of a policy: who would have been answered differently, by which clause, and the money. With one
    alone, its answers are compared with those that the history records, where it does. Without `--law` it is what the
    shop's own clauses say. docs/backtest.md describes the columns of a history.

    \b
    amends backtest policy.yaml --history orders.parquet
    amends backtest policy.yaml changed.yaml --history orders.parquet --html change.html
    amends backtest policy.yaml --history orders.parquet --sweep A1-window.within.days=14..60
    amends backtest policy.yaml changed.yaml --history s3a://shop/orders --on spark://host:7077
    amends backtest policy.yaml --shop atelier
    amends backtest --shop atelier --history atelier.parquet
    """
    _check_asked(policies, history_file, shop_id, on, sweep)
    if totals and (on or html_file is not None or sweep is not None):
        raise click.UsageError("`--totals` counts on this machine and draws nothing: leave the others out.")
    if law and (on or totals or sweep is not None):
        raise click.UsageError("`--law` has each claim decided by itself: leave out `--on`, `--sweep` and `--totals`.")
    _check_installed(*(["pyspark"] if on else []))
    found = [read_policy(policy_path(one)) for one in policies]
    console = terminal()
    with _history(shop_id, history_file, quiet=as_json) as history:
        if not found:
            return
        if sweep is not None:
            from amends.cli.sweep import tell_sweep  # noqa: PLC0415 - needs what may not be installed

            tell_sweep(console, found[-1], Path(history), sweep, memory, svg_file, as_json=as_json)
            return
        if totals:
            from amends.cli.totals import tell_totals  # noqa: PLC0415 - needs what may not be installed

            tell_totals(console, found, Path(history), memory, as_json=as_json)
            return
        report = _run(found, history, memory, on, quiet=as_json, law=law)
        _tell(console, report, found, html_file, as_json=as_json)


def _check_asked(
    policies: tuple[str, ...], history: str | None, shop_id: str | None, on: str | None, sweep: str | None
) -> None:
    if len(policies) > 2 or not (policies or (shop_id and history)):
        raise click.UsageError("one policy, or an older and a newer one.")
    if not (history or shop_id):
        raise click.UsageError("say what was: `--history` with a file, or `--shop`.")
    if on and (sweep is not None or (shop_id and policies)):
        raise click.UsageError("this runs on this machine: leave out `--on`.")


@contextmanager
def _history(shop_id: str | None, kept: str | None, *, quiet: bool) -> Iterator[str]:
    """The file with the history; that of a shop is written first, and goes again where nobody wants to keep it."""
    if shop_id is None:
        yield kept or ""
        return
    from amends.cli.export import export  # noqa: PLC0415 - needs a database

    with TemporaryDirectory(prefix="amends-backtest-") as folder:
        file = Path(kept) if kept else Path(folder) / f"{shop_id}.parquet"
        told = export(shop_id, file)
        click.echo(told, err=quiet)
        yield str(file)


def _check_installed(*more: str) -> None:
    from importlib.util import find_spec  # noqa: PLC0415 - asked once, and only here

    missing = [one for one in ("duckdb", "sqlglot", "numpy", *more) if find_spec(one) is None]
    if missing:
        hint = f"Install them with `pip install 'amends[backtest{',spark' if more else ''}]'`."
        raise BacktestMissing(f"a backtest needs {', '.join(missing)}.", hint=hint)


def _run(policies: list[Policy], history: str, memory: str, on: str | None, *, quiet: bool, law: bool) -> Report:
    if quiet:
        return _answered(policies, history, memory, on, None, law=law)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Deciding", total=100)
        return _answered(
            policies, history, memory, on, lambda percent: progress.update(task, completed=percent), law=law
        )


def _answered(
    policies: list[Policy],
    history: str,
    memory: str,
    on: str | None,
    tell: Callable[[float], None] | None,
    *,
    law: bool,
) -> Report:
    if on:
        from amends.backtest.cluster import on_cluster  # noqa: PLC0415 - needs what may not be installed

        return on_cluster(policies, history, master="" if on == "spark" else on, tell=tell)
    from amends.backtest.backtesting import backtest  # noqa: PLC0415 - needs what may not be installed

    return backtest(policies, Path(history), memory=memory, tell=tell, floor_of=floor_for if law else None)


def _tell(console: Console, report: Report, policies: list[Policy], html_file: Path | None, *, as_json: bool) -> None:
    from amends.backtest.page import page, summary  # noqa: PLC0415 - needs what may not be installed
    from amends.backtest.telling import document  # noqa: PLC0415

    currency = policies[-1].shop.currency
    names = [f"version {one.version}" for one in policies]
    if html_file is not None:
        html_file.write_text(page(report, currency, names), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(document(report, currency), indent=2, ensure_ascii=False))
        return
    console.print(Text(summary(report, currency, names)), soft_wrap=True)
    if report.steps:
        console.print(_steps(report, currency))
    else:
        console.print(_answers(report, currency))
    for name, table in _breakdown(report, currency):
        console.print(Text(f"By {name}", style="bold"))
        console.print(table)
    if html_file is not None:
        console.print(Text(f"Written: {html_file}"))


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for name in columns:
        table.add_column(name, justify="right" if name in ("claims", "money", "paid back") else "left")
    return table


def _steps(report: Report, currency: str) -> Table:
    from amends.backtest.telling import because, value_named  # noqa: PLC0415 - needs what may not be installed

    table = _table("lane", "before", "after", "claims", "money", "for example")
    for one in report.steps[:MOST_STEPS]:
        money = format_amount(one.tally.after_minor - one.tally.before_minor, currency)
        examples = ", ".join(one.examples[:2])
        sides = (because(one.before), because(one.after))
        cells = (value_named("lane", one.lane), *sides, f"{one.tally.claims:,}", money, examples)
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _answers(report: Report, currency: str) -> Table:
    from amends.backtest.telling import because, value_named  # noqa: PLC0415 - needs what may not be installed

    table = _table("lane", "answer", "claims", "paid back")
    found = sorted(report.answers.items(), key=lambda one: (-one[1].claims, str(one[0])))
    for (lane, answer), tally in found[:MOST_STEPS]:
        money = format_amount(tally.after_minor, currency)
        cells = (value_named("lane", lane), because(answer), f"{tally.claims:,}", money)
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _breakdown(report: Report, currency: str) -> list[tuple[str, Table]]:
    from amends.backtest.telling import largest, value_named  # noqa: PLC0415 - needs what may not be installed

    found = []
    for name, values in report.by.items():
        table = _table(name, "claims", "money" if report.compared else "paid back")
        for value, tally in largest(values, MOST_VALUES, name):
            minor = tally.after_minor - tally.before_minor if report.compared else tally.after_minor
            cells = (value_named(name, value), f"{tally.claims:,}", format_amount(minor, currency))
            table.add_row(*(Text(plain(cell)) for cell in cells))
        if values:
            found.append((name, table))
    return found
