"""`amends languages`: which languages there are, bringing their files up to date, and what is wrong with them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

import amends
from amends.core.cases.stages import TELLINGS
from amends.core.checks.words import TEXTS
from amends.core.engine.language import ENGLISH
from amends.core.formats import MOMENT
from amends.integrations.own_label.wording import ENGLISH as SLIP
from amends.integrations.own_label.wording import NAME as SLIP_NAME
from amends.languages.catalogs import HERE, PART, SOURCE, codes, language_named, own_name, parts
from amends.languages.findings import findings_in
from amends.languages.gather import Area, Part, gather
from amends.usecases.mail_words import ENGLISH as MAIL
from amends.usecases.mail_words import NAME

ROOT = Path(amends.__file__).parents[1]
PACKAGE = ROOT / "amends"
AREAS = (
    Area("core", {"engine": ENGLISH, "stages": TELLINGS, "formats": {"moment": MOMENT}}),
    Area("mail", {NAME: MAIL}),
    Area("slip", {SLIP_NAME: SLIP}),
    Area("checks", {"checks": TEXTS}),
    Area("portal", {}, (PACKAGE / "portal", PACKAGE / "pages")),
    Area("console", {}, (PACKAGE / "console",)),
)
_STAGES = ("to_send", "to_send.label", "to_send.shop_pays", "to_approve", "paying")
# What somebody reads who withdraws, from finding the order to the mail: the law asks for it in more languages.
WITHDRAWAL = Part(
    PART,
    files=(
        *(f"amends/portal/jinja2/portal/{one}" for one in (
            "base.html", "languages.html", "errors.html", "find.html", "find_form.html", "write/not_found.html",
                "help/withdraw.html",
            "withdrawal/",
        )),
        *(f"amends/portal/{one}.py" for one in ("views/finding", "views/withdrawing", "withdrawal")),
        "amends/pages/shown.py",
    ),
    tables=(
        "formats.", *(f"stages.{one}.{what}" for one in _STAGES for what in ("next", "late")), "mail.actors.",
        "mail.rows.order",
        "mail.rows.piece", "mail.rows.get", "mail.rows.next", "mail.rows.who", "mail.rows.by", "mail.rows.late",
        "mail.rows.money_by", "mail.news.withdrawal.",
        "mail.subject", "mail.open",
        "mail.closing", "mail.clauses", "mail.post_", "mail.shop_time", "mail.or_later",
        "engine.sentences.postage_", "engine.sentences.label_prepaid", "engine.sentences.shipping_",
        "engine.sentences.to_original", "engine.sentences.cancel_all", "engine.sentences.receipt",
        "engine.sentences.unverified",
    ),
)  # fmt: skip
MOST_TOLD = 40
IN = click.Path(path_type=Path, file_okay=False)


@click.group()
def command() -> None:
    """Bring the languages up to date, and look what is wrong with them.

    A language is a folder of files, `de/core.po` and its neighbours; `amends languages gather it` begins a new one.
    """


@command.command(name="list")
def list_() -> None:
    """Name the languages that there are."""
    for code in codes():
        click.echo(f"{code}  {own_name(code)}  {language_named(code).direction}")
    for code in parts():
        click.echo(f"{code}  {own_name(code)}  the pages of the withdrawal alone")


def part_of(code: str, folder: Path) -> Part | None:
    """This function will return which pages alone the language has there; nothing of a whole one."""
    return WITHDRAWAL if code in parts((folder,)) else None


@command.command(name="gather", short_help="Bring the files of languages up to date.")
@click.argument("languages", nargs=-1)
@click.option("--folder", type=IN, default=HERE, help="Where the languages lie; those of the program, unless given.")
def gather_(languages: tuple[str, ...], folder: Path) -> None:
    """Write every text that is said into the files of LANGUAGES (all, unless named), and compile them."""
    for code in languages or (*codes((folder,)), *parts((folder,))):
        if code != SOURCE:
            changed = gather(AREAS, folder / code, ROOT, part_of(code, folder))
            click.echo(f"{code}: {'written' if changed else 'up to date'}")


@command.command()
@click.argument("languages", nargs=-1)
@click.option("--folder", type=IN, default=HERE, help="Where the languages lie; those of the program, unless given.")
@click.option("--json", "as_json", is_flag=True, help="Write everything found as JSON.")
def check(languages: tuple[str, ...], folder: Path, *, as_json: bool) -> None:
    """Say what is missing, broken or not up to date. Leaves with 1 where something is."""
    named = [one for one in languages or (*codes((folder,)), *parts((folder,))) if one != SOURCE]
    found = [one for code in named for one in findings_in(AREAS, folder / code, ROOT, part_of(code, folder))]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        for one in found[:MOST_TOLD]:
            click.echo(f"{one.language}/{one.area or '*'}: {one.about!r}: {one.message} {one.hint} [{one.code}]")
        if len(found) > MOST_TOLD:
            click.echo(f"... and {len(found) - MOST_TOLD} more")
        click.echo(f"{len(named)} languages, {len(found)} findings.")
    sys.exit(1 if found else 0)
