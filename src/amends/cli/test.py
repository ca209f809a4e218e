"""`amends test`: a policy's scenarios, run, with what came out otherwise than expected."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from amends.cli.given import terminal
from amends.core.scenarios.run import Result
from amends.core.scenarios.schema import scenarios_schema
from amends.usecases.run_scenarios import FileResult, run_scenarios

FAILED = 1


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
@click.option("--names", is_flag=True, help="Show the name of every case.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of scenario files, for editors.")
def command(paths: tuple[Path, ...], as_json: bool, names: bool, schema: bool) -> None:
    """Run a policy's scenarios.

    PATHS are scenario files, or folders with `scenarios/` in them; without any, this folder. Leaves with 0 where all is
    as expected, with 1 where something is not, and with 2 where a file cannot be read.
    """
    if schema:
        click.echo(json.dumps(scenarios_schema(), indent=2, ensure_ascii=False))
        return
    began = time.monotonic()
    console = terminal()
    files: list[FileResult] = []
    for file in run_scenarios(paths or (Path(),)):
        files.append(file)
        if not as_json:
            _show(file, console, names=names)
    failed = sum(not result.passed for file in files for result in file.results)
    if as_json:
        click.echo(json.dumps(report_document(files), indent=2, ensure_ascii=False))
    else:
        _conclude(files, failed, time.monotonic() - began, console)
    if failed:
        raise SystemExit(FAILED)


def _show(file: FileResult, console: Console, *, names: bool) -> None:
    failed = [result for result in file.results if not result.passed]
    mark = ("failed", "red") if failed else ("passed", "green")
    count = f"{len(file.results)} cases" + (f", {len(failed)} not as expected" if failed else "")
    console.print(Text.assemble(mark, f"  {_short(file.path)}  ", (count, "dim")), soft_wrap=True)
    for result in file.results:
        if not result.passed:
            _show_failure(result, console)
        elif names:
            console.print(Text(f"        {result.case.case.name}", style="dim"), soft_wrap=True)


def _show_failure(result: Result, console: Console) -> None:
    place = f"{_short(Path(result.case.file))}:{result.case.line_number}"
    console.print(Text.assemble("\n  ", (result.case.case.name, "bold"), (f"  {place}", "dim")), soft_wrap=True)
    for one in result.differences:
        what = one.about if one.about == one.what else f"{one.about}, {one.what}"
        console.print(Text(f"    {what}"), soft_wrap=True)
        console.print(Text.assemble("      expected  ", (one.expected, "green")), soft_wrap=True)
        console.print(Text.assemble("      got       ", (one.got, "red")), soft_wrap=True)
        if one.clauses:
            console.print(Text(f"      by        {', '.join(one.clauses)}", style="dim"), soft_wrap=True)
    console.print()


def _conclude(files: list[FileResult], failed: int, seconds: float, console: Console) -> None:
    cases = sum(len(file.results) for file in files)
    said = f"{cases} cases in {len(files)} {'file' if len(files) == 1 else 'files'}, "
    said += f"{failed} not as expected" if failed else "all as expected"
    console.print(Text(f"\n{said} ({seconds:.1f} s)."))


def _short(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def report_document(files: list[FileResult]) -> dict[str, Any]:
    """This function will return the report as JSON can hold it."""
    failed = sum(not result.passed for file in files for result in file.results)
    return {
        "passed": not failed,
        "cases": sum(len(file.results) for file in files),
        "failed": failed,
        "files": [
            {
                "file": str(file.path),
                "policies": [{"version": policy.version, "hash": policy.hash} for policy in file.policies],
                "cases": [_case(result) for result in file.results],
            }
            for file in files
        ],
    }


def _case(result: Result) -> dict[str, Any]:
    return {
        "name": result.case.case.name,
        "line": result.case.line_number,
        "passed": result.passed,
        "differences": [
            {
                "about": one.about,
                "what": one.what,
                "expected": one.expected,
                "got": one.got,
                "clauses": list(one.clauses),
            }
            for one in result.differences
        ],
    }
