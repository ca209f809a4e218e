"""`amends import`: orders, customers and products from files into a shop."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from amends.cli.plain import plain
from amends.core.errors import AmendsError
from amends.imports.files import How, Reading
from amends.imports.mapping import ImportMapping, load_mapping, preset, preset_names
from amends.imports.rows import KINDS, RowsInvalid
from amends.usecases.read_policy import languages_beside, read_policy, read_text, texts_beside

if TYPE_CHECKING:
    from amends.records.shops import ShopRow
    from amends.usecases.import_orders import ImportReport

MOST_TOLD = 20
REFUSED = 1


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--shop", "shop_id", required=True, help="The shop that the orders belong to.")
@click.option(
    "--map",
    "mapping",
    default="default",
    show_default=True,
    help=f"Which column is what: a YAML file, or one of {', '.join(preset_names())}.",
)
@click.option("--policy", type=click.Path(path_type=Path), help="Adds the shop, where it is new, from its policy file.")
@click.option("--kind", type=click.Choice(KINDS), help="What the rows are; seen from the columns unless given.")
@click.option(
    "--on-bad-row",
    type=click.Choice(["refuse", "skip"]),
    default="refuse",
    show_default=True,
    help="Import nothing if a row is bad, or import the others.",
)
@click.option("--encoding", default="", help="Of the files; seen from them unless given.")
@click.option("--dry-run", is_flag=True, help="Only say what would be imported.")
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
def command(
    files: tuple[Path, ...], shop_id: str, mapping: str, policy: Path | None, as_json: bool, **options: Any
) -> None:
    """Read orders, customers and products from JSON or CSV into a shop.

    The same file again changes nothing. A bad row is reported with its line. Either everything is imported or nothing,
    unless bad rows are skipped on purpose. Products come first, so that orders learn what their lines are.
    """
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    chosen, beside = mapping_named(mapping)
    start_django()
    from amends.usecases.import_orders import Import, import_orders  # noqa: PLC0415 - needs Django

    shop = _shop(shop_id, policy or beside, is_asked=policy is not None)
    how = How(
        mapping=chosen, currency=shop.currency, zone=shop.zone, kind=options["kind"], encoding=options["encoding"]
    )
    asked = Import(shop_id=shop.id, files=files, how=how, on_bad_row=options["on_bad_row"], dry_run=options["dry_run"])
    try:
        with shown() as progress:
            report = import_orders(asked, progress)
    except RowsInvalid as error:
        _tell_refusal(error, as_json=as_json)
        raise SystemExit(REFUSED) from error
    _tell(report, as_json=as_json)


def mapping_named(name: str) -> tuple[ImportMapping, Path | None]:
    """This function will return the mapping of that name or file, and the policy that lies beside the file, if any."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml") and not path.is_file():
        return preset(name), None
    beside = path.parent / "policy.yaml"
    return load_mapping(read_text(path), str(path)), beside if beside.is_file() else None


def _shop(shop_id: str, policy_path: Path | None, *, is_asked: bool) -> ShopRow:
    """The shop, added from its policy where it is new."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    from amends.records.shops import ShopMissing, shop_with  # noqa: PLC0415
    from amends.usecases.import_orders import add_shop  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    known = shop_with(shop_id)
    if known is not None and not is_asked:
        return known
    if policy_path is None:
        hint = "Add it with its policy: `--policy policy.yaml`."
        raise ShopMissing(f"there is no shop `{shop_id}`.", hint=hint)
    policy = read_policy(policy_path)
    if policy.shop.id != shop_id:
        hint = "The id at the head of the policy and `--shop` have to be the same."
        raise ShopMissing(f"`{policy_path}` is the policy of shop `{policy.shop.id}`, not `{shop_id}`.", hint=hint)
    said = {language: texts_beside(policy_path, language) for language in languages_beside(policy_path)}
    return add_shop(policy, read_text(policy_path), said)


@contextmanager
def shown() -> Iterator[Any]:
    """This function will show on the terminal how far the import is; nothing where there is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _reading, _orders: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TextColumn("{task.fields[orders]} orders"), console=console, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(reading: Reading, orders: int) -> None:
            name = reading.file
            if name not in tasks:
                tasks[name] = bar.add_task(Text(name).plain, total=max(reading.size, 1), orders=0)
            bar.update(tasks[name], completed=reading.position, orders=f"{orders:,}")

        yield progress


def _tell(report: ImportReport, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report_document(report), indent=2, ensure_ascii=False))
        return
    done = "Would be imported" if report.dry_run else "Imported"
    parts = [
        f"{report.orders_added:,} new orders",
        f"{report.orders_changed:,} changed",
        f"{report.orders_same:,} as they were",
        f"{report.products:,} products",
        f"{report.customers:,} customers",
    ]
    click.echo(f"{done}: {', '.join(parts)}.")
    if report.problems.count:
        click.echo(f"Skipped {report.problems.count:,} bad rows:", err=True)
        _tell_problems(report.problems.kept, report.problems.count)
    for remark in report.remarks[:MOST_TOLD]:
        click.echo(f"Note: {plain(remark)}", err=True)
    left = len(report.remarks) - MOST_TOLD + report.remarks_left_out
    if left > 0:
        click.echo(f"Note: {left:,} more of this kind; `--json` lists them.", err=True)


def _tell_refusal(error: RowsInvalid, *, as_json: bool) -> None:
    if as_json:
        document = {"imported": False, "bad_rows": error.count, "problems": [_problem(one) for one in error.problems]}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    click.echo(f"Error: {error}", err=True)
    _tell_problems(error.problems, error.count)


def _tell_problems(problems: Any, count: int) -> None:
    for problem in problems[:MOST_TOLD]:
        click.echo(f"  {plain(str(problem))}", err=True)
    if count > MOST_TOLD:
        click.echo(f"  and {count - MOST_TOLD:,} more.", err=True)


def report_document(report: ImportReport) -> dict[str, Any]:
    """This function will return the report as JSON can hold it."""
    return {
        "imported": not report.dry_run,
        "orders": {
            "added": report.orders_added,
            "changed": report.orders_changed,
            "same": report.orders_same,
        },
        "products": report.products,
        "customers": report.customers,
        "bad_rows": report.problems.count,
        "problems": [_problem(one) for one in report.problems.kept],
        "remarks": report.remarks,
    }


def _problem(one: AmendsError) -> dict[str, Any]:
    return {
        "file": one.place.file,
        "line": one.place.line,
        "field": one.place.field,
        "what": one.what,
        "hint": one.hint,
    }
