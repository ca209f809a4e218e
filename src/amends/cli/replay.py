"""`amends replay`: recorded calls, decided again on a shop's state, beside what was expected of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from amends import examples
from amends.cli.given import terminal
from amends.core.dates import SECOND
from amends.core.errors import AmendsError
from amends.replay.answer import FAULTS, Desk
from amends.replay.run import Checked, Report, Tally
from amends.replay.store import Store
from amends.usecases.replay_calls import ReplayFiles, desk_for, read_desk, read_store, replay_calls

RETAIL = Path(examples.__file__).parent / "retail"
MOST_TOLD = 20
DIFFERS = 1
_COUNTS = (
    ("calls", "calls"),
    ("accepted", "right accept"),
    ("refused", "right refuse"),
    ("false_acceptances", "false accept"),
    ("false_refusals", "false refuse"),
    ("wrong_cents", "wrong cents"),
    ("wrong_state", "wrong state"),
    ("other_reason", "other reason"),
)
Answers = tuple[Desk, Store]


class ReplayOptions(AmendsError):
    """The options of a replay contradict each other."""

    code = "replay_options"


@click.command()
@click.argument("calls", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--store", type=click.Path(path_type=Path), help="The file with the shop's state before the calls.")
@click.option("--shop", "shop_id", help="Or an imported shop: its orders, with its latest policy.")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    default=RETAIL / "policy.yaml",
    help="The policy file; that of the example shop `retail` unless given.",
)
@click.option("--map", "mapping", type=click.Path(path_type=Path), help="The mapping of the store; beside the policy.")
@click.option("--words", type=click.Path(path_type=Path), help="How the calls speak; `replay.yaml` beside the policy.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def command(
    calls: tuple[Path, ...], store: Path | None, shop_id: str | None, policy: Path, as_json: bool, **options: Any
) -> None:
    """Decide recorded calls again and compare with what was expected.

    CALLS are files of JSON lines: single calls, or errands with an end state. Leaves with 1 where anything differs.
    """
    if (store is None) == (shop_id is None):
        raise ReplayOptions("a replay needs the state of a shop.", hint="Give either `--store FILE` or `--shop ID`.")
    files = ReplayFiles(policy=policy, mapping=options["mapping"], words=options["words"])
    at = int(time.time()) * SECOND
    desk, state = _of_file(store, files, at) if store else _of_shop(str(shop_id), files, at)
    with shown() as progress:
        report = replay_calls(desk, state, calls, progress)
    if as_json:
        click.echo(json.dumps(report_document(report), indent=2, ensure_ascii=False))
    else:
        show(report, terminal())
    if not report.total.is_clean:
        raise SystemExit(DIFFERS)


def _of_file(store: Path, files: ReplayFiles, at: int) -> Answers:
    desk = read_desk(files, at)
    return desk, read_store(store, files, desk.policy)


def _of_shop(shop_id: str, files: ReplayFiles, at: int) -> Answers:
    from amends.config.boot import start_django  # noqa: PLC0415 - a replay of files needs no database

    start_django()
    from amends.usecases.read_shop import read_shop  # noqa: PLC0415 - needs Django

    _, policy, state = read_shop(shop_id)
    return desk_for(policy, files, at), state


@contextmanager
def shown() -> Iterator[Callable[[int], None]]:
    """This function will show on the terminal how many calls are done; nothing where there is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with Progress(SpinnerColumn(), TextColumn("{task.completed:,} calls"), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)


def show(report: Report, console: Console) -> None:
    """This function will print the tables, and the first calls on which we differ."""
    console.print(_table("By tool", report.by_tool, report.total))
    console.print(_table("By what decided it; a call can have several", dict(sorted(report.by_clause.items()))))
    told = [f"{fault}: {words}" for fault, words in FAULTS.items() if fault in report.by_clause]
    console.print(Text("; ".join(told)), soft_wrap=True)
    for one in report.wrong[:MOST_TOLD]:
        console.print(Text(_line(one)), soft_wrap=True)
    if len(report.wrong) > MOST_TOLD:
        console.print(f"and {len(report.wrong) - MOST_TOLD} more; `--json` lists them.")
    found = report.total
    said = (
        f"{found.calls} compared: {found.false_acceptances} false acceptances, {found.false_refusals} false refusals, "
        f"{found.wrong_cents} with wrong cents, {found.wrong_state} with a wrong state."
    )
    console.print(Text(said), soft_wrap=True)


def _table(title: str, rows: Mapping[str, Tally], total: Tally | None = None) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("", no_wrap=True)
    for _, head in _COUNTS:
        table.add_column(head, justify="right")
    for name, tally in rows.items():
        table.add_row(Text(name), *_cells(tally))
    if total is not None:
        table.add_section()
        table.add_row("all", *_cells(total))
    return table


def _cells(tally: Tally) -> list[str]:
    return [str(getattr(tally, key)) for key, _ in _COUNTS]


def _line(one: Checked) -> str:
    ours = one.answer
    said = f"{ours.outcome.value} ({', '.join(ours.clauses) or ours.fault})" if ours else "the end state"
    expected = {"accept": "accepted", "refuse": f"refused ({one.code})"}.get(one.expected, "as recorded")
    told = "; ".join(map(str, one.differences[:3]))
    return f"{one.name} {one.tool}: expected {expected}, ours {said}{f': {told}' if told else ''}"


def report_document(report: Report) -> dict[str, Any]:
    """This function will return the report as JSON can hold it."""
    return {
        "clean": report.total.is_clean,
        "total": _document(report.total),
        "by_tool": {name: _document(tally) for name, tally in report.by_tool.items()},
        "by_clause": {name: _document(tally) for name, tally in sorted(report.by_clause.items())},
        "wrong": [
            {
                "name": one.name,
                "tool": one.tool,
                "expected": one.expected,
                "code": one.code,
                "ours": one.answer.outcome.value if one.answer else None,
                "clauses": list(one.answer.clauses) if one.answer else [],
                "fault": one.answer.fault if one.answer else "",
                "differences": [str(difference) for difference in one.differences],
            }
            for one in report.wrong
        ],
    }


def _document(tally: Tally) -> dict[str, int]:
    return {key: getattr(tally, key) for key, _ in _COUNTS}
