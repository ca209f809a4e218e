"""`amends backtest`: what a policy, or a change of one, would have answered over a history of orders."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from amends.cli.given import check_writable, policy_path, terminal, write_whole
from amends.cli.plain import plain
from amends.cli.progress import shown_progress
from amends.cli.tables import tell_table
from amends.core.errors import AmendsError
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
    _check_files(html_file, svg_file, sweep)
    _check_installed(*(["pyspark"] if on else []))
    found = [read_policy(policy_path(one)) for one in policies]
    if history_file is not None and shop_id is None and not on:
        _tell_columns(Path(history_file), found[-1])
    console = terminal()
    with _stopped(), _history(shop_id, history_file, quiet=as_json) as history:
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
        _tell(console, report, found, _names(found, policies), html_file, as_json=as_json)


def _check_asked(
    policies: tuple[str, ...], history: str | None, shop_id: str | None, on: str | None, sweep: str | None
) -> None:
    if len(policies) > 2 or not (policies or (shop_id and history)):
        raise click.UsageError("one policy, or an older and a newer one.")
    if not (history or shop_id):
        raise click.UsageError("say what was: `--history` with a file, or `--shop`.")
    if on and (sweep is not None or (shop_id and policies)):
        raise click.UsageError("this runs on this machine: leave out `--on`.")


def _check_files(html_file: Path | None, svg_file: Path | None, sweep: str | None) -> None:
    if svg_file is not None and sweep is None:
        raise click.UsageError("`--svg` is the curve of a number: say which with `--sweep`.")
    if html_file is not None and sweep is not None:
        raise click.UsageError("a curve is written with `--svg`, not with `--html`.")
    check_writable(html_file)
    check_writable(svg_file)


def _tell_columns(history: Path, policy: Policy) -> None:
    from amends.cli.columns import tell_notes, told_columns  # noqa: PLC0415 - needs what may not be installed

    tell_notes(told_columns(history, policy))


@contextmanager
def _stopped() -> Iterator[None]:
    """Whoever presses Ctrl-C while the engine works has stopped the command, and is told of no fault."""
    try:
        yield
    except RuntimeError as error:
        if "interrupted" not in str(error).lower():
            raise
        raise KeyboardInterrupt from None


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
    with nullcontext() if quiet else shown_progress("Deciding") as tell:
        return _answered(policies, history, memory, on, tell, law=law)


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


def _tell(
    console: Console, report: Report, policies: list[Policy], names: list[str], html_file: Path | None, *, as_json: bool
) -> None:
    from amends.backtest.page import page  # noqa: PLC0415 - needs what may not be installed
    from amends.backtest.telling import document, paid, summary  # noqa: PLC0415
    from amends.cli.columns import tell_notes  # noqa: PLC0415

    tell_notes(report.notes)
    currency, two = policies[-1].shop.currency, len(policies) > 1
    if html_file is not None:
        write_whole(html_file, page(report, currency, names))
    if as_json:
        click.echo(json.dumps(document(report, currency, two=two), indent=2, ensure_ascii=False))
        return
    said = (summary(report, names), paid(report, currency, names))
    console.print(Text(" ".join(filter(None, said))), soft_wrap=True)
    if report.steps:
        _tell_steps(console, report, currency, two=two)
    elif report.answers:
        _tell_answers(console, report, currency)
    for name, heads, rows in _breakdown(report, currency, two=two):
        console.print(Text(f"By {name}", style="bold"))
        tell_table(console, heads, rows, heads[1:])
    if html_file is not None:
        console.print(Text(f"Written: {html_file}"))


def _names(policies: Sequence[Policy], said: Sequence[str]) -> list[str]:
    """What the policies are called: by their versions, or, where these have one name, by their files."""
    versions = [f"version {one.version}" for one in policies]
    return versions if len(set(versions)) == len(versions) else [plain(one) for one in said]


def _tell_steps(console: Console, report: Report, currency: str, *, two: bool) -> None:
    from amends.backtest.telling import because, money_of, value_named  # noqa: PLC0415 - needs what may not be installed

    money = "difference" if two else "paid back"
    rows = [
        (
            value_named("lane", one.lane), because(one.before), because(one.after), f"{one.tally.claims:,}",
            money_of(one.tally, currency, two=two), ", ".join(one.examples[:2]),
        )
        for one in report.steps[:MOST_STEPS]
    ]  # fmt: skip
    tell_table(console, ("lane", "before", "after", "claims", money, "for example"), rows, ("claims", money))
    _tell_more(console, len(report.steps) - MOST_STEPS, "rarer changes")


def _tell_answers(console: Console, report: Report, currency: str) -> None:
    from amends.backtest.telling import amount, because, value_named  # noqa: PLC0415 - needs what may not be installed

    found = sorted(report.answers.items(), key=lambda one: (-one[1].claims, str(one[0])))
    rows = [
        (value_named("lane", lane), because(answer), f"{tally.claims:,}", amount(tally.after_minor, currency))
        for (lane, answer), tally in found[:MOST_STEPS]
    ]
    tell_table(console, ("lane", "answer", "claims", "paid back"), rows, ("claims", "paid back"))
    _tell_more(console, len(found) - MOST_STEPS, "rarer answers")


def _tell_more(console: Console, left: int, what: str) -> None:
    if left > 0:
        console.print(Text(f"{left:,} {what} are not shown; `--json` has them all."), soft_wrap=True)


def _breakdown(
    report: Report, currency: str, *, two: bool
) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    from amends.backtest.telling import largest, money_of, value_named  # noqa: PLC0415 - needs what may not be installed

    for name, values in report.by.items():
        rows: list[tuple[str, ...]] = [
            (value_named(name, value), f"{tally.claims:,}", money_of(tally, currency, two=two))
            for value, tally in largest(values, MOST_VALUES, name)
        ]
        if rows:
            yield name, (name, "claims", "difference" if two else "paid back"), rows
