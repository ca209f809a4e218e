"""`amends policy`: a policy as customers read it, what a new version changes, the schema, and one to start from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

import click
import msgspec

from amends.cli.claim import language_option, told_as
from amends.cli.policy_diff import command as diff
from amends.cli.policy_publish import command as publish
from amends.core.engine.page import Passage, PolicyPage, policy_page
from amends.core.errors import AmendsError, did_you_mean
from amends.core.policy.schema import policy_schema
from amends.examples.starter import starter_policy
from amends.usecases.read_policy import read_policy

FILE = click.Path(path_type=Path)


class ClauseMissing(AmendsError):
    """The policy has no clause of that id."""

    code = "clause_missing"


@click.group()
def command() -> None:
    """Show a policy as customers read it; say what a new version changes; print the schema, or one to start from."""


command.add_command(diff)
command.add_command(publish)


@command.command(short_help="Show a policy as customers read it.")
@click.argument("file", type=FILE)
@click.option("--clause", "clause_id", metavar="ID", help="Show this clause alone.")
@click.option("--text", "form", flag_value="text", default="text", help="As plain text (unless said otherwise).")
@click.option("--json", "form", flag_value="json", help="As JSON, with the rule beneath each sentence.")
@click.option("--html", "form", flag_value="html", help="As HTML without styles; each clause has its id as anchor.")
@language_option
def show(file: Path, clause_id: str | None, form: str, language: str) -> None:
    """Show the policy in FILE: every sentence, and beneath it the rule that decides, in plain words."""
    policy = read_policy(file)
    told = told_as(policy, file, language)
    page = policy_page(told.policy, told.words)
    if clause_id is not None:
        page = _only(page, clause_id)
    if form == "json":
        click.echo(json.dumps(msgspec.to_builtins(page), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_html(page) if form == "html" else _text(page)))


@command.command(short_help="Print the JSON Schema, for editors.")
@click.argument("file", type=FILE, required=False)
def schema(file: Path | None) -> None:
    """Print the JSON Schema that editors complete and check with; of a FILE, with its own facts and no others."""
    made = policy_schema() if file is None else policy_schema(read_policy(file).vocabulary)
    click.echo(json.dumps(made, indent=2, ensure_ascii=False))


@command.command()
def example() -> None:
    """Print a small policy to start from."""
    click.echo(starter_policy(), nl=False)


def _only(page: PolicyPage, clause_id: str) -> PolicyPage:
    kept = [
        msgspec.structs.replace(section, passages=(one,))
        for section in page.sections
        for one in section.passages
        if one.id == clause_id
    ]
    if not kept:
        known = [one.id for section in page.sections for one in section.passages]
        hint = did_you_mean(clause_id, known) or "`amends policy show` without `--clause` shows them all."
        raise ClauseMissing(f"there is no clause `{clause_id}`.", hint=hint)
    return msgspec.structs.replace(page, summary=(), sections=tuple(kept))


def _text(page: PolicyPage) -> Iterator[str]:
    yield click.style(page.shop, bold=True)
    yield f"Version {page.version}, for orders placed from {page.starts}"
    if page.summary:
        yield from ("", click.style("In short", bold=True))
    yield from (f"  {gist.label}: {gist.text}" for gist in page.summary)
    for section in page.sections:
        if section.heading:
            yield from ("", click.style(section.heading, bold=True))
        for one in section.passages:
            yield ""
            yield from _passage_text(one)


def _passage_text(one: Passage) -> Iterator[str]:
    yield f"  {one.says}  {click.style(f'[{one.id}]', dim=True)}"
    yield from (click.style(f"    {line.label}: {line.text}", dim=True) for line in one.rule)
    for exempt in one.exceptions:
        yield click.style(f"    Except [{exempt.id}]: {exempt.says} ({exempt.when})", dim=True)


def _html(page: PolicyPage) -> Iterator[str]:
    yield f"<article><h1>{escape(page.shop)}</h1>"
    yield f"<p>Version {escape(page.version)}, for orders placed from {_time(page)}</p>"
    if page.summary:
        yield "<dl>"
        yield from (f"<dt>{escape(gist.label)}</dt><dd>{escape(gist.text)}</dd>" for gist in page.summary)
        yield "</dl>"
    for section in page.sections:
        yield f"<section><h2>{escape(section.heading)}</h2>" if section.heading else "<section>"
        for one in section.passages:
            yield from _passage_html(one)
        yield "</section>"
    yield "</article>"


def _time(page: PolicyPage) -> str:
    return f'<time datetime="{page.starts_on}">{escape(page.starts)}</time>'


def _passage_html(one: Passage) -> Iterator[str]:
    yield f'<section id="{escape(one.id)}"><p>{escape(one.says)}</p>'
    if one.rule:
        yield "<dl>"
        yield from (f"<dt>{escape(line.label)}</dt><dd>{escape(line.text)}</dd>" for line in one.rule)
        yield "</dl>"
    for exempt in one.exceptions:
        yield f'<p id="{escape(exempt.id)}">{escape(exempt.says)} ({escape(exempt.when)})</p>'
    yield "</section>"
