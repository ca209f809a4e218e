"""`amends check`: what keeps a policy from being read, and what in it is probably not meant."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from amends.cli.sarif import rule_said, sarif
from amends.core.checks.finding import LEVELS, Finding, Rule
from amends.core.errors import Place
from amends.core.regions.witness import Witness
from amends.laws.statutes import places_named
from amends.usecases.check_help import check_help, files_of, is_help
from amends.usecases.check_policy import Report, check_policy, clashes, replaced_in
from amends.usecases.check_sizes import check_sizes, is_sizes
from amends.usecases.check_versions import Followed, check_versions

WEIGHTS = {"error": ", an error", "note": ", a note"}
CLEAN, FOUND, UNREADABLE = 0, 1, 2


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--law", multiple=True, metavar="PLACES",
    help="Hold policies against the laws of these places, such as DE,GB or US-CA; `all` for every one that is known.",
)  # fmt: skip
@click.option("--today", metavar="DAY", help="Check as of this day, such as 2026-11-01; today unless given.")
@click.option("--json", "as_json", is_flag=True, help="Write a list of everything found as JSON.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Write everything found as SARIF, which code hosts show.")
def command(files: tuple[Path, ...], law: tuple[str, ...], today: str | None, *, as_json: bool, as_sarif: bool) -> None:
    """Look for faults in policy files, and in a shop's sizes and help.

    A folder stands for all that a shop has: its policies, its `sizes.yaml` and its guides in `help`; so does the
    name of one of the example shops.

    \b
    amends check policy.yaml
    amends check policy.yaml --law DE,GB
    amends check my-shop

    Tells everything that keeps a file from being read, with its line and what to do; of a file that can be read, what
    is probably not meant; of several files of one shop, whether they can be its versions, and whether each only
    improves on the one before, so that it may start in the past. Every situation that the clauses tell apart is looked
    at, and what is found there is shown by a claim that `amends decide` decides. With `--law`, also what gives less
    than the law of a place, for orders to there. Leaves with 0 where nothing was found,
    1 where something was, 2 where a file cannot be read.
    """
    places, day = places_named(law), _day(today)
    every = [one for path in files for one in files_of(path)]
    replaced = replaced_in([one for one in every if not is_help(one) and not is_sizes(one)], day)
    reports = [_report(one, day, places, is_replaced=one in replaced) for one in every]
    between = [_finding(place, found) for place, found in clashes(reports)]
    if as_json or as_sarif:
        rows = [one for report in reports for one in _rows(report)] + between
        click.echo(json.dumps(sarif(rows) if as_sarif else rows, indent=2, ensure_ascii=False))
    else:
        for report in reports:
            _tell(report)
        for row in between:
            _tell_row(row)
        for one in check_versions(reports):
            _tell_followed(one)
    sys.exit(max(FOUND if between else CLEAN, *(_code(report) for report in reports)))


def _report(path: Path, today: date, law: tuple[str, ...], *, is_replaced: bool) -> Report:
    if is_help(path):
        return check_help(path)
    return check_sizes(path) if is_sizes(path) else check_policy(path, today, law, is_replaced=is_replaced)


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"`{text}` is no day. Write it as `2026-11-01`.", param_hint="--today") from None


def _code(report: Report) -> int:
    return UNREADABLE if report.problems else FOUND if report.findings else CLEAN


def _rows(report: Report) -> Iterator[dict[str, Any]]:
    for one in report.problems:
        place = one.place
        yield _row(place, "problem", one.code, "", one.what, one.hint)
    for place, found in report.findings:
        row = {**_finding(place, found), "weight": found.level, "witness": _witness(report, found.witness)}
        yield {**row, "also": list(_also(report, found)), "rules": [_rule(one) for one in found.rules]}


def _finding(place: Place, found: Finding) -> dict[str, Any]:
    return _row(place, "finding", found.code, found.clause, found.message, found.hint)


def _also(report: Report, found: Finding) -> Iterator[dict[str, Any]]:
    """The further clauses of which the same is so."""
    for one in found.also:
        place = one.place or Place(report.file)
        yield {**_spot(place), "clause": one.clause, "witness": _witness(report, one.witness)}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.name, "article": rule.article, "places": list(rule.places), "where": rule.where,
        "weight": rule.level, "says": rule.says,
    }  # fmt: skip


def _witness(report: Report, witness: Witness | None) -> dict[str, Any] | None:
    """The claim that shows the finding, and the command that decides it."""
    policy = report.policy
    if witness is None or policy is None:
        return None
    return {
        "remedy": witness.remedy,
        "at": witness.moment(policy),
        "facts": witness.written(policy),
        "command": witness.command(policy, report.file),
    }


def _spot(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column, "field": place.field}


def _row(place: Place, level: str, code: str, clause: str, message: str, hint: str) -> dict[str, Any]:
    return {**_spot(place), "level": level, "code": code, "clause": clause, "message": message, "hint": hint}


def _tell(report: Report) -> None:
    rows = list(_rows(report))
    for row in rows:
        _tell_row(row)
        if sys.stdout.isatty():
            click.echo()
    click.echo(_sum(report, len(rows)))


def _tell_followed(one: Followed) -> None:
    """Not a finding: a version may well take something away, from the day on which it is published."""
    click.echo(f"{click.style(one.file, fg='cyan')}: {one.says}")
    if one.shown_by:
        click.echo(click.style(f"    $ {one.shown_by}", dim=True))


def _tell_row(row: dict[str, Any]) -> None:
    name = f"{click.style(row['field'], bold=True)}: " if row["field"] else ""
    weight = WEIGHTS.get(row.get("weight", ""), "")
    code = f" [{row['code']}{weight}]" if row["level"] == "finding" else ""
    click.echo(f"{_where(row)}: {name}{row['message']}{code}")
    for rule in row.get("rules", ()):
        click.echo(f"    {rule_said(rule, row['weight'])}")
    if row["hint"]:
        click.echo(f"    {row['hint']}")
    _tell_witness(row)
    for spot in row.get("also", ()):
        click.echo(f"  {_where(spot)}: {spot['clause']}")
        _tell_witness(spot)


def _where(spot: dict[str, Any]) -> str:
    return click.style(":".join(str(spot[part]) for part in ("file", "line", "column") if spot[part]), fg="cyan")


def _tell_witness(spot: dict[str, Any]) -> None:
    if spot.get("witness"):
        click.echo(click.style(f"    $ {spot['witness']['command']}", dim=True))


def _sum(report: Report, count: int) -> str:
    if report.problems:
        word = "problem" if count == 1 else "problems"
        return click.style(f"{report.file} cannot be read: {count} {word}.", fg="red")
    clauses = len(report.policy.clauses) if report.policy else 0
    told = f"{report.file}: {clauses} {'clause' if clauses == 1 else 'clauses'}" if report.policy else report.file
    told += ", for orders from before the next version" if report.is_replaced else ""
    if not count:
        return click.style(f"{told}, nothing found.", fg="green")
    found = click.style(f"{told}, {count} {'finding' if count == 1 else 'findings'}{_weights(report)}.", fg="yellow")
    return f"{found}\n{_left_out(report.unconfirmed)}" if report.unconfirmed else found


def _weights(report: Report) -> str:
    """How many there are of each weight, where they differ."""
    levels = Counter(found.level for _, found in report.findings)
    each = [f"{levels[one]} {one}{'' if levels[one] == 1 else 's'}" for one in LEVELS if levels[one]]
    return f" ({', '.join(each)})" if len(each) > 1 else ""


def _left_out(count: int) -> str:
    return f"{count} more could not be confirmed and {'is' if count == 1 else 'are'} left out. Please report this."
